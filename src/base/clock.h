// Time comes in from outside: nothing but this folder reads a clock. Instants are UTC with
// microseconds. Waits, deadlines and breakers use steady time, which no one can set; what is
// recorded uses the wall clock. All clocks are thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace heed {

using Micros = std::chrono::microseconds;
using Instant = std::chrono::sys_time<Micros>;
// Time since an arbitrary start that never runs back.
using Steady = std::chrono::duration<std::int64_t, std::micro>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  virtual Steady steady() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
  Steady steady() const override;
};

// Moves only when told to. set() moves the wall clock alone (a clock that someone has set),
// advance() moves both.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start.time_since_epoch().count()) {}
  Instant now() const override { return Instant(Micros(now_.load())); }
  Steady steady() const override { return Steady(steady_.load()); }
  void set(Instant instant) { now_ = instant.time_since_epoch().count(); }
  void advance(Micros by) {
    now_ += by.count();
    steady_ += by.count();
  }

 private:
  std::atomic<std::int64_t> now_;
  std::atomic<std::int64_t> steady_{0};
};

}  // namespace heed
