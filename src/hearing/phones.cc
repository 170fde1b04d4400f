// Telephone numbers as people say them: digits, words, "double", corrections, in pieces.
#include <array>

#include "base/text.h"
#include "hearing/numbers.h"
#include "matching/identifiers.h"

namespace heed::hearing {
namespace {

constexpr std::size_t pieces_max = 64;

struct Piece {
  std::string digits;
  std::uint32_t first = 0, last = 0;  // words
  bool corrects = false;              // "no, sorry," stood before it
  bool apart = false;                 // a comma or other words stood before it
};

// "O7700 9OO 652": the letter written for the figure.
bool has_letter_o(std::string_view text) {
  return text.size() >= 3 && text.find_first_not_of("0123456789oO") == std::string_view::npos &&
         text.find_first_of("0123456789") != std::string_view::npos;
}

bool may_be_number(const Segment& segment, const Token& token) {
  return token.kind == TokenKind::digits || token.is(trait_number) ||
         (token.kind == TokenKind::mixed && has_letter_o(surface(segment, token)));
}

constexpr std::array<std::string_view, 12> correcting{"no",      "sorry",    "wait",   "correction",
                                                      "scratch", "nope",     "mean",   "lie",
                                                      "wrong",   "actually", "rather", "nah"};
constexpr std::array<std::string_view, 43> between{
    "um",     "erm",  "er",   "uh",       "and",  "then",  "it's",     "its",    "is",
    "the",    "last", "bit",  "rest",     "ends", "end",   "space",    "that",   "then",
    "so",     "it",   "i",    "tell",     "a",    "hang",  "on",       "hold",   "sec",
    "second", "was",  "with", "followed", "by",   "in",    "finishes", "ending", "starts",
    "let",    "me",   "see",  "think",    "are",  "after", "dash"};

template <std::size_t N>
bool among(const std::array<std::string_view, N>& words, std::string_view word) {
  for (const auto each : words) {
    if (each == word) return true;
  }
  return false;
}

// All digits from here on that may belong to one number, with what stood between them.
std::vector<Piece> pieces_from(const Segment& segment, std::uint32_t word) {
  std::vector<Piece> pieces;
  const auto& words = segment.tokens.words;
  std::uint32_t at = word;
  while (at < words.size() && pieces.size() < pieces_max) {
    std::uint32_t gap = 0;
    bool corrects = false;
    std::uint32_t look = at;
    while (look < words.size() && gap < 8 && !may_be_number(segment, words[look])) {
      const std::string text = lower_ascii(surface(segment, words[look]));
      if (among(correcting, text)) {
        corrects = true;
      } else if (!among(between, text) && !words[look].is(trait_filler)) {
        return pieces;
      }
      ++look;
      ++gap;
    }
    if (look >= words.size() || (gap > 0 && pieces.empty())) return pieces;
    auto digits = digits_at(segment, look);
    if (!digits && has_letter_o(surface(segment, words[look]))) {
      digits = Digits{std::string(surface(segment, words[look])), look + 1};
      for (char& c : digits->digits) c = is_digit(c) ? c : '0';
    }
    if (!digits) return pieces;
    Piece piece{digits->digits, look, digits->end, corrects,
                gap > 0 || words[look].has(flag_clause_start)};
    pieces.push_back(std::move(piece));
    at = digits->end;
  }
  return pieces;
}

struct Built {
  std::string digits;
  std::uint32_t last = 0;
  bool corrected = false;
};

bool is_whole(std::string_view digits) {
  if (digits.size() == 11 && digits[0] == '0' && digits[1] != '0') return true;
  if (digits.size() == 12 && digits.starts_with("44")) return true;
  if (digits.size() == 13 && digits.starts_with("440")) return true;
  return (digits.size() == 14 && digits.starts_with("0044")) ||
         (digits.size() == 15 && digits.starts_with("00440"));
}

// How many of the last digits a correction replaces so that the number is whole; beyond all where
// no count does.
std::size_t fitting_drop(const std::string& digits, const std::string& with) {
  for (std::size_t drop = std::min(with.size(), digits.size());; --drop) {
    if (is_whole(digits.substr(0, digits.size() - drop) + with)) return drop;
    if (drop == 0) return digits.size() + 1;
  }
}

// "… four six one, no, sorry, four six two": the correction takes the place of the last as many
// digits, of the last group, or of everything, whichever makes a whole number.
void correct(std::string& digits, std::size_t last_group, const std::string& with) {
  if (with.size() >= 9) {
    digits = with;
  } else if (digits.size() >= last_group &&
             is_whole(digits.substr(0, digits.size() - last_group) + with)) {
    digits = digits.substr(0, digits.size() - last_group) + with;
  } else if (is_whole(digits) && with.size() <= digits.size()) {
    digits = digits.substr(0, digits.size() - with.size()) + with;
  } else if (const auto drop = fitting_drop(digits, with); drop <= digits.size()) {
    digits = digits.substr(0, digits.size() - drop) + with;
  } else if (digits.size() >= last_group) {
    digits = digits.substr(0, digits.size() - last_group) + with;
  }
}

Built build(const std::vector<Piece>& pieces) {
  Built built;
  std::size_t last_group = 0;
  for (std::size_t at = 0; at < pieces.size();) {
    if (is_whole(built.digits) && !pieces[at].corrects) break;
    if (pieces[at].corrects && !built.digits.empty()) {
      std::string with;
      std::size_t next = at;
      while (next < pieces.size() && (next == at || (!pieces[next].corrects && with.size() < 11))) {
        with += pieces[next].digits;
        built.last = pieces[next].last;
        ++next;
        if (next < pieces.size() && pieces[next].apart && with.size() >= last_group) break;
      }
      correct(built.digits, last_group, with);
      built.corrected = true;
      at = next;
      continue;
    }
    // A group ends where a comma or words stand; "07700 900 461" are three.
    if (built.digits.size() + pieces[at].digits.size() > 15) break;
    built.digits += pieces[at].digits;
    built.last = pieces[at].last;
    last_group = pieces[at].digits.size();
    if (last_group == 1 || last_group == 2) {
      // single digits read out form a group of up to the last three
      last_group = std::min<std::size_t>(3, built.digits.size());
    }
    ++at;
  }
  return built;
}

char before(const Segment& segment, std::uint32_t word) {
  const std::uint32_t byte = segment.tokens.words[word].byte_start;
  for (std::uint32_t at = byte; at > 0 && byte - at < 4; --at) {
    if (segment.text[at - 1] != ' ' && segment.text[at - 1] != '(') return segment.text[at - 1];
  }
  return 0;
}

// "17/07/1997", "ended 2019"
bool is_date(const Segment& segment, std::uint32_t at, const Built& built) {
  const auto& words = segment.tokens.words;
  const auto slash = [&](std::uint32_t byte) {
    return byte < segment.text.size() && segment.text[byte] == '/';
  };
  for (std::uint32_t word = at; word < built.last && word < words.size(); ++word) {
    if (slash(words[word].byte_end) ||
        (words[word].byte_start > 0 && slash(words[word].byte_start - 1)))
      return true;
  }
  return built.digits.size() == 4 &&
         (built.digits.starts_with("19") || built.digits.starts_with("20"));
}

}  // namespace

void find_numbers(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment) {
  const auto& words = segment.tokens.words;
  for (std::uint32_t at = 0; at < words.size();) {
    if (!may_be_number(segment, words[at])) {
      ++at;
      continue;
    }
    const auto pieces = pieces_from(segment, at);
    if (pieces.empty()) {
      ++at;
      continue;
    }
    Built built = build(pieces);
    std::string dial = built.digits;
    const bool plus = before(segment, at) == '+';
    if (plus || dial.starts_with("44")) dial = "+" + dial;
    const bool whole = is_whole(built.digits) ||
                       (built.digits.size() == 10 && built.digits[0] == '7') ||
                       (plus && built.digits.size() >= 9);
    if (whole && !in_context(hearer, matches, "not_phone", at, 3)) {
      if (dial[0] == '7') dial = "0" + dial;
      if (dial.starts_with("+440")) dial.erase(3, 1);
      if (auto key = matching::normalise(matching::IdentifierKind::phone, dial)) {
        RawIdentifier phone;
        phone.place = place_of(segment, at, built.last);
        if (plus) {
          --phone.place.start;
          --phone.place.byte_start;
        }
        phone.kind = IdentifierKind::phone;
        phone.answers = segment.asked == "number" && at <= 4;
        phone.value = key->value;
        phone.strength = Strength::strong;
        phone.why = built.corrected ? "a telephone number, as corrected"
                                    : "the digits of a whole telephone number";
        segment.identifiers.push_back(std::move(phone));
        at = built.last;
        continue;
      }
    }
    const bool begins = built.digits.size() < 11 &&
                        ((built.digits.size() >= 4 && built.digits.starts_with("07")) ||
                         (built.digits.size() >= 5 &&
                          (built.digits.starts_with("01") || built.digits.starts_with("02"))));
    const bool told = in_context(hearer, matches, "part_of_phone", at, 4, built.last);
    if ((begins || (told && built.digits.size() >= 3 && !words[at].has(flag_all_capitals) &&
                    built.digits.size() < 11)) &&
        !in_context(hearer, matches, "not_phone", at, 3) && !is_date(segment, at, built)) {
      RawIdentifier part;
      part.place = place_of(segment, at, built.last);
      part.kind = IdentifierKind::phone_partial;
      part.value = built.digits;
      part.why = "some digits of a telephone number";
      segment.identifiers.push_back(std::move(part));
      at = built.last;
      continue;
    }
    at = std::max(pieces.front().last, at + 1);
  }
}

}  // namespace heed::hearing
