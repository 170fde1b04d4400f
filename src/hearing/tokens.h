// A text cut into words and marks. One written word may stand for several ("hes" is "he is"): all
// of them carry the written word's place. Offsets are code points from the beginning of the text
// that was cut. Internal to src/hearing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hearing/lexicon.h"

namespace heed::hearing {

enum class TokenKind : std::uint8_t { word, digits, mixed, mark };

enum TokenFlag : std::uint16_t {
  flag_capital = 1 << 0,  // begins with a capital letter
  flag_all_capitals = 1 << 1,
  flag_sentence_start = 1 << 2,  // the first word after . ! ? or a new line
  flag_clause_start = 1 << 3,    // the first word after , ; : - ( or a quotation mark, or the above
  flag_space_before = 1 << 4,
  flag_in_quote = 1 << 5,      // inside quotation marks
  flag_continued = 1 << 6,     // second or later of the words that one written word stands for
  flag_possessive = 1 << 7,    // "…'s"
  flag_handler_turn = 1 << 8,  // a handler's turn in a transcript
  flag_line_start = 1 << 9,
};

struct Token {
  WordId id = unknown_word;
  std::uint32_t traits = 0;
  std::uint32_t byte_start = 0;  // in the text that was cut
  std::uint32_t byte_end = 0;
  std::uint32_t start = 0;  // code points
  std::uint32_t end = 0;
  TokenKind kind = TokenKind::word;
  char mark = 0;  // of a mark that is ASCII
  std::uint16_t flags = 0;
  bool has(std::uint16_t flag) const { return (flags & flag) != 0; }
  bool is(std::uint32_t trait) const { return (traits & trait) != 0; }
};

struct Tokens {
  std::vector<Token> words;  // words and digits only
  std::vector<Token> all;    // marks as well, nothing that one written word merely stands for
};

// The lower-cased written form (ASCII folded; typographic apostrophes made plain), at most 48
// bytes.
std::string folded(std::string_view word);

// Whether the full stop at this byte ends a sentence: not after an initial or a title ("Mr.
// Baxter", "E. THISTLETHWAITE"), not dots of a pause before a small letter ("seven four...
// foxtrot").
bool ends_sentence(std::string_view text, std::size_t dot);

// `text` is valid UTF-8. Appends nothing to a token list beyond `tokens_max` tokens.
Tokens cut(const Lexicon& lexicon, std::string_view text);

// What a written word stands for, as policy's own phrases are cut: variants, contractions. Interns.
std::vector<WordId> policy_words(Lexicon& lexicon, std::string_view written);

inline constexpr std::size_t tokens_max = 1u << 20;

}  // namespace heed::hearing
