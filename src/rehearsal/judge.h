// Whether what is seen is what a rehearsal expects, and if not, what was there instead. Words are
// compared without regard to case and spacing; numbers and other identifiers by what they mean; a
// time as exactly as it is written. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rehearsal/stage.h"

namespace heed::rehearsal {

// As a person would say it: `owed "tell the offender manager" to "PC Bell" by 18:52`.
std::string in_words(const Expectation& expectation);
// One line of what the expectation asks about: `owed "ring the caller back", by Thu 19 Nov 2026
// 21:00`.
std::string in_words(const Item& item, const Expectation& expectation, const Zone& zone);

struct Judgement {
  bool as_expected = true;
  std::vector<std::string> instead;  // nearest first, at most three; or the whole of what offends
};
// `seen` are the items of the expectation's sight (all of the screen's, for "sees").
Judgement judge(const Expectation& expectation, const std::vector<Item>& seen, Instant now,
                const Zone& zone);

// Case and runs of white space do not matter.
bool contains_words(std::string_view text, std::string_view words);
// A number with spaces and the same with its country code are one.
bool same_identifier(std::string_view a, std::string_view b);

}  // namespace heed::rehearsal
