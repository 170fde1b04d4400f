#include "base/timers.h"

#include <gtest/gtest.h>

#include <future>
#include <string>

namespace heed {
namespace {

using std::chrono::seconds;

TEST(ManualTimers, RunInOrderOfTimeThenOfScheduling) {
  ManualClock clock{Instant{}};
  ManualTimers timers(clock);
  std::string order;
  timers.after(seconds(2), [&] { order += 'c'; });
  timers.after(seconds(1), [&] { order += 'a'; });
  timers.after(seconds(1), [&] {
    order += 'b';
    timers.after(seconds(1), [&] { order += 'd'; });
  });
  EXPECT_EQ(timers.run_until(seconds(5)), 4u);
  EXPECT_EQ(order, "abcd");
  EXPECT_EQ(clock.steady(), seconds(5));
}

TEST(ManualTimers, DoNotRunWhatWasCancelled) {
  ManualClock clock{Instant{}};
  ManualTimers timers(clock);
  bool ran = false;
  const TimerId id = timers.after(seconds(1), [&] { ran = true; });
  EXPECT_TRUE(timers.cancel(id));
  EXPECT_FALSE(timers.cancel(id));
  timers.run_until(seconds(5));
  EXPECT_FALSE(ran);
}

TEST(ManualTimers, StopAtTheMostTheyMayRun) {
  ManualClock clock{Instant{}};
  ManualTimers timers(clock);
  std::function<void()> again = [&] { timers.after(Micros(0), again); };
  again();
  EXPECT_EQ(timers.run_until(seconds(1), 100), 100u);
}

TEST(ThreadTimers, RunWhatIsDue) {
  SystemClock clock;
  ThreadTimers timers(clock);
  std::promise<int> first;
  std::promise<int> second;
  timers.after(std::chrono::milliseconds(5), [&] { second.set_value(2); });
  timers.at(clock.steady() - seconds(1), [&] { first.set_value(1); });
  EXPECT_EQ(first.get_future().get(), 1);
  EXPECT_EQ(second.get_future().get(), 2);
}

}  // namespace
}  // namespace heed
