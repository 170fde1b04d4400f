#include "journal/draft.h"

#include "base/assert.h"
#include "journal/ledger_events.h"

namespace heed::journal {
namespace {

constexpr Micros step_noticed = std::chrono::seconds(2);

Status seal_event(Draft& draft, const LedgerId& ledger, NewEvent event, Random& random, Keys& keys,
                  KeyRing& ring) {
  HEED_TRY(const KeyRing::Allotted key, ring.key_for(draft.stream, event.scope));
  std::optional<SealKey> seal_key;
  if (key.id != 0) {
    HEED_TRY(seal_key, keys.find(key.id));
    if (!seal_key) return key_gone();
  }
  EventHeader header;
  header.ledger = ledger;
  header.stream = draft.stream;
  header.type = event.type;
  header.key_id = key.id;
  draft.events.push_back(
      {std::move(event.type), event.scope, key.id, key.durable,
       seal_payload(header, event.payload, seal_key ? &*seal_key : nullptr, random)});
  return ok();
}

}  // namespace

Result<Draft> make_draft(const LedgerId& ledger, Append append, const EventTypes& types,
                         const Surroundings& surroundings, Keys& keys, KeyRing& ring) {
  if (auto checked = check_append(append, types); !checked) {
    if (append.cause.depth >= cause_depth_max) {
      surroundings.alarm({Alarm::Kind::causes_too_deep, checked.error().message()});
    }
    return checked.error();
  }
  Draft draft;
  draft.stream = std::move(append.stream);
  draft.expected_version = append.expected_version;
  draft.command = std::move(append.command);
  draft.actor = append.actor;
  draft.purpose = std::move(append.purpose);
  draft.policy_version = std::move(append.policy_version);
  draft.cause = append.cause;
  draft.events.reserve(append.events.size());
  for (auto& event : append.events) {
    HEED_CHECK(seal_event(draft, ledger, std::move(event), surroundings.random, keys, ring));
  }
  return draft;
}

Draft own_draft(const LedgerId& ledger, NewEvent event, Random& random, Cause cause) {
  Draft draft;
  draft.stream = ledger_stream(ledger);
  draft.actor = journal_actor();
  draft.purpose = journal_purpose;
  draft.cause = cause;
  EventHeader header;
  header.ledger = ledger;
  header.stream = draft.stream;
  header.type = event.type;
  auto payload = seal_payload(header, event.payload, nullptr, random);
  draft.events.push_back({std::move(event.type), event.scope, 0, true, std::move(payload)});
  return draft;
}

Draft birth_draft(const LedgerFacts& facts, Random& random) {
  return own_draft(facts.ledger,
                   {std::string(ledger_opened), encode_facts(facts), KeyScope::unsealed()}, random);
}

Result<Receipt> repeat_of(const Remembered& earlier, const CommandKey& command) {
  if (earlier.body == command.body) return earlier.receipt;
  return error(Code::conflict, "this command key has been used for another command",
               "append.command", "Give each command a key of its own");
}

Error version_conflict(const StreamId& stream, std::uint64_t expected, std::uint64_t is) {
  return error(Code::conflict,
               "expected version " + std::to_string(expected) + ", it is " + std::to_string(is),
               stream.str(), "Read the stream again and decide anew");
}

Error key_gone() {
  return error(Code::conflict, "a key this was sealed with has been destroyed meanwhile", "append",
               "Read the stream again and decide anew");
}

Error cause_from_the_future(const Cause& cause, std::uint64_t head) {
  return error(
      Code::invalid,
      "caused by event " + std::to_string(cause.seq) + ", but the last is " + std::to_string(head),
      "append.cause");
}

Result<StoredEvent> open_event(EventHeader header, std::string_view stored, const Keys& keys,
                               const EventTypes& types) {
  StoredEvent event;
  std::optional<SealKey> key;
  if (header.key_id != 0) {
    auto found = keys.find(header.key_id);
    if (!found) {
      Error missing = found.error();
      missing.detail += ", which sealed event " + std::to_string(header.seq);
      return missing;
    }
    key = *found;
  }
  if (header.key_id == 0 || key) {
    HEED_TRY(event.payload, open_payload(header, stored, key ? &*key : nullptr));
  }
  event.header = std::move(header);
  HEED_CHECK(types.bring_up_to_date(event));
  return event;
}

ChainEnd::ChainEnd(const Clock& clock, LedgerId ledger, Head head)
    : clock_(clock), ledger_(ledger), head_(head), now_(clock.now()), steady_(clock.steady()) {}

std::optional<Micros> ChainEnd::look_at_clock() {
  const Instant now = clock_.now();
  const Steady steady = clock_.steady();
  Micros step = (now - now_) - (steady - steady_);
  if (first_look_) step = std::min(Micros(0), std::chrono::duration_cast<Micros>(now - head_.at));
  first_look_ = false;
  now_ = now;
  steady_ = steady;
  if (step > step_noticed || step < -step_noticed) return step;
  return std::nullopt;
}

EventHeader ChainEnd::next(const Draft& draft, const DraftEvent& event, std::uint64_t version) {
  EventHeader header;
  header.ledger = ledger_;
  header.seq = head_.seq + 1;
  header.stream = draft.stream;
  header.version = version;
  header.at = std::max(now_, head_.at);
  header.actor = draft.actor;
  header.purpose = draft.purpose;
  header.policy_version = draft.policy_version;
  header.type = event.type;
  header.key_id = event.key_id;
  header.payload_hash = event.payload.payload_hash;
  header.cause = draft.cause;
  header.previous_hash = head_.hash;
  header.hash = header_hash(header);
  head_ = {header.seq, header.hash, header.at};
  return header;
}

std::uint64_t Listeners::add(Journal::Listener listener) {
  std::lock_guard lock(mutex_);
  listeners_.emplace(next_, std::move(listener));
  return next_++;
}

void Listeners::remove(std::uint64_t id) {
  std::lock_guard lock(mutex_);
  listeners_.erase(id);
}

void Listeners::tell(std::uint64_t last_seq) {
  std::lock_guard lock(mutex_);
  for (const auto& [id, listener] : listeners_) listener(last_seq);
}

}  // namespace heed::journal
