#include "desk/desks.h"

#include <gtest/gtest.h>

#include "desk/force_policy.h"

namespace heed::desk {
namespace {

class DeskPolicy : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const auto policy =
        load_force_policy(HEED_SOURCE_DIR "/policy", Zone::load("Europe/London").value());
    ASSERT_TRUE(policy) << policy.error().message();
    shipped_ = *policy;
  }
  static Result<Desks> with(const std::string& text) {
    auto files = shipped_->rules->files();
    files.insert_or_assign("desks.toml", text);
    const auto rules = policy::Policy::from_files(files, *shipped_->catalogue, vocabulary());
    if (!rules) return rules.error();
    return Desks::read(**rules, *shipped_->sources, shipped_->access);
  }
  static inline std::shared_ptr<const ForcePolicy> shipped_;
};

TEST_F(DeskPolicy, each_desk_has_its_own_people) {
  const Desks& desks = shipped_->desks;
  EXPECT_TRUE(desks.answers_for({"intelligence"}, "national_intel"));
  EXPECT_TRUE(desks.answers_for({"handler", "social_care"}, "childrens_social_care"));
  EXPECT_FALSE(desks.answers_for({"social_care"}, "national_intel"));
  EXPECT_FALSE(desks.answers_for({"supervisor"}, "national_intel"));
  EXPECT_FALSE(desks.answers_for({}, "national_intel"));
  EXPECT_FALSE(desks.answers_for({"intelligence"}, "nobody_declared_it"));
}

TEST_F(DeskPolicy, a_mistake_names_its_place) {
  const auto expect = [](const std::string& text, const std::string& words) {
    const auto read = with(text);
    ASSERT_FALSE(read) << text;
    EXPECT_NE(read.error().message().find(words), std::string::npos) << read.error().message();
    EXPECT_NE(read.error().message().find("desks.toml:"), std::string::npos);
  };
  expect("[[desk]]\nsource = \"nowhere\"\nanswered_by = [\"intelligence\"]\n", "national_intel");
  // A program answers for that one.
  expect("[[desk]]\nsource = \"crime_records\"\nanswered_by = [\"intelligence\"]\n",
         "expected adult_social_care");
  expect("[[desk]]\nsource = \"national_intel\"\nanswered_by = [\"nobody\"]\n", "[[role]]");
}

}  // namespace
}  // namespace heed::desk
