#include "cli/cli.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <boost/json/object.hpp>
#include <istream>
#include <ostream>

#include "base/json.h"

namespace heed::cli {
namespace {

constexpr const char* kExitCodes =
    "Exit codes: 0 done, as it should be; 1 done, something is not as it should be; 2 wrong\n"
    "arguments or input file; 3 unavailable, try again; 4 refused; 5 stored bytes are corrupt.\n"
    "`heed COMMAND --help` has the options and examples of each.";

void print_error(const Error& error, Session& session) {
  if (!session.json) {
    session.err << "heed: " << error.message() << '\n';
    return;
  }
  boost::json::object detail;
  detail["code"] = to_string(error.code);
  detail["detail"] = error.detail;
  if (!error.where.empty()) detail["where"] = error.where;
  if (!error.remedy.empty()) detail["remedy"] = error.remedy;
  boost::json::object whole;
  whole["error"] = std::move(detail);
  session.err << write_json(whole) << '\n';
}

// `heed help rehearse` is `heed rehearse --help`; `heed` and `heed help` are `heed --help`.
std::vector<std::string> with_help_as_option(std::vector<std::string> arguments) {
  if (arguments.empty()) return {"--help"};
  if (arguments.front() != "help") return arguments;
  arguments.erase(arguments.begin());
  arguments.emplace_back("--help");
  return arguments;
}

// CLI11 says only that a command is required; a person who mistyped one needs to see which.
std::string what_is_wrong(const CLI::App& app, const CLI::ParseError& parse_error,
                          const std::vector<std::string>& arguments) {
  const auto named = std::find_if(arguments.begin(), arguments.end(),
                                  [](const std::string& word) { return word[0] != '-'; });
  if (named == arguments.end()) return parse_error.what();
  const bool known =
      !app.get_subcommands([&](const CLI::App* command) { return command->check_name(*named); })
           .empty();
  if (known) return parse_error.what();
  return fmt::format("there is no command '{}'", *named);
}

Exit report(const CLI::App& app, const CLI::ParseError& parse_error,
            const std::vector<std::string>& arguments, Session& session) {
  if (parse_error.get_exit_code() == 0) {  // --help
    app.exit(parse_error, session.out, session.err);
    return Exit::ok;
  }
  print_error(error(Code::invalid, what_is_wrong(app, parse_error, arguments), "command line",
                    "See `heed help`"),
              session);
  return Exit::usage;
}

}  // namespace

Exit exit_for(Code code) {
  switch (code) {
    case Code::invalid:
    case Code::not_found:
    case Code::limit: return Exit::usage;
    case Code::unavailable:
    case Code::timeout: return Exit::unavailable;
    case Code::conflict:
    case Code::denied:
    case Code::refused: return Exit::refused;
    case Code::corrupt: return Exit::corrupt;
  }
  return Exit::corrupt;
}

void run_when_called(CLI::App& command, Session& session, std::function<Result<Exit>()> work) {
  command.callback([&session, work = std::move(work)] {
    Result<Exit> result = work();
    if (result) {
      session.exit = result.value();
      return;
    }
    print_error(result.error(), session);
    session.exit = exit_for(result.error().code);
  });
}

Exit run(std::vector<std::string> arguments, Session& session,
         const std::vector<AddCommands>& groups) {
  CLI::App app{"Heed: contact handling and safeguarding for police control rooms", "heed"};
  app.add_flag("--json", session.json, "Answer in JSON, errors too");
  app.footer(kExitCodes);
  app.fallthrough();
  app.require_subcommand(1);
  for (const AddCommands& add : groups) add(app, session);

  arguments = with_help_as_option(std::move(arguments));
  // An error in the arguments is answered in JSON too, although the flag was not parsed by then.
  session.json = std::find(arguments.begin(), arguments.end(), "--json") != arguments.end();
  try {
    // CLI11 takes them from the back.
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& parse_error) {
    return report(app, parse_error, arguments, session);
  }
  session.out.flush();
  return session.exit;
}

}  // namespace heed::cli
