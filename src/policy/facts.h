// What rules may look at. A capability declares its facts (name, subject, type, question); the desk
// joins the lists into one catalogue and fills one table per turn. A fact is known or unknown, and
// unknown is not none: logic here has three values (Kleene's), and `not unknown` is unknown. This
// room knows no police word: subjects and facts are names that others give. Pure values; a
// catalogue is immutable once joined and safe from every thread, a table belongs to one turn.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace heed::policy {

enum class Truth : std::uint8_t { no, yes, unknown };

constexpr Truth truth_of(bool value) { return value ? Truth::yes : Truth::no; }
constexpr Truth negated(Truth a) {
  return a == Truth::unknown ? Truth::unknown : a == Truth::yes ? Truth::no : Truth::yes;
}
constexpr Truth both(Truth a, Truth b) {
  if (a == Truth::no || b == Truth::no) return Truth::no;
  return a == Truth::yes && b == Truth::yes ? Truth::yes : Truth::unknown;
}
constexpr Truth either(Truth a, Truth b) { return negated(both(negated(a), negated(b))); }
std::string_view to_string(Truth truth);

enum class FactType : std::uint8_t { truth, number, duration, text, set };
std::string_view to_string(FactType type);

// The value of one fact, or that it is unknown. An empty set is known: known to be empty.
class FactValue {
 public:
  FactValue() = default;  // unknown
  static FactValue unknown() { return {}; }
  static FactValue truth(Truth value);
  static FactValue truth(bool value) { return FactValue(Held(value)); }
  static FactValue number(std::int64_t value) { return FactValue(Held(value)); }
  static FactValue duration(Micros value) { return FactValue(Held(value)); }
  static FactValue text(std::string value) { return FactValue(Held(std::move(value))); }
  static FactValue set(std::vector<std::string> values);  // order and repetition do not matter

  bool known() const { return held_.index() != 0; }
  Truth as_truth() const;  // unknown where it is unknown or of another type
  const std::int64_t* as_number() const { return std::get_if<std::int64_t>(&held_); }
  const Micros* as_duration() const { return std::get_if<Micros>(&held_); }
  const std::string* as_text() const { return std::get_if<std::string>(&held_); }
  const std::vector<std::string>* as_set() const {
    return std::get_if<std::vector<std::string>>(&held_);
  }
  bool is_of(FactType type) const;  // an unknown value is of every type
  bool operator==(const FactValue&) const = default;
  std::string str() const;  // for messages and tests: "yes", "unknown", "17", "{a, b}"

 private:
  using Held = std::variant<std::monostate, bool, std::int64_t, Micros, std::string,
                            std::vector<std::string>>;
  explicit FactValue(Held held) : held_(std::move(held)) {}
  Held held_;
};

struct FactDeclaration {
  std::string name;     // snake_case
  std::string subject;  // the kind of thing it is about
  FactType type = FactType::truth;
  std::string question;  // id of the question that supplies it; empty where none can
  std::string says;      // one line for a policy officer
  std::vector<std::string> values = {};  // text and set: all values there are; empty = any text
  // The capability sets it for every subject, so that `ask` needs no question for it.
  bool always_known = false;
};

struct Subject {
  std::string kind;
  std::string id;
  auto operator<=>(const Subject&) const = default;
};

// Where a fact lies: kind of subject, place among that kind's facts.
struct FactId {
  std::uint16_t kind = 0;
  std::uint16_t slot = 0;
  auto operator<=>(const FactId&) const = default;
};

class FactCatalogue {
 public:
  // `kinds` are all kinds of subject; `root` is the one whose facts every rule may use. Refused
  // (Code::invalid): an unknown kind, a name twice for one kind, a name both of the root and of
  // another kind, a name that is not snake_case, no `says`.
  static Result<FactCatalogue> join(std::string root, std::vector<std::string> kinds,
                                    const std::vector<std::vector<FactDeclaration>>& lists);

  const std::vector<std::string>& kinds() const { return kinds_; }
  const std::string& root() const { return kinds_[root_]; }
  std::uint16_t root_index() const { return root_; }
  std::optional<std::uint16_t> kind(std::string_view name) const;
  // The fact of exactly that kind.
  std::optional<FactId> find(std::string_view kind, std::string_view name) const;
  // The fact that a rule for `kind` means by `name`: its own, or the root's.
  std::optional<FactId> visible(std::string_view kind, std::string_view name) const;
  // Names that a rule for `kind` may use, sorted.
  std::vector<std::string> visible_names(std::string_view kind) const;
  const FactDeclaration& declaration(FactId id) const { return facts_[id.kind][id.slot]; }
  const std::vector<FactDeclaration>& of_kind(std::uint16_t kind) const { return facts_[kind]; }

 private:
  std::vector<std::string> kinds_;
  std::uint16_t root_ = 0;
  std::vector<std::vector<FactDeclaration>> facts_;
  std::unordered_map<std::string, FactId> by_name_;  // "kind\nname"
};

// The facts of one turn. Naming a kind or a fact that is not declared is our own mistake.
class FactTable {
 public:
  explicit FactTable(const FactCatalogue& catalogue) : catalogue_(&catalogue) {}

  // A subject has to be added for rules to be judged for it; adding it again changes nothing.
  void add(const Subject& subject);
  // Adds the subject where it is new. `entries` are what the value stands on: numbers that mean
  // something to the caller only, such as positions in a log.
  void set(const Subject& subject, std::string_view fact, FactValue value,
           std::vector<std::uint64_t> entries = {});
  // Unknown where it was never set.
  const FactValue& get(const Subject& subject, std::string_view fact) const;
  const std::vector<std::uint64_t>& entries(const Subject& subject, std::string_view fact) const;

  // For evaluation: subjects in the order of adding.
  struct Row {
    Subject subject;
    std::uint16_t kind = 0;
    std::vector<FactValue> values;
    std::vector<std::vector<std::uint64_t>> entries;
  };
  const std::vector<Row>& rows() const { return rows_; }
  const Row* root_row() const { return root_ ? &rows_[*root_] : nullptr; }
  const FactCatalogue& catalogue() const { return *catalogue_; }

 private:
  Row& row(const Subject& subject);
  const Row* find(const Subject& subject) const;

  const FactCatalogue* catalogue_;
  std::vector<Row> rows_;
  mutable std::size_t last_ = 0;
  std::optional<std::size_t> root_;
};

}  // namespace heed::policy
