// Hearing: plain speech in; identifiers, ages, deadlines, cues, promises and wishes out, each with
// the words it stands on and whose it is. A dispatcher would call it the second pair of ears.
//
// It prompts; it never decides and never lowers a grade. What it listens for (meanings, phrases,
// patterns with slots, combinations) is data in policy/hearing/, read and checked once by
// Listener::load. Pure: no I/O, no clock, the same text always gives the same findings. A Listener
// is immutable and safe from every thread; copies share one policy. A HearingSession belongs to one
// draft and one thread at a time.
//
// hear() cannot fail: any bytes get an answer in bounded time and memory (ill-formed UTF-8 is read
// as U+FFFD per byte; at most `findings_max` findings of each kind are kept). load() fails with
// Code::invalid and file:line:column where a policy file is wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "base/clock.h"
#include "base/result.h"

namespace heed::hearing {

enum class Channel : std::uint8_t { emergency_999, non_emergency_101, chat, service_desk };
enum class Voice : std::uint8_t {
  caller,        // the caller's own words, typed or transcribed
  handler_note,  // the handler's shorthand about the caller: "INFT STATES SON 14 YOA"
  quoted,        // a message somebody received: "I" is its sender, "you" who received it
  transcript,    // turns, "Caller: …" and "Handler: …", one to a line
};
// `caller` whenever it is the person in contact, also when that person is the victim; `victim` only
// when somebody else is.
enum class Who : std::uint8_t { caller, victim, suspect, witness, other, unknown };
enum class IdentifierKind : std::uint8_t {
  phone,          // +447700900461
  phone_partial,  // the digits that were given
  email,          // lower case
  username,       // lower case without separators; `platform` where it was said
  vehicle,        // upper case without spaces; ? for a character not heard
  postcode,       // upper case, one space
  date_of_birth,  // 2010-03-14
  address,        // as said
  name,           // as said
};
enum class Strength : std::uint8_t { weak, fair, strong };
enum class Precision : std::uint8_t { minute, hour, part_of_day, day };
enum class AgeBasis : std::uint8_t { said, implied };
enum class WishKind : std::uint8_t { do_not_call, do_not_tell, manner };
// What a finding may do by policy: prompt the handler, or raise something that is owed.
enum class Force : std::uint8_t { prompts, obliges };

// The names on the wire: "999", "101", "chat", "service_desk"; all others as spelt above.
std::string_view to_string(Channel value);
std::string_view to_string(Voice value);
std::string_view to_string(Who value);
std::string_view to_string(IdentifierKind value);
std::string_view to_string(Strength value);
std::string_view to_string(Precision value);
std::string_view to_string(AgeBasis value);
std::string_view to_string(WishKind value);
std::string_view to_string(Force value);
std::optional<Channel> parse_channel(std::string_view name);
std::optional<Voice> parse_voice(std::string_view name);
std::optional<Who> parse_who(std::string_view name);
std::optional<IdentifierKind> parse_identifier_kind(std::string_view name);

// Code points of the text as given, end excluded.
struct Span {
  std::size_t start = 0;
  std::size_t end = 0;
  bool operator==(const Span&) const = default;
};

// What every finding has.
struct Finding {
  // The same for the same thing said in the same words, however the text around it grows: kind,
  // value and words, with #2 and so on for its second time. Whose it is does not enter: that may
  // become clear later.
  std::string key;
  std::string quote;  // the exact words
  Span span;
  Strength strength = Strength::fair;
  std::string why;  // the pattern, example or rule that was heard, for a person to read
  // Why it no longer stands, when later words corrected, denied or explained it ("corrected",
  // "denied", "an adult speaks", "heard otherwise since"); empty while it stands. Kept so that
  // nothing shown vanishes.
  std::string set_aside;

  bool stands() const { return set_aside.empty(); }
};

struct HeardIdentifier : Finding {
  IdentifierKind kind = IdentifierKind::phone;
  std::string value;     // canonical, see IdentifierKind
  std::string platform;  // of a user name, as said; may be empty
  Who of = Who::unknown;
};

struct HeardAge : Finding {
  Who who = Who::unknown;
  int low = 0;
  int high = 0;  // included; 120 where only a lower bound is known
  AgeBasis basis = AgeBasis::said;
  bool conflicts = false;  // another standing age of the same person disagrees
};

struct HeardDeadline : Finding {
  Instant at;  // part_of_day: the start of that part by policy; day: local midnight at its start
  Precision precision = Precision::day;
  bool ambiguous = false;  // a local time that the clocks pass twice: the earlier is taken
};

struct HeardCue : Finding {
  std::string meaning;  // one of the meanings that policy/hearing declares
  Who about = Who::unknown;
  Force force = Force::prompts;
};

struct HeardUndertaking : Finding {
  std::string what;  // check, call_back, attend, pass_on, send, other
  std::optional<Instant> due;
};

struct HeardWish : Finding {
  WishKind kind = WishKind::manner;
  std::string target;  // whom not to ring or tell (suspect, mother, home …) or the manner
};

// A combination set in policy: "child", "possible_child", "coercion" …
struct HeardFlag {
  std::string name;
  Force force = Force::prompts;
  std::vector<std::string> why;  // keys of the findings it stands on
  std::string says;              // the rule, in policy's words
};

struct Heard {
  std::vector<HeardIdentifier> identifiers;
  std::vector<HeardAge> ages;
  std::vector<HeardDeadline> deadlines;
  std::vector<HeardCue> cues;
  std::vector<HeardUndertaking> undertakings;
  std::vector<HeardWish> wishes;
  std::vector<HeardFlag> flags;

  bool has_flag(std::string_view name) const;
};

struct Utterance {
  Channel channel = Channel::emergency_999;
  Voice voice = Voice::caller;
  Instant at;  // when it was said: deadlines and school years count from here
  std::string_view text;
};

// What is already known in this contact, from findings that a person did not reject. All may be
// empty. `last_question` is what the handler has just asked ("age", "date_of_birth", "name",
// "telephone", "address", "username", "vehicle", "when"), so that "sixteen" alone is heard as an
// answer.
struct Earlier {
  struct Person {
    Who who = Who::unknown;
    std::string name;      // as said; may be empty
    std::string relation;  // "mother", "friend", "ex" …; may be empty
  };
  struct Cue {
    std::string meaning;
    Who about = Who::unknown;
  };
  struct Age {
    Who who = Who::unknown;
    int low = 0;
    int high = 0;
  };
  std::vector<Person> people;
  std::vector<Age> ages;
  std::vector<Cue> cues;
  std::string last_question;
};

inline constexpr std::size_t findings_max = 4096;

class Listener {
 public:
  // Reads policy/hearing/*.toml. The zone is the force's.
  static Result<Listener> load(const std::filesystem::path& policy_hearing_folder,
                               const Zone& zone);

  // Everything heard in a text, findings in the order of their words. Flags weigh `earlier` too.
  Heard hear(const Utterance& utterance, const Earlier& earlier = {}) const;

  // The meanings and flags that the policy declares, in its order.
  const std::vector<std::string>& meanings() const;
  const std::vector<std::string>& flags() const;

  struct Policy;  // what load() read; src/hearing only

 private:
  friend class HearingSession;
  friend class Learner;
  explicit Listener(std::shared_ptr<const Policy> policy) : policy_(std::move(policy)) {}
  std::shared_ptr<const Policy> policy_;
};

// A draft that grows: update() hears the whole text again but works only on the sentences that an
// edit touches. Gives what Listener::hear would give for the same text, and besides, set aside,
// what it gave before with complete words that still stand: such a finding disappears only if its
// words change.
class HearingSession {
 public:
  HearingSession(Listener listener, Channel channel, Voice voice, Instant at, Earlier earlier = {});
  ~HearingSession();
  HearingSession(HearingSession&&) noexcept;
  HearingSession& operator=(HearingSession&&) noexcept;

  // The whole text as it is now. The reference holds until the next update.
  const Heard& update(std::string_view text);
  const Heard& heard() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace heed::hearing
