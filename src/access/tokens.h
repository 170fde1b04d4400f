// Bearer tokens of programs, on a live ledger too: a dispatch system, a gateway, a script of the
// force's. Each acts as one account of the staff file, which says what it may do; it has a name, so
// that somebody knows what it is for, and an end. The token itself is shown once, when it is
// issued; what is kept is its hash. `heed user token` issues, lists and revokes them beside a
// running Heed, which sees a change within seconds.
//
// Thread-safe. find() does not block (I/O thread); the others read or write rows. The clock is real
// time, not a case's.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/ids.h"
#include "base/rows.h"

namespace heed::access {

inline constexpr int token_days_default = 90;
inline constexpr int token_days_max = 366;
inline constexpr std::size_t token_name_bytes_max = 80;
inline constexpr std::size_t tokens_max = 1000;  // that are not ended

struct Token {
  std::string id;  // the hash's beginning: names it to whoever revokes it, opens nothing
  std::string name;
  std::string login;
  Instant issued;
  Instant until;
  bool revoked = false;
  std::string hash;
};

class Tokens {
 public:
  Tokens(Rows& rows, const Clock& clock, Random& random)
      : rows_(rows), clock_(clock), random_(random) {}

  struct Issued {
    std::string token;  // to be shown once, and nowhere else
    Token kept;
  };
  // Code::invalid for a name or a time that cannot be, Code::limit where there are too many.
  Result<Issued> issue(std::string_view login, std::string_view name, int days);
  // By its id. Code::not_found where there is none.
  Status revoke(std::string_view id);
  // Ended and revoked ones too, the latest last.
  Result<std::vector<Token>> all() const;

  // The one of that word that stands, as of the last refresh(); its end is looked at each time.
  std::optional<Token> find(std::string_view token) const;
  // Reads the rows anew, and leaves out those of accounts that may not sign in; returns the ids of
  // those that stood before and stand no longer. `may_sign_in` may block; no lock is held.
  Result<std::vector<std::string>> refresh(
      const std::function<bool(const std::string& login)>& may_sign_in = {});

 private:
  Rows& rows_;
  const Clock& clock_;
  Random& random_;
  mutable std::mutex mutex_;
  std::map<std::string, Token> standing_;  // by hash
};

}  // namespace heed::access
