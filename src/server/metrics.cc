#include "server/metrics.h"

#include <fmt/format.h>

namespace heed::server {

void Metrics::answered(const std::string& route, int status, Micros took) {
  const std::lock_guard lock(mutex_);
  ++answers_[{route, status}];
  auto& times = times_[route];
  ++times.count;
  times.sum_us += took.count();
  for (std::size_t i = 0; i < bounds_us_.size(); ++i) {
    if (took.count() <= bounds_us_[i]) ++times.within[i];
  }
}

void Metrics::set(const std::string& gauge, const std::string& says, std::int64_t value) {
  const std::lock_guard lock(mutex_);
  gauges_[gauge] = {says, value};
}

std::string Metrics::text() const {
  const std::lock_guard lock(mutex_);
  std::string out =
      "# HELP heed_requests_total Requests answered, by route and status.\n"
      "# TYPE heed_requests_total counter\n";
  for (const auto& [key, count] : answers_) {
    out += fmt::format("heed_requests_total{{route=\"{}\",status=\"{}\"}} {}\n", key.first,
                       key.second, count);
  }
  out +=
      "# HELP heed_request_seconds How long an answer took.\n"
      "# TYPE heed_request_seconds histogram\n";
  for (const auto& [route, times] : times_) {
    for (std::size_t i = 0; i < bounds_us_.size(); ++i) {
      out += fmt::format("heed_request_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n", route,
                         static_cast<double>(bounds_us_[i]) / 1e6, times.within[i]);
    }
    out += fmt::format(
        "heed_request_seconds_bucket{{route=\"{0}\",le=\"+Inf\"}} {1}\n"
        "heed_request_seconds_sum{{route=\"{0}\"}} {2}\n"
        "heed_request_seconds_count{{route=\"{0}\"}} {1}\n",
        route, times.count, static_cast<double>(times.sum_us) / 1e6);
  }
  for (const auto& [name, gauge] : gauges_) {
    out +=
        fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n{0} {2}\n", name, gauge.says, gauge.value);
  }
  return out;
}

}  // namespace heed::server
