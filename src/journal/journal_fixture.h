// A ledger for a test: any back end, with a clock, randomness and alarms that the test holds.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>

#include "journal/chain.h"
#include "journal/journal.h"
#include "journal/ledger_events.h"

namespace heed::journal {

enum class BackEnd { memory };
inline std::vector<BackEnd> back_ends() { return {BackEnd::memory}; }
std::string back_end_name(BackEnd back_end);

// log.added.v1, and note.written.v1 to v3 with converters between them.
EventTypes test_types();
LedgerBirth test_birth();

class TestLedger {
 public:
  explicit TestLedger(BackEnd back_end, std::uint64_t seed = 1);
  ~TestLedger();

  StreamId new_stream() { return {"incident", new_uuid()}; }
  Uuid new_uuid() { return new_uuid_v7(clock.now(), random); }
  ActorId new_actor() { return ActorId{new_uuid()}; }
  // Every payload says its place.
  Append append_to(const StreamId& stream, std::optional<std::uint64_t> expected,
                   const std::vector<std::string>& types);
  int alarms_of(Alarm::Kind kind) const { return alarms[static_cast<std::size_t>(kind)].load(); }
  // Until listeners have been told of everything appended so far.
  void settle();

  Surroundings surroundings();

  ManualClock clock;
  SeededRandom random;
  ActorId actor;
  std::array<std::atomic<int>, 16> alarms{};
  std::unique_ptr<Journal> journal;
};

}  // namespace heed::journal
