// base/rows.h on SQLite, sealed: a file of its own beside the ledger's folder, so that nothing in
// it is ever part of the record, and one key in a file of its own beside that. Each row is sealed
// by a key of its own, derived from that one and bound to its table and name: a row moved to
// another name does not open. What is removed is overwritten.
//
// Several processes may use it at a time (`heed user` beside `heed serve`). Appends of many threads
// share commits.
#pragma once

#include <filesystem>
#include <memory>

#include "base/crypto.h"
#include "base/rows.h"

namespace heed::journal {

Result<std::unique_ptr<Rows>> open_sqlite_rows(const std::filesystem::path& file,
                                               const SealKey& key, Random& random);

}  // namespace heed::journal
