// Counts and times for whoever looks after the system, as Prometheus reads them. Labels are route
// names and statuses, never an identifier of a person or an incident. Thread-safe.
#pragma once

#include <array>
#include <map>
#include <mutex>
#include <string>

#include "base/clock.h"

namespace heed::server {

class Metrics {
 public:
  void answered(const std::string& route, int status, Micros took);
  // "heed_live_sessions": a number that stands for now.
  void set(const std::string& gauge, const std::string& says, std::int64_t value);
  std::string text() const;

 private:
  static constexpr std::array<std::int64_t, 10> bounds_us_{
      1'000, 2'500, 5'000, 10'000, 25'000, 50'000, 100'000, 250'000, 1'000'000, 5'000'000};
  struct Times {
    std::array<std::uint64_t, 10> within{};
    std::uint64_t count = 0;
    std::int64_t sum_us = 0;
  };
  struct Gauge {
    std::string says;
    std::int64_t value = 0;
  };
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::uint64_t> answers_;
  std::map<std::string, Times> times_;
  std::map<std::string, Gauge> gauges_;
};

}  // namespace heed::server
