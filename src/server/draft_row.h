// A draft as it lies in its row, for the routes that keep it and those that hand it on: what was
// typed, where, and when it was last touched. The row's name is "<person>/<draft>", in the table
// below.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace heed::server {

inline constexpr std::string_view drafts_table = "drafts";

struct Draft {
  std::string draft;
  std::string incident;
  std::string contact;
  std::string voice;
  std::string text;
  std::int64_t rev = 0;
  Instant at;
};
BOOST_DESCRIBE_STRUCT(Draft, (), (draft, incident, contact, voice, text, rev, at))

}  // namespace heed::server
