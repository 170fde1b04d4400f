// The twin of a rehearsal: the same case with other names, numbers, dates and wording, made from a
// seed. It must end the same; one that does not was passed by a rule or a phrase that knows the
// case. Made on the text of the file, so that a miss in a twin has the line of the original. Pure.
//
//   [twin]
//   given = ["Alex"]           names to be changed wherever they stand as whole words
//   family = ["Morland"]
//   wording = [["in the file", "another way to say it", …], …]   the twin takes one of the others
//   keep = ["900461"]          endings of numbers that must stay, because words spell them
//   dates = false              dates must stay: a birthday, a night on which clocks change
//
// Without being told it changes numbers of the blocks kept for drama (their last three digits) and
// moves every date by the same few whole weeks, within the same offset from UTC.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rehearsal/script.h"

namespace heed::rehearsal {

struct Twin {
  Texts texts;                       // under the same names
  std::vector<std::string> changes;  // "07700 …", for people: "Alex -> Rowan"
};

// `name` is the rehearsal, `texts` it and those that it follows on: one change for all of them.
Result<Twin> twin_of(const std::string& name, const Texts& texts, std::uint64_t seed);

}  // namespace heed::rehearsal
