#include "policy/rules.h"

#include <gtest/gtest.h>

#include "policy/policy.h"
#include "policy/test_world.h"

namespace heed::policy {
namespace {

TEST(Rules, AreJudgedForEverySubjectOfTheirKindInOrder) {
  const auto catalogue = test::catalogue();
  auto policy = Policy::from_files(
      test::files(test::rule_toml("a", "{ all = [\"open\", { fact = \"size\", below = 18 }] }") +
                  test::rule_toml("b", "\"lost\"", "if_unknown = \"assume\"")),
      catalogue, test::vocabulary());
  ASSERT_TRUE(policy) << policy.error().message();
  FactTable facts(catalogue);
  facts.set({"case", "1"}, "open", FactValue::truth(true));
  facts.set({"thing", "x"}, "size", FactValue::number(17));
  facts.add({"thing", "y"});
  const auto findings = (*policy)->evaluate(facts);
  ASSERT_EQ(findings.size(), 4u);
  EXPECT_EQ(findings[0].rule->id, "a");
  EXPECT_EQ(findings[0].subject->id, "x");
  EXPECT_TRUE(findings[0].raises());
  EXPECT_EQ(findings[0].stood_on.size(), 2u);
  EXPECT_TRUE(findings[1].asks());
  ASSERT_EQ(findings[1].could_change.size(), 1u);
  EXPECT_EQ(catalogue.declaration(findings[1].could_change[0]).question, "how_big");
  EXPECT_EQ(findings[3].rule->id, "b");
  EXPECT_TRUE(findings[3].raises());
  EXPECT_FALSE(findings[3].asks());
}

}  // namespace
}  // namespace heed::policy
