// What the back ends share: an append made ready in the caller's thread (checked, keys found,
// payloads sealed), and the writer's last touch (seq, version, time, chain), which needs an order.
#pragma once

#include "journal/chain.h"
#include "journal/keys.h"

namespace heed::journal {

struct DraftEvent {
  std::string type;
  KeyScope scope;
  KeyId key_id = 0;
  bool key_is_durable = true;
  SealedPayload payload;
};

struct Draft {
  StreamId stream;
  std::optional<std::uint64_t> expected_version;
  std::optional<CommandKey> command;
  ActorId actor;
  std::string purpose;
  std::string policy_version;
  Cause cause;
  std::vector<DraftEvent> events;
  KeyId destroys = 0;  // a key that is gone once this is durable
};

// Checks and seals. Blocks only where a key has to be looked up or filled.
Result<Draft> make_draft(const LedgerId& ledger, Append append, const EventTypes& types,
                         const Surroundings& surroundings, Keys& keys, KeyRing& ring);
// The journal's own entry in the ledger's stream: never sealed, never refused for its cause.
Draft own_draft(const LedgerId& ledger, NewEvent event, Random& random, Cause cause = {});
// The first event of a ledger.
Draft birth_draft(const LedgerFacts& facts, Random& random);

// Same key, same body: the earlier receipt. Same key, other body: Code::conflict.
Result<Receipt> repeat_of(const Remembered& earlier, const CommandKey& command);
Error version_conflict(const StreamId& stream, std::uint64_t expected, std::uint64_t is);
Error key_gone();
Error cause_from_the_future(const Cause& cause, std::uint64_t head);

// Opens a stored payload and brings it up to date.
Result<StoredEvent> open_event(EventHeader header, std::string_view stored, const Keys& keys,
                               const EventTypes& types);

// The end of the chain. Owned by whoever writes; not thread-safe.
class ChainEnd {
 public:
  ChainEnd(const Clock& clock, LedgerId ledger, Head head);
  // Looks at the clock, once for each group. A step of more than 2 s against steady time, or a
  // clock behind the last recorded time, is returned, once.
  std::optional<Micros> look_at_clock();
  EventHeader next(const Draft& draft, const DraftEvent& event, std::uint64_t version);
  const Head& head() const { return head_; }
  // After a group that was not kept.
  void back_to(const Head& head) { head_ = head; }

 private:
  const Clock& clock_;
  LedgerId ledger_;
  Head head_;
  Instant now_;
  Steady steady_;
  bool first_look_ = true;
};

class Listeners {
 public:
  std::uint64_t add(Journal::Listener listener);
  void remove(std::uint64_t id);
  void tell(std::uint64_t last_seq);

 private:
  std::mutex mutex_;  // held while they are called, so that remove() waits
  std::map<std::uint64_t, Journal::Listener> listeners_;
  std::uint64_t next_ = 1;
};

}  // namespace heed::journal
