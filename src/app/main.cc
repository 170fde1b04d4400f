// The one composition root: the only code that names a back end or a kind of source. It lists the
// groups of commands, hands each the ways to open what it needs, and leaves with their exit code.
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "app/ledger_tools.h"
#include "app/serve_until_stopped.h"
#include "app/user_tools.h"
#include "cli/cli.h"
#include "cli/hearing_commands.h"
#include "cli/matching_commands.h"
#include "cli/policy_commands.h"
#include "cli/rehearse_commands.h"
#include "cli/source_commands.h"
#include "cli/user_commands.h"
#include "cli/version_commands.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  heed::cli::Session session{std::cin, std::cout, std::cerr};
  const heed::SystemClock clock;
  heed::SecureRandom random;
  const heed::cli::JournalTools ledgers = heed::app::journal_tools(clock, random);
  const heed::cli::UserTools users = heed::app::user_tools(clock, random);
  const std::vector<heed::cli::AddCommands> groups{
      heed::cli::add_version_commands,
      heed::cli::add_rehearse_commands,
      heed::cli::add_policy_commands,
      heed::cli::add_hearing_commands,
      heed::cli::add_matching_commands,
      heed::cli::add_source_commands,
      [&](auto& app, auto& at) { heed::cli::add_journal_commands(app, at, ledgers); },
      [&](auto& app, auto& at) { heed::cli::add_user_commands(app, at, users); },
      [&](auto& app, auto& at) {
        heed::cli::add_serve_commands(app, at, [&](const auto& wish, auto& session) {
          return heed::app::serve_until_stopped(wish, session, random);
        });
      },
  };
  return static_cast<int>(
      heed::cli::run(std::vector<std::string>(argv + 1, argv + argc), session, groups));
}
