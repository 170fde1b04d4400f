#include "checks/source_line.h"

#include <algorithm>

namespace heed::checks {

void FairQueue::push(CheckId check, IncidentId incident, bool urgent) {
  Lane& lane = lanes_[urgent ? 0 : 1];
  auto& waiting = lane.waiting[incident];
  if (waiting.empty()) lane.turns.push_back(incident);
  waiting.push_back(check);
  ++size_;
}

std::optional<CheckId> FairQueue::Lane::pop() {
  if (turns.empty()) return std::nullopt;
  const IncidentId incident = turns.front();
  turns.pop_front();
  auto& own = waiting[incident];
  const CheckId check = own.front();
  own.pop_front();
  if (own.empty()) {
    waiting.erase(incident);
  } else {
    turns.push_back(incident);
  }
  return check;
}

std::optional<CheckId> FairQueue::pop() {
  const bool ordinary_turn = urgent_in_a_row_ >= 8 && !lanes_[1].turns.empty();
  if (!ordinary_turn) {
    if (auto check = lanes_[0].pop()) {
      ++urgent_in_a_row_;
      --size_;
      return check;
    }
  }
  urgent_in_a_row_ = 0;
  auto check = lanes_[1].pop();
  if (check) --size_;
  return check;
}

bool FairQueue::remove(CheckId check) {
  for (auto& lane : lanes_) {
    for (auto it = lane.waiting.begin(); it != lane.waiting.end(); ++it) {
      auto& own = it->second;
      const auto found = std::find(own.begin(), own.end(), check);
      if (found == own.end()) continue;
      own.erase(found);
      --size_;
      if (own.empty()) {
        std::erase(lane.turns, it->first);
        lane.waiting.erase(it);
      }
      return true;
    }
  }
  return false;
}

BreakerState::May BreakerState::may(Steady now) {
  if (state_ == Breaker::open && now >= reopens()) state_ = Breaker::half_open;
  switch (state_) {
    case Breaker::closed: return May::ask;
    case Breaker::open: return May::refuse;
    case Breaker::half_open: break;
  }
  if (probing_) return May::wait;
  probing_ = true;
  return May::ask;
}

void BreakerState::succeeded() {
  state_ = Breaker::closed;
  failures_ = 0;
  probing_ = false;
}

void BreakerState::failed(Steady now) {
  ++failures_;
  probing_ = false;
  if (failures_max_ == 0) return;
  if (state_ == Breaker::half_open || failures_ >= failures_max_) {
    state_ = Breaker::open;
    opened_ = now;
  }
}

std::optional<Steady> Rate::take(Steady now) {
  if (per_minute_ == 0) return std::nullopt;
  constexpr double minute = 60e6;
  const double most = std::max(1.0, per_minute_ / 6.0);
  if (!begun_) {
    begun_ = true;
    tokens_ = most;
  } else {
    tokens_ =
        std::min(most, tokens_ + static_cast<double>((now - last_).count()) * per_minute_ / minute);
  }
  last_ = now;
  if (tokens_ >= 1) {
    tokens_ -= 1;
    return std::nullopt;
  }
  return now + Micros(static_cast<std::int64_t>((1 - tokens_) * minute / per_minute_) + 1);
}

Micros retry_delay(const Limits& limits, int attempt, Random& random) {
  Micros delay = limits.retry_first;
  for (int i = 1; i < attempt && delay < limits.retry_max; ++i) delay *= 2;
  delay = std::min(delay, limits.retry_max);
  const auto fifth = static_cast<std::uint64_t>(std::max<std::int64_t>(delay.count() / 5, 1));
  return delay - Micros(static_cast<std::int64_t>(random.below(fifth)));
}

}  // namespace heed::checks
