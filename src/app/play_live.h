// Plays a rehearsal's acts on a running control room, at a pace that a person can read, and prints
// what the handler would see: the telephone rings at the switch, the sources are the real
// processes. Nothing is expected here; `heed rehearse` does that.
#pragma once

#include <filesystem>
#include <functional>
#include <ostream>
#include <string>

#include "access/access.h"
#include "desk/control_room.h"
#include "net/http_client.h"

namespace heed::app {

struct LivePlay {
  std::filesystem::path file;
  std::string control;  // the switch's control address; its caller is let ring there
  std::string caller;   // which caller
  Micros pace = std::chrono::seconds(2);  // between two acts
};

// Blocks until it has been played, or `stopped` says so. Code::unavailable where the call does not
// come within 30 s.
Status play_live(const LivePlay& play, desk::ControlRoom& room, const access::Staff& staff,
                 const Zone& zone, const Clock& clock, std::ostream& out,
                 const std::function<bool(Micros)>& stopped_within);

}  // namespace heed::app
