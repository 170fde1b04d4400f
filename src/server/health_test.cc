#include "server/health.h"

#include <gtest/gtest.h>

namespace heed::server {
namespace {

using std::chrono::seconds;

class Watched : public testing::Test {
 protected:
  // As the server does: looked at every few seconds.
  void pass(Micros time, std::uint64_t head, std::uint64_t acted) {
    for (Micros gone{0}; gone < time; gone += seconds(5)) {
      clock_.advance(seconds(5));
      wellbeing_.noticed({head, acted, true});
    }
  }
  ManualClock clock_{Instant(std::chrono::hours(24 * 20'000))};
  Wellbeing wellbeing_{clock_};
};

TEST_F(Watched, nothing_behind_is_well_however_long_nothing_happens) {
  pass(std::chrono::hours(1), 100, 100);
  EXPECT_TRUE(wellbeing_.now({100, 100, true}).good);
  EXPECT_EQ(wellbeing_.now({100, 100, true}).says.at("reactions"), "in time");
}

TEST_F(Watched, a_burst_that_is_being_worked_off_is_well) {
  std::uint64_t acted = 0;
  for (std::uint64_t head = 1000; head < 20'000; head += 1000) {
    pass(seconds(5), head, acted);
    EXPECT_TRUE(wellbeing_.now({head, acted, true}).good) << head;
    acted = head - 500;  // always behind, never for long
  }
}

TEST_F(Watched, what_lies_longer_than_the_bound_is_not_well_until_it_is_done) {
  pass(seconds(5), 200, 100);
  pass(seconds(30), 300, 199);
  EXPECT_TRUE(wellbeing_.now({300, 199, true}).good);
  pass(seconds(5), 300, 199);
  const auto late = wellbeing_.now({300, 199, true});
  EXPECT_FALSE(late.good);
  EXPECT_EQ(late.says.at("reactions"), "late by 35 s");
  EXPECT_TRUE(wellbeing_.now({300, 200, true}).good) << "what is left came later";
  EXPECT_TRUE(wellbeing_.now({300, 300, true}).good);
}

TEST_F(Watched, a_ledger_that_refuses_is_not_well) {
  const auto health = wellbeing_.now({10, 10, false});
  EXPECT_FALSE(health.good);
  EXPECT_NE(health.says.at("ledger").find("refusing"), std::string::npos);
}

}  // namespace
}  // namespace heed::server
