// What an operator does with a SQLite ledger as files: check it, copy it away, bring it back. Never
// changes the ledger it reads, and may run beside the Heed that writes it.
#pragma once

#include <filesystem>

#include "journal/verify.h"

namespace heed::journal {

using Progress = std::function<void(std::uint64_t seq)>;  // every 10,000 events

struct VerifyPlaces {
  std::filesystem::path folder;
  std::optional<std::filesystem::path> keys;         // nothing: payloads are not tried
  std::optional<std::filesystem::path> checkpoints;  // nothing: truncation stays unproven
};
// An error only where there is nothing to check: no such folder, no ledger in it, no key file of
// that name. What is wrong with the ledger itself are findings.
Result<Verification> verify_sqlite_ledger(const VerifyPlaces& places, Random& random,
                                          const Progress& progress = {});

// Data, keys and checkpoints, each in a place of its own.
struct LedgerPlaces {
  std::filesystem::path folder;       // of the ledger: holds ledger.db
  std::filesystem::path keys;         // the key file
  std::filesystem::path checkpoints;  // the folder of checkpoints
};

struct Copied {
  std::uint64_t events = 0;
  Hash head{};
  bool keys = false;
  bool checkpoints = false;
  std::vector<Finding> behind;  // what has been signed or destroyed since
};
// To folders, which are made; `keys` and `checkpoints` are skipped where empty. The key file is
// written as <keys>/heed.keys. Code::refused where data and keys would come to lie in one folder,
// Code::conflict where a place already holds such a copy. What was written is read back and
// checked.
Result<Copied> backup_sqlite_ledger(const LedgerPlaces& from, const LedgerPlaces& to,
                                    Random& random);
// From such folders into the places that a ledger lives in. Nothing that is there is overwritten
// (Code::conflict); a copy that does not verify is not restored (Code::corrupt).
Result<Copied> restore_sqlite_ledger(const LedgerPlaces& from, const LedgerPlaces& to,
                                     Random& random);

inline constexpr std::string_view key_backup_name = "heed.keys";

}  // namespace heed::journal
