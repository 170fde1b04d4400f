// A whole control room with a clock that moves only when nothing is left to do: what a rehearsal
// plays on. Everything is the real thing (desk, policy, hearing, runner, connectors, reactions, due
// times) save the exchange with each source, which is the file's, and the ledger, which is in
// memory; with `processes` the exchange is the real one too, with a process over TLS, and the
// ledger is SQLite's, closed and opened again where the file says "restart". One thread.
#pragma once

#include <memory>

#include "desk/force_policy.h"
#include "rehearsal/sources_process.h"
#include "rehearsal/stage.h"

namespace heed::rehearsal {

struct Setting {
  std::shared_ptr<const desk::ForcePolicy> policy;
  std::uint64_t seed = 1;  // of ids, salts and jitter: the same seed, the same run
  // Outlives the stage; nothing: sources and ledger in this process.
  const SourcesProcess* processes = nullptr;
};

// Code::invalid where the script names a source that the policy does not declare, or a role or a
// competence that it does not know.
Result<std::unique_ptr<Stage>> desk_stage(const Script& script, Setting setting);

}  // namespace heed::rehearsal
