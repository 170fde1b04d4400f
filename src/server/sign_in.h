// Who is asking. The server knows this interface only: demonstration sign-ins now (a bearer token
// for each person of the cast, on a rehearsal ledger, on loopback), sessions with cookies beside
// them later. Thread-safe; called on the I/O thread, so it must not block.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "net/http.h"
#include "server/route.h"

namespace heed::server {

class SignIn {
 public:
  virtual ~SignIn() = default;
  // Code::denied where nobody is signed in.
  virtual Result<Principal> who(const net::HttpRequest& request) const = 0;
};

struct DemoSignIn {
  Principal person;
  std::string token;
};

// Tokens are made anew at every start and compared in constant time by their hash.
class DemoSignIns final : public SignIn {
 public:
  DemoSignIns(const std::vector<Principal>& people, Random& random);
  Result<Principal> who(const net::HttpRequest& request) const override;
  // To be printed for whoever started the demonstration, never logged.
  const std::vector<DemoSignIn>& all() const { return all_; }

 private:
  std::vector<DemoSignIn> all_;
  std::map<Hash, Principal> by_hash_;
};

// The token of "Authorization: Bearer …"; empty where there is none.
std::string bearer_token(const net::HttpRequest& request);

}  // namespace heed::server
