// Who is asking: a machine or a script by a bearer token, a person's browser by a session cookie,
// side by side. A browser must also say its session's second word (Heed-CSRF) with everything that
// changes something, and where it asks from when it opens a WebSocket, since another page could
// make it send the cookie but not those. Thread-safe; called on the I/O thread, so it must not
// block.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "access/sessions.h"
#include "access/tokens.h"
#include "base/random.h"
#include "net/http.h"
#include "server/route.h"

namespace heed::access {
class Staff;
}

namespace heed::server {

class SignIn {
 public:
  virtual ~SignIn() = default;
  // Code::denied where nobody is signed in (`where` is "Authorization", or "lapsed" where a session
  // is to be signed again), and where the second word is missing ("Heed-CSRF") or the page's
  // address ("Origin").
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

// Those that `heed user token` issued, and on a rehearsal ledger the demonstration's. A program's
// Principal has the token's id as its session: what it holds open ends with the token.
class BearerSignIns final : public SignIn {
 public:
  BearerSignIns(std::shared_ptr<const SignIn> demonstration, const access::Tokens& tokens,
                const access::Staff& staff)
      : demonstration_(std::move(demonstration)), tokens_(tokens), staff_(staff) {}
  Result<Principal> who(const net::HttpRequest& request) const override;

 private:
  std::shared_ptr<const SignIn> demonstration_;
  const access::Tokens& tokens_;
  const access::Staff& staff_;
};
std::string session_of_token(std::string_view id);

// Tokens where the request has one, else the cookie.
class SignIns final : public SignIn {
 public:
  SignIns(std::shared_ptr<const SignIn> tokens, access::Sessions& sessions,
          const access::Staff& staff)
      : tokens_(std::move(tokens)), sessions_(sessions), staff_(staff) {}
  Result<Principal> who(const net::HttpRequest& request) const override;

 private:
  std::shared_ptr<const SignIn> tokens_;
  access::Sessions& sessions_;
  const access::Staff& staff_;
};

// The token of "Authorization: Bearer …"; empty where there is none.
std::string bearer_token(const net::HttpRequest& request);
// The session's cookie; empty where there is none.
std::string session_token(const net::HttpRequest& request);

inline constexpr std::string_view session_cookie = "heed_session";

}  // namespace heed::server
