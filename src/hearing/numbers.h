// Numbers as people say them: cardinal and ordinal words, years, digits one by one. Internal to
// src/hearing.
#pragma once

#include <optional>
#include <string>

#include "hearing/segment.h"

namespace heed::hearing {

struct Number {
  int value = 0;
  std::uint32_t end = 0;  // word after it
  bool ordinal = false;
  bool digits = false;  // written in digits
};

// "sixteen", "twenty-one", "14th", "fourteenth", "14", "a hundred and two". Up to 9999.
std::optional<Number> number_at(const Segment& segment, std::uint32_t word);
// "two thousand and ten", "twenty ten", "nineteen eighty-eight", "ninety-eight", "oh nine", "2010",
// "88", "'98": a year from 1900 to `now`.
std::optional<Number> year_at(const Segment& segment, std::uint32_t word, int now);
// The digits that a word stands for where digits are read out: "double seven" is "77".
struct Digits {
  std::string digits;
  std::uint32_t end = 0;
};
std::optional<Digits> digits_at(const Segment& segment, std::uint32_t word);

// -1 for a word that is none of them.
int cardinal_of(std::string_view word);
int ordinal_of(std::string_view word);
int month_of(std::string_view word);

}  // namespace heed::hearing
