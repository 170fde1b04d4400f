#include <gtest/gtest.h>

#include "server/rehearsal_routes.h"

namespace heed::server {
namespace {

class Rehearsed : public testing::Test {
 protected:
  std::shared_ptr<RehearsalControl> control() {
    RehearsalControl::Parts parts;
    parts.acts = {{"The first call rings", {}, "one"},
                  {"Three weeks later", clock_.now() + std::chrono::hours(24 * 21), "two"}};
    parts.clock = &clock_;
    parts.move_to = [this](Instant at) {
      clock_.set(at);
      return ok();
    };
    parts.ring = [this](const std::string& caller) -> Status {
      if (silent_) return error(Code::unavailable, "the switch does not answer");
      rung_.push_back(caller);
      return ok();
    };
    parts.load = [this] { return Result<std::size_t>(kept_); };
    parts.save = [this](std::size_t done) {
      kept_ = done;
      return ok();
    };
    return *RehearsalControl::make(std::move(parts));
  }
  ManualClock clock_{Instant(std::chrono::hours(24 * 20'000))};
  std::vector<std::string> rung_;
  std::size_t kept_ = 0;
  bool silent_ = false;
};

TEST_F(Rehearsed, acts_happen_in_order_each_once_over_a_restart_too) {
  const Instant began = clock_.now();
  ASSERT_TRUE(control()->next());
  EXPECT_EQ(clock_.now(), began);
  auto again = control();
  EXPECT_EQ(again->done(), 1u);
  ASSERT_TRUE(again->next());
  EXPECT_EQ(clock_.now(), began + std::chrono::hours(24 * 21));
  EXPECT_EQ(rung_, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(again->next().error().code, Code::conflict);
}

TEST_F(Rehearsed, a_switch_that_does_not_answer_leaves_the_act_to_be_done) {
  silent_ = true;
  const auto all = control();
  EXPECT_EQ(all->next().error().code, Code::unavailable);
  silent_ = false;
  EXPECT_TRUE(all->next());
  EXPECT_EQ(rung_, std::vector<std::string>{"one"});
}

TEST_F(Rehearsed, a_live_ledger_has_none) {
  for (const auto& route : rehearsal_routes(nullptr)) {
    EXPECT_EQ(route.act({}).error().code, Code::not_found);
  }
}

}  // namespace
}  // namespace heed::server
