// The sources of a rehearsal as exchanges: one for each source that the policy declares. An extract
// is imported from the file's rows; the force's own records are answered by the ledger's history; a
// source that the file does not name cannot be reached.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "checks/history_lookup.h"
#include "rehearsal/scripted_source.h"

namespace heed::rehearsal {

using ScriptedSources = std::map<std::string, std::shared_ptr<ScriptedSource>>;

// Code::invalid with the place in the file where a source is not declared or its rows do not
// import.
Result<ScriptedSources> sources_of(const Script& script, const checks::Sources& declared,
                                   std::shared_ptr<const checks::HistoryLookup> history,
                                   Timers& timers, const Zone& zone);
std::map<std::string, std::shared_ptr<checks::Exchange>> exchanges_of(const ScriptedSources& all);

}  // namespace heed::rehearsal
