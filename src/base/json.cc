#include "base/json.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/text.h"

namespace heed {
namespace {

std::string position(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, std::min(at, text.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const std::size_t start = before.rfind('\n') + 1;
  return "line " + std::to_string(line) + ", column " +
         std::to_string(1 + code_point_count(before.substr(start)));
}

void write_pretty(std::string& out, const boost::json::value& value, std::size_t depth) {
  const std::string indent((depth + 1) * 2, ' ');
  const auto close = [&](char c) { out += '\n' + std::string(depth * 2, ' ') + c; };
  if (const auto* object = value.if_object(); object && !object->empty()) {
    out += '{';
    for (const auto& [key, item] : *object) {
      out += (&item == &object->begin()->value() ? "\n" : ",\n") + indent;
      out += boost::json::serialize(boost::json::string(key)) + ": ";
      write_pretty(out, item, depth + 1);
    }
    close('}');
  } else if (const auto* array = value.if_array(); array && !array->empty()) {
    out += '[';
    for (const auto& item : *array) {
      out += (&item == array->begin() ? "\n" : ",\n") + indent;
      write_pretty(out, item, depth + 1);
    }
    close(']');
  } else {
    out += boost::json::serialize(value);
  }
}

}  // namespace

Result<boost::json::value> parse_json(std::string_view text, JsonLimits limits) {
  if (text.size() > limits.bytes_max) {
    return error(Code::limit, "expected at most " + std::to_string(limits.bytes_max) + " bytes");
  }
  if (const auto bad = first_invalid_utf8(text)) {
    return error(Code::invalid, "expected UTF-8, found other bytes", position(text, *bad));
  }
  boost::json::parse_options options;
  options.max_depth = limits.depth_max;
  boost::json::stream_parser parser({}, options);
  boost::system::error_code failure;
  const std::size_t read = parser.write_some(text.data(), text.size(), failure);
  if (!failure) {
    const auto rest = trim(text.substr(read));
    if (!rest.empty()) {
      return error(Code::invalid, "expected the end of the JSON text", position(text, read));
    }
    parser.finish(failure);
  }
  if (failure) {
    return error(Code::invalid, "expected JSON: " + failure.message(), position(text, read));
  }
  return parser.release();
}

std::string write_json(const boost::json::value& value) { return boost::json::serialize(value); }

std::string write_json_pretty(const boost::json::value& value) {
  std::string out;
  write_pretty(out, value, 0);
  return out;
}

}  // namespace heed
