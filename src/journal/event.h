// An event is one thing that happened, as it stands in the ledger for ever: a header that anyone
// who keeps the ledger may read, and a payload that only the holder of its key can. No header field
// holds personal data. A payload holds personal data of at most one person and is sealed with that
// person's key in that stream; log text and the rest use the stream's own key. Values; no threads.
// What is written here is frozen on disk: never change a name, an order or a width, add a version.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/crypto.h"
#include "base/ids.h"
#include "base/result.h"

namespace heed::journal {

using LedgerId = Id<struct LedgerTag>;
// A number in the key file. 0 says that the payload is not sealed: the ledger's own events only.
using KeyId = std::uint64_t;

// What versions are counted in: an incident, a viewer, a training record.
struct StreamId {
  std::string kind;  // a short word such as "incident": a-z and _, at most 32
  Uuid id;
  auto operator<=>(const StreamId&) const = default;
  std::string str() const { return kind + "/" + id.str(); }
};

// Which key seals a payload.
struct KeyScope {
  enum class Kind : std::uint8_t { stream, person, open };
  Kind kind = Kind::stream;
  Uuid person;  // where kind is person
  auto operator<=>(const KeyScope&) const = default;

  static KeyScope of_stream() { return {}; }
  static KeyScope of_person(const Uuid& person) { return {Kind::person, person}; }
  // Not sealed at all. Refused outside the stream kind "ledger".
  static KeyScope unsealed() { return {Kind::open, {}}; }
};

struct NewEvent {
  std::string type;     // a frozen name such as "contact.opened.v1"
  std::string payload;  // opaque bytes, stored as given; at most payload_bytes_max
  KeyScope scope;
};

// The event that something follows from, and how far down the chain of causes it then stands.
struct Cause {
  std::uint64_t seq = 0;  // 0: a person, a clock or a source began it
  std::uint32_t depth = 0;
  auto operator<=>(const Cause&) const = default;
};

struct EventHeader {
  LedgerId ledger;
  std::uint64_t seq = 0;  // 1-based in the ledger, no gaps
  StreamId stream;
  std::uint64_t version = 0;  // 1-based in the stream, no gaps
  Instant at;                 // never runs back in a ledger
  ActorId actor;
  std::string purpose;  // a code from the force's table
  std::string policy_version;
  std::string type;
  KeyId key_id = 0;
  Hash payload_hash{};  // of a random salt and the payload's exact bytes
  Cause cause;
  Hash previous_hash{};  // all zero in the first event
  Hash hash{};           // of everything above
  bool operator==(const EventHeader&) const = default;
};

struct StoredEvent {
  EventHeader header;  // as stored
  // The name under which `payload` is to be read: header.type, or the newer one that a converter
  // made of it.
  std::string type;
  // Nothing where the key was destroyed: the person was erased. That is not an error.
  std::optional<std::string> payload;
};

// The cause that a command following from this event carries.
inline Cause caused_by(const StoredEvent& event) {
  return {event.header.seq, event.header.cause.depth + 1};
}

// The types that a binary can read. Opening a ledger that holds another is refused, by name.
// Converters bring an old version's payload to the next one while reading; the ledger is never
// rewritten. Filled at start, then only read: safe to share between threads.
class EventTypes {
 public:
  using Converter = std::function<Result<std::string>(std::string payload)>;

  EventTypes();  // knows the ledger's own
  EventTypes& add(std::string type);
  template <class Range>
  EventTypes& add_all(const Range& types) {
    for (const auto& type : types) add(std::string(type));
    return *this;
  }
  // `from` is known as well from then on; a chain of converters ends at a type without one.
  EventTypes& convert(std::string from, std::string to, Converter converter);

  bool knows(std::string_view type) const { return known_.contains(type); }
  // Fills event.type and brings the payload up to date. Code::corrupt where a converter fails.
  Status bring_up_to_date(StoredEvent& event) const;

 private:
  struct Step {
    std::string to;
    Converter converter;
  };
  std::set<std::string, std::less<>> known_;
  std::map<std::string, Step, std::less<>> steps_;
};

// Words such as contact.opened.v1: at least two parts of a-z, 0-9 and _, then a version.
bool is_type_name(std::string_view text);

}  // namespace heed::journal
