#include "base/clock.h"

namespace heed {

Instant SystemClock::now() const {
  return std::chrono::time_point_cast<Micros>(std::chrono::system_clock::now());
}

Steady SystemClock::steady() const {
  return std::chrono::duration_cast<Steady>(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace heed
