#include "access/tokens.h"

#include <gtest/gtest.h>

#include "base/civil.h"

namespace heed::access {
namespace {

using std::chrono::hours;

class ProgramTokens : public testing::Test {
 protected:
  std::string issue(const std::string& name = "dispatch gateway", int days = 30) {
    const auto issued = tokens_.issue("gateway", name, days);
    EXPECT_TRUE(issued) << issued.error().message();
    EXPECT_TRUE(tokens_.refresh());
    return issued ? issued->token : std::string();
  }

  ManualClock clock_{*parse_instant("2026-11-19T18:30:00Z")};
  SeededRandom random_{7};
  std::unique_ptr<Rows> rows_ = memory_rows();
  Tokens tokens_{*rows_, clock_, random_};
};

TEST_F(ProgramTokens, stands_for_its_account_until_its_end) {
  const std::string token = issue();
  const auto found = tokens_.find(token);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->login, "gateway");
  EXPECT_EQ(found->name, "dispatch gateway");
  clock_.advance(hours(24 * 30) - Micros(1));
  EXPECT_TRUE(tokens_.find(token));
  clock_.advance(Micros(1));
  EXPECT_FALSE(tokens_.find(token)) << "ended, without anybody having looked at the rows";
  const auto gone = tokens_.refresh();
  ASSERT_TRUE(gone);
  EXPECT_EQ(*gone, std::vector<std::string>{found->id});
}

TEST_F(ProgramTokens, another_word_opens_nothing) {
  const std::string token = issue();
  for (const std::string& word : {std::string(), token + "0", token.substr(1),
                                  token.substr(0, token.size() - 1), std::string("heed-")}) {
    EXPECT_FALSE(tokens_.find(word)) << word;
  }
}

TEST_F(ProgramTokens, the_rows_hold_no_token) {
  const std::string token = issue();
  const auto all = rows_->all("tokens");
  ASSERT_EQ(all->size(), 1u);
  const std::string& row = all->begin()->second;
  EXPECT_EQ(row.find(token), std::string::npos);
  EXPECT_EQ(row.find(token.substr(5)), std::string::npos);
}

TEST_F(ProgramTokens, one_that_another_process_issues_or_revokes_is_seen_at_the_next_refresh) {
  Tokens beside{*rows_, clock_, random_};
  const auto issued = beside.issue("gateway", "night report", 7);
  ASSERT_TRUE(issued);
  EXPECT_FALSE(tokens_.find(issued->token));
  ASSERT_TRUE(tokens_.refresh());
  EXPECT_TRUE(tokens_.find(issued->token));
  ASSERT_TRUE(beside.revoke(issued->kept.id));
  EXPECT_EQ(*tokens_.refresh(), std::vector<std::string>{issued->kept.id});
  EXPECT_FALSE(tokens_.find(issued->token));
  EXPECT_TRUE(tokens_.refresh()->empty()) << "gone once";
}

TEST_F(ProgramTokens, those_of_an_account_that_may_not_sign_in_open_nothing) {
  const std::string token = issue();
  EXPECT_EQ(tokens_.refresh([](const std::string& login) { return login != "gateway"; })->size(),
            1u);
  EXPECT_FALSE(tokens_.find(token));
  EXPECT_TRUE(tokens_.refresh());
  EXPECT_TRUE(tokens_.find(token)) << "and again once it may";
}

TEST_F(ProgramTokens, what_cannot_be_is_refused) {
  EXPECT_EQ(tokens_.issue("gateway", "  ", 30).error().code, Code::invalid);
  EXPECT_EQ(tokens_.issue("gateway", std::string(81, 'a'), 30).error().code, Code::invalid);
  EXPECT_EQ(tokens_.issue("gateway", "a", 0).error().code, Code::invalid);
  EXPECT_EQ(tokens_.issue("gateway", "a", 367).error().code, Code::invalid);
  EXPECT_EQ(tokens_.revoke("0123456789ab").error().code, Code::not_found);
}

}  // namespace
}  // namespace heed::access
