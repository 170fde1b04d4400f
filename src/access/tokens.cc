#include "access/tokens.h"

#include <algorithm>

#include "base/json_map.h"
#include "base/text.h"

namespace heed::access {

BOOST_DESCRIBE_STRUCT(Token, (), (id, name, login, issued, until, revoked, hash))

namespace {

constexpr std::string_view table = "tokens";
constexpr std::string_view prefix = "heed-";  // so that one that lies about is known for what it is
constexpr std::size_t id_digits = 12;

// Looked up by hash: how long it takes says nothing about the tokens there are.
std::string hash_of(std::string_view token) { return to_hex(hash_bytes(token)); }

bool stands(const Token& token, Instant now) { return !token.revoked && now < token.until; }

}  // namespace

Result<Tokens::Issued> Tokens::issue(std::string_view login, std::string_view name, int days) {
  if (trim(name).empty() || name.size() > token_name_bytes_max) {
    return error(Code::invalid, "expected a name of at most 80 bytes", "name",
                 "Say what the program is, such as \"dispatch gateway\"");
  }
  if (days < 1 || days > token_days_max) {
    return error(Code::invalid, "expected 1 to 366 days", "days",
                 "Issue another one before it ends");
  }
  HEED_TRY(const auto before, all());
  const Instant now = clock_.now();
  const auto standing = std::count_if(before.begin(), before.end(),
                                      [&](const Token& one) { return stands(one, now); });
  if (static_cast<std::size_t>(standing) >= tokens_max) {
    return error(Code::limit, "there are a thousand tokens already", {}, "Revoke some");
  }
  std::uint8_t bytes[32];
  random_.fill(bytes);
  Issued out;
  out.token = std::string(prefix) + to_hex(bytes);
  out.kept.hash = hash_of(out.token);
  out.kept.id = out.kept.hash.substr(0, id_digits);
  out.kept.name = std::string(trim(name));
  out.kept.login = std::string(login);
  out.kept.issued = now;
  out.kept.until = now + std::chrono::hours(24) * days;
  HEED_CHECK(rows_.put(table, out.kept.hash, json_map::write(out.kept)));
  return out;
}

Status Tokens::revoke(std::string_view id) {
  HEED_TRY(auto tokens, all());
  const auto found =
      std::find_if(tokens.begin(), tokens.end(), [&](const Token& one) { return one.id == id; });
  if (found == tokens.end()) {
    return error(Code::not_found, "there is no such token", "id",
                 "`heed user token list` shows what there is");
  }
  found->revoked = true;
  return rows_.put(table, found->hash, json_map::write(*found));
}

Result<std::vector<Token>> Tokens::all() const {
  HEED_TRY(const auto rows, rows_.all(table));
  std::vector<Token> out;
  for (const auto& [hash, bytes] : rows) {
    HEED_TRY(auto token, json_map::read<Token>(bytes));
    out.push_back(std::move(token));
  }
  std::sort(out.begin(), out.end(),
            [](const Token& a, const Token& b) { return a.issued < b.issued; });
  return out;
}

std::optional<Token> Tokens::find(std::string_view token) const {
  if (!token.starts_with(prefix)) return std::nullopt;
  const std::string hash = hash_of(token);
  const std::lock_guard lock(mutex_);
  const auto found = standing_.find(hash);
  if (found == standing_.end() || !stands(found->second, clock_.now())) return std::nullopt;
  return found->second;
}

Result<std::vector<std::string>> Tokens::refresh(
    const std::function<bool(const std::string& login)>& may_sign_in) {
  HEED_TRY(const auto tokens, all());
  const Instant now = clock_.now();
  std::map<std::string, Token> standing;
  for (const Token& one : tokens) {
    if (!stands(one, now) || (may_sign_in && !may_sign_in(one.login))) continue;
    standing.emplace(one.hash, one);
  }
  std::vector<std::string> gone;
  const std::lock_guard lock(mutex_);
  for (const auto& [hash, one] : standing_) {
    if (!standing.count(hash)) gone.push_back(one.id);
  }
  standing_ = std::move(standing);
  return gone;
}

}  // namespace heed::access
