// Dates and times as people say them. Internal to src/hearing.
#pragma once

#include <optional>

#include "hearing/numbers.h"
#include "hearing/segment.h"

namespace heed::hearing {

struct SaidDate {
  int day = 0, month = 0;
  std::optional<int> year;
  std::uint32_t end = 0;
};
// "fourteenth of March two thousand and ten", "14/03/2010", "March the 14th", "14 Mar 10", ISO,
// "the fourteenth of the third 2010". Day first where it could be either.
// "one, twelve, oh nine", where something says that a date comes.
std::optional<SaidDate> three_numbers(const Segment& segment, std::uint32_t word, int this_year);
std::optional<SaidDate> date_at(const Segment& segment, std::uint32_t word, int this_year);
bool is_date(int year, int month, int day);

}  // namespace heed::hearing
