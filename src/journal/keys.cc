#include "journal/keys.h"

namespace heed::journal {

MemoryKeys::MemoryKeys(Random& random) : random_(random), signing_key_(new_signing_key(random)) {}

Result<KeyId> MemoryKeys::take() {
  std::lock_guard lock(mutex_);
  keys_.push_back(new_seal_key(random_));
  return keys_.size();
}

Result<std::optional<SealKey>> MemoryKeys::find(KeyId id) const {
  std::lock_guard lock(mutex_);
  if (id == 0 || id > keys_.size()) {
    return error(Code::not_found, "there is no key " + std::to_string(id));
  }
  return keys_[id - 1];
}

Status MemoryKeys::destroy(KeyId id) {
  std::lock_guard lock(mutex_);
  if (id == 0 || id > keys_.size()) {
    return error(Code::not_found, "there is no key " + std::to_string(id));
  }
  keys_[id - 1].reset();
  return ok();
}

Status MemoryKeys::in_use_up_to(KeyId id) {
  std::lock_guard lock(mutex_);
  if (id <= keys_.size()) return ok();
  return error(Code::not_found, "there is no key " + std::to_string(id));
}

Result<KeyRing::Allotted> KeyRing::key_for(const StreamId& stream, const KeyScope& scope) {
  if (scope.kind == KeyScope::Kind::open) return Allotted{0, true};
  const Scope key{stream, scope};
  {
    std::lock_guard lock(mutex_);
    if (const auto known = recall(key)) return *known;
  }
  // Not under the lock: the ledger's lock is taken inside, and its writer calls us.
  HEED_TRY(const std::optional<KeyId> stored, look_up_(stream, scope));
  std::lock_guard lock(mutex_);
  if (const auto known = recall(key)) return *known;
  Allotted allotted;
  if (stored && !destroyed_.contains(*stored)) {
    allotted = {*stored, true};
  } else {
    HEED_TRY(allotted.id, keys_.take());
  }
  make_room();
  young_.emplace(key, allotted);
  return allotted;
}

std::optional<KeyRing::Allotted> KeyRing::recall(const Scope& key) {
  if (const auto found = young_.find(key); found != young_.end()) return found->second;
  const auto found = old_.find(key);
  if (found == old_.end()) return std::nullopt;
  const Allotted allotted = found->second;
  old_.erase(found);
  make_room();
  young_.emplace(key, allotted);
  return allotted;
}

void KeyRing::make_room() {
  if (young_.size() < kept_max) return;
  std::map<Scope, Allotted> kept;
  for (auto& [key, allotted] : old_) {
    if (!allotted.durable) kept.emplace(key, allotted);
  }
  old_ = std::move(young_);
  young_ = std::move(kept);
}

void KeyRing::made_durable(const StreamId& stream, const KeyScope& scope, KeyId id) {
  const Scope key{stream, scope};
  std::lock_guard lock(mutex_);
  for (auto* generation : {&young_, &old_}) {
    const auto found = generation->find(key);
    if (found != generation->end() && found->second.id == id) found->second.durable = true;
  }
}

void KeyRing::destroyed(KeyId id) {
  std::lock_guard lock(mutex_);
  destroyed_.insert(id);
  for (auto* generation : {&young_, &old_}) {
    std::erase_if(*generation, [&](const auto& entry) { return entry.second.id == id; });
  }
}

bool KeyRing::is_destroyed(KeyId id) const {
  std::lock_guard lock(mutex_);
  return destroyed_.contains(id);
}

}  // namespace heed::journal
