#include "app/side_rows.h"

#include <algorithm>

#include "base/file.h"
#include "journal/sqlite_rows.h"

namespace heed::app {

Result<SealKey> kept_key(const std::filesystem::path& file, Random& random) {
  SealKey key;
  const auto stored = read_file(file, 64);
  if (!stored && stored.error().code != Code::not_found) return stored.error();
  if (stored && stored->size() != key.size()) {
    return error(Code::corrupt, "expected a key of 32 bytes", file.filename().string(),
                 "Restore the key file; without it what it sealed is lost");
  }
  if (stored) {
    std::copy(stored->begin(), stored->end(), key.begin());
    return key;
  }
  key = new_seal_key(random);
  HEED_CHECK(write_file_atomically(
      file, std::string_view(reinterpret_cast<const char*>(key.data()), key.size()), 0600));
  return key;
}

Result<std::unique_ptr<Rows>> open_side_rows(const std::filesystem::path& ledger, Random& random) {
  std::filesystem::path file = ledger;
  file += ".rows";
  std::filesystem::path key_file = ledger;
  key_file += ".rows.key";
  HEED_TRY(const SealKey key, kept_key(key_file, random));
  return journal::open_sqlite_rows(file, key, random);
}

}  // namespace heed::app
