// Whether Heed is well, for whoever watches it from outside: GET /v1/health answers 200, or 503
// where what is done here could be lost or left lying:
//
// - the ledger's last write failed: nothing more is taken down until one succeeds;
// - the reactions lag: something that became durable more than lag_max ago has not been acted upon
//   (checks begun, people told, what is overdue passed on).
//
// noticed() is called every few seconds, from any thread; now() must not block and does not.
// Neither holds personal data. Thread-safe.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "base/clock.h"

namespace heed::server {

struct Health {
  bool good = true;
  bool rehearsal = false;  // for the watermark
  Instant now;             // the ledger's time
  // Name and number or word, without personal data: {"ledger": "…", "head": "123"}.
  std::map<std::string, std::string> says;
};

class Wellbeing {
 public:
  static constexpr Micros lag_max = std::chrono::seconds(30);

  explicit Wellbeing(const Clock& clock) : clock_(clock) {}

  // How things stand at this moment.
  struct Standing {
    std::uint64_t head = 0;   // the ledger's last seq
    std::uint64_t acted = 0;  // up to there everything was acted upon
    bool writable = true;
  };
  void noticed(const Standing& standing);
  // Fills in `good`, and `says` with head, ledger and reactions.
  Health now(const Standing& standing) const;

 private:
  Micros lag(const Standing& standing) const;

  const Clock& clock_;
  mutable std::mutex mutex_;
  // When the ledger was first seen to have come that far; what has been acted upon is dropped.
  std::deque<std::pair<std::uint64_t, Steady>> seen_;
};

}  // namespace heed::server
