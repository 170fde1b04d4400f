// The peer that misses nothing: every person's names are compared with the query's by bit-parallel
// edit distance, the dates digit by digit, and the whole list ranked by a plain sum. Its scorer
// shares nothing with ours: Hyyrö's algorithm written again over all letters, no tables of names,
// no shares, no sounds.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace heed::bench {

struct Asked {
  std::string given, family;       // small letters
  std::string born;                // YYYYMMDD or empty
  std::string born_from, born_to;  // … or empty
};

class Exhaustive {
 public:
  void add(std::string_view given, std::string_view family, std::string_view born);
  // Places of the best ten, best first.
  std::vector<std::uint32_t> best(const Asked& asked) const;
  std::size_t size() const { return born_.size(); }

 private:
  std::string text_;
  std::vector<std::uint32_t> at_{0};  // given and family of each, one after the other
  std::vector<std::array<char, 8>> born_;
};

}  // namespace heed::bench
