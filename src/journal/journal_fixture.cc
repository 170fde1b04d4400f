#include "journal/journal_fixture.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/assert.h"
#include "journal/memory_journal.h"

namespace heed::journal {

std::string back_end_name(BackEnd back_end) {
  return back_end == BackEnd::memory ? "memory" : "sqlite";
}

TempFolder::TempFolder() {
  // In memory where there is such a place: what is tested is what is written, not the disk's speed.
  const bool shm = ::access("/dev/shm", W_OK) == 0;
  const auto base =
      shm ? std::filesystem::path("/dev/shm") : std::filesystem::temp_directory_path();
  std::string name = (base / "heed-journal-XXXXXX").string();
  HEED_ASSERT(::mkdtemp(name.data()) != nullptr);
  path = name;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

EventTypes test_types() {
  EventTypes types;
  types.add("log.added.v1");
  types.convert("note.written.v1", "note.written.v2",
                [](std::string payload) -> Result<std::string> { return "v2:" + payload; });
  types.convert("note.written.v2", "note.written.v3",
                [](std::string payload) -> Result<std::string> { return "v3:" + payload; });
  return types;
}

LedgerBirth test_birth() { return {"Northmoor Police", "NM", "Europe/London", Nature::rehearsal}; }

TestLedger::TestLedger(BackEnd which, std::uint64_t seed)
    : clock(Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 19))),
      random(seed),
      back_end(which) {
  actor = new_actor();
  options.folder = folder / "ledger";
  options.checkpoint_every = Micros(0);
  options.birth = test_birth();
  if (back_end == BackEnd::memory) {
    journal = new_memory_journal(test_birth(), test_types(), surroundings()).value();
  } else {
    journal = open_sqlite_journal(options, test_types(), surroundings()).value();
  }
}

TestLedger::~TestLedger() = default;

void TestLedger::reopen() {
  if (back_end == BackEnd::memory) return;
  journal.reset();
  options.birth.reset();
  journal = open_sqlite_journal(options, test_types(), surroundings()).value();
}

Surroundings TestLedger::surroundings() {
  return {clock, random, [this](const Alarm& alarm) {
            alarms[static_cast<std::size_t>(alarm.kind)].fetch_add(1);
          }};
}

Append TestLedger::append_to(const StreamId& stream, std::optional<std::uint64_t> expected,
                             const std::vector<std::string>& types) {
  Append append;
  append.stream = stream;
  append.expected_version = expected;
  append.actor = actor;
  append.purpose = "contact_handling";
  append.policy_version = "2026-11";
  for (std::size_t i = 0; i < types.size(); ++i) {
    append.events.push_back({types[i], "payload " + std::to_string(i), KeyScope::of_stream()});
  }
  return append;
}

}  // namespace heed::journal
