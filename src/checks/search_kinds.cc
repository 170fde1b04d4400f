#include "checks/search_kinds.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "matching/identifiers.h"

namespace heed::checks {
namespace {

constexpr std::array<std::string_view, 5> person_kinds{"given_name", "family_name", "name", "born",
                                                       "sex"};
constexpr std::array<std::string_view, 9> identifier_kinds{
    "phone", "email", "username", "vehicle", "postcode", "uprn", "address", "pncid", "cro"};

template <class List>
bool holds(const List& list, std::string_view kind) {
  return std::find(list.begin(), list.end(), kind) != list.end();
}

}  // namespace

bool is_search_kind(std::string_view kind) {
  return holds(person_kinds, kind) || holds(identifier_kinds, kind);
}

std::string search_kinds_listed() {
  std::string out;
  for (const auto kind : identifier_kinds) out += (out.empty() ? "" : ", ") + std::string(kind);
  for (const auto kind : person_kinds) out += ", " + std::string(kind);
  return out;
}

Result<SearchKey> normal_key(std::string_view kind, std::string_view value,
                             std::string_view platform) {
  if (holds(identifier_kinds, kind)) {
    HEED_TRY(const auto parsed, matching::parse_identifier_kind(kind));
    HEED_TRY(const auto key, matching::normalise(parsed, value, platform));
    return SearchKey{std::string(kind), key.value, key.platform};
  }
  if (!holds(person_kinds, kind)) {
    return error(Code::invalid, "no such kind of key: " + search_kinds_listed());
  }
  const auto trimmed = trim(value);
  if (trimmed.empty() || trimmed.size() > 512 || !is_valid_utf8(trimmed)) {
    return error(Code::invalid, "expected 1 to 512 bytes of text");
  }
  if (kind == "born") {
    HEED_TRY(const auto date, parse_date(trimmed));
    return SearchKey{"born", format_date(date), {}};
  }
  return SearchKey{std::string(kind), std::string(trimmed), {}};
}

}  // namespace heed::checks
