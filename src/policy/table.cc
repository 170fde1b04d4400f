// The typed readers of Table: each is Table::value, then Value's reader, then a limit. No TOML
// here.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "policy/document.h"

namespace heed::policy {
namespace {

template <class T, class Read>
std::optional<T> read_optional(const Table& table, std::string_view key, Read read) {
  const auto value = table.value(key);
  if (!value) return std::nullopt;
  return read(*value);
}

std::optional<std::string> non_empty(const Value& value) {
  auto text = value.string();
  if (text && text->empty()) {
    value.wrong("expected a text, found an empty one");
    return std::nullopt;
  }
  return text;
}

std::optional<std::int64_t> within(const Value& value, std::int64_t low, std::int64_t high) {
  const auto number = value.integer();
  if (!number || (*number >= low && *number <= high)) return number;
  if (high == INT64_MAX) {
    value.wrong(fmt::format("expected {} or more, found {}", low, *number));
  } else if (low == INT64_MIN) {
    value.wrong(fmt::format("expected {} or less, found {}", high, *number));
  } else {
    value.wrong(fmt::format("expected {} to {}, found {}", low, high, *number));
  }
  return std::nullopt;
}

std::optional<LocalDate> read_date(const Value& value) {
  const auto text = value.scalar_text();
  if (!text) return std::nullopt;
  if (auto date = parse_date(*text)) return *date;
  value.wrong(fmt::format("expected a date such as 2026-11-19, found {}", value.kind_name()));
  return std::nullopt;
}

std::optional<std::string> among(const Value& value, const std::vector<std::string>& names) {
  auto text = value.string();
  if (!text) return std::nullopt;
  if (std::find(names.begin(), names.end(), *text) != names.end()) return text;
  const auto near = nearest_name(*text, names);
  value.wrong(fmt::format("expected {}, found \"{}\"", listed(names), *text),
              near ? fmt::format("did you mean \"{}\"?", *near) : std::string());
  return std::nullopt;
}

std::vector<std::string> read_strings(const Value& value) {
  std::vector<std::string> all;
  const auto list = value.list();
  if (!list) return all;
  for (const Value& item : *list) {
    if (auto text = non_empty(item)) all.push_back(std::move(*text));
  }
  return all;
}

std::vector<Table> read_tables(const Value& value) {
  std::vector<Table> all;
  const auto list = value.list();
  if (!list) return all;
  for (const Value& item : *list) {
    if (auto table = item.table()) all.push_back(std::move(*table));
  }
  return all;
}

}  // namespace

void Table::missing(std::string_view key, std::string_view expected) const {
  wrong(fmt::format("\"{}\" is missing: expected {}", key, expected));
}

std::optional<std::string> Table::optional_string(std::string_view key) const {
  return read_optional<std::string>(*this, key, non_empty);
}
std::string Table::string(std::string_view key) const {
  if (!has(key)) missing(key, "a text in quotes");
  return optional_string(key).value_or("");
}
std::string Table::string_or(std::string_view key, std::string_view otherwise) const {
  return optional_string(key).value_or(std::string(otherwise));
}

std::optional<std::int64_t> Table::optional_integer(std::string_view key, std::int64_t low,
                                                    std::int64_t high) const {
  return read_optional<std::int64_t>(*this, key,
                                     [&](const Value& value) { return within(value, low, high); });
}
std::int64_t Table::integer(std::string_view key, std::int64_t low, std::int64_t high) const {
  if (!has(key)) missing(key, "a whole number");
  return optional_integer(key, low, high).value_or(0);
}

std::optional<double> Table::optional_number(std::string_view key) const {
  return read_optional<double>(*this, key, [](const Value& value) { return value.number(); });
}
double Table::number(std::string_view key) const {
  if (!has(key)) missing(key, "a number");
  return optional_number(key).value_or(0);
}

std::optional<bool> Table::optional_boolean(std::string_view key) const {
  return read_optional<bool>(*this, key, [](const Value& value) { return value.boolean(); });
}
bool Table::boolean(std::string_view key) const {
  if (!has(key)) missing(key, "true or false");
  return optional_boolean(key).value_or(false);
}
bool Table::boolean_or(std::string_view key, bool otherwise) const {
  return optional_boolean(key).value_or(otherwise);
}

std::optional<Micros> Table::optional_duration(std::string_view key) const {
  return read_optional<Micros>(*this, key, [](const Value& value) { return value.duration(); });
}
Micros Table::duration(std::string_view key) const {
  if (!has(key)) missing(key, "a duration such as \"2m\"");
  return optional_duration(key).value_or(Micros(0));
}

std::optional<LocalDate> Table::optional_date(std::string_view key) const {
  return read_optional<LocalDate>(*this, key, read_date);
}
LocalDate Table::date(std::string_view key) const {
  using namespace std::chrono;
  if (!has(key)) missing(key, "a date such as 2026-11-19");
  return optional_date(key).value_or(year(1970) / January / 1);
}

std::vector<std::string> Table::optional_strings(std::string_view key) const {
  const auto found = value(key);
  return found ? read_strings(*found) : std::vector<std::string>();
}
std::vector<std::string> Table::strings(std::string_view key) const {
  if (!has(key)) missing(key, "a list of texts");
  return optional_strings(key);
}

std::optional<std::string> Table::optional_one_of(std::string_view key,
                                                  const std::vector<std::string>& names) const {
  return read_optional<std::string>(*this, key,
                                    [&](const Value& value) { return among(value, names); });
}
std::string Table::one_of(std::string_view key, const std::vector<std::string>& names) const {
  if (!has(key)) missing(key, listed(names));
  return optional_one_of(key, names).value_or("");
}

std::optional<Table> Table::optional_table(std::string_view key) const {
  return read_optional<Table>(*this, key, [](const Value& value) { return value.table(); });
}
Table Table::table(std::string_view key) const {
  if (!has(key)) missing(key, "a table");
  return optional_table(key).value_or(Table());
}

std::vector<Table> Table::optional_tables(std::string_view key) const {
  const auto found = value(key);
  return found ? read_tables(*found) : std::vector<Table>();
}
std::vector<Table> Table::tables(std::string_view key) const {
  if (!has(key)) missing(key, fmt::format("[[{}]]", key));
  return optional_tables(key);
}

std::optional<Value> Table::required_value(std::string_view key) const {
  if (!has(key)) missing(key, "a value");
  return value(key);
}

bool Table::has(std::string_view key) const { return value(key).has_value(); }

// --------------------------------------------------------------------------------------- spelling

namespace {

std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({substituted, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::optional<std::string> nearest_name(std::string_view word,
                                        const std::vector<std::string>& names) {
  std::optional<std::string> best;
  std::size_t best_edits = 2 + word.size() / 4;  // two letters exchanged are two edits
  if (word.size() > 100) return best;
  for (const auto& name : names) {
    if (name.size() > 100) continue;
    const std::size_t edits = edits_between(lower_ascii(word), lower_ascii(name));
    if (edits < best_edits) best_edits = edits, best = name;
  }
  return best;
}

std::string listed(const std::vector<std::string>& names, std::string_view last) {
  constexpr std::size_t shown_max = 40;
  std::string out;
  const std::size_t shown = std::min(names.size(), shown_max);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i != 0) out += i + 1 == names.size() ? fmt::format(" {} ", last) : std::string(", ");
    out += names[i];
  }
  if (shown < names.size()) out += fmt::format(" … ({} in all)", names.size());
  return out;
}

}  // namespace heed::policy
