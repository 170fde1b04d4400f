#include "hearing/letters.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "hearing/numbers.h"

namespace heed::hearing {
namespace {

constexpr std::array<std::pair<std::string_view, char>, 41> phonetic{
    {{"alpha", 'A'},    {"alfa", 'A'},    {"bravo", 'B'},   {"charlie", 'C'}, {"delta", 'D'},
     {"echo", 'E'},     {"foxtrot", 'F'}, {"golf", 'G'},    {"hotel", 'H'},   {"india", 'I'},
     {"juliet", 'J'},   {"juliett", 'J'}, {"kilo", 'K'},    {"lima", 'L'},    {"mike", 'M'},
     {"november", 'N'}, {"oscar", 'O'},   {"papa", 'P'},    {"quebec", 'Q'},  {"romeo", 'R'},
     {"sierra", 'S'},   {"tango", 'T'},   {"uniform", 'U'}, {"victor", 'V'},  {"whisky", 'W'},
     {"whiskey", 'W'},  {"xray", 'X'},    {"x-ray", 'X'},   {"yankee", 'Y'},  {"zulu", 'Z'},
     {"zed", 'Z'},      {"zebra", 'Z'},   {"queen", 'Q'},   {"sugar", 'S'},   {"roger", 'R'},
     {"queenie", 'Q'},  {"zee", 'Z'},     {"cue", 'Q'},     {"tee", 'T'},     {"kay", 'K'},
     {"ex", 'X'}}};

}  // namespace

char letter_of(std::string_view word) {
  if (word.size() == 1 && is_alpha(word[0])) return upper(word[0]);
  for (const auto& [name, letter] : phonetic) {
    if (name == word) return letter;
  }
  return 0;
}

const std::string& lower_at(const Segment& segment, std::uint32_t at) {
  return lowered(segment, at);
}

// ---- letters and digits read out one after another: marks and postcodes ----

// "zulu", "Z for zebra", "ZZ68", "six eight", "double zed", "something"
std::optional<Atom> atom_at(const Segment& segment, std::uint32_t at) {
  const auto& words = segment.tokens.words;
  if (at >= words.size()) return std::nullopt;
  const Token& token = words[at];
  if (token.has(flag_continued)) return std::nullopt;
  const std::string text = lower_at(segment, at);
  if (text == "double" && lower_at(segment, at + 1) == "u") {
    return Atom{"W", at, at + 2, true, false, false};
  }
  if (text == "double") {
    if (const auto next = atom_at(segment, at + 1); next && next->text.size() == 1) {
      return Atom{next->text + next->text, at, next->end, next->phonetic, next->digits, false};
    }
    return std::nullopt;
  }
  if (const char letter = letter_of(text)) {
    std::uint32_t end = at + 1;
    if (text == "x" && lower_at(segment, end) == "ray")
      return Atom{"X", at, end + 1, true, false, false};
    bool spelt = text.size() > 1;
    if ((lower_at(segment, end) == "for" || lower_at(segment, end) == "as") &&
        end + 1 < words.size()) {
      std::uint32_t named = end + 1;
      if (lower_at(segment, named) == "in") ++named;
      const std::string word = lower_at(segment, named);
      if (!word.empty() && upper(word[0]) == letter) {
        end = named + 1;
        spelt = true;
      }
    }
    return Atom{std::string(1, letter), at, end, spelt, false, false};
  }
  if (token.kind == TokenKind::mixed && text.size() <= 8) {
    return Atom{upper_ascii(text), at, at + 1, false, false, false};
  }
  if (token.kind == TokenKind::digits || token.is(trait_number)) {
    if (const auto digits = digits_at(segment, at); digits && digits->digits.size() <= 4) {
      return Atom{digits->digits, at, digits->end, false, true, false};
    }
    return std::nullopt;
  }
  if (token.kind == TokenKind::word && text.size() <= 3 && token.has(flag_all_capitals) &&
      text.size() >= 2 && token.id == unknown_word) {
    return Atom{upper_ascii(text), at, at + 1, false, false, false};
  }
  if (text.size() == 2 && token.kind == TokenKind::word && token.id == unknown_word &&
      at + 1 < words.size() && words[at + 1].kind == TokenKind::digits &&
      words[at + 1].byte_end - words[at + 1].byte_start == 2) {
    return Atom{upper_ascii(text), at, at + 1, false, false, false};
  }
  if (text == "something" || text == "blank" || text == "unknown" || text == "dunno" ||
      text == "summat" || text == "sommat")
    return Atom{"?", at, at + 1, false, false, true};
  return std::nullopt;
}

bool fits(std::string_view text, std::string_view shape) {
  if (text.size() != shape.size()) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const char s = shape[at];
    if (s == 'L' && !is_alpha(c)) return false;
    if (s == 'D' && !is_digit(c)) return false;
    if (s == 'X' && !is_alpha(c) && !is_digit(c)) return false;
    if (s == 'l' && !is_alpha(c) && c != '?') return false;
    if (s == 'd' && !is_digit(c) && c != '?') return false;
  }
  return true;
}

bool is_postcode(std::string_view text) {
  for (const std::string_view shape :
       {"LDDLL", "LDDDLL", "LDLDLL", "LLDDLL", "LLDDDLL", "LLDLDLL"}) {
    if (fits(text, shape)) return true;
  }
  return false;
}
bool is_new_mark(std::string_view text) { return fits(text, "LLDDLLL"); }
bool is_old_mark(std::string_view text) {
  for (const std::string_view shape :
       {"LDDDLLL", "LDDLLL", "LLLDDDL", "LLLDDL", "LDLLL", "LLLDL"}) {
    if (fits(text, shape)) return true;
  }
  return false;
}

std::size_t known_in(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::count(text.begin(), text.end(), '?'));
}

}  // namespace heed::hearing
