// `heed verify`: is this ledger what was written? Finds any edit, deletion, reordering and fork by
// the chain alone, payloads too where the keys are at hand, and truncation and rewriting against
// checkpoints. Without checkpoints it says that truncation is unproven. Reads from the first event
// to the last in one pass; offline, or beside a running Heed; never writes. Knows no database.
#pragma once

#include <functional>
#include <unordered_map>

#include "journal/checkpoints.h"
#include "journal/keys.h"

namespace heed::journal {

struct Finding {
  std::uint64_t seq = 0;  // 0: not about one event
  std::string where;      // a file, a stream; may be empty
  std::string what;
  // A whole ledger restored from an earlier copy shows this too: less than was signed or destroyed
  // since. False: damage.
  bool is_behind = false;
};

struct Verification {
  std::optional<LedgerFacts> facts;  // nothing where the first event cannot be read
  std::uint64_t events = 0;
  Head head;
  std::uint64_t payloads_opened = 0;
  std::uint64_t payloads_destroyed = 0;  // their keys are gone, as the ledger says
  std::uint64_t payloads_not_tried = 0;  // no keys were given
  std::uint64_t checkpoints = 0;
  // The ledger held at least this many events, and these ones: by a checkpoint. Nothing: unproven.
  std::optional<std::uint64_t> proven_size;
  std::vector<Finding> findings;  // the first findings_max
  std::uint64_t findings_in_all = 0;
  std::uint64_t damage_in_all = 0;
  static constexpr std::size_t findings_max = 50;

  bool is_good() const { return findings_in_all == 0; }
  // Nothing is damaged, though it may end earlier than it should.
  bool is_whole() const { return damage_in_all == 0; }
  void add(Finding finding);
};

// Takes the events in the order in which they are stored, then says what it found. Uses some 100
// bytes for each stream and key. One thread.
class ChainCheck {
 public:
  // No keys: payloads are not tried. No checkpoints: truncation stays unproven.
  ChainCheck(const LedgerId& ledger, const Keys* keys, const CheckpointsRead* checkpoints);
  void take(const EventHeader& header, std::string_view stored);
  // An event that could not be read at all.
  void take_unreadable(const Error& error);
  // `versions` as the ledger's own table of streams has them, to be compared: call for each.
  void compare_stream(const StreamId& stream, std::uint64_t version);
  // The keys that the ledger's own table calls destroyed.
  void compare_destroyed(const std::set<KeyId>& destroyed);
  Verification finish();

 private:
  void check_place(const EventHeader& header);
  void check_payload(const EventHeader& header, std::string_view stored);
  void check_own_event(const EventHeader& header, const std::string& payload);
  void check_checkpoints_at(const EventHeader& header);
  void compare_checkpoints();

  const LedgerId ledger_;
  const Keys* keys_;
  const CheckpointsRead* checkpoints_;
  std::multimap<std::uint64_t, const Checkpoint*> by_size_;
  Verification out_;
  std::map<StreamId, std::uint64_t> versions_;
  std::set<KeyId> gone_;       // met in an event without their key
  std::set<KeyId> destroyed_;  // an event says so
  std::uint64_t streams_compared_ = 0;
};

}  // namespace heed::journal
