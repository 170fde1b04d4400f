// One condition of a rule: read from TOML, compiled to indices, judged in three values, and able to
// say which unknown facts could still change its result. Immutable once read; pure.
//
// A condition is
//   "fact"                            that truth fact is yes
//   { all = [c, …] }, { any = [c, …] }, { not = c }
//   { fact = "f", is = x }            equal: truth, number, duration or text
//   { fact = "f", in = [x, …] }       equal to one of them
//   { fact = "f", has = "x" }         a set holds it
//   { fact = "f", below = x }, { fact = "f", at_least = x }    number or duration
// A rule for one kind of subject uses that kind's facts and the root's, nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/document.h"
#include "policy/facts.h"

namespace heed::policy {

// Nodes lie in one array, children before their parent; the last is the top.
struct ConditionNode {
  enum class Op : std::uint8_t { all, any, negate, is, in, has, below, at_least };
  Op op = Op::is;
  FactId fact;                          // leaves only
  std::uint32_t fact_index = 0;         // leaves: of the fact among Condition::facts()
  std::vector<std::uint32_t> children;  // all, any, negate
  std::vector<FactValue> literals;      // leaves: one, or several for `in`
  Place place;
  bool leaf() const { return op >= Op::is; }
};

class Condition {
 public:
  // Notes problems at the value; nothing where there was one. Refused: a fact that a rule for
  // `kind` may not use, a literal of another type or outside the fact's values, an empty list, more
  // than 64 nodes or 6 levels, and more than `tries_max` combinations (below).
  static std::optional<Condition> read(const Value& value, const FactCatalogue& catalogue,
                                       const std::string& kind);

  // In three values (Kleene).
  Truth judge(const FactTable::Row& own, const FactTable::Row* root) const;

  struct Reading {
    Truth result = Truth::unknown;
    std::vector<FactId> stood_on;      // known facts that the result rests on; none for a plain no
    std::vector<FactId> could_change;  // unknown facts; empty unless the result is unknown
  };
  // `result` is judge()'s, save where that is unknown although every way of filling in the unknown
  // facts agrees (`any = ["a", { not = "a" }]`): then it is what they agree on. `could_change` is
  // exact: a fact is in it if and only if there is a way of filling in the others under which its
  // value decides. Where no fact is mentioned twice that follows from the shape of the condition;
  // otherwise it is found by trying values that stand for all that the condition can tell apart.
  Reading reading(const FactTable::Row& own, const FactTable::Row* root) const;
  static constexpr std::size_t tries_max = 4096;

  const std::vector<FactId>& facts() const { return facts_; }  // each once, in order of mention
  const std::vector<ConditionNode>& nodes() const { return nodes_; }
  std::uint32_t top() const { return static_cast<std::uint32_t>(nodes_.size() - 1); }
  // As a policy officer would say it: "not (a and b below 18)".
  std::string str(const FactCatalogue& catalogue) const { return str_of(top(), catalogue); }
  std::string str_of(std::uint32_t node, const FactCatalogue& catalogue) const;

  // Changed copies, for trying a policy's rehearsals against a changed policy (mutants.h).
  Condition negation(std::uint32_t node, const FactCatalogue& catalogue) const;
  Condition with_literal(std::uint32_t node, std::uint32_t literal, FactValue value,
                         const FactCatalogue& catalogue) const;

 private:
  friend class ConditionReader;
  // Derives facts_, domains_ and shape_is_exact_ from nodes_; the number of combinations to try.
  std::size_t close(const FactCatalogue& catalogue);
  using Values = std::vector<const FactValue*>;  // for each of facts_
  Values values(const FactTable::Row& own, const FactTable::Row* root) const;
  Truth judge_node(std::uint32_t node, const Values& values) const;
  Reading by_shape(std::uint32_t node, const Values& values) const;
  Reading by_trying(Values values) const;

  std::vector<ConditionNode> nodes_;
  std::vector<FactId> facts_;
  std::vector<std::vector<FactValue>> domains_;  // for each of facts_
  bool shape_is_exact_ = true;
};

// Whether a known value satisfies a leaf; unknown where the value is.
Truth judge_leaf(const ConditionNode& leaf, const FactValue& value);

}  // namespace heed::policy
