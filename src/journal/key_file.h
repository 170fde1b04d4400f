// The ledger's keys on disk: one file of its own, never in the ledger's folder and never in the
// same backup. Filled a thousand keys at a time and synced before the first of them is used; a
// destroyed key is overwritten in its place. The file also holds the key that signs the ledger's
// checkpoints. Losing it loses every payload. Thread-safe. Errors: Code::not_found (no file, no
// such key), Code::corrupt (another ledger's file, changed bytes), Code::denied (readable by
// others), Code::unavailable (disk). A failed sync ends the process.
//
// Frozen: a head of 192 bytes, then one record of 48 bytes for each key, from key 1 on.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <vector>

#include "journal/disk.h"
#include "journal/keys.h"

namespace heed::journal {

class KeyFile final : public Keys {
 public:
  // Code::conflict where there is a file already: keys are never overwritten.
  static Result<std::unique_ptr<KeyFile>> create(const std::filesystem::path& path,
                                                 const LedgerId& ledger, Random& random);
  static Result<std::unique_ptr<KeyFile>> open(const std::filesystem::path& path, Random& random);
  // For verify and rebuild: never writes, so take() and destroy() are refused.
  static Result<std::unique_ptr<KeyFile>> open_for_reading(const std::filesystem::path& path,
                                                           Random& random);

  const LedgerId& ledger() const { return ledger_; }
  const std::filesystem::path& path() const { return path_; }
  KeyId last() const { return filled_; }

  Result<KeyId> take() override;
  Result<std::optional<SealKey>> find(KeyId id) const override;
  Status destroy(KeyId id) override;
  const SigningKey& signing_key() const override { return signing_key_; }
  Status in_use_up_to(KeyId id) override;

 private:
  KeyFile(std::filesystem::path path, File file, Random& random)
      : path_(std::move(path)), file_(std::move(file)), random_(random), cache_(cache_slots) {}
  static Result<std::unique_ptr<KeyFile>> open_as(const std::filesystem::path& path, Random& random,
                                                  bool writable);
  Status read_head();
  Status drop_unfinished_fill();
  Status fill();
  std::string record(KeyId id, const SealKey& key) const;
  Result<std::optional<SealKey>> read_record(KeyId id) const;

  std::filesystem::path path_;
  File file_;
  Random& random_;
  LedgerId ledger_;
  SigningKey signing_key_;
  bool writable_ = true;
  std::mutex mutex_;  // next_, and who writes
  KeyId next_ = 1;
  std::atomic<KeyId> filled_ = 0;

  // Keys read lately, by id modulo the number of slots: a view made anew asks for the same ones.
  static constexpr std::size_t cache_slots = 1024;
  struct Slot {
    KeyId id = 0;
    SealKey key{};
  };
  mutable std::mutex
      cache_mutex_;  // held while a key is read or overwritten, so that none survives
  mutable std::vector<Slot> cache_;
};

}  // namespace heed::journal
