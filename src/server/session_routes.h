// Signing in, out, and again in place, for browsers; and the demonstration's sign-in without a
// password, which there is on a rehearsal ledger on loopback alone. References outlive the server.
#pragma once

#include <functional>

#include "access/access.h"
#include "access/accounts.h"
#include "access/sessions.h"
#include "server/route.h"

namespace heed::server {

struct SessionDoor {
  access::Sessions& sessions;
  access::Accounts& accounts;
  access::Attempts& attempts;
  const access::Staff& staff;
  const Clock& clock;  // the ledger's
  std::string force;
  std::string zone;
  bool rehearsal = false;
  bool demonstration = false;
  // A session has ended: its screens are to be closed.
  std::function<void(const std::string& session)> ended;
};

RouteTable session_routes(const SessionDoor& door);

}  // namespace heed::server
