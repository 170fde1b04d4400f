// Plays a rehearsal on a stage, moment by moment in the order of its file, and reports every
// expectation that was missed with what was there instead. A refusal that the file does not expect
// is a miss, as is one that it expects and that does not come. One thread; the same script on the
// same kind of stage gives the same report.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "rehearsal/stage.h"

namespace heed::rehearsal {

struct Miss {
  policy::Place place;
  Instant at;
  std::string expected;              // what the file says
  std::vector<std::string> instead;  // what was there
};

struct Report {
  std::string file;
  std::string title;
  std::size_t fulfilled = 0;
  std::vector<Miss> misses;
  bool passed() const { return misses.empty(); }
};

// Stops at the first miss where `first_only`, as ./dev rules does. An error where the stage itself
// failed, or where a moment lies before the one above it.
struct PlayOptions {
  bool first_only = false;
  // Told before each moment, for a rehearsal that is watched: its place and time.
  std::function<void(const Moment&, Instant)> watch;
};
Result<Report> play(const Script& script, Stage& stage, const PlayOptions& options = {});

// A moment as a person would say it: `Priya Nair types "…"`.
std::string in_words(const Moment& moment);
// "FAILED file: 12 as expected, 1 missed" and, for each miss, where, what and what instead.
std::string in_words(const Report& report, const Zone& zone);

}  // namespace heed::rehearsal
