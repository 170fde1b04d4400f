// From a request as it came to a Call that a route may act on, or to what is wrong with it. Private
// to src/server. Runs on the I/O thread: pure but for the sign-in's look-up.
#pragma once

#include <set>

#include "base/random.h"
#include "server/sign_in.h"

namespace heed::server {

struct Health;

struct Admitted {
  const Route* route = nullptr;  // null where there is none
  Call call;
  std::optional<Error> refused;
  int status = 0;  // 0: that of the error's code
  std::vector<std::string> allowed;
};
Admitted admit(const net::HttpRequest& request, const RouteTable& table, const SignIn& sign_in,
               const std::set<std::string>& hosts);

// Code::invalid where the request names us by a name that is not ours.
Status check_host(const net::HttpRequest& request, const std::set<std::string>& hosts);

std::string new_request_id(Random& random);
std::string write_health(const Health& health);

}  // namespace heed::server
