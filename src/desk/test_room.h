// For tests of the rooms above: a control room of the force in config/northmoor, in memory, without
// sources, on a clock that moves when it is told to. One thread.
#pragma once

#include "base/timers.h"
#include "desk/consultations.h"
#include "desk/control_room.h"

namespace heed::desk {

struct TestRoom {
  // Reads policy/ and config/ below `source`, the project's folder.
  // The followers of the feed outlive it.
  static Result<std::unique_ptr<TestRoom>> make(const std::filesystem::path& source,
                                                std::vector<journal::Projection*> followers = {});

  ManualClock clock{parse_instant("2026-11-19T18:30:00Z").value()};
  ManualTimers timers{clock};
  SeededRandom random{7};
  Zone zone = Zone::load("Europe/London").value();
  std::unique_ptr<journal::Journal> journal;
  access::Staff staff;
  training::Register competences;
  std::unique_ptr<ControlRoom> room;
  std::unique_ptr<Consultations> consultations;
};

}  // namespace heed::desk
