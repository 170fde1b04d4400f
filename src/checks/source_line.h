// The line in front of one source, as values: whose turn it is, whether the source may be asked at
// all just now, and when to try again. No clock, no thread: the runner hands in the time and keeps
// its lock.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>

#include "base/random.h"
#include "checks/runner.h"

namespace heed::checks {

// Urgent checks first, save that every ninth turn is an ordinary one's; within a lane incidents
// take turns, so that one with forty checks does not hold up one with two.
class FairQueue {
 public:
  void push(CheckId check, IncidentId incident, bool urgent);
  std::optional<CheckId> pop();
  bool remove(CheckId check);
  std::size_t size() const { return size_; }

 private:
  struct Lane {
    std::deque<IncidentId> turns;
    std::map<IncidentId, std::deque<CheckId>> waiting;
    std::optional<CheckId> pop();
  };
  Lane lanes_[2];  // urgent, ordinary
  int urgent_in_a_row_ = 0;
  std::size_t size_ = 0;
};

// Opens after so many failures in a row; lets one attempt through once it has been open long
// enough.
class BreakerState {
 public:
  BreakerState(int failures, Micros open_for) : failures_max_(failures), open_for_(open_for) {}
  enum class May { ask, wait, refuse };
  // `ask` of a half-open breaker is the one attempt: others wait for its end.
  May may(Steady now);
  void succeeded();
  void failed(Steady now);
  // An attempt that never reached the source, or ended as neither: the one attempt is free again.
  void undecided() { probing_ = false; }
  Breaker state() const { return state_; }
  Steady reopens() const { return opened_ + open_for_; }
  int failures() const { return failures_; }

 private:
  int failures_max_;
  Micros open_for_;
  Breaker state_ = Breaker::closed;
  int failures_ = 0;
  bool probing_ = false;
  Steady opened_{0};
};

// A bucket of tokens, refilled evenly; its size is ten seconds' worth, at least one.
class Rate {
 public:
  explicit Rate(int per_minute) : per_minute_(per_minute) {}
  // Nothing: go on, one is taken. Else when there will be one.
  std::optional<Steady> take(Steady now);

 private:
  int per_minute_;
  bool begun_ = false;
  double tokens_ = 0;
  Steady last_{0};
};

// Before the attempt after `attempt`: doubling from retry_first to retry_max, less up to a fifth by
// chance, so that a source that comes back is not met by everybody at once.
Micros retry_delay(const Limits& limits, int attempt, Random& random);

}  // namespace heed::checks
