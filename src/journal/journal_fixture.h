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
#include "journal/sqlite_journal.h"

namespace heed::journal {

enum class BackEnd { memory, sqlite };
inline std::vector<BackEnd> back_ends() { return {BackEnd::memory, BackEnd::sqlite}; }
std::string back_end_name(BackEnd back_end);

// log.added.v1, and note.written.v1 to v3 with converters between them.
EventTypes test_types();
LedgerBirth test_birth();

// A folder that goes when the test does.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  std::filesystem::path operator/(const std::string& name) const { return path / name; }
  std::filesystem::path path;
};

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
  // As after a stop and a start. Memory keeps what it has.
  void reopen();

  Surroundings surroundings();

  ManualClock clock;
  SeededRandom random;
  ActorId actor;
  std::array<std::atomic<int>, 16> alarms{};
  BackEnd back_end;
  TempFolder folder;
  SqliteOptions options;  // of a SQLite ledger
  std::unique_ptr<Journal> journal;
};

}  // namespace heed::journal
