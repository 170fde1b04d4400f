#include <algorithm>

#include "base/file.h"
#include "base/text.h"
#include "checks/connectors/dataset/csv.h"
#include "checks/connectors/dataset/dataset.h"

namespace heed::checks {
namespace {

bool is_plain_name(const std::string& name) {
  if (name.empty() || name.size() > 100) return false;
  for (const char c : name) {
    if (!is_alpha(c) && !is_digit(c) && c != '_' && c != '-') return false;
  }
  return true;
}

Error bad_name() { return error(Code::invalid, "expected a name of letters, digits, _ and -"); }

}  // namespace

Result<SealKey> extract_key(const std::filesystem::path& file,
                            const std::filesystem::path& extracts, Random& random) {
  std::error_code failure;
  const auto key_place = std::filesystem::weakly_canonical(file, failure);
  const auto folder = std::filesystem::weakly_canonical(extracts, failure);
  const auto apart =
      std::mismatch(folder.begin(), folder.end(), key_place.begin(), key_place.end());
  if (apart.first == folder.end()) {
    return error(Code::refused, "the key would lie among the extracts that it opens", file,
                 "keep it elsewhere: who copies the one must not have the other");
  }
  auto text = read_file(file, 1024);
  if (!text && text.error().code != Code::not_found) return text.error();
  if (!text) {
    const SealKey key = new_seal_key(random);
    HEED_CHECK(write_file_atomically(file, std::string(key.begin(), key.end()), 0600));
    return key;
  }
  SealKey key{};
  if (text->size() != key.size()) {
    return error(Code::corrupt, "expected a key of 32 bytes", file,
                 "restore it from the backup of keys; without it extracts are imported anew");
  }
  std::copy(text->begin(), text->end(), key.begin());
  return key;
}

DatasetStore::DatasetStore(std::filesystem::path folder, SealKey key, Random& random)
    : folder_(std::move(folder)), key_(key), random_(random) {}

Result<std::shared_ptr<const Dataset>> DatasetStore::import(const SourceDeclaration& source,
                                                            std::string_view csv, Instant as_of) {
  if (!is_plain_name(source.source)) return bad_name();
  HEED_TRY(auto extract, read_extract(source, csv, as_of));
  const auto folder = folder_ / source.source;
  HEED_CHECK(make_folder(folder, 0700));
  const auto version = extract.version;
  // Bound to its name: a file put in another's place does not open.
  const auto sealed = seal(key_, encode(extract), source.source + "/" + version, random_);
  HEED_CHECK(write_file_atomically(folder / (version + ".extract"), sealed, 0600));
  auto dataset = std::make_shared<const Dataset>(std::move(extract));
  HEED_CHECK(dataset->save_index(folder / (version + ".index"), key_));
  // Last: whoever reads it finds the rest.
  HEED_CHECK(write_file_atomically(folder / "current", version + "\n", 0600));
  const std::lock_guard lock(mutex_);
  current_[source.source] = dataset;
  opened_[source.source + "/" + version] = dataset;
  return std::shared_ptr<const Dataset>(dataset);
}

Result<std::shared_ptr<const Dataset>> DatasetStore::current(const std::string& source) {
  if (!is_plain_name(source)) return bad_name();
  auto version = read_file(folder_ / source / "current", 200);
  if (!version) {
    if (version.error().code != Code::not_found) return version.error();
    return error(Code::not_found, "nothing has been imported for this source", source,
                 "heed import --source " + source + " FILE");
  }
  HEED_TRY(auto dataset, open(source, std::string(trim(*version))));
  const std::lock_guard lock(mutex_);
  current_[source] = dataset;
  return dataset;
}

Result<std::shared_ptr<const Dataset>> DatasetStore::open(const std::string& source,
                                                          const std::string& version) {
  if (!is_plain_name(source) || !is_plain_name(version)) return bad_name();
  const auto name = source + "/" + version;
  if (auto already = known(name)) return already;
  HEED_TRY(const auto sealed,
           read_file(folder_ / source / (version + ".extract"), 2ULL * csv_bytes_max));
  HEED_TRY(const auto text, open_sealed(key_, sealed, name));
  HEED_TRY(auto extract, decode_extract(text));
  auto dataset = std::make_shared<const Dataset>(std::move(extract),
                                                 folder_ / source / (version + ".index"), key_);
  const std::lock_guard lock(mutex_);
  std::erase_if(opened_, [](const auto& one) { return one.second.expired(); });
  // Another thread may have been as quick: then there is one all the same.
  if (auto first = opened_[name].lock()) return first;
  opened_[name] = dataset;
  return std::shared_ptr<const Dataset>(dataset);
}

std::shared_ptr<const Dataset> DatasetStore::known(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto found = opened_.find(name);
  return found == opened_.end() ? nullptr : found->second.lock();
}

std::size_t DatasetStore::held() const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::size_t>(std::count_if(
      opened_.begin(), opened_.end(), [](const auto& one) { return !one.second.expired(); }));
}

Result<int> DatasetStore::prune(const std::string& source, const std::set<std::string>& quoted,
                                Instant imported_before) {
  if (!is_plain_name(source)) return bad_name();
  const auto current = read_file(folder_ / source / "current", 200);
  const std::string keep = current ? std::string(trim(*current)) : "";
  int deleted = 0;
  std::error_code failure;
  if (!std::filesystem::exists(folder_ / source, failure)) return 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / source, failure)) {
    const auto version = entry.path().stem().string();
    if (entry.path().extension() != ".extract" || version == keep || quoted.count(version) != 0) {
      continue;
    }
    std::error_code removing;
    const auto written = entry.last_write_time(removing);
    if (removing || std::chrono::file_clock::to_sys(written) >= imported_before) continue;
    if (!std::filesystem::remove(entry.path(), removing)) continue;
    ++deleted;
    std::filesystem::remove(folder_ / source / (version + ".index"), removing);
  }
  if (failure) return error(Code::unavailable, "the folder of extracts cannot be read", source);
  return deleted;
}

}  // namespace heed::checks
