#include "checks/connectors/status.h"

#include <charconv>

#include "base/text.h"

namespace heed::checks {
namespace {

// Seconds only; an HTTP date is left to our own back-off.
std::optional<Micros> retry_after(const Incoming& incoming) {
  for (const auto& [name, value] : incoming.headers) {
    if (lower_ascii(name) != "retry-after") continue;
    int seconds = 0;
    const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (failure == std::errc() && end == value.data() + value.size() && seconds >= 0 &&
        seconds <= 86'400) {
      return std::chrono::seconds(seconds);
    }
  }
  return std::nullopt;
}

Reason reason_of(int status) {
  switch (status) {
    case 206: return Reason::partial;
    case 401:
    case 403: return Reason::denied;
    case 408:
    case 504: return Reason::timeout;
    case 429: return Reason::rate_limited;
    default: break;
  }
  if (status >= 500) return Reason::unavailable;
  if (status >= 300) return Reason::misconfigured;
  return Reason::malformed;
}

}  // namespace

std::optional<Fault> fault_of_status(const Incoming& incoming) {
  if (incoming.status == 200) return std::nullopt;
  return Fault{reason_of(incoming.status), "HTTP status " + std::to_string(incoming.status),
               retry_after(incoming)};
}

}  // namespace heed::checks
