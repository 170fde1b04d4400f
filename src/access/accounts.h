// Passwords of the force's people, where no directory signs them in. Who somebody is and what they
// may do stands in the staff file; an account adds the password, as Argon2id, and whether it is
// disabled. An address from which wrong passwords come is slowed; a person is never locked out,
// because then anybody could lock a handler out.
//
// Thread-safe. Functions that take a password use some 0.3 s of one core and 64 MiB: one at a time,
// on the low-priority thread. Accounts reads its rows each time, so that `heed user` beside a
// running server is seen at once.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/rows.h"

namespace heed::access {

inline constexpr std::size_t password_characters_min = 12;
inline constexpr std::size_t password_bytes_max = 200;

struct Account {
  std::string login;
  std::string hash;
  bool disabled = false;
  Instant changed_at;
};

class Accounts {
 public:
  Accounts(Rows& rows, const Clock& clock) : rows_(rows), clock_(clock) {}

  // Makes the account where there is none, and enables it. Code::invalid for a password that is
  // too short or too long.
  Status set_password(std::string_view login, std::string_view password);
  // Code::not_found where there is none.
  Status disable(std::string_view login);
  Result<std::optional<Account>> find(std::string_view login) const;
  Result<std::vector<Account>> all() const;
  // False for a wrong password, a disabled account and one that is not there, in the same time.
  Result<bool> matches(std::string_view login, std::string_view password) const;

 private:
  Rows& rows_;
  const Clock& clock_;
};

// How long an address waits after wrong passwords: three are free, then 1, 2, 4 … 30 seconds. A
// quarter of an hour without one forgets them; a right one halves their number.
class Attempts {
 public:
  explicit Attempts(const Clock& clock) : clock_(clock) {}
  // Zero: it may try now.
  Micros wait(const std::string& address) const;
  void failed(const std::string& address);
  void succeeded(const std::string& address);

 private:
  struct Tries {
    int failed = 0;
    Steady last{};
  };
  static Micros delay(int failed);

  const Clock& clock_;
  mutable std::mutex mutex_;
  std::map<std::string, Tries> by_address_;
};

}  // namespace heed::access
