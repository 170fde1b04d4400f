#include "app/user_tools.h"

#include <termios.h>
#include <unistd.h>

#include <iostream>

#include "app/serve_config.h"
#include "app/side_rows.h"
#include "base/file.h"
#include "desk/force_policy.h"

namespace heed::app {
namespace {

Result<cli::UserRegister> open(const cli::UserPlaces& places, const Clock& clock, Random& random) {
  HEED_TRY(const auto config, read_serve_config(places.config));
  HEED_TRY(const auto zone, Zone::load(config.zone));
  HEED_TRY(const auto policy, desk::load_force_policy(config.policy, zone));
  HEED_TRY(const auto document, policy::Document::load(config.staff));
  cli::UserRegister out;
  HEED_TRY(out.staff, access::Staff::read(document, policy->access, zone));
  const auto folder = std::filesystem::path(places.ledger).parent_path();
  if (!folder.empty()) HEED_CHECK(make_folder(folder));
  HEED_TRY(out.rows, open_side_rows(places.ledger, random));
  out.accounts = std::make_unique<access::Accounts>(*out.rows, clock);
  out.tokens = std::make_unique<access::Tokens>(*out.rows, clock, random);
  return out;
}

Result<std::string> ask(cli::Session& session, const std::string& prompt) {
  const bool terminal = &session.in == &std::cin && isatty(STDIN_FILENO);
  termios before{};
  if (terminal) {
    session.err << prompt << ": " << std::flush;
    tcgetattr(STDIN_FILENO, &before);
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSANOW, &silent);
  }
  std::string line;
  std::getline(session.in, line);
  if (terminal) {
    tcsetattr(STDIN_FILENO, TCSANOW, &before);
    session.err << '\n';
  }
  if (line.empty()) return error(Code::invalid, "expected a password on the first line", "stdin");
  return line;
}

}  // namespace

cli::UserTools user_tools(const Clock& clock, Random& random) {
  return {[&clock, &random](const cli::UserPlaces& places) { return open(places, clock, random); },
          ask};
}

}  // namespace heed::app
