// A TOML file as a policy officer or a trainer writes it, read so that every mistake says where it
// is. Whoever reads a file asks its tables for keys; what is missing or of the wrong kind is noted
// with file, line and column, what was expected and what was found, and reading goes on with an
// empty value, so that one run names many mistakes (at most 50). A key that nobody asked for is a
// mistake too: finish() names it and the keys that are known. Not TOML, not UTF-8, too large or too
// deep is refused at once. One thread at a time; tables and values keep their document alive.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "base/result.h"

namespace heed::policy {

struct Place {
  std::string file;
  int line = 0;  // from 1; 0 where only the file is known
  int column = 0;
  std::string str() const;  // "rules/age.toml:12:3"
  bool operator==(const Place&) const = default;
};

struct Problem {
  Place place;
  std::string detail;  // what was expected and what was found
  std::string remedy;
};

struct DocumentLimits {
  std::size_t bytes_max = 1 << 20;
  std::size_t depth_max = 16;
  std::size_t values_max = 100'000;
  std::size_t problems_max = 50;
};

class Table;
struct DocumentState;

// One value, for what has several shapes (a condition is a text or a table). The typed readers note
// a problem and return nothing where the value is of another kind.
class Value {
 public:
  enum class Kind : std::uint8_t {
    text,
    integer,
    number,
    truth,
    date,
    time,
    date_time,
    list,
    table
  };

  Kind kind() const;
  Place place() const;
  // "a text", "a list" …, for messages.
  std::string_view kind_name() const;

  std::optional<std::string> string() const;
  std::optional<std::int64_t> integer() const;
  std::optional<double> number() const;  // an integer is a number
  std::optional<bool> boolean() const;
  std::optional<Micros> duration() const;  // "90s", "2m", "24h", "3d"
  std::optional<std::vector<Value>> list() const;
  std::optional<Table> table() const;
  // The value as JSON text, dates and times as texts: for bodies written as tables.
  std::string json() const;
  // Any scalar as it reads: "18:30:05" whether quoted or a TOML time.
  std::optional<std::string> scalar_text() const;

  // Notes a problem at this value.
  void wrong(std::string detail, std::string remedy = {}) const;

 private:
  friend class Table;
  Value(std::shared_ptr<DocumentState> state, const void* node)
      : state_(std::move(state)), node_(node) {}
  std::shared_ptr<DocumentState> state_;
  const void* node_;
};

class Table {
 public:
  // Where a table was expected and is not: every reader returns its empty value and says nothing
  // more.
  Table() = default;
  explicit operator bool() const { return node_ != nullptr; }

  // Required: a problem where the key is missing; a text must not be empty.
  std::string string(std::string_view key) const;
  std::int64_t integer(std::string_view key, std::int64_t low = INT64_MIN,
                       std::int64_t high = INT64_MAX) const;
  double number(std::string_view key) const;
  bool boolean(std::string_view key) const;
  Micros duration(std::string_view key) const;
  LocalDate date(std::string_view key) const;  // 2026-11-19, quoted or not
  std::vector<std::string> strings(std::string_view key) const;
  std::string one_of(std::string_view key, const std::vector<std::string>& names) const;
  Table table(std::string_view key) const;
  std::vector<Table> tables(std::string_view key) const;  // [[key]], or a list of inline tables
  std::optional<Value> required_value(std::string_view key) const;

  // Optional: nothing (or an empty list, or `otherwise`) where the key is missing.
  std::optional<std::string> optional_string(std::string_view key) const;
  std::string string_or(std::string_view key, std::string_view otherwise) const;
  std::optional<std::int64_t> optional_integer(std::string_view key, std::int64_t low = INT64_MIN,
                                               std::int64_t high = INT64_MAX) const;
  std::optional<double> optional_number(std::string_view key) const;
  std::optional<bool> optional_boolean(std::string_view key) const;
  bool boolean_or(std::string_view key, bool otherwise) const;
  std::optional<Micros> optional_duration(std::string_view key) const;
  std::optional<LocalDate> optional_date(std::string_view key) const;
  std::vector<std::string> optional_strings(std::string_view key) const;
  std::optional<std::string> optional_one_of(std::string_view key,
                                             const std::vector<std::string>& names) const;
  std::optional<Table> optional_table(std::string_view key) const;
  std::vector<Table> optional_tables(std::string_view key) const;
  std::optional<Value> value(std::string_view key) const;

  bool has(std::string_view key) const;  // the key is known from then on
  // In the order of the file. Asking for the list makes no key known.
  std::vector<std::string> keys() const;

  Place place() const;
  Place place(std::string_view key) const;  // the table's own where the key is missing
  // Notes a problem at the value of that key, or at the table where the key is missing.
  void wrong_at(std::string_view key, std::string detail, std::string remedy = {}) const;
  void wrong(std::string detail, std::string remedy = {}) const;

 private:
  friend class Value;
  friend class Document;
  Table(std::shared_ptr<DocumentState> state, const void* node)
      : state_(std::move(state)), node_(node) {}
  void missing(std::string_view key, std::string_view expected) const;

  std::shared_ptr<DocumentState> state_;
  const void* node_ = nullptr;
};

class Document {
 public:
  // `shown` is the name used in messages; by default the path as given.
  static Result<Document> load(const std::filesystem::path& path, DocumentLimits limits = {},
                               std::string shown = {});
  static Result<Document> parse(std::string_view text, std::string name,
                                DocumentLimits limits = {});

  Table root() const;
  const std::string& name() const;
  const std::vector<Problem>& problems() const;
  // Notes every key that nobody asked for, then says how the reading went: ok, or one Error
  // (Code::invalid) with the first problem's place in `where` and each further one on its own line
  // of `detail`. Call it once everything has been read.
  Status finish() const;

  // Every whole number and every text that is a duration, with where they stand in the file's
  // bytes: what a test of the policy moves by one step.
  struct Quantity {
    Place place;
    std::string path;                // "grade.floor.minutes"
    std::size_t begin = 0, end = 0;  // bytes
    std::string written;             // as in the file, quotes included
    bool duration = false;
  };
  std::vector<Quantity> quantities() const;

 private:
  explicit Document(std::shared_ptr<DocumentState> state) : state_(std::move(state)) {}
  std::shared_ptr<DocumentState> state_;
};

// The name in `names` that is nearest to `word` in spelling, or nothing where none is near.
std::optional<std::string> nearest_name(std::string_view word,
                                        const std::vector<std::string>& names);
// "a, b or c".
std::string listed(const std::vector<std::string>& names, std::string_view last = "or");

}  // namespace heed::policy
