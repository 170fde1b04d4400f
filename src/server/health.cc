#include "server/health.h"

namespace heed::server {
namespace {
constexpr std::size_t seen_max = 10'000;  // half a day of nothing done: then the lag is long enough
}

void Wellbeing::noticed(const Standing& standing) {
  const std::lock_guard lock(mutex_);
  while (!seen_.empty() && seen_.front().first <= standing.acted) seen_.pop_front();
  const bool further = seen_.empty() || seen_.back().first < standing.head;
  if (standing.head > standing.acted && further && seen_.size() < seen_max) {
    seen_.emplace_back(standing.head, clock_.steady());
  }
}

Micros Wellbeing::lag(const Standing& standing) const {
  const std::lock_guard lock(mutex_);
  for (const auto& [seq, since] : seen_) {
    if (seq > standing.acted) return clock_.steady() - since;
  }
  return Micros(0);
}

Health Wellbeing::now(const Standing& standing) const {
  Health out;
  const Micros behind = lag(standing);
  const bool late = behind > lag_max;
  out.good = standing.writable && !late;
  out.says["head"] = std::to_string(standing.head);
  out.says["ledger"] = standing.writable ? "writing" : "refusing: its last write failed";
  out.says["reactions"] =
      late ? "late by " + std::to_string(behind / std::chrono::seconds(1)) + " s" : "in time";
  return out;
}

}  // namespace heed::server
