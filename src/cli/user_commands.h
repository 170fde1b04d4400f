// `heed user add | password | disable | list`: who may sign in with a password; `heed user token
// issue | list | revoke`: which programs may, acting as whom, until when. Who somebody is and
// what they may do stands in the staff file; a running server sees a change at the next sign-in,
// and ends the sessions of an account that was disabled within seconds. Passwords are read from
// the terminal without being shown, or from the first line of standard input; never from the
// command line, where other users of the machine would see them.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "access/access.h"
#include "access/accounts.h"
#include "access/tokens.h"
#include "cli/cli.h"

namespace heed::cli {

struct UserPlaces {
  std::string config;  // the force's heed.toml
  std::string ledger;
};

// What is opened for a command.
struct UserRegister {
  access::Staff staff;
  std::unique_ptr<Rows> rows;
  std::unique_ptr<access::Accounts> accounts;
  std::unique_ptr<access::Tokens> tokens;
};

// Given by src/app.
struct UserTools {
  std::function<Result<UserRegister>(const UserPlaces&)> open;
  // Asks at the terminal; where there is none, reads a line.
  std::function<Result<std::string>(Session&, const std::string& prompt)> password;
};

void add_user_commands(CLI::App& app, Session& session, const UserTools& tools);

}  // namespace heed::cli
