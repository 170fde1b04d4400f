#include "policy/condition.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/assert.h"
#include "base/civil.h"
#include "base/text.h"

namespace heed::policy {
namespace {

using Op = ConditionNode::Op;
using Row = FactTable::Row;

void add_once(std::vector<FactId>& into, FactId id) {
  if (std::find(into.begin(), into.end(), id) == into.end()) into.push_back(id);
}

void add_all(std::vector<FactId>& into, const std::vector<FactId>& from) {
  for (const FactId id : from) add_once(into, id);
}

bool before(const FactValue& a, const FactValue& b) {
  if (const auto* number = a.as_number()) return *number < *b.as_number();
  return *a.as_duration() < *b.as_duration();
}

// A value one step up or down; itself at the end of the range.
FactValue step(const FactValue& value, int by) {
  if (const auto* number = value.as_number()) {
    const bool end = by < 0 ? *number == INT64_MIN : *number == INT64_MAX;
    return FactValue::number(end ? *number : *number + by);
  }
  return FactValue::duration(*value.as_duration() + Micros(by));
}

}  // namespace

Truth judge_leaf(const ConditionNode& leaf, const FactValue& value) {
  if (!value.known()) return Truth::unknown;
  switch (leaf.op) {
    case Op::is:
    case Op::in:
      return truth_of(std::find(leaf.literals.begin(), leaf.literals.end(), value) !=
                      leaf.literals.end());
    case Op::has: {
      const auto* set = value.as_set();
      return truth_of(std::binary_search(set->begin(), set->end(), *leaf.literals[0].as_text()));
    }
    case Op::below: return truth_of(before(value, leaf.literals[0]));
    case Op::at_least: return truth_of(!before(value, leaf.literals[0]));
    default: break;
  }
  HEED_ASSERT(false);
  return Truth::unknown;
}

Condition::Values Condition::values(const Row& own, const Row* root) const {
  static const FactValue unknown;
  Values values;
  values.reserve(facts_.size());
  for (const FactId fact : facts_) {
    const Row* row = fact.kind == own.kind ? &own : root;
    values.push_back(row == nullptr ? &unknown : &row->values[fact.slot]);
  }
  return values;
}

Truth Condition::judge_node(std::uint32_t index, const Values& values) const {
  const ConditionNode& node = nodes_[index];
  if (node.leaf()) return judge_leaf(node, *values[node.fact_index]);
  if (node.op == Op::negate) return negated(judge_node(node.children[0], values));
  const Truth decides = node.op == Op::all ? Truth::no : Truth::yes;
  Truth result = negated(decides);
  for (const std::uint32_t child : node.children) {
    const Truth one = judge_node(child, values);
    if (one == decides) return decides;
    if (one == Truth::unknown) result = Truth::unknown;
  }
  return result;
}

Truth Condition::judge(const Row& own, const Row* root) const {
  return judge_node(top(), values(own, root));
}

Condition::Reading Condition::by_shape(std::uint32_t index, const Values& values) const {
  const ConditionNode& node = nodes_[index];
  Reading reading;
  if (node.leaf()) {
    reading.result = judge_leaf(node, *values[node.fact_index]);
    (reading.result == Truth::unknown ? reading.could_change : reading.stood_on) = {node.fact};
    return reading;
  }
  if (node.op == Op::negate) {
    reading = by_shape(node.children[0], values);
    reading.result = negated(reading.result);
    return reading;
  }
  const Truth decides = node.op == Op::all ? Truth::no : Truth::yes;
  reading.result = negated(decides);
  for (const std::uint32_t child : node.children) {
    const Reading one = by_shape(child, values);
    if (one.result == decides && reading.result != decides) reading = Reading{decides, {}, {}};
    if (reading.result == decides) {
      if (one.result == decides) add_all(reading.stood_on, one.stood_on);
      continue;
    }
    if (one.result == Truth::unknown) reading.result = Truth::unknown;
    add_all(reading.stood_on, one.stood_on);
    add_all(reading.could_change, one.could_change);
  }
  return reading;
}

// Fills in each unknown fact with each value of its domain. A fact could change the result if two
// fillings that differ in it alone give two results.
Condition::Reading Condition::by_trying(Values values) const {
  Reading reading = by_shape(top(), values);
  reading.could_change.clear();
  std::vector<std::size_t> unknown;  // into facts_
  std::size_t combinations = 1;
  for (std::size_t i = 0; i < facts_.size(); ++i) {
    if (values[i]->known()) continue;
    unknown.push_back(i);
    combinations *= domains_[i].size();
  }
  std::vector<Truth> results(combinations);
  for (std::size_t c = 0; c < combinations; ++c) {
    std::size_t rest = c;
    for (const std::size_t fact : unknown) {
      values[fact] = &domains_[fact][rest % domains_[fact].size()];
      rest /= domains_[fact].size();
    }
    results[c] = judge_node(top(), values);
  }
  reading.result = results[0];
  std::size_t stride = 1;
  for (const std::size_t fact : unknown) {
    const std::size_t size = domains_[fact].size();
    for (std::size_t c = 0; c < combinations; ++c) {
      const std::size_t other = c - (c / stride % size) * stride;  // with the first value instead
      if (results[c] == results[other]) continue;
      reading.could_change.push_back(facts_[fact]);
      reading.result = Truth::unknown;
      break;
    }
    stride *= size;
  }
  return reading;
}

Condition::Reading Condition::reading(const Row& own, const Row* root) const {
  const Values known = values(own, root);
  Reading reading;
  reading.result = judge_node(top(), known);
  if (reading.result == Truth::no) return reading;
  const bool by_trial = reading.result == Truth::unknown && !shape_is_exact_;
  reading = by_trial ? by_trying(known) : by_shape(top(), known);
  if (reading.result == Truth::no) reading.stood_on.clear();
  return reading;
}

// ------------------------------------------------------------------------- what can be told apart

namespace {

// Values of one fact such that every leaf about it gives, over them, every combination of results
// that any value could give.
std::vector<FactValue> domain_of(const FactDeclaration& fact,
                                 const std::vector<const ConditionNode*>& leaves) {
  std::vector<FactValue> domain;
  const auto add = [&domain](FactValue value) {
    if (std::find(domain.begin(), domain.end(), value) == domain.end()) {
      domain.push_back(std::move(value));
    }
  };
  if (fact.type == FactType::truth) return {FactValue::truth(false), FactValue::truth(true)};
  std::vector<std::string> texts;
  for (const auto* leaf : leaves) {
    for (const auto& literal : leaf->literals) {
      if (literal.as_text() != nullptr) {
        texts.push_back(*literal.as_text());
        continue;
      }
      for (const int by : {-1, 0, 1}) add(step(literal, by));
    }
  }
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  if (fact.type == FactType::text) {
    for (const auto& text : texts) add(FactValue::text(text));
    if (fact.values.empty()) {
      add(FactValue::text(std::string(1, '\0')));  // any other text
    } else {
      for (const auto& value : fact.values) {
        if (std::binary_search(texts.begin(), texts.end(), value)) continue;
        add(FactValue::text(value));
        break;
      }
    }
  } else if (fact.type == FactType::set) {
    const std::size_t bits = std::min<std::size_t>(texts.size(), 12);
    for (std::size_t mask = 0; mask < std::size_t{1} << bits; ++mask) {
      std::vector<std::string> held;
      for (std::size_t bit = 0; bit < bits; ++bit) {
        if ((mask >> bit & 1) != 0) held.push_back(texts[bit]);
      }
      add(FactValue::set(std::move(held)));
    }
  }
  return domain;
}

// Whether the leaf says yes to some value and no to another.
bool tells_apart(const ConditionNode& leaf, const std::vector<FactValue>& domain) {
  bool yes = false, no = false;
  for (const auto& value : domain) (judge_leaf(leaf, value) == Truth::yes ? yes : no) = true;
  return yes && no;
}

}  // namespace

std::size_t Condition::close(const FactCatalogue& catalogue) {
  facts_.clear();
  domains_.clear();
  shape_is_exact_ = true;
  std::vector<std::vector<const ConditionNode*>> leaves;
  for (auto& node : nodes_) {
    if (!node.leaf()) continue;
    const auto at = std::find(facts_.begin(), facts_.end(), node.fact) - facts_.begin();
    if (static_cast<std::size_t>(at) == facts_.size()) {
      facts_.push_back(node.fact);
      leaves.emplace_back();
    }
    node.fact_index = static_cast<std::uint32_t>(at);
    leaves[at].push_back(&node);
  }
  std::size_t combinations = 1;
  for (std::size_t i = 0; i < facts_.size(); ++i) {
    domains_.push_back(domain_of(catalogue.declaration(facts_[i]), leaves[i]));
    if (leaves[i].size() > 1 || !tells_apart(*leaves[i][0], domains_[i])) shape_is_exact_ = false;
    if (combinations <= tries_max) combinations *= domains_[i].size();
  }
  return shape_is_exact_ ? 1 : combinations;
}

Condition Condition::negation(std::uint32_t index, const FactCatalogue& catalogue) const {
  // The node moves to the end of its children's place: a copy of it, and the negation in its stead.
  Condition changed = *this;
  changed.nodes_.clear();
  std::vector<std::uint32_t> moved(nodes_.size());
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    ConditionNode node = nodes_[i];
    for (auto& child : node.children) child = moved[child];
    changed.nodes_.push_back(std::move(node));
    moved[i] = changed.top();
    if (i != index) continue;
    ConditionNode negate;
    negate.op = Op::negate;
    negate.children = {moved[i]};
    negate.place = nodes_[i].place;
    changed.nodes_.push_back(std::move(negate));
    moved[i] = changed.top();
  }
  changed.close(catalogue);
  return changed;
}

Condition Condition::with_literal(std::uint32_t node, std::uint32_t literal, FactValue value,
                                  const FactCatalogue& catalogue) const {
  Condition changed = *this;
  changed.nodes_[node].literals[literal] = std::move(value);
  changed.close(catalogue);
  return changed;
}

namespace {

std::string leaf_str(const ConditionNode& node, const FactDeclaration& fact) {
  if (node.op == Op::is && fact.type == FactType::truth) {
    return node.literals[0].as_truth() == Truth::yes ? fact.name : "not " + fact.name;
  }
  std::vector<std::string> values;
  for (const auto& literal : node.literals) values.push_back(literal.str());
  const char* word = node.op == Op::in      ? "in"
                     : node.op == Op::has   ? "has"
                     : node.op == Op::below ? "below"
                     : node.op == Op::is    ? "is"
                                            : "at least";
  return fmt::format("{} {} {}", fact.name, word, join(values, ", "));
}

std::string node_str(const std::vector<ConditionNode>& nodes, std::uint32_t index,
                     const FactCatalogue& catalogue) {
  const ConditionNode& node = nodes[index];
  if (node.leaf()) return leaf_str(node, catalogue.declaration(node.fact));
  std::vector<std::string> parts;
  for (const auto child : node.children) parts.push_back(node_str(nodes, child, catalogue));
  if (node.op == Op::negate) return fmt::format("not ({})", parts[0]);
  return fmt::format("({})", join(parts, node.op == Op::all ? " and " : " or "));
}

}  // namespace

std::string Condition::str_of(std::uint32_t node, const FactCatalogue& catalogue) const {
  return node_str(nodes_, node, catalogue);
}

}  // namespace heed::policy
