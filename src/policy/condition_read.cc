// Conditions as written in TOML, checked against the catalogue and compiled.
#include <fmt/format.h>

#include <algorithm>

#include "policy/condition.h"

namespace heed::policy {
namespace {

constexpr std::size_t nodes_max = 64;
constexpr int levels_max = 6;
constexpr std::string_view shapes =
    "a condition is \"fact\", { all = […] }, { any = […] }, { not = … } or { fact = \"…\" } with "
    "one "
    "of is, in, has, below, at_least";

using Op = ConditionNode::Op;

struct Comparison {
  const char* key;
  Op op;
};
constexpr Comparison comparisons[] = {{"is", Op::is},
                                      {"in", Op::in},
                                      {"has", Op::has},
                                      {"below", Op::below},
                                      {"at_least", Op::at_least}};

std::string accepted_comparisons(FactType type) {
  switch (type) {
    case FactType::truth: return "is";
    case FactType::number:
    case FactType::duration: return "is, in, below or at_least";
    case FactType::text: return "is or in";
    case FactType::set: return "has";
  }
  return {};
}

bool accepts(FactType type, Op op) {
  if (op == Op::has) return type == FactType::set;
  if (op == Op::below || op == Op::at_least) {
    return type == FactType::number || type == FactType::duration;
  }
  if (op == Op::in) return type != FactType::set && type != FactType::truth;
  return type != FactType::set;
}

}  // namespace

class ConditionReader {
 public:
  ConditionReader(const FactCatalogue& catalogue, const std::string& kind)
      : catalogue_(catalogue), kind_(kind) {}

  std::optional<Condition> run(const Value& value) {
    const auto top = node(value, 1);
    if (!top || failed_) return std::nullopt;
    const std::size_t tries = condition_.close(catalogue_);
    if (tries > Condition::tries_max) {
      value.wrong(fmt::format("the condition mentions facts twice and has {} combinations of "
                              "values; at most {} were expected",
                              tries, Condition::tries_max),
                  "split the rule");
      return std::nullopt;
    }
    return std::move(condition_);
  }

 private:
  std::optional<std::uint32_t> fail(const Value& at, std::string detail, std::string remedy = {}) {
    at.wrong(std::move(detail), std::move(remedy));
    failed_ = true;
    return std::nullopt;
  }

  std::optional<std::uint32_t> push(ConditionNode node, const Value& at) {
    if (condition_.nodes_.size() >= nodes_max) {
      return fail(at, fmt::format("a condition of more than {} parts", nodes_max),
                  "split the rule");
    }
    node.place = at.place();
    condition_.nodes_.push_back(std::move(node));
    return condition_.top();
  }

  std::optional<std::uint32_t> node(const Value& value, int level) {
    if (level > levels_max) {
      return fail(value, fmt::format("a condition of more than {} levels", levels_max),
                  "split the rule");
    }
    if (value.kind() == Value::Kind::text) return bare_fact(value);
    if (value.kind() != Value::Kind::table) {
      return fail(value, fmt::format("expected a condition, found {}", value.kind_name()),
                  std::string(shapes));
    }
    const Table table = *value.table();
    if (const auto all = table.value("all")) return group(Op::all, *all, level);
    if (const auto any = table.value("any")) return group(Op::any, *any, level);
    if (const auto inner = table.value("not")) {
      const auto child = node(*inner, level + 1);
      if (!child) return std::nullopt;
      ConditionNode made;
      made.op = Op::negate;
      made.children = {*child};
      return push(std::move(made), value);
    }
    if (const auto fact = table.value("fact")) return comparison(table, *fact, value);
    return fail(value, "expected a condition, found a table without all, any, not or fact",
                std::string(shapes));
  }

  std::optional<std::uint32_t> group(Op op, const Value& list, int level) {
    const auto items = list.list();
    if (!items) {
      failed_ = true;
      return std::nullopt;
    }
    if (items->empty()) return fail(list, "expected at least one condition, found an empty list");
    ConditionNode made;
    made.op = op;
    for (const Value& item : *items) {
      if (const auto child = node(item, level + 1)) made.children.push_back(*child);
    }
    if (failed_) return std::nullopt;
    return push(std::move(made), list);
  }

  // A fact that rules of this kind may use; otherwise says which there are.
  std::optional<FactId> fact_named(const Value& at) {
    const auto name = at.string();
    if (!name) {
      failed_ = true;
      return std::nullopt;
    }
    if (const auto id = catalogue_.visible(kind_, *name)) return id;
    const auto names = catalogue_.visible_names(kind_);
    const auto near = nearest_name(*name, names);
    fail(at, fmt::format("\"{}\" is no fact that a rule for {} may use", *name, kind_),
         near ? fmt::format("did you mean \"{}\"?", *near) : "there are " + listed(names, "and"));
    return std::nullopt;
  }

  ConditionNode leaf(FactId id, Op op) const {
    ConditionNode made;
    made.op = op;
    made.fact = id;
    return made;
  }

  std::optional<std::uint32_t> bare_fact(const Value& value) {
    const auto id = fact_named(value);
    if (!id) return std::nullopt;
    const FactType type = catalogue_.declaration(*id).type;
    if (type != FactType::truth) {
      return fail(value,
                  fmt::format("expected a truth, found the {} \"{}\"", to_string(type),
                              catalogue_.declaration(*id).name),
                  fmt::format("write {{ fact = \"…\" }} with {}", accepted_comparisons(type)));
    }
    ConditionNode made = leaf(*id, Op::is);
    made.literals = {FactValue::truth(true)};
    return push(std::move(made), value);
  }

  std::optional<std::uint32_t> comparison(const Table& table, const Value& fact,
                                          const Value& whole) {
    const auto id = fact_named(fact);
    std::optional<Comparison> found;
    std::optional<Value> operand;
    for (const Comparison& each : comparisons) {
      auto value = table.value(each.key);
      if (!value) continue;
      if (found) return fail(whole, "expected one comparison, found two");
      found = each;
      operand = value;
    }
    if (!id) return std::nullopt;
    const FactDeclaration& declared = catalogue_.declaration(*id);
    if (!found) {
      return fail(whole,
                  fmt::format("the fact \"{}\" is not compared with anything", declared.name),
                  "expected " + accepted_comparisons(declared.type));
    }
    if (!accepts(declared.type, found->op)) {
      return fail(
          *operand,
          fmt::format("a {} cannot be compared with {}", to_string(declared.type), found->key),
          "expected " + accepted_comparisons(declared.type));
    }
    ConditionNode made = leaf(*id, found->op);
    if (!literals(*operand, declared, made)) return std::nullopt;
    return push(std::move(made), whole);
  }

  bool literals(const Value& operand, const FactDeclaration& declared, ConditionNode& into) {
    if (into.op != Op::in) {
      auto one = literal(operand, declared);
      if (!one) return false;
      into.literals = {std::move(*one)};
      return true;
    }
    const auto items = operand.list();
    if (!items) {
      failed_ = true;
      return false;
    }
    if (items->empty()) {
      fail(operand, "expected at least one value, found an empty list");
      return false;
    }
    for (const Value& item : *items) {
      if (auto one = literal(item, declared)) into.literals.push_back(std::move(*one));
    }
    return !failed_;
  }

  std::optional<FactValue> literal(const Value& value, const FactDeclaration& declared) {
    std::optional<FactValue> made;
    switch (declared.type) {
      case FactType::truth:
        if (const auto truth = value.boolean()) made = FactValue::truth(*truth);
        break;
      case FactType::number:
        if (const auto number = value.integer()) made = FactValue::number(*number);
        break;
      case FactType::duration:
        if (const auto duration = value.duration()) made = FactValue::duration(*duration);
        break;
      case FactType::text:
      case FactType::set:
        if (auto text = value.string(); text && allowed(value, *text, declared)) {
          made = FactValue::text(std::move(*text));
        }
        break;
    }
    failed_ = failed_ || !made;
    return made;
  }

  bool allowed(const Value& at, const std::string& text, const FactDeclaration& declared) {
    const auto& all = declared.values;
    if (all.empty() || std::find(all.begin(), all.end(), text) != all.end()) return true;
    const auto near = nearest_name(text, all);
    fail(at, fmt::format("\"{}\" is no value of {}: expected {}", text, declared.name, listed(all)),
         near ? fmt::format("did you mean \"{}\"?", *near) : std::string());
    return false;
  }

  const FactCatalogue& catalogue_;
  const std::string& kind_;
  Condition condition_;
  bool failed_ = false;
};

std::optional<Condition> Condition::read(const Value& value, const FactCatalogue& catalogue,
                                         const std::string& kind) {
  return ConditionReader(catalogue, kind).run(value);
}

}  // namespace heed::policy
