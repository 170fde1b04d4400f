#include "access/sessions.h"

#include <gtest/gtest.h>

#include "access/access.h"

namespace heed::access::test {
namespace {

class SessionsTest : public testing::Test {
 protected:
  void SetUp() override { open(); }
  void open() {
    auto opened = Sessions::open(*rows_, clock_, random_);
    ASSERT_TRUE(opened) << opened.error().message();
    sessions_ = std::move(*opened);
  }
  std::vector<std::string> tend() {
    auto gone = sessions_->tend([this](ActorId) { return live_; },
                                [this](ActorId) { return may_sign_in_; });
    EXPECT_TRUE(gone);
    return *gone;
  }
  ManualClock clock_{Instant(std::chrono::hours(24 * 20'000))};
  SeededRandom random_{3};
  std::unique_ptr<Rows> rows_ = memory_rows();
  std::unique_ptr<Sessions> sessions_;
  const ActorId who_ = actor_of("a.handler");
  bool live_ = false;
  bool may_sign_in_ = true;
};

TEST_F(SessionsTest, a_token_opens_its_own_session_and_no_other_word_does) {
  const auto begun = *sessions_->begin(who_, false);
  const auto found = sessions_->find(begun.token);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->who, who_);
  EXPECT_EQ(found->csrf, begun.session.csrf);
  EXPECT_FALSE(sessions_->find(""));
  EXPECT_FALSE(sessions_->find(begun.session.id));
  EXPECT_FALSE(sessions_->find(begun.session.csrf));
  ASSERT_TRUE(sessions_->end(begun.token));
  EXPECT_FALSE(sessions_->find(begun.token));
}

TEST_F(SessionsTest, survives_a_restart_and_no_row_holds_the_token) {
  const auto begun = *sessions_->begin(who_, false);
  for (const auto& [name, bytes] : *rows_->all("sessions")) {
    EXPECT_EQ((name + bytes).find(begun.token), std::string::npos);
  }
  open();
  ASSERT_TRUE(sessions_->find(begun.token));
  EXPECT_EQ(sessions_->find(begun.token)->csrf, begun.session.csrf);
}

TEST_F(SessionsTest, silence_lapses_it_but_not_during_a_live_contact) {
  const auto begun = *sessions_->begin(who_, false);
  clock_.advance(std::chrono::minutes(31));
  live_ = true;
  EXPECT_TRUE(tend().empty());
  EXPECT_FALSE(sessions_->find(begun.token, false)->lapsed);
  live_ = false;
  EXPECT_EQ(tend(), std::vector{begun.session.id});
  EXPECT_TRUE(sessions_->find(begun.token)->lapsed);
  open();
  EXPECT_TRUE(sessions_->find(begun.token)->lapsed) << "a restart wakes nothing";
}

TEST_F(SessionsTest, requests_keep_it_for_a_shift_and_no_longer) {
  const auto begun = *sessions_->begin(who_, false);
  for (int i = 0; i < 13 * 6; ++i) {
    clock_.advance(std::chrono::minutes(10));
    ASSERT_FALSE(sessions_->find(begun.token)->lapsed) << i;
    EXPECT_TRUE(tend().empty()) << i;
  }
  clock_.advance(std::chrono::minutes(10));
  EXPECT_EQ(tend().size(), 1U);
}

TEST_F(SessionsTest, a_lapsed_one_is_signed_again_in_place_or_forgotten_after_a_day) {
  const auto begun = *sessions_->begin(who_, false);
  clock_.advance(std::chrono::hours(1));
  tend();
  const auto again = sessions_->sign_again(begun.token);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->csrf, begun.session.csrf);
  EXPECT_FALSE(sessions_->find(begun.token)->lapsed);
  clock_.advance(std::chrono::hours(1));
  tend();
  clock_.advance(std::chrono::hours(24));
  EXPECT_EQ(tend().size(), 1U);
  EXPECT_FALSE(sessions_->find(begun.token));
  EXPECT_EQ(sessions_->sign_again(begun.token).error().code, Code::not_found);
  EXPECT_TRUE(rows_->all("sessions")->empty());
}

TEST_F(SessionsTest, who_may_no_longer_sign_in_is_signed_out_in_a_call_too) {
  const auto begun = *sessions_->begin(who_, false);
  live_ = true;
  may_sign_in_ = false;
  EXPECT_EQ(tend().size(), 1U);
  EXPECT_FALSE(sessions_->find(begun.token));
}

TEST_F(SessionsTest, a_person_has_twenty_at_most_and_the_most_silent_goes) {
  std::vector<std::string> tokens;
  for (int i = 0; i < 21; ++i) {
    tokens.push_back(sessions_->begin(who_, false)->token);
    clock_.advance(std::chrono::seconds(1));
  }
  EXPECT_EQ(sessions_->count(), 20U);
  EXPECT_FALSE(sessions_->find(tokens.front()));
  EXPECT_TRUE(sessions_->find(tokens.back()));
}

}  // namespace
}  // namespace heed::access::test
