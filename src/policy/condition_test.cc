// Conditions against a brute-force twin: an independent two-valued evaluator that fills in the
// unknown facts in every way.
#include "policy/condition.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "policy/test_world.h"

namespace heed::policy {
namespace {

TEST(Truth, FollowsKleenesLaws) {
  const Truth all[] = {Truth::no, Truth::yes, Truth::unknown};
  EXPECT_EQ(negated(Truth::unknown), Truth::unknown);
  for (const Truth a : all) {
    EXPECT_EQ(negated(negated(a)), a);
    EXPECT_EQ(both(a, Truth::yes), a);
    EXPECT_EQ(either(a, Truth::no), a);
    EXPECT_EQ(both(a, Truth::no), Truth::no);
    EXPECT_EQ(either(a, Truth::yes), Truth::yes);
    EXPECT_EQ(both(a, a), a);
    for (const Truth b : all) {
      EXPECT_EQ(both(a, b), both(b, a));
      EXPECT_EQ(negated(both(a, b)), either(negated(a), negated(b)));
      for (const Truth c : all) {
        EXPECT_EQ(both(a, both(b, c)), both(both(a, b), c));
        EXPECT_EQ(both(a, either(b, c)), either(both(a, b), both(a, c)));
      }
    }
  }
}

// ------------------------------------------------------------------------------------- the twin

struct Tree {
  std::string op;  // all, any, not, or a comparison
  std::string fact;
  std::vector<std::string> words;
  std::vector<int> numbers;
  std::vector<Tree> parts;
};

using Filling = std::map<std::string, FactValue>;

bool holds(const Tree& tree, const Filling& filling) {
  if (tree.op == "not") return !holds(tree.parts[0], filling);
  if (tree.op == "all" || tree.op == "any") {
    for (const Tree& part : tree.parts) {
      if (holds(part, filling) == (tree.op == "any")) return tree.op == "any";
    }
    return tree.op == "all";
  }
  const FactValue& value = filling.at(tree.fact);
  if (tree.op == "yes") return value.as_truth() == Truth::yes;
  if (const auto* set = value.as_set()) {
    return std::count(set->begin(), set->end(), tree.words[0]) != 0;
  }
  if (const auto* text = value.as_text()) {
    return std::count(tree.words.begin(), tree.words.end(), *text) != 0;
  }
  const double at = value.as_number() != nullptr
                        ? static_cast<double>(*value.as_number())
                        : static_cast<double>(value.as_duration()->count()) / 60e6;
  if (tree.op == "below") return at < tree.numbers[0];
  if (tree.op == "at_least") return at >= tree.numbers[0];
  return std::any_of(tree.numbers.begin(), tree.numbers.end(),
                     [at](int number) { return at == number; });
}

std::string toml(const Tree& tree) {
  if (tree.op == "yes") return fmt::format("\"{}\"", tree.fact);
  if (tree.op == "not") return fmt::format("{{ not = {} }}", toml(tree.parts[0]));
  std::vector<std::string> items;
  if (tree.op == "all" || tree.op == "any") {
    for (const Tree& part : tree.parts) items.push_back(toml(part));
    return fmt::format("{{ {} = [{}] }}", tree.op, join(items, ", "));
  }
  for (const auto& word : tree.words) items.push_back(fmt::format("\"{}\"", word));
  for (const int number : tree.numbers) {
    items.push_back(tree.fact == "away_for" ? fmt::format("\"{}m\"", number)
                                            : std::to_string(number));
  }
  const std::string operand = tree.op == "in" ? fmt::format("[{}]", join(items, ", ")) : items[0];
  return fmt::format("{{ fact = \"{}\", {} = {} }}", tree.fact, tree.op, operand);
}

// Every value that the twin tries for a fact: more than any condition here can tell apart.
std::vector<FactValue> values_of(const std::string& fact) {
  std::vector<FactValue> all;
  if (fact == "size") {
    for (int i = 0; i <= 8; ++i) all.push_back(FactValue::number(i));
  } else if (fact == "away_for") {
    for (int i = 1; i <= 14; ++i) all.push_back(FactValue::duration(Micros(i * 30'000'000)));
  } else if (fact == "theme" || fact == "label") {
    for (const char* text : {"noise", "loss", "harm"}) all.push_back(FactValue::text(text));
    if (fact == "label") all.push_back(FactValue::text("else"));
  } else if (fact == "colours") {
    for (int mask = 0; mask < 8; ++mask) {
      std::vector<std::string> held;
      if ((mask & 1) != 0) held.push_back("red");
      if ((mask & 2) != 0) held.push_back("green");
      if ((mask & 4) != 0) held.push_back("blue");
      all.push_back(FactValue::set(std::move(held)));
    }
  } else {
    all = {FactValue::truth(false), FactValue::truth(true)};
  }
  return all;
}

const std::vector<std::string>& facts_used() {
  static const std::vector<std::string> all = {"open", "loud",     "theme",   "known", "lost",
                                               "size", "away_for", "colours", "label"};
  return all;
}

Tree random_leaf() {
  Tree leaf;
  leaf.fact = *rc::gen::elementOf(facts_used());
  if (leaf.fact == "size" || leaf.fact == "away_for") {
    leaf.op = *rc::gen::element<std::string>("below", "at_least", "is", "in");
    leaf.numbers =
        *rc::gen::container<std::vector<int>>(leaf.op == "in" ? 2 : 1, rc::gen::inRange(2, 7));
  } else if (leaf.fact == "theme" || leaf.fact == "label") {
    leaf.op = *rc::gen::element<std::string>("is", "in");
    leaf.words = *rc::gen::container<std::vector<std::string>>(
        leaf.op == "in" ? 2 : 1, rc::gen::element<std::string>("noise", "loss", "harm"));
  } else if (leaf.fact == "colours") {
    leaf.op = "has";
    leaf.words = {*rc::gen::element<std::string>("red", "green", "blue")};
  } else {
    leaf.op = "yes";
  }
  return leaf;
}

Tree random_tree(int depth) {
  const int shape = depth == 0 ? 0 : *rc::gen::inRange(0, 4);
  if (shape == 0) return random_leaf();
  Tree tree;
  tree.op = shape == 1 ? "not" : shape == 2 ? "all" : "any";
  const int parts = shape == 1 ? 1 : *rc::gen::inRange(1, 4);
  for (int i = 0; i < parts; ++i) tree.parts.push_back(random_tree(depth - 1));
  return tree;
}

// The twin's own reading, over every filling of the facts that the condition mentions.
struct Expected {
  Truth result = Truth::unknown;
  std::vector<std::string> could_change;
};

Expected by_brute_force(const Tree& tree, const Filling& known,
                        const std::vector<std::string>& unknown) {
  std::vector<Filling> fillings = {known};
  for (const auto& fact : unknown) {
    std::vector<Filling> more;
    for (const auto& filling : fillings) {
      for (const auto& value : values_of(fact)) {
        more.push_back(filling);
        more.back()[fact] = value;
      }
    }
    fillings = std::move(more);
  }
  Expected expected;
  for (const auto& fact : unknown) {
    const bool decides = std::any_of(fillings.begin(), fillings.end(), [&](const Filling& one) {
      Filling other = one;
      const bool result = holds(tree, one);
      for (const auto& value : values_of(fact)) {
        other[fact] = value;
        if (holds(tree, other) != result) return true;
      }
      return false;
    });
    if (decides) expected.could_change.push_back(fact);
  }
  if (expected.could_change.empty()) expected.result = truth_of(holds(tree, fillings[0]));
  return expected;
}

Subject subject_of(const FactCatalogue& catalogue, const std::string& fact) {
  return catalogue.find("case", fact) ? Subject{"case", "c"} : Subject{"thing", "t"};
}

std::optional<Condition> compile(const FactCatalogue& catalogue, const std::string& text) {
  auto document = Document::parse("when = " + text, "test.toml");
  if (!document) return std::nullopt;
  return Condition::read(*document->root().value("when"), catalogue, "thing");
}

void mentioned(const Tree& tree, std::vector<std::string>& into) {
  if (!tree.fact.empty() && std::count(into.begin(), into.end(), tree.fact) == 0) {
    into.push_back(tree.fact);
  }
  for (const Tree& part : tree.parts) mentioned(part, into);
}

RC_GTEST_PROP(Condition, ReadsAsEveryFillingOfTheUnknownFactsSays, ()) {
  static const FactCatalogue catalogue = test::catalogue();
  const Tree tree = random_tree(3);
  const auto condition = compile(catalogue, toml(tree));
  RC_PRE(condition.has_value());  // refused where it has too many combinations
  std::vector<std::string> facts;
  mentioned(tree, facts);
  FactTable table(catalogue);
  table.add({"case", "c"});
  table.add({"thing", "t"});
  Filling known;
  std::vector<std::string> unknown;
  for (const auto& fact : facts) {
    if (unknown.size() < 4 && *rc::gen::arbitrary<bool>()) {
      unknown.push_back(fact);
    } else {
      known[fact] = *rc::gen::elementOf(values_of(fact));
      table.set(subject_of(catalogue, fact), fact, known[fact]);
    }
  }
  RC_LOG() << toml(tree);
  const Expected expected = by_brute_force(tree, known, unknown);
  const auto reading = condition->reading(table.rows()[1], table.root_row());
  RC_ASSERT(reading.result == expected.result);
  std::vector<std::string> could_change;
  for (const FactId id : reading.could_change) {
    could_change.push_back(catalogue.declaration(id).name);
  }
  std::sort(could_change.begin(), could_change.end());
  auto wanted = expected.could_change;
  std::sort(wanted.begin(), wanted.end());
  RC_ASSERT(could_change == wanted);
  const Truth kleene = condition->judge(table.rows()[1], table.root_row());
  RC_ASSERT(kleene == Truth::unknown || kleene == reading.result);
  RC_ASSERT(condition->negation(condition->top(), catalogue)
                .reading(table.rows()[1], table.root_row())
                .result == negated(reading.result));
}

RC_GTEST_PROP(Condition, HoldsOnWhatItSaysItStandsOnAlone, ()) {
  static const FactCatalogue catalogue = test::catalogue();
  const Tree tree = random_tree(3);
  const auto condition = compile(catalogue, toml(tree));
  RC_PRE(condition.has_value());
  FactTable all(catalogue), stood_on(catalogue);
  for (auto* table : {&all, &stood_on}) {
    table->add({"case", "c"});
    table->add({"thing", "t"});
  }
  std::vector<std::string> facts;
  mentioned(tree, facts);
  for (const auto& fact : facts) {
    all.set(subject_of(catalogue, fact), fact, *rc::gen::elementOf(values_of(fact)));
  }
  const auto reading = condition->reading(all.rows()[1], all.root_row());
  RC_PRE(reading.result == Truth::yes);
  for (const FactId id : reading.stood_on) {
    const auto& declared = catalogue.declaration(id);
    const Subject subject = subject_of(catalogue, declared.name);
    stood_on.set(subject, declared.name, all.get(subject, declared.name));
  }
  RC_ASSERT(condition->judge(stood_on.rows()[1], stood_on.root_row()) == Truth::yes);
}

TEST(Condition, WithTooManyCombinationsIsRefused) {
  const auto catalogue = test::catalogue();
  auto document = Document::parse(
      R"(when = { any = [{ all = ["open", "known", { fact = "size", in = [1, 4, 7, 10, 13, 16] },
      { fact = "size", below = 30 }] }, { fact = "away_for", in = ["1m", "2m", "3m", "4m", "5m"] },
      { fact = "colours", has = "red" }, { fact = "label", in = ["a", "b", "c", "d"] }] })",
      "many.toml");
  ASSERT_TRUE(document);
  EXPECT_FALSE(Condition::read(*document->root().value("when"), catalogue, "thing"));
  EXPECT_NE(document->finish().error().message().find("split the rule"), std::string::npos)
      << document->finish().error().message();
}

}  // namespace
}  // namespace heed::policy
