#include "policy/mutants.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "policy/test_world.h"

namespace heed::policy {
namespace {

std::shared_ptr<const Policy> example(const FactCatalogue& catalogue) {
  auto files =
      test::files(test::rule_toml("a", "{ any = [\"lost\", { fact = \"size\", below = 18 }] }"));
  files["grades.toml"] = "floor = 3\nwithin = \"1h\"\n";
  auto policy = Policy::from_files(files, catalogue, test::vocabulary());
  EXPECT_TRUE(policy) << policy.error().message();
  return *policy;
}

TEST(Mutants, AreEveryChangeThatARehearsalShouldNotice) {
  const auto catalogue = test::catalogue();
  const auto policy = example(catalogue);
  std::vector<std::string> names;
  for (const auto& mutant : mutants(policy, {"grades.toml"})) names.push_back(mutant.name);
  EXPECT_EQ(names, (std::vector<std::string>{
                       "a: dropped",
                       "a: when with lost negated",
                       "a: when with size below 18 negated",
                       "a: when negated",
                       "a: when with size below 18 at 19",
                       "a: when with size below 18 at 17",
                       "a: raise with due = 3m",
                       "a: raise with due = 1m",
                       "a: if_unknown = assume",
                       "a: if_unknown = ignore",
                       "grades.toml: floor = 3 made 4",
                       "grades.toml: floor = 3 made 2",
                       "grades.toml: within = \"1h\" made \"2h\"",
                       "grades.toml: within = \"1h\" made \"30m\"",
                   }));
}

TEST(Mutants, ChangeWhatTheySayAndNothingElse) {
  const auto catalogue = test::catalogue();
  const auto policy = example(catalogue);
  FactTable facts(catalogue);
  facts.set({"thing", "x"}, "lost", FactValue::truth(false));
  facts.set({"thing", "x"}, "size", FactValue::number(18));
  const auto raised = [&](const Policy& changed) {
    const auto findings = changed.evaluate(facts);
    return !findings.empty() && findings[0].raises();
  };
  ASSERT_FALSE(raised(*policy));
  std::set<std::string> raising;
  for (const auto& mutant : mutants(policy, {"grades.toml"})) {
    const auto changed = mutant.make();
    EXPECT_NE(changed->version(), policy->version());
    EXPECT_LT(changed->version().size(), 40u);  // it goes into the header of every event
    if (raised(*changed)) raising.insert(mutant.name);
    if (mutant.name == "a: dropped") {
      EXPECT_TRUE(changed->rules().empty());
    }
    if (mutant.name == "grades.toml: floor = 3 made 4") {
      EXPECT_EQ(changed->document("grades.toml")->root().integer("floor"), 4);
    }
  }
  EXPECT_EQ(raising, (std::set<std::string>{"a: when with lost negated",
                                            "a: when with size below 18 negated", "a: when negated",
                                            "a: when with size below 18 at 19"}));
}

TEST(Mutants, AreOneChangeWhereTwoComeToOneAndNoneWhereNobodyCouldNotice) {
  const auto catalogue = test::catalogue();
  const auto policy = Policy::from_files(
      test::files(test::rule_toml("b", "{ not = \"open\" }", "if_unknown = \"ignore\"")), catalogue,
      test::vocabulary());
  ASSERT_TRUE(policy) << policy.error().message();
  std::vector<std::string> names, same;
  for (const auto& mutant : mutants(*policy)) {
    (mutant.same_because.empty() ? names : same).push_back(mutant.name);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"b: dropped", "b: when with open negated",
                                             "b: raise with due = 3m", "b: raise with due = 1m"}));
  EXPECT_EQ(same, (std::vector<std::string>{"b: if_unknown = ask", "b: if_unknown = assume"}));
}

// What a change comes to beside its rule, judged on one set of facts after the other: exactly the
// turns in which something else would be raised, asked, met or withdrawn.
TEST(Mutants, MakeADifferenceWhereTheyRaiseAskOrMeetSomethingElse) {
  const auto catalogue = test::catalogue();
  const auto policy = example(catalogue);
  const auto differing = [&](FactValue lost, FactValue size, bool owed) {
    FactTable facts(catalogue);
    facts.set({"thing", "x"}, "lost", std::move(lost));
    facts.set({"thing", "x"}, "size", std::move(size));
    std::set<std::string> out;
    const auto findings = policy->evaluate(facts);
    for (const auto& mutant : mutants(policy)) {
      if (makes_a_difference(mutant, findings[0], owed, facts.rows()[0], facts.root_row())) {
        out.insert(mutant.name);
      }
    }
    return out;
  };
  const std::set<std::string> raising = {"a: dropped", "a: when negated", "a: raise with due = 3m",
                                         "a: raise with due = 1m"};
  auto of_lost = raising;
  of_lost.insert("a: when with lost negated");
  EXPECT_EQ(differing(FactValue::truth(true), FactValue::number(30), false), of_lost);
  EXPECT_EQ(
      differing(FactValue::truth(false), FactValue::number(18), false),
      (std::set<std::string>{"a: when with lost negated", "a: when with size below 18 negated",
                             "a: when negated", "a: when with size below 18 at 19"}));
  // Unknown: the rule asks, and so would each change that leaves it unknown.
  EXPECT_EQ(differing(FactValue(), FactValue::number(30), false),
            (std::set<std::string>{"a: dropped", "a: when with size below 18 negated",
                                   "a: if_unknown = assume", "a: if_unknown = ignore"}));
}

}  // namespace
}  // namespace heed::policy
