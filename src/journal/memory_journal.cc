#include "journal/memory_journal.h"

#include <algorithm>
#include <shared_mutex>

#include "journal/draft.h"
#include "journal/ledger_events.h"

namespace heed::journal {
namespace {

class MemoryJournal final : public Journal {
 public:
  MemoryJournal(LedgerFacts facts, EventTypes types, Surroundings surroundings,
                std::unique_ptr<MemoryKeys> keys)
      : facts_(std::move(facts)),
        types_(std::move(types)),
        surroundings_(std::move(surroundings)),
        keys_(std::move(keys)),
        ring_(*keys_, [this](const StreamId& stream,
                             const KeyScope& scope) { return youngest_key(stream, scope); }),
        end_(surroundings_.clock, facts_.ledger, Head{}) {
    write(birth_draft(facts_, surroundings_.random));
  }

  const LedgerFacts& ledger() const override { return facts_; }

  Result<Receipt> append(Append append) override {
    HEED_TRY(Draft draft,
             make_draft(facts_.ledger, std::move(append), types_, surroundings_, *keys_, ring_));
    return put(draft);
  }

  Result<std::vector<StoredEvent>> read_stream(const StreamId& stream, std::uint64_t from_version,
                                               std::size_t limit) const override {
    std::vector<const Row*> rows;
    {
      std::shared_lock lock(mutex_);
      const auto found = streams_.find(stream);
      if (found == streams_.end()) return std::vector<StoredEvent>{};
      const auto& seqs = found->second;
      for (std::size_t i = std::max<std::uint64_t>(from_version, 1) - 1;
           i < seqs.size() && rows.size() < std::min(limit, read_limit_max); ++i) {
        rows.push_back(rows_[seqs[i] - 1].get());
      }
    }
    return open_all(rows);
  }

  Result<std::vector<StoredEvent>> read_feed(std::uint64_t after_seq,
                                             std::size_t limit) const override {
    std::vector<const Row*> rows;
    {
      std::shared_lock lock(mutex_);
      for (std::size_t i = after_seq;
           i < rows_.size() && rows.size() < std::min(limit, read_limit_max); ++i) {
        rows.push_back(rows_[i].get());
      }
    }
    return open_all(rows);
  }

  Result<std::uint64_t> version_of(const StreamId& stream) const override {
    std::shared_lock lock(mutex_);
    return version_in(stream);
  }

  Head head() const override {
    std::shared_lock lock(mutex_);
    return end_.head();
  }

  Result<std::optional<Remembered>> remembered(const ActorId& actor,
                                               std::string_view key) const override {
    std::shared_lock lock(mutex_);
    return recall(actor, key);
  }

  Result<std::optional<std::uint64_t>> cursor(std::string_view name) const override {
    std::shared_lock lock(mutex_);
    const auto found = cursors_.find(name);
    if (found == cursors_.end()) return std::optional<std::uint64_t>();
    return std::optional(found->second);
  }

  Status save_cursor(std::string_view name, std::uint64_t seq) override {
    std::unique_lock lock(mutex_);
    cursors_[std::string(name)] = seq;
    return ok();
  }

  Result<std::vector<KeyId>> keys_of(const StreamId& stream, const KeyScope& scope) const override {
    std::shared_lock lock(mutex_);
    std::vector<KeyId> out;
    const auto found = scopes_.find({stream, scope});
    if (found == scopes_.end()) return out;
    std::copy_if(found->second.begin(), found->second.end(), std::back_inserter(out),
                 [&](KeyId id) { return !destroyed_.contains(id); });
    return out;
  }

  Status destroy_key(KeyId key, const ActorId& actor, std::string_view purpose,
                     Cause cause) override {
    HEED_TRY(const std::optional<SealKey> found, keys_->find(key));
    if (!found) return ok();
    Append append;
    append.stream = ledger_stream(facts_.ledger);
    append.actor = actor;
    append.purpose = purpose;
    append.cause = cause;
    append.events.push_back(key_destroyed_event(key));
    HEED_TRY(Draft draft,
             make_draft(facts_.ledger, std::move(append), types_, surroundings_, *keys_, ring_));
    draft.destroys = key;
    if (auto put_down = put(draft); !put_down) return put_down.error();
    return keys_->destroy(key);
  }

  std::uint64_t listen(Listener listener) override { return listeners_.add(std::move(listener)); }
  void stop_listening(std::uint64_t id) override { listeners_.remove(id); }

 private:
  struct Row {
    EventHeader header;
    std::string stored;
  };

  Result<Receipt> put(const Draft& draft) {
    auto receipt = put_in_order(draft);
    if (receipt && !receipt->repeated) listeners_.tell(receipt->last_seq);
    return receipt;
  }

  Result<Receipt> put_in_order(const Draft& draft) {
    std::unique_lock lock(mutex_);
    if (const auto step = end_.look_at_clock()) {
      write(own_draft(facts_.ledger, clock_stepped_event(*step), surroundings_.random));
      surroundings_.alarm({Alarm::Kind::clock_stepped,
                           "the clock was moved by " + std::to_string(step->count()) + " us"});
    }
    return check_and_write(draft);
  }

  Result<Receipt> check_and_write(const Draft& draft) {
    if (draft.command) {
      const auto earlier = recall(draft.actor, draft.command->key);
      if (earlier) return repeat_of(*earlier, *draft.command);
    }
    if (draft.cause.seq > end_.head().seq) {
      return cause_from_the_future(draft.cause, end_.head().seq);
    }
    const std::uint64_t version = version_in(draft.stream);
    if (draft.expected_version && *draft.expected_version != version) {
      return version_conflict(draft.stream, *draft.expected_version, version);
    }
    for (const auto& event : draft.events) {
      if (event.key_id != 0 && ring_.is_destroyed(event.key_id)) return key_gone();
    }
    return write(draft);
  }

  Receipt write(const Draft& draft) {
    auto& seqs = streams_[draft.stream];
    Receipt receipt;
    receipt.first_seq = end_.head().seq + 1;
    for (const auto& event : draft.events) {
      auto row = std::make_unique<Row>(
          Row{end_.next(draft, event, seqs.size() + 1), event.payload.stored});
      seqs.push_back(row->header.seq);
      rows_.push_back(std::move(row));
      if (event.key_id != 0 && !event.key_is_durable) own_key(draft.stream, event);
    }
    receipt.last_seq = end_.head().seq;
    receipt.version = seqs.size();
    receipt.at = end_.head().at;
    if (draft.command) {
      Receipt again = receipt;
      again.repeated = true;
      commands_[{draft.actor, draft.command->key}] = {draft.command->body, again};
    }
    if (draft.destroys != 0) {
      destroyed_.insert(draft.destroys);
      ring_.destroyed(draft.destroys);
    }
    return receipt;
  }

  void own_key(const StreamId& stream, const DraftEvent& event) {
    auto& ids = scopes_[{stream, event.scope}];
    if (std::find(ids.begin(), ids.end(), event.key_id) == ids.end()) ids.push_back(event.key_id);
    ring_.made_durable(stream, event.scope, event.key_id);
  }

  std::optional<Remembered> recall(const ActorId& actor, std::string_view key) const {
    const auto found = commands_.find({actor, std::string(key)});
    if (found == commands_.end()) return std::nullopt;
    if (surroundings_.clock.now() - found->second.receipt.at > command_keys_kept) {
      return std::nullopt;
    }
    return found->second;
  }

  std::uint64_t version_in(const StreamId& stream) const {
    const auto found = streams_.find(stream);
    return found == streams_.end() ? 0 : found->second.size();
  }

  Result<std::optional<KeyId>> youngest_key(const StreamId& stream, const KeyScope& scope) const {
    HEED_TRY(const std::vector<KeyId> ids, keys_of(stream, scope));
    if (ids.empty()) return std::optional<KeyId>();
    return std::optional(ids.back());
  }

  Result<std::vector<StoredEvent>> open_all(const std::vector<const Row*>& rows) const {
    std::vector<StoredEvent> out;
    out.reserve(rows.size());
    for (const Row* row : rows) {
      HEED_TRY(StoredEvent event, open_event(row->header, row->stored, *keys_, types_));
      out.push_back(std::move(event));
    }
    return out;
  }

  const LedgerFacts facts_;
  const EventTypes types_;
  const Surroundings surroundings_;
  const std::unique_ptr<MemoryKeys> keys_;
  KeyRing ring_;
  Listeners listeners_;
  mutable std::shared_mutex mutex_;
  ChainEnd end_;
  std::vector<std::unique_ptr<Row>> rows_;  // rows never move or change
  std::map<StreamId, std::vector<std::uint64_t>> streams_;
  std::map<std::pair<ActorId, std::string>, Remembered> commands_;
  std::map<std::string, std::uint64_t, std::less<>> cursors_;
  std::map<std::pair<StreamId, KeyScope>, std::vector<KeyId>> scopes_;
  std::set<KeyId> destroyed_;
};

}  // namespace

Result<std::unique_ptr<Journal>> new_memory_journal(const LedgerBirth& birth, EventTypes types,
                                                    Surroundings surroundings) {
  HEED_CHECK(check_birth(birth));
  const Instant now = surroundings.clock.now();
  const auto ledger = LedgerId::fresh(now, surroundings.random);
  auto keys = std::make_unique<MemoryKeys>(surroundings.random);
  auto facts = new_facts(birth, ledger, now, keys->signing_key().public_key);
  return std::unique_ptr<Journal>(std::make_unique<MemoryJournal>(
      std::move(facts), std::move(types), std::move(surroundings), std::move(keys)));
}

}  // namespace heed::journal
