#include "cli/serve_commands.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace heed::cli {

void add_serve_commands(CLI::App& app, Session& session, Serve serve) {
  auto wish = std::make_shared<ServeWish>();
  CLI::App* command = app.add_subcommand("serve", "Run the control room and serve /v1");
  command->add_option("--config", wish->config, "The force's heed.toml")
      ->required()
      ->check(CLI::ExistingFile);
  command->add_option("--ledger", wish->ledger, "The ledger's folder; made where it is not there")
      ->required();
  command->add_flag("--rehearsal", wish->rehearsal,
                    "A rehearsal ledger, marked so for ever; a live one refuses it");
  command->add_option("--starts", wish->starts,
                      "Rehearsals: the case's time, such as \"2026-11-01T18:30:00Z\"");
  command->add_option("--telephone", wish->telephone, "The telephone switch's URL");
  command->add_option("--connections", wish->connections, "Where sources are reached (TOML)");
  command->add_option("--port", wish->port, "Over the file's; 0: any that is free")
      ->check(CLI::Range(0, 65535));
  command->add_flag("--lan", wish->lan,
                    "On all addresses of this machine, by TLS with a certificate that it makes; "
                    "without demonstration accounts");
  command->add_option("--console", wish->console, "The built console, served at /")
      ->check(CLI::ExistingDirectory);
  command->add_option("--play", wish->play, "Play a rehearsal's acts on it, to be watched")
      ->check(CLI::ExistingFile);
  command->add_option("--acts", wish->acts, "Rehearsals: acts that a page lets happen (TOML)")
      ->check(CLI::ExistingFile);
  command->add_option("--control", wish->control,
                      "With --play and --acts: the switch's control address");
  command->add_option("--clocks", wish->clocks,
                      "With --acts: control addresses of stand-ins whose clocks move along");
  command->add_option("--caller", wish->caller, "With --play: which of its callers rings");
  command->add_flag("--until-ready", wish->until_ready, "Stop once it is up and has been played");
  command->footer(
      "Example:\n  heed serve --config config/northmoor/heed.toml --ledger var/ledger --rehearsal");
  run_when_called(*command, session, [wish, serve, &session] { return serve(*wish, session); });
}

}  // namespace heed::cli
