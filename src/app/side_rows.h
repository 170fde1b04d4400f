// What lies beside a ledger and is no part of the record: keys that we make ourselves and keep, and
// the sealed rows of accounts, sessions and drafts. For a ledger in `var/ledger` the rows are
// `var/ledger.rows` and their key `var/ledger.rows.key`: a backup of the one is nothing without the
// other.
#pragma once

#include <filesystem>
#include <memory>

#include "base/crypto.h"
#include "base/random.h"
#include "base/rows.h"

namespace heed::app {

// The key in that file; made where there is none, for the owner alone.
Result<SealKey> kept_key(const std::filesystem::path& file, Random& random);
Result<std::unique_ptr<Rows>> open_side_rows(const std::filesystem::path& ledger, Random& random);

}  // namespace heed::app
