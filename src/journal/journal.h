// The journal is the force's record: what was acknowledged is in it for ever, in order, and nothing
// that is not in it was ever shown. One contract, several back ends (memory_journal.h,
// sqlite_journal.h), which differ in nothing that a caller can see but speed and what survives.
//
// append() is all or nothing and durable on return; nothing is visible to any reader before that.
// Every function may be called from any thread and may block on disk: never from the I/O thread.
// Errors: Code::conflict (the stream has moved on, or the key was used for another body),
// Code::invalid (our own mistake in a field), Code::refused (causation too deep), Code::limit,
// Code::unavailable (nothing of this append was kept; try again), Code::corrupt (stored bytes are
// not what was stored; `where` names the event). A failed fsync ends the process.
#pragma once

#include <functional>
#include <vector>

#include "journal/event.h"

namespace heed::journal {

inline constexpr std::size_t payload_bytes_max = 1 << 20;
inline constexpr std::size_t events_per_append_max = 1000;
inline constexpr std::size_t read_limit_max = 10'000;
inline constexpr std::size_t command_key_bytes_max = 200;
// A cause this deep is a loop: refused, with an alarm.
inline constexpr std::uint32_t cause_depth_max = 16;
inline constexpr std::chrono::days command_keys_kept{30};

enum class Nature : std::uint8_t { live, rehearsal };
std::string_view to_string(Nature nature);

// Fixed for ever by a ledger's first event.
struct LedgerFacts {
  LedgerId ledger;
  std::string force_name;
  std::string force_code;  // as in reference numbers: NM
  std::string zone;        // IANA name: Europe/London
  Nature nature = Nature::rehearsal;
  Instant created_at;
  std::array<std::uint8_t, 32> public_key{};  // verifies this ledger's checkpoints
  bool operator==(const LedgerFacts&) const = default;
};

// What whoever creates a ledger decides.
struct LedgerBirth {
  std::string force_name;
  std::string force_code;
  std::string zone;
  Nature nature = Nature::rehearsal;
};

// One command, one effect: the same key with the same body gives the first receipt again.
struct CommandKey {
  std::string key;  // chosen by the sender, unique for that actor for 30 days
  Hash body{};      // of the command's exact bytes
};

struct Append {
  StreamId stream;
  // The version the stream must have (0: it must be new). Nothing: wherever its end is; only for
  // streams in which no entry depends on an earlier one.
  std::optional<std::uint64_t> expected_version;
  std::optional<CommandKey> command;
  ActorId actor;
  std::string purpose;
  std::string policy_version;
  Cause cause;
  std::vector<NewEvent> events;  // at least one
};

struct Receipt {
  std::uint64_t first_seq = 0;
  std::uint64_t last_seq = 0;
  std::uint64_t version = 0;  // of the stream, after
  Instant at;
  bool repeated = false;  // the command had been done before; nothing was appended now
};

struct Remembered {
  Hash body{};
  Receipt receipt;  // repeated is true
};

struct Head {
  std::uint64_t seq = 0;
  Hash hash{};
  Instant at;
};

// For a person who looks after the system; holds no personal data.
struct Alarm {
  enum class Kind : std::uint8_t {
    clock_stepped,
    causes_too_deep,
    write_failed,
    projection_stopped,
    reaction_parked,
    checkpoint_failed,
    ledger_shortened,
  };
  Kind kind;
  std::string text;
};
using AlarmSink = std::function<void(const Alarm&)>;

// What comes in from outside. `alarm` is called on whichever thread noticed, and must not block.
struct Surroundings {
  const Clock& clock;
  Random& random;
  AlarmSink alarm = [](const Alarm&) {};
};

class Journal {
 public:
  virtual ~Journal() = default;

  virtual const LedgerFacts& ledger() const = 0;
  virtual Result<Receipt> append(Append append) = 0;

  // Events of one stream, in order, from that version on; none left, or no such stream: empty.
  virtual Result<std::vector<StoredEvent>> read_stream(const StreamId& stream,
                                                       std::uint64_t from_version,
                                                       std::size_t limit) const = 0;
  // Events of the ledger after that seq, in order.
  virtual Result<std::vector<StoredEvent>> read_feed(std::uint64_t after_seq,
                                                     std::size_t limit) const = 0;
  // 0 where there is no such stream.
  virtual Result<std::uint64_t> version_of(const StreamId& stream) const = 0;
  virtual Head head() const = 0;
  // False from a write that failed until one succeeds. Never blocks for long.
  virtual bool writable() const { return true; }
  // What became of that actor's command of that key; nothing where it is unknown or forgotten.
  virtual Result<std::optional<Remembered>> remembered(const ActorId& actor,
                                                       std::string_view key) const = 0;

  // Where a durable subscriber stands; nothing where it was never saved. A saved cursor may come
  // back older after a crash (never newer): effects are keyed by their cause, so it does no harm.
  virtual Result<std::optional<std::uint64_t>> cursor(std::string_view name) const = 0;
  virtual Status save_cursor(std::string_view name, std::uint64_t seq) = 0;

  // The keys that have sealed anything of that scope, destroyed ones left out.
  virtual Result<std::vector<KeyId>> keys_of(const StreamId& stream,
                                             const KeyScope& scope) const = 0;
  // Makes everything sealed with that key unreadable for ever: on record first, then the key
  // itself, then a checkpoint so that a restored key file destroys it again. Repeating it is fine.
  virtual Status destroy_key(KeyId key, const ActorId& actor, std::string_view purpose,
                             Cause cause = {}) = 0;

  // Called when appends have become durable, with the ledger's new last seq, before append()
  // returns, on the thread that made them so; must be short. Returns a number for stop_listening,
  // which waits for a running call.
  using Listener = std::function<void(std::uint64_t last_seq)>;
  virtual std::uint64_t listen(Listener listener) = 0;
  virtual void stop_listening(std::uint64_t id) = 0;
};

// What append() checks before anything else, the same for every back end.
Status check_append(const Append& append, const EventTypes& types);

}  // namespace heed::journal
