#include "journal/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "base/assert.h"
#include "base/file.h"

namespace heed::journal {
namespace {

constexpr std::string_view magic = "heed keys 1\n";
constexpr std::size_t head_bytes = 192;
constexpr std::size_t record_bytes = 48;
constexpr std::size_t check_bytes = 8;
constexpr KeyId fill_count = 1000;

template <std::size_t N>
std::string_view text_of(const std::array<std::uint8_t, N>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), N};
}

std::string number_text(std::uint64_t value) {
  std::string out;
  for (int i = 0; i < 8; ++i) out += static_cast<char>(value >> (8 * i));
  return out;
}

std::string check_of(std::string_view bytes) {
  const Hash hash = hash_bytes(bytes);
  return std::string(text_of(hash).substr(0, check_bytes));
}

std::string head_of(const LedgerId& ledger, const SigningKey& key) {
  std::string out(magic);
  out += text_of(ledger.uuid.bytes);
  out += text_of(key.public_key);
  out += text_of(key.secret_key);
  out += check_of(out);
  out.resize(head_bytes, '\0');
  return out;
}

std::uint64_t offset_of(KeyId id) { return head_bytes + (id - 1) * record_bytes; }

}  // namespace

Result<std::unique_ptr<KeyFile>> KeyFile::create(const std::filesystem::path& path,
                                                 const LedgerId& ledger, Random& random) {
  if (std::filesystem::exists(path)) {
    return error(Code::conflict, "there is a key file already, and keys are never overwritten",
                 path.string(),
                 "If its ledger was lost, restore it with `heed restore`; else name another file");
  }
  const auto folder = path.parent_path();
  if (!folder.empty() && !std::filesystem::exists(folder)) HEED_CHECK(make_folder(folder, 0700));
  HEED_CHECK(write_file_atomically(path, head_of(ledger, new_signing_key(random)), 0600));
  return open(path, random);
}

Result<std::unique_ptr<KeyFile>> KeyFile::open(const std::filesystem::path& path, Random& random) {
  return open_as(path, random, true);
}

Result<std::unique_ptr<KeyFile>> KeyFile::open_for_reading(const std::filesystem::path& path,
                                                           Random& random) {
  return open_as(path, random, false);
}

Result<std::unique_ptr<KeyFile>> KeyFile::open_as(const std::filesystem::path& path, Random& random,
                                                  bool writable) {
  auto file = open_file(path, writable ? O_RDWR : O_RDONLY);
  if (!file) {
    Error failed = file.error();
    if (failed.code == Code::not_found) {
      failed.detail = "the key file is not there; without it nothing in the ledger can be read";
      failed.remedy = "Restore it from its own backup (`heed restore`), or name it with --keys";
    }
    return failed;
  }
  struct stat status{};
  if (::fstat(file->fd(), &status) == 0 && (status.st_mode & 077) != 0) {
    return error(Code::denied, "the key file can be read by others than its owner", path.string(),
                 "chmod 600 " + path.string());
  }
  std::unique_ptr<KeyFile> keys(new KeyFile(path, std::move(*file), random));
  keys->writable_ = writable;
  HEED_CHECK(keys->read_head());
  return keys;
}

Status KeyFile::read_head() {
  HEED_TRY(const std::string head, read_at(file_, path_, 0, head_bytes));
  const auto bad = [&](std::string what) {
    return error(Code::corrupt, std::move(what), path_.string(),
                 "Restore the key file from its own backup");
  };
  if (head.size() < head_bytes || !head.starts_with(magic)) return bad("this is not a key file");
  std::size_t at = magic.size();
  const auto take_bytes = [&](auto& into) {
    std::copy_n(head.begin() + static_cast<std::ptrdiff_t>(at), into.size(), into.begin());
    at += into.size();
  };
  take_bytes(ledger_.uuid.bytes);
  take_bytes(signing_key_.public_key);
  take_bytes(signing_key_.secret_key);
  if (head.substr(at, check_bytes) != check_of(head.substr(0, at))) {
    return bad("the first " + std::to_string(head_bytes) + " bytes have been changed");
  }
  return drop_unfinished_fill();
}

// A fill that a crash cut short left records that were never used: they end where checks fail.
Status KeyFile::drop_unfinished_fill() {
  HEED_TRY(const std::uint64_t size, size_of(file_, path_));
  const KeyId whole = (size - head_bytes) / record_bytes;
  filled_ = whole;
  for (KeyId id = whole > fill_count ? whole - fill_count + 1 : 1; id <= whole; ++id) {
    if (read_record(id)) continue;
    bool rest_is_bad = true;
    for (KeyId later = id; later <= whole; ++later) {
      rest_is_bad = rest_is_bad && !read_record(later);
    }
    if (rest_is_bad) filled_ = id - 1;
    break;
  }
  return ok();
}

std::string KeyFile::record(KeyId id, const SealKey& key) const {
  std::string out = number_text(id);
  out += text_of(key);
  std::string bound = "heed key 1\n";
  bound += text_of(ledger_.uuid.bytes);
  out += check_of(bound + out);
  return out;
}

Result<std::optional<SealKey>> KeyFile::read_record(KeyId id) const {
  HEED_TRY(const std::string bytes, read_at(file_, path_, offset_of(id), record_bytes));
  SealKey key{};
  if (bytes.size() == record_bytes) std::copy_n(bytes.begin() + 8, key.size(), key.begin());
  if (bytes != record(id, key)) {
    return error(Code::corrupt, "key " + std::to_string(id) + " has been changed",
                 path_.string() + ", byte " + std::to_string(offset_of(id)),
                 "Restore the key file from its own backup");
  }
  if (key == SealKey{}) return std::optional<SealKey>();
  return std::optional(key);
}

Status KeyFile::fill() {
  const KeyId filled = filled_;
  std::string records;
  for (KeyId id = filled + 1; id <= filled + fill_count; ++id) {
    records += record(id, new_seal_key(random_));
  }
  HEED_CHECK(write_at(file_, path_, offset_of(filled + 1), records));
  sync_or_end(file_, path_);
  filled_ = filled + fill_count;
  return ok();
}

Result<KeyId> KeyFile::take() {
  std::lock_guard lock(mutex_);
  HEED_ASSERT(writable_);
  if (next_ > filled_) HEED_CHECK(fill());
  return next_++;
}

Result<std::optional<SealKey>> KeyFile::find(KeyId id) const {
  if (id == 0 || id > filled_) {
    return error(
        Code::not_found,
        "there is no key " + std::to_string(id) + ", the last is " + std::to_string(filled_.load()),
        path_.string(), "Restore the newest backup of the key file");
  }
  std::lock_guard lock(cache_mutex_);
  Slot& slot = cache_[id % cache_slots];
  if (slot.id == id) return std::optional(slot.key);
  HEED_TRY(const std::optional<SealKey> key, read_record(id));
  if (key) slot = {id, *key};
  return key;
}

Status KeyFile::destroy(KeyId id) {
  if (id == 0 || id > filled_) return find(id).error();
  std::lock_guard lock(mutex_);
  HEED_ASSERT(writable_);
  {
    std::lock_guard cache_lock(cache_mutex_);
    HEED_CHECK(write_at(file_, path_, offset_of(id), record(id, SealKey{})));
    if (cache_[id % cache_slots].id == id) cache_[id % cache_slots] = {};
  }
  sync_or_end(file_, path_);
  return ok();
}

Status KeyFile::in_use_up_to(KeyId id) {
  std::lock_guard lock(mutex_);
  if (id > filled_) {
    return error(Code::not_found,
                 "the ledger uses keys up to " + std::to_string(id) + ", this file has " +
                     std::to_string(filled_.load()),
                 path_.string(), "Restore the newest backup of the key file");
  }
  next_ = std::max(next_, id + 1);
  return ok();
}

}  // namespace heed::journal
