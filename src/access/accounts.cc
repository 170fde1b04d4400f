#include "access/accounts.h"

#include <algorithm>

#include "access/access.h"
#include "base/crypto.h"
#include "base/json_map.h"
#include "base/text.h"

namespace heed::access {

BOOST_DESCRIBE_STRUCT(Account, (), (login, hash, disabled, changed_at))

namespace {

constexpr std::string_view table = "accounts";
constexpr int free_tries = 3;
constexpr Micros delay_max = std::chrono::seconds(30);
constexpr Micros forgotten_after = std::chrono::minutes(15);
constexpr std::size_t addresses_max = 10'000;

std::string row_of(std::string_view login) { return actor_of(login).str(); }

}  // namespace

Status Accounts::set_password(std::string_view login, std::string_view password) {
  if (login.empty()) return error(Code::invalid, "expected a sign-in name", "login");
  const auto characters =
      std::count_if(password.begin(), password.end(), [](char c) { return (c & 0xC0) != 0x80; });
  if (characters < static_cast<std::ptrdiff_t>(password_characters_min) ||
      password.size() > password_bytes_max) {
    return error(Code::invalid, "expected a password of 12 characters to 200 bytes", "password",
                 "Three words that do not belong together are easy to keep in mind");
  }
  const Account account{std::string(login), hash_password(password), false, clock_.now()};
  return rows_.put(table, row_of(login), json_map::write(account));
}

Status Accounts::disable(std::string_view login) {
  HEED_TRY(auto account, find(login));
  if (!account) {
    return error(Code::not_found, "there is no account of that name", "login",
                 "`heed user list` shows what there is");
  }
  account->disabled = true;
  account->changed_at = clock_.now();
  return rows_.put(table, row_of(login), json_map::write(*account));
}

Result<std::optional<Account>> Accounts::find(std::string_view login) const {
  HEED_TRY(const auto row, rows_.get(table, row_of(login)));
  if (!row) return std::optional<Account>();
  HEED_TRY(auto account, json_map::read<Account>(*row));
  return std::optional<Account>(std::move(account));
}

Result<std::vector<Account>> Accounts::all() const {
  HEED_TRY(const auto rows, rows_.all(table));
  std::vector<Account> out;
  for (const auto& [name, bytes] : rows) {
    HEED_TRY(auto account, json_map::read<Account>(bytes));
    out.push_back(std::move(account));
  }
  std::sort(out.begin(), out.end(),
            [](const Account& a, const Account& b) { return a.login < b.login; });
  return out;
}

Result<bool> Accounts::matches(std::string_view login, std::string_view password) const {
  HEED_TRY(const auto account, find(login));
  // Hashed for nobody where there is no such account: the time tells nothing.
  static const std::string nobody = hash_password("nobody signs in with this");
  const bool right = password.size() <= password_bytes_max &&
                     password_matches(password, account ? account->hash : nobody);
  return right && account && !account->disabled;
}

Micros Attempts::delay(int failed) {
  if (failed <= free_tries) return Micros(0);
  const Micros doubled = std::chrono::seconds(1) * (1 << std::min(failed - free_tries - 1, 10));
  return std::min(delay_max, doubled);
}

Micros Attempts::wait(const std::string& address) const {
  const std::lock_guard lock(mutex_);
  const auto found = by_address_.find(address);
  if (found == by_address_.end()) return Micros(0);
  const Steady since = clock_.steady() - found->second.last;
  return std::max(Micros(0), Micros(delay(found->second.failed) - since));
}

void Attempts::failed(const std::string& address) {
  const std::lock_guard lock(mutex_);
  const Steady now = clock_.steady();
  if (by_address_.size() >= addresses_max && !by_address_.count(address)) {
    by_address_.erase(std::min_element(
        by_address_.begin(), by_address_.end(),
        [](const auto& a, const auto& b) { return a.second.last < b.second.last; }));
  }
  Tries& tries = by_address_[address];
  if (now - tries.last > forgotten_after) tries.failed = 0;
  ++tries.failed;
  tries.last = now;
}

void Attempts::succeeded(const std::string& address) {
  const std::lock_guard lock(mutex_);
  const auto found = by_address_.find(address);
  if (found == by_address_.end()) return;
  found->second.failed /= 2;
  if (found->second.failed == 0) by_address_.erase(found);
}

}  // namespace heed::access
