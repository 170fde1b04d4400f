// The words of a rehearsal file: what may happen (verbs) and what may be expected (sights), each
// with its arguments. One table serves the parser, its error messages and docs/rehearsals.md.
// A sight is something a person sees or an outside system receives, never a rule, fact or event.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace heed::rehearsal {

struct Argument {
  enum class Kind {
    text,        // words
    name,        // one of `names`
    identifier,  // a number, user name, vehicle …, as a person writes it
    person,      // somebody of the cast
    source,      // a source of the rehearsal
    time,        // "18:52", "18:52:05", "+90s", "2026-11-22 17:10", or an instant with an offset
    duration,    // "90s"
    number,      // a whole number
    truth,       // true or false
    texts,       // a list of words
    json,        // a table or list, kept as JSON
  };
  std::string name;
  Kind kind = Kind::text;
  bool required = false;
  std::vector<std::string> names = {};
  std::string says = {};
};
std::string_view to_string(Argument::Kind kind);

struct Verb {
  std::string name;
  bool by_person = false;  // somebody of the cast does it: `by`
  std::string says;
  // The first argument is what the bare value means: caller_says = "…".
  std::vector<Argument> arguments;
};

struct Sight {
  std::string name;
  std::string says;
  std::vector<Argument> arguments;  // the first is what the bare value means
};

const std::vector<Verb>& verbs();
const std::vector<Sight>& sights();
const Verb* find_verb(std::string_view name);
const Sight* find_sight(std::string_view name);
// Faults that a source may have, by name.
const std::vector<std::string>& faults();

// The two tables as Markdown, for docs/rehearsals.md.
std::string vocabulary_markdown();

}  // namespace heed::rehearsal
