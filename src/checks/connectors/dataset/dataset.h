// An extract that the force holds: a CSV import, sealed, immutable, searched by exact identifier
// and, for people, by name and date of birth with errors. Rows that could not be read are counted
// and named; an extract with more of them than its declaration allows can give a hit but never a
// "no trace". Each import is a file of its own with its index beside it, kept while it is current,
// for a week after it was imported, and while an open incident quotes its version; the current one
// is named by a small file that is replaced atomically. A Dataset is immutable and safe from every
// thread; a DatasetStore may be used from any thread. Importing and opening block and belong on the
// low-priority thread.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "checks/connector.h"
#include "checks/connectors/dataset/columns.h"
#include "checks/connectors/native/answer.h"

namespace heed::checks {

struct RowError {
  std::int64_t line = 0;
  std::string column;    // header; empty where the row as a whole is wrong
  std::string expected;  // never what stands there
};

struct Extract {
  std::string source;
  std::string version;  // as-of time and a hash of the bytes
  Instant as_of;
  std::int64_t rows = 0;
  std::int64_t rejected = 0;
  std::vector<RowError> errors;  // the first 1,000
  records::Findings content;
};

// Code::invalid where the columns of the first line are not those declared.
Result<Extract> read_extract(const SourceDeclaration& source, std::string_view csv, Instant as_of);
std::string encode(const Extract& extract);
Result<Extract> decode_extract(std::string_view json);

class Dataset {
 public:
  // The index of people is built, or taken from where it was saved beside the extract; a saved one
  // that cannot be read is built anew.
  explicit Dataset(Extract extract);
  Dataset(Extract extract, const std::filesystem::path& index, const SealKey& key);
  ~Dataset();
  Status save_index(const std::filesystem::path& index, const SealKey& key) const;

  const Extract& extract() const;
  // Complete in itself: what is found, what was searched, as of when; incomplete_because where the
  // search hit a bound or too many rows were rejected.
  NativeAnswer answer(const SourceDeclaration& source, const NativeQuestion& question) const;

  struct Index;  // of dataset.cc

 private:
  std::unique_ptr<const Index> index_;
};

// The key of the extracts, from its file (32 bytes); made, for its owner only, where there is none.
// Code::refused where it would lie among the extracts that it opens.
Result<SealKey> extract_key(const std::filesystem::path& file,
                            const std::filesystem::path& extracts, Random& random);

// An extract that is no longer current is kept for at least that long after its import.
inline constexpr auto extracts_kept = std::chrono::hours(24 * 7);

class DatasetStore {
 public:
  DatasetStore(std::filesystem::path folder, SealKey key, Random& random);

  // Reads, seals and makes it current: durable on return. The same bytes and time again are the
  // same version.
  Result<std::shared_ptr<const Dataset>> import(const SourceDeclaration& source,
                                                std::string_view csv, Instant as_of);
  // Code::not_found where nothing was ever imported. Kept in memory until another is current; one
  // before it only as long as somebody holds it.
  Result<std::shared_ptr<const Dataset>> current(const std::string& source);
  Result<std::shared_ptr<const Dataset>> open(const std::string& source,
                                              const std::string& version);
  // Deletes every version that is neither current nor quoted and was imported before then, by the
  // file system's time. Returns how many.
  Result<int> prune(const std::string& source, const std::set<std::string>& quoted,
                    Instant imported_before);
  std::size_t held() const;  // extracts in memory

 private:
  std::filesystem::path folder_;
  SealKey key_;
  Random& random_;
  std::shared_ptr<const Dataset> known(const std::string& name) const;

  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Dataset>> current_;  // by source
  std::map<std::string, std::weak_ptr<const Dataset>> opened_;     // by source/version
};

// The exchange of a source whose kind is dataset.
std::shared_ptr<Exchange> dataset_exchange(std::shared_ptr<const SourceDeclaration> source,
                                           std::shared_ptr<DatasetStore> store);
std::shared_ptr<Exchange> dataset_exchange(std::shared_ptr<const SourceDeclaration> source,
                                           std::shared_ptr<const Dataset> dataset);

}  // namespace heed::checks
