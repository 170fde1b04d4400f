// A rehearsal as its file tells it: who is on duty, what the sources hold, what happens, and what
// must and must not follow, in the order of the file. Reading it checks every word against the
// vocabulary and names each mistake with file, line and what was expected; nothing is played here.
// The format is documented for trainers in docs/rehearsals.md. Values; safe from every thread.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/civil.h"
#include "policy/document.h"

namespace heed::rehearsal {

// A time as written, before it is known when it stands: relative to the moment before, a clock time
// of the running day, a local date with a time, or an instant.
struct TimeText {
  enum class Kind { relative, clock, local, instant };
  Kind kind = Kind::relative;
  Micros by{0};  // relative: how long after; clock and local: since midnight
  std::optional<LocalDate> date;
  Instant instant;
  Micros precision{1};  // minute, second or microsecond: as exactly as it was written
};
// "+90s", "18:52", "18:52:05", "2026-11-22 17:10" (or T), "2026-11-22" (its start), an instant with
// Z or an offset. Code::invalid otherwise.
Result<TimeText> parse_time_text(std::string_view text);
// `now` is the moment's own time: a clock time is of its local date.
Instant resolve(const TimeText& time, Instant now, const Zone& zone);

// One argument as given.
struct Given {
  policy::Place place;
  std::string text;  // as written, whatever the kind; JSON where the kind is json
  std::int64_t number = 0;
  bool truth = false;
  Micros duration{0};
  TimeText time;
  std::vector<std::string> texts;
};
using Arguments = std::map<std::string, Given, std::less<>>;

struct Act {
  std::string verb;
  std::string by;  // somebody of the cast, where the verb needs one
  std::string on;  // a call's name; empty: the latest
  Arguments given;
  std::optional<std::string> refused;  // words of the refusal that must come; "" any refusal
};

enum class Mood { must, must_not, never };
std::string_view to_string(Mood mood);

struct Expectation {
  Mood mood = Mood::must;
  std::string sight;
  std::string on;
  Arguments given;
};

struct Moment {
  policy::Place place;
  std::optional<TimeText> at;  // nothing: as soon as what came before has settled
  std::variant<Act, Expectation> what;
};

struct Competence {
  std::string what;
  std::optional<LocalDate> gained;
  std::optional<LocalDate> expires;
};

struct CastMember {
  std::string name;
  std::vector<std::string> roles;   // what they may do
  std::vector<std::string> duties;  // what they are on duty for; their roles unless said
  std::optional<std::vector<Competence>> competences;  // nothing: every one there is
  bool on_duty = true;
  policy::Place place;
};

// Part of a conversation with a source: what is said to a question that has these words in it.
struct ScriptedAnswer {
  std::vector<std::string> asked_with;  // none: any question
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  Micros after{0};
  std::string fault;           // of vocabulary's faults; empty: none
  bool nothing_found = false;  // a complete answer that found nothing, in the source's own form
  std::optional<TimeText> from, until;
  std::int64_t times = 0;  // answers so many questions, then no more; 0: always
  policy::Place place;
};

struct SourceSetup {
  std::string source;
  std::vector<ScriptedAnswer> answers;  // the first that fits answers
  // An extract: rows by column name, as they would stand in its file.
  std::vector<std::map<std::string, std::string>> rows;
  std::optional<TimeText> as_of;
  std::int64_t rows_rejected = 0;
  policy::Place place;
};

struct Script {
  std::string file;
  std::string title;
  std::string shows;  // what it proves
  std::string force_code, force_name, zone;
  LocalTime starts;
  LocalTime
      began;  // when the first of those that it follows on starts; `starts` where it follows none
  std::vector<CastMember> cast;
  std::vector<SourceSetup> sources;
  std::vector<Moment> moments;  // of the file
  std::vector<Moment> before;   // acts of the rehearsals that it follows on, oldest first

  const CastMember* member(std::string_view name) const;
};

// `after = "other.toml"` in a file continues the other one's ledger: its acts are played first,
// without its expectations; its cast and sources stand unless this file has its own.
Result<Script> load_script(const std::filesystem::path& path);
// The same from texts in memory, by the names under which `after` finds them.
using Texts = std::map<std::string, std::string, std::less<>>;
Result<Script> read_script(const std::string& name, const Texts& texts);
// A file and those it follows on, unread.
Result<Texts> load_texts(const std::filesystem::path& path);

}  // namespace heed::rehearsal
