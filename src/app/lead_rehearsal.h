// The acts of a rehearsal that a page leads: read from a file, done on the ledger's clock, on the
// clocks of the stand-ins and at the switch's control address.
#pragma once

#include <filesystem>

#include "app/serve.h"
#include "base/civil.h"
#include "base/rows.h"
#include "server/rehearsal_routes.h"

namespace heed::app {

struct RehearsalLead {
  std::filesystem::path file;  // [[act]] says, at ("2026-11-22T17:10:00Z"), caller
  MovedClock* clock = nullptr;
  Rows* rows = nullptr;  // keeps how many are done
  std::string control;
  std::vector<std::string> clocks;
  std::function<Status()> moved;  // the clock has moved on
};

// Code::invalid with file, line and what was expected.
Result<std::shared_ptr<server::RehearsalControl>> lead_rehearsal(RehearsalLead lead);

}  // namespace heed::app
