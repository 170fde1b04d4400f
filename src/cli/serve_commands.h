// `heed serve`: runs the control room until it is told to stop.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/civil.h"
#include "cli/cli.h"

namespace heed::cli {

struct ServeWish {
  std::string config;
  std::string ledger;
  std::string starts;  // local time of the case; empty: now
  std::string telephone;
  std::string connections;
  std::optional<int> port;
  bool lan = false;
  std::string console;  // the built console's folder; empty: /v1 only
  bool rehearsal = false;
  std::string acts;                 // of a rehearsal that a page leads
  std::vector<std::string> clocks;  // control addresses of stand-ins whose clocks move with ours
  std::string play;     // a rehearsal to be played and watched; needs `control` and `caller`
  std::string control;  // the telephone stand-in's control address
  std::string caller;
  bool until_ready = false;  // stop once it is up and has been played: for scripts
};

// Given by src/app: runs until SIGINT or SIGTERM.
using Serve = std::function<Result<Exit>(const ServeWish&, Session&)>;

void add_serve_commands(CLI::App& app, Session& session, Serve serve);

}  // namespace heed::cli
