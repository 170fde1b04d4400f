// Rules: when something holds of a subject, something is owed about it. Rules are data, read from
// TOML with located mistakes and compiled to indices; they are judged all at once against the facts
// of a turn. What a rule may raise and which acts may meet it is declared by the desk (Vocabulary);
// this room knows no police word. Rules are immutable once loaded and safe from every thread;
// evaluate() is pure.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "policy/condition.h"
#include "policy/document.h"
#include "policy/facts.h"

namespace heed::policy {

enum class IfUnknown : std::uint8_t {
  ask,     // raise the question of each unknown fact that could still change the result
  assume,  // as if it held
  ignore,  // as if it did not
};
std::string_view to_string(IfUnknown what);

// What a `raise` table may say: its kind, and that kind's attributes.
struct RaiseAttribute {
  enum class Type : std::uint8_t {
    text,      // words for people
    name,      // one of `names`
    names,     // a list of some of `names`
    number,    // a whole number
    duration,  // "2m"
    truth,     // true or false
    question,  // id of a question of this policy
  };
  std::string name;
  Type type = Type::text;
  bool required = false;
  std::vector<std::string> names = {};
};

struct RaiseKind {
  std::string name;
  std::string says;
  std::vector<RaiseAttribute> attributes;
};

struct Vocabulary {
  std::vector<RaiseKind> raises;
  std::vector<std::string> acts;  // what `met_by` may name
};

// The consequence as written. Readers return nothing where the attribute was left out; asking one
// for an attribute of another type is our own mistake.
class Raise {
 public:
  using Held = std::variant<std::string, std::vector<std::string>, std::int64_t, Micros, bool>;
  std::string kind;
  std::vector<std::pair<std::string, Held>> attributes;  // in the order of the declaration

  bool has(std::string_view name) const { return find(name) != nullptr; }
  std::optional<std::string> text(std::string_view name) const;  // text, name and question
  std::vector<std::string> names(std::string_view name) const;
  std::optional<std::int64_t> number(std::string_view name) const;
  std::optional<Micros> duration(std::string_view name) const;
  bool truth(std::string_view name) const;  // false where it was left out
 private:
  const Held* find(std::string_view name) const;
};

struct Rule {
  std::string id;
  std::string subject;  // `for`
  std::uint16_t kind = 0;
  Condition when;
  IfUnknown if_unknown = IfUnknown::ignore;
  Raise raise;
  std::optional<Condition> met_when;
  std::vector<std::string> met_by;
  std::string why;     // shown to the person who owes it
  std::string source;  // the law, guidance or decision it comes from
  Place place;
};

// One rule for one subject. Points into the rules and the fact table it was judged with, neither of
// which may change while it is in use.
struct Finding {
  const Rule* rule = nullptr;
  const Subject* subject = nullptr;
  Truth holds = Truth::no;
  Truth met = Truth::no;             // of met_when; `no` where the rule has none
  std::vector<FactId> stood_on;      // where it holds or is unknown
  std::vector<FactId> could_change;  // where it is unknown

  // Whether the obligation is raised: it holds, or is unknown and the rule assumes.
  bool raises() const {
    return holds == Truth::yes ||
           (holds == Truth::unknown && rule->if_unknown == IfUnknown::assume);
  }
  // Whether the questions of `could_change` are to be raised.
  bool asks() const { return holds == Truth::unknown && rule->if_unknown == IfUnknown::ask; }
};

// Reads every [[rule]] of a document, in its order. Problems are noted in the document; the caller
// finishes it. `questions` are the ids that a raise attribute of type question may name.
std::vector<Rule> read_rules(const Document& document, const FactCatalogue& catalogue,
                             const Vocabulary& vocabulary,
                             const std::vector<std::string>& questions);

// Every rule for every subject of its kind, once: rules in their order, subjects in the order they
// were added.
std::vector<Finding> evaluate(const std::vector<Rule>& rules, const FactTable& facts);

}  // namespace heed::policy
