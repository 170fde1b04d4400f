// The keys that payloads are sealed with, kept apart from the ledger: whoever has only the ledger
// can check its chain and read nothing. Destroying a key makes what it sealed unreadable for ever.
// Thread-safe. key_file.h keeps them on disk; MemoryKeys is its twin for tests and rehearsals.
#pragma once

#include <mutex>
#include <vector>

#include "journal/journal.h"

namespace heed::journal {

class Keys {
 public:
  virtual ~Keys() = default;
  // A key never given before, on disk already when this returns.
  virtual Result<KeyId> take() = 0;
  // Nothing where it was destroyed; Code::not_found where there never was such a key here.
  virtual Result<std::optional<SealKey>> find(KeyId id) const = 0;
  // Durable on return; destroying it again is fine.
  virtual Status destroy(KeyId id) = 0;
  // Signs checkpoints; made with the first key.
  virtual const SigningKey& signing_key() const = 0;
  // Keys up to `id` are in use: take() goes on after them. Code::not_found where there are fewer.
  virtual Status in_use_up_to(KeyId id) = 0;
};

class MemoryKeys final : public Keys {
 public:
  explicit MemoryKeys(Random& random);
  Result<KeyId> take() override;
  Result<std::optional<SealKey>> find(KeyId id) const override;
  Status destroy(KeyId id) override;
  const SigningKey& signing_key() const override { return signing_key_; }
  Status in_use_up_to(KeyId id) override;

 private:
  Random& random_;
  SigningKey signing_key_;
  mutable std::mutex mutex_;
  std::vector<std::optional<SealKey>> keys_;
};

// Which key is whose, for the writing side: remembers what the ledger's table says, and what it
// will say once the append under way is durable.
class KeyRing {
 public:
  struct Allotted {
    KeyId id = 0;
    bool durable = false;  // false: the append must bring the ledger's row for it
  };
  // Asks the ledger for the youngest key of that scope that is not destroyed.
  using LookUp = std::function<Result<std::optional<KeyId>>(const StreamId&, const KeyScope&)>;

  KeyRing(Keys& keys, LookUp look_up) : keys_(keys), look_up_(std::move(look_up)) {}
  Result<Allotted> key_for(const StreamId& stream, const KeyScope& scope);
  void made_durable(const StreamId& stream, const KeyScope& scope, KeyId id);
  void destroyed(KeyId id);
  bool is_destroyed(KeyId id) const;

 private:
  using Scope = std::pair<StreamId, KeyScope>;
  static constexpr std::size_t kept_max = 50'000;
  std::optional<Allotted> recall(const Scope& key);
  void make_room();

  Keys& keys_;
  LookUp look_up_;
  mutable std::mutex mutex_;
  // Two generations: what was not used while the young one filled up is forgotten.
  std::map<Scope, Allotted> young_, old_;
  std::set<KeyId> destroyed_;
};

}  // namespace heed::journal
