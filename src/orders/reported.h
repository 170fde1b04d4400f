// What an incident reports of acts, and when each may have happened. For this room's .cc files.
#pragma once

#include "orders/orders.h"

namespace heed::orders {

// When an act may have happened, both ends included: from as far back as policy lets it reach, to
// when it was reported.
struct Span {
  Instant from;
  Instant to;
};

using policy::Truth;

// One act as reported. `no` means that somebody said it was not so.
struct Report {
  Truth truth = Truth::unknown;
  Span span;
  std::string words;
  std::vector<std::string> stands_on;
  bool contradicted = false;  // heard, and answered with no: held to have been, and said
};

// From the answers to its question and the cues that nobody has rejected. A cue holds against an
// answer of "no": only rejecting the cue takes it away.
Report reported(const incident::State& incident, const Vocabulary::Act& act);

// What the numbers and accounts that were said tell about the person an order is against.
struct Remote {
  Report phone;                                   // by a telephone number
  Report account;                                 // by an e-mail address or a user name
  bool attributed = false;                        // somebody, or the record, says that it is theirs
  std::vector<std::string> platforms;             // of accounts said
  std::vector<const incident::Identifier*> said;  // attributed or complained of
};
Remote remote(const incident::State& incident, const KnownOrder& known, const Vocabulary& words);

// When an entry's words were said: a contact entered afterwards was answered earlier.
Instant said_at(const incident::State& incident, incident::EntryId entry);
// When the incident was last reported on: the latest contact's answer.
Instant last_reported(const incident::State& incident);

// Whether one of the words or phrases stands in the text, as whole words, in any case. With
// `beginnings`, a word may go on ("communicat" in "communicating").
bool says_one_of(std::string_view text, const std::vector<std::string>& phrases,
                 bool beginnings = false);

}  // namespace heed::orders
