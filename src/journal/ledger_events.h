// What a ledger says about itself: its birth, a clock that was set, a key destroyed, a reaction
// that was refused or given up. Written unsealed (they hold no personal data) in the stream
// ledger/<ledger id>, as lines of name=value, so that they can be read without any key. Pure.
#pragma once

#include <array>

#include "journal/journal.h"

namespace heed::journal {

inline constexpr std::string_view ledger_stream_kind = "ledger";
inline constexpr std::string_view ledger_opened = "ledger.opened.v1";
inline constexpr std::string_view clock_stepped = "ledger.clock_stepped.v1";
inline constexpr std::string_view key_destroyed = "ledger.key_destroyed.v1";
inline constexpr std::string_view reaction_refused = "ledger.reaction_refused.v1";
inline constexpr std::string_view reaction_parked = "ledger.reaction_parked.v1";
inline constexpr std::array ledger_event_types{ledger_opened, clock_stepped, key_destroyed,
                                               reaction_refused, reaction_parked};

inline StreamId ledger_stream(const LedgerId& ledger) {
  return {std::string(ledger_stream_kind), ledger.uuid};
}

// The purpose and actor of what the journal writes by itself.
inline constexpr std::string_view journal_purpose = "operation";
ActorId journal_actor();

std::string encode_facts(const LedgerFacts& facts);
Result<LedgerFacts> decode_facts(std::string_view payload);
// Code::invalid where a name is empty, too long or holds a control character.
Status check_birth(const LedgerBirth& birth);
LedgerFacts new_facts(const LedgerBirth& birth, const LedgerId& ledger, Instant now,
                      const std::array<std::uint8_t, 32>& public_key);
// Code::refused where a live ledger was opened as a rehearsal, or the reverse.
Status check_nature(const LedgerFacts& facts, Nature wanted, std::string_view where);

NewEvent clock_stepped_event(Micros by);
NewEvent key_destroyed_event(KeyId key);
Result<KeyId> decode_key_destroyed(std::string_view payload);
// `key` is the command key that was refused or parked; the error's texts stay out.
NewEvent reaction_event(std::string_view type, std::string_view name, std::string_view key,
                        Code code);
struct ReactionRecord {
  std::string name;
  std::string key;
  std::string code;
};
Result<ReactionRecord> decode_reaction(std::string_view payload);

}  // namespace heed::journal
