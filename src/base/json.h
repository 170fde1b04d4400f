// Reading JSON with limits and errors that say where. Struct mapping is in base/json_map.h, which
// is for .cc files only: Boost.JSON is slow to compile.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace heed {

struct JsonLimits {
  std::size_t bytes_max = 1 << 20;
  std::size_t depth_max = 32;
};

// Code::invalid with "line L, column C" in `where`; Code::limit where it is too large. Rejects
// ill-formed UTF-8, duplicate keys are kept as the last one.
Result<boost::json::value> parse_json(std::string_view text, JsonLimits limits = {});
// One line, keys in the order they were put in.
std::string write_json(const boost::json::value& value);
// Indented by two, for people and diffs.
std::string write_json_pretty(const boost::json::value& value);

}  // namespace heed
