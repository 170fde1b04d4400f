#include "access/accounts.h"

#include <gtest/gtest.h>

namespace heed::access::test {
namespace {

class AccountsTest : public testing::Test {
 protected:
  ManualClock clock_{Instant(std::chrono::hours(24 * 20'000))};
  std::unique_ptr<Rows> rows_ = memory_rows();
  Accounts accounts_{*rows_, clock_};
};

TEST_F(AccountsTest, the_right_password_of_an_account_that_is_not_disabled_opens_it) {
  ASSERT_TRUE(accounts_.set_password("a.handler", "correct horse battery"));
  EXPECT_TRUE(*accounts_.matches("a.handler", "correct horse battery"));
  EXPECT_FALSE(*accounts_.matches("a.handler", "correct horse batterx"));
  EXPECT_FALSE(*accounts_.matches("a.handler", ""));
  EXPECT_FALSE(*accounts_.matches("b.handler", "correct horse battery"));
  ASSERT_TRUE(accounts_.disable("a.handler"));
  EXPECT_FALSE(*accounts_.matches("a.handler", "correct horse battery"));
  EXPECT_TRUE((*accounts_.all()).front().disabled);
  ASSERT_TRUE(accounts_.set_password("a.handler", "another long password"));
  EXPECT_TRUE(*accounts_.matches("a.handler", "another long password"));
}

TEST_F(AccountsTest, what_is_kept_is_not_the_password) {
  ASSERT_TRUE(accounts_.set_password("a.handler", "correct horse battery"));
  const auto rows = *rows_->all("accounts");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.begin()->second.find("correct"), std::string::npos);
  EXPECT_NE(rows.begin()->second.find("$argon2id$"), std::string::npos);
}

TEST_F(AccountsTest, short_passwords_and_unknown_names_are_refused_with_what_to_do) {
  EXPECT_EQ(accounts_.set_password("a", "too short").error().code, Code::invalid);
  EXPECT_EQ(accounts_.set_password("a", std::string(201, 'x')).error().code, Code::invalid);
  EXPECT_EQ(accounts_.set_password("a", "éééééé").error().code, Code::invalid)
      << "twelve bytes, but six characters";
  EXPECT_EQ(accounts_.disable("nobody").error().code, Code::not_found);
}

TEST(AttemptsTest, wrong_passwords_slow_their_address_and_no_other) {
  ManualClock clock{Instant{}};
  clock.advance(std::chrono::hours(1));
  Attempts attempts(clock);
  std::vector<std::int64_t> waits;
  for (int i = 0; i < 10; ++i) {
    attempts.failed("192.0.2.1");
    waits.push_back(attempts.wait("192.0.2.1").count() / 1'000'000);
  }
  EXPECT_EQ(waits, (std::vector<std::int64_t>{0, 0, 0, 1, 2, 4, 8, 16, 30, 30}));
  EXPECT_EQ(attempts.wait("192.0.2.2"), Micros(0));
  clock.advance(std::chrono::seconds(29));
  EXPECT_EQ(attempts.wait("192.0.2.1"), std::chrono::seconds(1));
  clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(attempts.wait("192.0.2.1"), Micros(0)) << "nobody is locked out";
  clock.advance(std::chrono::minutes(15));
  attempts.failed("192.0.2.1");
  EXPECT_EQ(attempts.wait("192.0.2.1"), Micros(0)) << "forgotten";
}

TEST(AttemptsTest, a_right_password_halves_what_its_address_has_against_it) {
  ManualClock clock{Instant{}};
  clock.advance(std::chrono::hours(1));
  Attempts attempts(clock);
  for (int i = 0; i < 8; ++i) attempts.failed("192.0.2.1");
  attempts.succeeded("192.0.2.1");
  EXPECT_EQ(attempts.wait("192.0.2.1"), std::chrono::seconds(1));
}

}  // namespace
}  // namespace heed::access::test
