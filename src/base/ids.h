// Identifiers of things: UUIDv7 (RFC 9562), so that they sort by time; one C++ type each, so that a
// contact cannot be passed for an incident. An id holds no personal data.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"

namespace heed {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(const Uuid&) const = default;
  bool is_nil() const { return *this == Uuid{}; }
  std::string str() const;  // 8-4-4-4-12, lower case
};

// Time in the first 48 bits (milliseconds), the rest random.
Uuid new_uuid_v7(Instant now, Random& random);
// Accepts the 36-character form in either case; Code::invalid otherwise.
Result<Uuid> parse_uuid(std::string_view text);
// The same for the same parts, for ever: names derived from names (RFC 9562 version 8, BLAKE2b).
Uuid derived_uuid(std::string_view space, std::string_view name);

template <class Tag>
struct Id {
  Uuid uuid;
  auto operator<=>(const Id&) const = default;
  bool is_nil() const { return uuid.is_nil(); }
  std::string str() const { return uuid.str(); }
  static Id fresh(Instant now, Random& random) { return Id{new_uuid_v7(now, random)}; }
  static Id derived(std::string_view space, std::string_view name) {
    return Id{derived_uuid(space, name)};
  }
  static Result<Id> parse(std::string_view text) {
    auto uuid = parse_uuid(text);
    if (!uuid) return uuid.error();
    return Id{*uuid};
  }
};

// Whoever acts: a person's account, or the system itself (a reaction, a timer, a source).
using ActorId = Id<struct ActorTag>;

}  // namespace heed

template <>
struct std::hash<heed::Uuid> {
  std::size_t operator()(const heed::Uuid& uuid) const noexcept {
    std::uint64_t low = 0;
    for (int i = 8; i < 16; ++i) low = low << 8 | uuid.bytes[i];
    return static_cast<std::size_t>(low * 0x9E3779B97F4A7C15ULL);
  }
};

template <class Tag>
struct std::hash<heed::Id<Tag>> {
  std::size_t operator()(const heed::Id<Tag>& id) const noexcept {
    return std::hash<heed::Uuid>()(id.uuid);
  }
};
