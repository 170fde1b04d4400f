// Reading connections to a SQLite ledger: a small pool, each connection used by one caller at a
// time. They see what is durable and nothing else. Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "journal/journal.h"
#include "journal/sqlite_schema.h"

namespace heed::journal {

class SqliteReaders {
 public:
  SqliteReaders(std::filesystem::path file, LedgerId ledger, std::string vfs);
  ~SqliteReaders();

  Result<std::vector<StoredRow>> stream(const StreamId& stream, std::uint64_t from_version,
                                        std::size_t limit);
  Result<std::vector<StoredRow>> feed(std::uint64_t after_seq, std::size_t limit);
  Result<std::uint64_t> version_of(const StreamId& stream);
  Result<std::optional<Remembered>> remembered(const ActorId& actor, std::string_view key);
  Result<std::optional<std::uint64_t>> cursor(std::string_view name);
  // Destroyed ones left out, ascending.
  Result<std::vector<KeyId>> keys_of(const StreamId& stream, const KeyScope& scope);

 private:
  struct Connection;
  class Lease;
  Result<std::unique_ptr<Connection>> take();
  Result<std::unique_ptr<Connection>> open();

  const std::filesystem::path file_;
  const LedgerId ledger_;
  const std::string vfs_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

// The person column for a scope: empty for the stream's own key.
std::string_view person_bytes(const KeyScope& scope);

}  // namespace heed::journal
