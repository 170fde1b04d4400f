// A stand-in's data: one TOML file, read once and turned into JSON, because JSON is what the
// stand-ins speak. Dates and times become ISO text.
#pragma once

#include <boost/json/fwd.hpp>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace heed::world {

// Code::invalid with file, line and column.
Result<boost::json::object> read_document(const std::filesystem::path& file);
Result<boost::json::object> parse_document(std::string_view toml, const std::string& name);

// A field's text, or `otherwise` where it is absent or something else.
std::string text_of(const boost::json::object& object, std::string_view key,
                    std::string_view otherwise = {});
// "15m", "90s": a field's duration, or `otherwise`.
Micros duration_of(const boost::json::object& object, std::string_view key, Micros otherwise);

}  // namespace heed::world
