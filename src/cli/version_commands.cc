#include "cli/version_commands.h"

#include <CLI/App.hpp>
#include <boost/json/object.hpp>
#include <ostream>

#include "base/json.h"

namespace heed::cli {

void add_version_commands(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("version", "Say which Heed this is");
  command->footer("Examples:\n  heed version\n  heed version --json");
  run_when_called(*command, session, [&session]() -> Result<Exit> {
    if (session.json) {
      boost::json::object answer;
      answer["name"] = "heed";
      answer["version"] = HEED_VERSION;
      session.out << write_json(answer) << '\n';
    } else {
      session.out << "heed " << HEED_VERSION << '\n';
    }
    return Exit::ok;
  });
}

}  // namespace heed::cli
