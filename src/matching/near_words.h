// Which of many words of one length lie within a few edits of a pattern, by optimal string
// alignment: thirty-two or sixteen words at a time where the processor has AVX2, else one by one
// behind a sieve of the letters they have at all. Both ways find the same (near_words_test.cc). A
// house-internal header. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "matching/spelling.h"

namespace heed::matching {

// Words [first, last) have `length` letters each (the first of longer ones), lie one after the
// other in `text` from `text_at`[first], and have the letter sets `letters`[word].
struct WordsOfLength {
  std::uint32_t first = 0, last = 0;
  std::size_t length = 0;
  std::span<const std::uint32_t> letters, text_at;
  std::string_view text;
  // The first letters of all of them, then the second, …: letter & 31, each run as long as
  // `stride`.
  const std::uint8_t* columns = nullptr;
  std::size_t stride = 0;
};
constexpr std::size_t column_lanes = 32;  // strides are multiples of it

struct NearWord {
  std::uint32_t word;
  int distance;
};

// Adds those within `limit` (0 to 3) edits to `out`, ascending.
void find_near(const WordPattern& pattern, std::uint32_t letters, const WordsOfLength& words,
               int limit, std::vector<NearWord>& out);
// The same, one by one; without columns.
void find_near_plainly(const WordPattern& pattern, std::uint32_t letters,
                       const WordsOfLength& words, int limit, std::vector<NearWord>& out);

}  // namespace heed::matching
