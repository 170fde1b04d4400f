// Call me at that steady time. One thread runs all callbacks, in order of their time and then of
// their scheduling; a callback must be short and must not block. ManualTimers is the twin for
// rehearsals and tests: nothing runs until run_until() moves its clock.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>

#include "base/clock.h"

namespace heed {

using TimerId = std::uint64_t;  // never 0

class Timers {
 public:
  virtual ~Timers() = default;
  // A time that has passed runs at once (on the timer thread, not in this call).
  virtual TimerId at(Steady when, std::function<void()> callback) = 0;
  // False where it has run, is running, or never was: not an error.
  virtual bool cancel(TimerId id) = 0;
  virtual const Clock& clock() const = 0;

  TimerId after(Micros delay, std::function<void()> callback) {
    return at(clock().steady() + delay, std::move(callback));
  }
};

class ThreadTimers final : public Timers {
 public:
  explicit ThreadTimers(const Clock& clock);
  ~ThreadTimers() override;  // waits for a running callback; drops the rest
  TimerId at(Steady when, std::function<void()> callback) override;
  bool cancel(TimerId id) override;
  const Clock& clock() const override { return clock_; }

 private:
  void run();

  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::pair<Steady, TimerId>, std::function<void()>> due_;
  std::unordered_map<TimerId, Steady> when_;
  TimerId next_ = 1;
  bool stopping_ = false;
  std::thread thread_;
};

// Single-threaded by design, but safe to schedule on from other threads.
class ManualTimers final : public Timers {
 public:
  explicit ManualTimers(ManualClock& clock) : clock_(clock) {}
  TimerId at(Steady when, std::function<void()> callback) override;
  bool cancel(TimerId id) override;
  const Clock& clock() const override { return clock_; }

  // The steady time of the next callback, if any is due at all.
  std::optional<Steady> next() const;
  // Moves the clock to each due time in turn and runs what is due, callbacks scheduled on the way
  // included, until nothing is due at or before `until`; leaves the clock at `until`. Returns how
  // many ran; stops at `most` so that a callback that schedules itself cannot hang a test.
  std::size_t run_until(Steady until, std::size_t most = 1'000'000);

 private:
  ManualClock& clock_;
  mutable std::mutex mutex_;
  std::map<std::pair<Steady, TimerId>, std::function<void()>> due_;
  std::unordered_map<TimerId, Steady> when_;
  TimerId next_ = 1;
};

}  // namespace heed
