// Letters and digits as people read them out, one after another, for vehicle marks, postcodes and
// what is spelt: in the spelling alphabets, alone, doubled, or not heard. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "hearing/segment.h"

namespace heed::hearing {

struct Atom {
  std::string text;  // upper case; ? for what was not heard
  std::uint32_t first = 0, end = 0;
  bool phonetic = false;
  bool digits = false;
  bool unheard = false;
};

// "zulu", "Z for zebra", "ZZ68", "six eight", "double zed", "something"
std::optional<Atom> atom_at(const Segment& segment, std::uint32_t at);
// The letter of a word of a spelling alphabet, or of a letter by itself; 0: none.
char letter_of(std::string_view word);
const std::string& lower_at(const Segment& segment, std::uint32_t at);
// L a letter, D a digit; l and d: or not heard.
bool fits(std::string_view text, std::string_view shape);
bool is_postcode(std::string_view text);
bool is_new_mark(std::string_view text);  // since 2001
bool is_old_mark(std::string_view text);
// How many of its characters were heard.
std::size_t known_in(std::string_view text);

}  // namespace heed::hearing
