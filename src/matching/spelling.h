// How far two spellings of a name lie apart: by letters (optimal string alignment), by the ear, by
// the keyboard, and across scripts that leave vowels out. Words here are what fold() gives, letters
// a to z only; a word that was romanised here, not by its writer, ends in '~'. A house-internal
// header. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace heed::matching {

constexpr std::size_t word_letters_max = 32;  // longer words are cut

// A word read once, to be compared with many: optimal string alignment distance, bit-parallel
// (Hyyrö 2003).
class WordPattern {
 public:
  explicit WordPattern(std::string_view word);
  // The distance, or anything above `limit` where it is above `limit`.
  int distance(std::string_view other, int limit) const;
  int size() const { return size_; }
  const std::array<std::uint32_t, 32>& positions() const { return position_; }

 private:
  std::array<std::uint32_t, 32> position_{};  // letter & 31 → where it stands
  int size_;
};

// Bit per letter; two words within d edits differ in at most 2 d bits.
std::uint32_t letter_set(std::string_view word);

// The word as it sounds, a letter for each sound, vowels kept; equal hearings are one sound.
std::string as_heard(std::string_view word);

// The optimal string alignment with costs as people err: 1 for a plain wrong, missing or added
// letter; less for vowels for each other, letters that sound alike or lie side by side, doubled
// letters, h. A transposition costs .8. Never above the plain distance.
double spelling_cost(std::string_view a, std::string_view b);
double spelling_cost(std::string_view a, std::string_view b, std::string_view heard_a,
                     std::string_view heard_b);

// The word as it sounds, in a small alphabet of consonants with the first vowel: words with one key
// are heard for each other. Empty for an empty word.
std::string sound_key(std::string_view word);
std::string sound_key_of_heard(std::string_view heard);

// For words of which at least one comes from another script: cost with the vowels nearly free and
// the letters that romanisations confuse.
double transliteration_cost(std::string_view a, std::string_view b);
double transliteration_cost(std::string_view a, std::string_view b, std::string_view heard_a,
                            std::string_view heard_b);

}  // namespace heed::matching
