// What is heard in words that somebody is typing and has not sent, and which questions they would
// raise. Pure; nothing of it is kept, appended or shown to anybody else, and nothing of it comes
// from a record: neither what sources answered nor what accepted candidates are known to be. It
// knows what was said in this contact before, and what of it a person rejected.
#pragma once

#include <string>
#include <vector>

#include "desk/turn.h"

namespace heed::desk {

struct DraftFinding {
  std::string meaning;  // the cue's, or phone, …, age, deadline, undertaking, wish
  std::string value;
  std::string of;  // whose: caller, victim, suspect, …
  std::string quote;
  std::size_t start = 0;  // code points
  std::size_t end = 0;
  std::string why;
  std::string strength;
};

// How words in the incident's latest contact are heard: on which channel, after what else.
struct DraftHearing {
  hearing::Channel channel = hearing::Channel::emergency_999;
  hearing::Earlier earlier;
};
DraftHearing draft_hearing(const Whole& whole);

// In the order of their words; what later words set aside is left out, and what a person rejected
// in this incident stays rejected.
std::vector<DraftFinding> draft_findings(const hearing::Heard& heard, const Whole* whole);

// Ids of questions that the text would raise, were it written now, and that are not owed yet.
std::vector<std::string> draft_questions(const Whole& whole, hearing::Voice voice,
                                         const std::string& text, const TurnContext& context);

}  // namespace heed::desk
