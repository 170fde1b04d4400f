// A ledger in a folder of its own, by SQLite: enough for any one force. It writes ahead, syncs
// every commit in full, and has one connection, on one thread, that writes and checkpoints;
// concurrent appends are grouped into one commit in which each can fail alone. Readers have
// connections of their own that cannot write. Keys and checkpoints live elsewhere. Thread-safe.
//
// A write that fails, a full disk included, refuses the appends of that group with
// Code::unavailable, keeps what was acknowledged, alarms once, and the next group tries again. A
// failed sync ends the process (exit code 74, one line on standard error).
#pragma once

#include <filesystem>
#include <memory>
#include <set>

#include "journal/journal.h"

namespace heed::journal {

struct SqliteOptions {
  std::filesystem::path folder;
  // Empty: beside the folder, <folder>.keys. Refused inside the folder.
  std::filesystem::path keys;
  // Empty: beside the folder, <folder>.checkpoints.
  std::filesystem::path checkpoints;
  // What it is opened as. A ledger of the other nature is refused. Nothing: whatever it is, for
  // tools that add nothing of their own.
  std::optional<Nature> nature = Nature::rehearsal;
  // Makes the ledger where the folder holds none. Without it, that is Code::not_found.
  std::optional<LedgerBirth> birth;
  // 0: only when closed and when a key is destroyed.
  Micros checkpoint_every = std::chrono::seconds(10);
  // For tests of faults: SQLite's name of another file layer.
  std::string vfs;
};

// Opens (or makes) a ledger; one process at a time. Refuses, saying what to do: a folder that
// another process has open, the other nature, an event type that `types` lacks (named), a schema
// from a newer Heed, a missing or foreign key file, a key file older than the ledger.
Result<std::unique_ptr<Journal>> open_sqlite_journal(SqliteOptions options, EventTypes types,
                                                     Surroundings surroundings);

// Where keys and checkpoints are looked for when nothing else is said.
std::filesystem::path default_keys(const std::filesystem::path& folder);
std::filesystem::path default_checkpoints(const std::filesystem::path& folder);

}  // namespace heed::journal
