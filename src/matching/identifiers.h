// What a dispatcher calls a number, a plate, a handle: identifiers as people write them, brought to
// one key each. Two texts that mean the same identifier give the same key; two different telephone
// numbers never share one; normalising a key again changes nothing. Keys compare by equality, and
// equality of keys is what the band `exact` stands on: anything less sure (O for 0 on a plate, a
// plus-tag on an address) is an alternative with a weight below one.
// Pure, no state, safe from every thread. Never throws. Input over `identifier_bytes_max` bytes is
// Code::limit; ill-formed UTF-8 or a shape that cannot be that kind is Code::invalid with what was
// expected. Errors never repeat the text.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace heed::matching {

constexpr std::size_t identifier_bytes_max = 512;

enum class IdentifierKind : std::uint8_t {
  phone,     // E.164 "+447700900123", ";ext=12" behind it; service numbers bare: "999", "101"
  email,     // "kit+club@example.org", lower case, plus-tag kept
  username,  // as the platform shows it, folded to lower case, without a leading "@"
  vehicle,   // "ZZ19DNO", upper case without spaces
  postcode,  // "NG1 1AA", or the district alone "NG1"
  uprn,      // 1 to 12 digits without leading zeros
  address,   // "flat 3, 12 sorrel close, hollowby, ZZ1 1ZZ": see matching/address.h
  pncid,     // "2001/0123456A": year, seven digits, check letter
  cro,       // "123456/99A" or "SF99/12345A"
};

// As written on the wire: "phone", "email" …
std::string_view to_string(IdentifierKind kind);
Result<IdentifierKind> parse_identifier_kind(std::string_view text);

struct IdentifierKey {
  IdentifierKind kind = IdentifierKind::phone;
  std::string value;
  std::string platform;  // of user names; lower case, may be empty
  auto operator<=>(const IdentifierKey&) const = default;
};

// Telephone numbers are read as dialled in the United Kingdom unless they begin with + or 00.
Result<IdentifierKey> normalise(IdentifierKind kind, std::string_view text,
                                std::string_view platform = {});

// For people: "07700 900461", "ZZ19 DNO".
std::string display(const IdentifierKey& key);

// 999, 112, 101, 111, 105 and the like: numbers that everybody rings and that identify no one.
bool is_service_number(const IdentifierKey& key);

// Other keys that the same identifier may be recorded under, each less sure than the key itself:
// a mailbox without its plus-tag, a plate with O read as 0, a user name without separators and
// with look-alike letters undone. At most 32. Equality with one of these is never `exact`.
struct AlternativeKey {
  IdentifierKey key;
  double weight = 0;  // 0 < weight < 1, relative to the key itself
  std::string why;    // "O read as 0"
};
std::vector<AlternativeKey> alternatives(const IdentifierKey& key);

}  // namespace heed::matching
