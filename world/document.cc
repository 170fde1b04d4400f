#define TOML_SHARED_LIB 1  // one mode of toml++ for the whole program
#include "world/document.h"

#include <toml++/toml.h>

#include <boost/json.hpp>
#include <sstream>

#include "base/civil.h"
#include "base/file.h"

namespace heed::world {
namespace json = boost::json;
namespace {

json::value to_json(const toml::node& node) {
  if (const auto* table = node.as_table()) {
    json::object out;
    for (const auto& [key, value] : *table) out[std::string(key.str())] = to_json(value);
    return out;
  }
  if (const auto* array = node.as_array()) {
    json::array out;
    for (const auto& value : *array) out.push_back(to_json(value));
    return out;
  }
  if (const auto* text = node.as_string()) return json::string(text->get());
  if (const auto* number = node.as_integer()) return number->get();
  if (const auto* number = node.as_floating_point()) return number->get();
  if (const auto* truth = node.as_boolean()) return truth->get();
  std::ostringstream text;
  if (const auto* date = node.as_date()) text << date->get();
  if (const auto* time = node.as_time()) text << time->get();
  if (const auto* both = node.as_date_time()) text << both->get();
  return json::string(text.str());
}

}  // namespace

Result<json::object> parse_document(std::string_view toml_text, const std::string& name) {
  try {
    const toml::table table = toml::parse(toml_text, name);
    return to_json(table).get_object();
  } catch (const toml::parse_error& failure) {
    const auto at = failure.source().begin;
    return error(Code::invalid, std::string(failure.description()),
                 name + ":" + std::to_string(at.line) + ":" + std::to_string(at.column));
  }
}

Result<json::object> read_document(const std::filesystem::path& file) {
  HEED_TRY(const auto text, read_file(file, 4 << 20));
  return parse_document(text, file.string());
}

std::string text_of(const json::object& object, std::string_view key, std::string_view otherwise) {
  const auto* value = object.if_contains(json::string_view(key.data(), key.size()));
  const auto* text = value ? value->if_string() : nullptr;
  return text ? std::string(*text) : std::string(otherwise);
}

Micros duration_of(const json::object& object, std::string_view key, Micros otherwise) {
  const auto parsed = parse_duration(text_of(object, key));
  return parsed ? *parsed : otherwise;
}

}  // namespace heed::world
