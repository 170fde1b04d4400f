// Times ahead in relative speech. Internal to src/hearing.
#pragma once

#include <array>
#include <optional>

#include "hearing/times.h"

namespace heed::hearing {

struct SaidTime {
  Instant at;
  Precision precision = Precision::day;
  bool ambiguous = false;
  std::uint32_t first = 0, end = 0;  // words
  bool surely_ahead = false;         // "tomorrow", "in ten minutes"
  bool needs_future = false;
  bool needs_future_word = false;  // "after school" alone
};
std::optional<SaidTime> time_at(const Hearer& hearer, const Segment& segment, std::uint32_t word);
void find_deadlines(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment);

}  // namespace heed::hearing
