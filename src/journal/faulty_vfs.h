// A file layer for SQLite that fails when told to: a disk that is full, one that cannot be written,
// one whose fsync fails. Everything else goes to the usual layer. For tests; one at a time.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

namespace heed::journal {

struct Faults {
  std::atomic<std::int64_t> bytes_until_full{-1};  // -1: never full
  std::atomic<bool> writes_fail{false};
  std::atomic<bool> syncs_fail{false};
  std::atomic<int> syncs{0};
  void clear() {
    bytes_until_full = -1;
    writes_fail = false;
    syncs_fail = false;
  }
};

Faults& faults();
// Registers it once and gives its name, for SqliteOptions::vfs.
std::string faulty_vfs();

}  // namespace heed::journal
