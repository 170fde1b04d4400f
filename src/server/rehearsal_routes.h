// What a person who tries Heed on a rehearsal ledger can let happen, one act after another: the
// clock moves on, and a caller rings. Which acts there are is data of whoever serves it; a live
// ledger knows none of this (404). Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "server/route.h"

namespace heed::server {

struct RehearsalAct {
  std::string says;           // "Three weeks later"
  std::optional<Instant> at;  // the clock moves there, never back; nothing: it stays
  std::string caller;         // whom the switch lets ring; empty: nobody
};

class RehearsalControl {
 public:
  struct Parts {
    std::vector<RehearsalAct> acts;
    const Clock* clock = nullptr;
    // Moves the ledger's clock, and with it those of the stand-ins.
    std::function<Status(Instant)> move_to;
    std::function<Status(const std::string& caller)> ring;
    // How many acts of this ledger are done, kept over a restart.
    std::function<Result<std::size_t>()> load;
    std::function<Status(std::size_t)> save;
  };
  // Code::unavailable where it is not known how far the ledger has come.
  static Result<std::shared_ptr<RehearsalControl>> make(Parts parts);

  // Does the next act. Code::conflict where there is none left; those of the switch.
  Status next();
  std::size_t done() const;
  const std::vector<RehearsalAct>& acts() const { return parts_.acts; }
  const Clock& clock() const { return *parts_.clock; }

 private:
  explicit RehearsalControl(Parts parts) : parts_(std::move(parts)) {}
  const Parts parts_;
  mutable std::mutex mutex_;
  std::size_t done_ = 0;
};

// Null: a live ledger, or one without acts.
RouteTable rehearsal_routes(std::shared_ptr<RehearsalControl> control);

}  // namespace heed::server
