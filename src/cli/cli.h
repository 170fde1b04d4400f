// The command line of `heed`: one binary, one table of commands, one meaning for every exit code.
// A group of commands is one file, <group>_commands.cc, whose add_<group>_commands() puts its
// commands into the table; src/app lists the groups and hands each what it may open. A command
// runs on the main thread, writes to the Session's streams only, and answers Exit or an Error;
// run() prints the error and turns its code into the exit code, so that a command never calls
// exit() and never prints an error itself. Nothing here knows a database.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "base/result.h"

namespace CLI {
class App;
}

namespace heed::cli {

// What a script may rely on. These numbers never change their meaning.
enum class Exit : int {
  ok = 0,           // done, and as it should be
  finding = 1,      // done, and something is not as it should be: a failed expectation, a gap
  usage = 2,        // the command line or a file given to it is wrong; nothing was done
  unavailable = 3,  // a disk, a source or a service did not answer; try again
  refused = 4,      // not allowed, forbidden now, or the state has moved on
  corrupt = 5,      // stored bytes are not what was stored
};

Exit exit_for(Code code);

// One run of the program. The streams are injected so that tests read what a person would.
struct Session {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool json = false;     // --json: `out` receives JSON and nothing else
  Exit exit = Exit::ok;  // set by run_when_called()
};

using AddCommands = std::function<void(CLI::App&, Session&)>;

// The command's work, done when it was named on the command line. `command` comes from
// app.add_subcommand(); give it a footer with at least one example.
void run_when_called(CLI::App& command, Session& session, std::function<Result<Exit>()> work);

// Parses and runs. Arguments are without the program's name. Never throws for bad arguments.
Exit run(std::vector<std::string> arguments, Session& session,
         const std::vector<AddCommands>& groups);

}  // namespace heed::cli
