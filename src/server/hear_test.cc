#include "server/hear.h"

#include <gtest/gtest.h>

#include <future>

namespace heed::server {
namespace {

class Echo final : public Listening {
 public:
  std::string hear(const HearMessage& message) override { return message.draft + message.text; }
};

class Hearing : public testing::Test {
 protected:
  void SetUp() override {
    screen_ = hearers_->open(who("a"), [this](std::string text) { said(std::move(text)); });
  }
  static Principal who(const std::string& login) {
    return {ActorId::derived("test", login), login, login, {}, {}};
  }
  void said(std::string text) {
    const std::lock_guard lock(mutex_);
    said_.push_back(std::move(text));
    changed_.notify_all();
  }
  std::vector<std::string> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(
        changed_.wait_for(lock, std::chrono::seconds(10), [&] { return said_.size() >= count; }));
    return said_;
  }
  void say(std::string draft, std::int64_t rev, std::string text) {
    HearMessage message;
    message.draft = std::move(draft);
    message.rev = rev;
    message.text = std::move(text);
    hearers_->say(screen_, std::move(message));
  }
  // Done with all that waited for a worker: it goes through the same one, after it.
  void settle() {
    std::promise<void> done;
    ASSERT_TRUE(workers_.run(who("a").id.str(), Lane::intake, [&done] { done.set_value(); }));
    done.get_future().wait();
  }

  ManualClock clock_{Instant{}};
  ManualTimers timers_{clock_};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> said_;
  Workers workers_{2};
  std::unique_ptr<Hearers> hearers_ = std::make_unique<Hearers>(
      workers_, timers_, [](const Principal&) { return std::make_shared<Echo>(); });
  std::shared_ptr<Hearers::Screen> screen_;
};

TEST_F(Hearing, four_a_second_and_of_what_comes_sooner_only_the_newest) {
  for (int i = 1; i <= 4; ++i) {
    say("d", i, std::to_string(i));
    wait_for(static_cast<std::size_t>(i));
    settle();
  }
  for (int i = 5; i <= 40; ++i) say("d", i, std::to_string(i));
  settle();
  EXPECT_EQ(said_.size(), 4u) << "the fifth waits";
  timers_.run_until(clock_.steady() + std::chrono::milliseconds(251));
  EXPECT_EQ(wait_for(5).back(), "d40");
  settle();
  timers_.run_until(clock_.steady() + std::chrono::seconds(10));
  settle();
  EXPECT_EQ(said_.size(), 5u) << "the others were overtaken";
}

TEST_F(Hearing, a_person_with_two_screens_has_four_all_the_same) {
  const auto other = hearers_->open(who("a"), [this](std::string text) { said("2" + text); });
  for (int i = 1; i <= 4; ++i) {
    say("d", i, "x");
    wait_for(static_cast<std::size_t>(i));
    settle();
  }
  HearMessage message;
  message.draft = "e";
  hearers_->say(other, message);
  settle();
  EXPECT_EQ(said_.size(), 4u);
  timers_.run_until(clock_.steady() + std::chrono::milliseconds(251));
  EXPECT_EQ(wait_for(5).back(), "2e");
}

TEST_F(Hearing, an_older_revision_never_overtakes_a_newer_one) {
  for (int i = 1; i <= 4; ++i) {
    say("x", i, "");
    wait_for(static_cast<std::size_t>(i));
    settle();
  }
  say("d", 9, "new");
  say("d", 8, "old");
  timers_.run_until(clock_.steady() + std::chrono::seconds(1));
  EXPECT_EQ(wait_for(5).back(), "dnew");
}

TEST_F(Hearing, what_waits_when_the_server_goes_is_dropped) {
  for (int i = 1; i <= 5; ++i) say("d" + std::to_string(i), i, "");
  hearers_->stop();
  settle();
  const auto heard = said_.size();
  timers_.run_until(clock_.steady() + std::chrono::seconds(10));
  settle();
  EXPECT_EQ(said_.size(), heard);
}

}  // namespace
}  // namespace heed::server
