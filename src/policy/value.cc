#define TOML_SHARED_LIB 1  // one mode of toml++ for the whole program
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "base/text.h"
#include "policy/document.h"
#include "policy/document_state.h"

namespace heed::policy {
namespace {

const toml::node& node_of(const void* node) { return *static_cast<const toml::node*>(node); }
const toml::table& table_of(const void* node) {
  return *static_cast<const toml::node*>(node)->as_table();
}

std::string_view name_of(Value::Kind kind) {
  switch (kind) {
    case Value::Kind::text: return "a text";
    case Value::Kind::integer: return "a whole number";
    case Value::Kind::number: return "a number";
    case Value::Kind::truth: return "true or false";
    case Value::Kind::date: return "a date";
    case Value::Kind::time: return "a time of day";
    case Value::Kind::date_time: return "a date and time";
    case Value::Kind::list: return "a list";
    case Value::Kind::table: return "a table";
  }
  return "?";
}

Value::Kind kind_of(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table: return Value::Kind::table;
    case toml::node_type::array: return Value::Kind::list;
    case toml::node_type::integer: return Value::Kind::integer;
    case toml::node_type::floating_point: return Value::Kind::number;
    case toml::node_type::boolean: return Value::Kind::truth;
    case toml::node_type::date: return Value::Kind::date;
    case toml::node_type::time: return Value::Kind::time;
    case toml::node_type::date_time: return Value::Kind::date_time;
    default: return Value::Kind::text;
  }
}

std::string found_text(const toml::node& node) {
  if (const auto* text = node.as_string()) {
    const std::string& value = text->get();
    return value.size() <= 40 ? fmt::format("\"{}\"", value) : std::string("a text");
  }
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  return std::string(name_of(kind_of(node)));
}

}  // namespace

// --------------------------------------------------------------------------------------- a value

Value::Kind Value::kind() const { return kind_of(node_of(node_)); }
Place Value::place() const { return place_of(*state_, node_of(node_)); }
std::string_view Value::kind_name() const { return name_of(kind()); }

void Value::wrong(std::string detail, std::string remedy) const {
  state_->note(place(), std::move(detail), std::move(remedy));
}

namespace {

void expected(const Value& value, std::string_view what, const void* node) {
  value.wrong(fmt::format("expected {}, found {}", what, found_text(node_of(node))));
}

}  // namespace

std::optional<std::string> Value::string() const {
  if (const auto* text = node_of(node_).as_string()) return text->get();
  expected(*this, "a text in quotes", node_);
  return std::nullopt;
}

std::optional<std::int64_t> Value::integer() const {
  if (const auto* number = node_of(node_).as_integer()) return number->get();
  expected(*this, "a whole number", node_);
  return std::nullopt;
}

std::optional<double> Value::number() const {
  if (const auto* whole = node_of(node_).as_integer()) return static_cast<double>(whole->get());
  const auto* real = node_of(node_).as_floating_point();
  if (real != nullptr && std::isfinite(real->get())) return real->get();
  expected(*this, "a number", node_);
  return std::nullopt;
}

std::optional<bool> Value::boolean() const {
  if (const auto* truth = node_of(node_).as_boolean()) return truth->get();
  expected(*this, "true or false", node_);
  return std::nullopt;
}

std::optional<Micros> Value::duration() const {
  if (const auto* text = node_of(node_).as_string()) {
    if (auto parsed = parse_duration(text->get())) return *parsed;
  }
  expected(*this, "a duration such as \"90s\", \"2m\", \"24h\" or \"3d\"", node_);
  return std::nullopt;
}

std::optional<std::vector<Value>> Value::list() const {
  const auto* array = node_of(node_).as_array();
  if (array == nullptr) {
    expected(*this, "a list in square brackets", node_);
    return std::nullopt;
  }
  std::vector<Value> all;
  all.reserve(array->size());
  for (const auto& child : *array) all.push_back(Value(state_, &child));
  return all;
}

std::optional<Table> Value::table() const {
  if (node_of(node_).as_table() != nullptr) return Table(state_, node_);
  expected(*this, "a table", node_);
  return std::nullopt;
}

namespace {

std::string scalar(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* whole = node.as_integer()) return std::to_string(whole->get());
  if (const auto* real = node.as_floating_point()) return fmt::format("{}", real->get());
  if (const auto* truth = node.as_boolean()) return truth->get() ? "true" : "false";
  std::ostringstream out;
  if (const auto* date = node.as_date()) out << date->get();
  if (const auto* time = node.as_time()) out << time->get();
  if (const auto* at = node.as_date_time()) out << at->get();
  return out.str();
}

void write_json_text(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\', out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  out += '"';
}

// Keys in the order of the file.
std::vector<std::pair<std::string, const toml::node*>> in_file_order(const toml::table& table) {
  struct Entry {
    toml::source_position at;
    std::string key;
    const toml::node* node;
  };
  std::vector<Entry> entries;
  for (const auto& [key, child] : table) {
    entries.push_back({key.source().begin, std::string(key.str()), &child});
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.at < b.at; });
  std::vector<std::pair<std::string, const toml::node*>> ordered;
  for (auto& entry : entries) ordered.emplace_back(std::move(entry.key), entry.node);
  return ordered;
}

void write_json_node(const toml::node& node, std::string& out) {
  if (const auto* table = node.as_table()) {
    out += '{';
    bool first = true;
    for (const auto& [key, child] : in_file_order(*table)) {
      if (!first) out += ',';
      first = false;
      write_json_text(key, out);
      out += ':';
      write_json_node(*child, out);
    }
    out += '}';
  } else if (const auto* array = node.as_array()) {
    out += '[';
    for (std::size_t i = 0; i < array->size(); ++i) {
      if (i != 0) out += ',';
      write_json_node((*array)[i], out);
    }
    out += ']';
  } else if (node.is_integer() || node.is_boolean()) {
    out += scalar(node);
  } else if (const auto* real = node.as_floating_point()) {
    out += std::isfinite(real->get()) ? fmt::format("{}", real->get()) : "null";
  } else {
    write_json_text(scalar(node), out);
  }
}

}  // namespace

std::string Value::json() const {
  state_->take_whole(node_);
  std::string out;
  write_json_node(node_of(node_), out);
  return out;
}

std::optional<std::string> Value::scalar_text() const {
  const Kind what = kind();
  if (what == Kind::list || what == Kind::table) {
    expected(*this, "a text or a single value", node_);
    return std::nullopt;
  }
  return scalar(node_of(node_));
}

void DocumentState::take_whole(const void* node) {
  taken_whole.insert(node);
  if (const auto* array = node_of(node).as_array()) {
    for (const auto& child : *array) take_whole(&child);
  }
}

// --------------------------------------------------------------------------- what tables need here

std::vector<std::string> Table::keys() const {
  std::vector<std::string> all;
  if (node_ == nullptr) return all;
  for (auto& [key, child] : in_file_order(table_of(node_))) all.push_back(key);
  return all;
}

std::optional<Value> Table::value(std::string_view key) const {
  if (node_ == nullptr) return std::nullopt;
  state_->asked[node_].insert(std::string(key));
  const toml::node* child = table_of(node_).get(key);
  if (child == nullptr) return std::nullopt;
  return Value(state_, child);
}

Place Table::place() const {
  return node_ == nullptr ? Place{} : place_of(*state_, node_of(node_));
}

Place Table::place(std::string_view key) const {
  if (node_ == nullptr) return {};
  const toml::node* child = table_of(node_).get(key);
  return child == nullptr ? place() : place_of(*state_, *child);
}

void Table::wrong_at(std::string_view key, std::string detail, std::string remedy) const {
  if (node_ != nullptr) state_->note(place(key), std::move(detail), std::move(remedy));
}

void Table::wrong(std::string detail, std::string remedy) const {
  if (node_ != nullptr) state_->note(place(), std::move(detail), std::move(remedy));
}

}  // namespace heed::policy
