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

}  // namespace
}  // namespace heed::policy
