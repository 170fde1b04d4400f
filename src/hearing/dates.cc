// Dates of birth in every order.
#include <algorithm>

#include "base/civil.h"
#include "base/text.h"
#include "hearing/times.h"

namespace heed::hearing {
namespace {

std::string word_at(const Segment& segment, std::uint32_t at) {
  if (at >= segment.tokens.words.size()) return {};
  return lower_ascii(surface(segment, segment.tokens.words[at]));
}

// The character that joins two words written without a space, or 0.
char joint(const Segment& segment, std::uint32_t at) {
  const auto& words = segment.tokens.words;
  if (at + 1 >= words.size() || words[at + 1].byte_start != words[at].byte_end + 1) return 0;
  return segment.text[words[at].byte_end];
}

bool all_digits(std::string_view text) {
  return !text.empty() && text.size() <= 4 && std::all_of(text.begin(), text.end(), is_digit);
}

int year_of(std::string_view digits, int this_year) {
  const int value = std::stoi(std::string(digits));
  if (digits.size() == 4) return value;
  return value > this_year % 100 ? 1900 + value : 2000 + value;
}

std::optional<SaidDate> numeric(const Segment& segment, std::uint32_t word, int this_year) {
  const std::string a = word_at(segment, word), b = word_at(segment, word + 1),
                    c = word_at(segment, word + 2);
  if (!all_digits(a) || !all_digits(b)) return std::nullopt;
  const char first = joint(segment, word), second = joint(segment, word + 1);
  const bool separated = (first == '/' || first == '-' || first == '.') && first == second;
  const bool spaced = all_digits(c) && first == ' ' && second == ' ' && a.size() <= 2 &&
                      b.size() == 2 && (c.size() == 2 || c.size() == 4);
  if ((!separated && !spaced) || !all_digits(c)) return std::nullopt;
  SaidDate out;
  out.end = word + 3;
  if (a.size() == 4) {
    out.year = std::stoi(a);
    out.month = std::stoi(b);
    out.day = std::stoi(c);
  } else if (c.size() == 2 || c.size() == 4) {
    out.day = std::stoi(a);
    out.month = std::stoi(b);
    out.year = year_of(c, this_year);
    if (out.month > 12 && out.day <= 12) std::swap(out.day, out.month);
  } else {
    return std::nullopt;
  }
  return is_date(*out.year, out.month, out.day) ? std::optional(out) : std::nullopt;
}

// "of march", "of the third", "march", "the third": a month, and the word after it.
std::optional<std::pair<int, std::uint32_t>> month_at(const Segment& segment, std::uint32_t at,
                                                      bool needs_of) {
  bool of = false;
  if (word_at(segment, at) == "of") {
    of = true;
    ++at;
  }
  if (word_at(segment, at) == "the") ++at;
  if (const int month = month_of(word_at(segment, at)); month > 0) return std::pair(month, at + 1);
  if ((of || !needs_of) && at < segment.tokens.words.size()) {
    if (const auto number = number_at(segment, at);
        number && number->ordinal && number->value >= 1 && number->value <= 12) {
      return std::pair(number->value, number->end);
    }
    if (const auto number = number_at(segment, at);
        of && number && !number->digits && number->value >= 1 && number->value <= 12) {
      return std::pair(number->value, number->end);
    }
  }
  return std::nullopt;
}

}  // namespace

bool is_date(int year, int month, int day) {
  using namespace std::chrono;
  return year >= 1900 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31 &&
         year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                        std::chrono::day(static_cast<unsigned>(day)))
             .ok();
}

std::optional<SaidDate> three_numbers(const Segment& segment, std::uint32_t word, int this_year) {
  const auto& words = segment.tokens.words;
  const auto day = number_at(segment, word);
  if (!day || day->value < 1 || day->value > 31 || day->end >= words.size()) return std::nullopt;
  const auto month = number_at(segment, day->end);
  if (!month || month->value < 1 || month->value > 12 || month->end >= words.size() ||
      words[month->end].has(flag_sentence_start))
    return std::nullopt;
  SaidDate out;
  out.day = day->value;
  out.month = month->value;
  std::uint32_t at = month->end;
  int tens = -1;
  const std::string first = word_at(segment, at);
  if (first == "oh" || first == "o" || first == "nought" || first == "zero") {
    tens = 0;
    ++at;
  }
  if (at >= words.size()) return std::nullopt;
  const auto year = tens == 0 ? number_at(segment, at) : year_at(segment, at, this_year);
  if (!year || year->ordinal) return std::nullopt;
  out.year = tens == 0 ? 2000 + year->value : year->value;
  if (tens == 0 && year->value > 9) return std::nullopt;
  out.end = year->end;
  return is_date(*out.year, out.month, out.day) ? std::optional(out) : std::nullopt;
}

std::optional<SaidDate> date_at(const Segment& segment, std::uint32_t word, int this_year) {
  if (auto date = numeric(segment, word, this_year)) return date;
  SaidDate out;
  std::uint32_t at = word;
  if (const int month = month_of(word_at(segment, at)); month > 0) {
    ++at;
    if (word_at(segment, at) == "the") ++at;
    const auto day = number_at(segment, at);
    if (!day || day->value < 1 || day->value > 31) return std::nullopt;
    out.month = month;
    out.day = day->value;
    at = day->end;
  } else {
    const auto day = number_at(segment, at);
    if (!day || day->value < 1 || day->value > 31) return std::nullopt;
    const auto month_word = month_at(segment, day->end, true);
    if (!month_word) return std::nullopt;
    out.day = day->value;
    out.month = month_word->first;
    at = month_word->second;
  }
  out.end = at;
  if (word_at(segment, at) == "of" || word_at(segment, at) == "in") ++at;
  if (at < segment.tokens.words.size() && !segment.tokens.words[at].has(flag_sentence_start)) {
    if (const auto year = year_at(segment, at, this_year)) {
      out.year = year->value;
      out.end = year->end;
    }
  }
  if (!is_date(out.year.value_or(2000), out.month, out.day)) return std::nullopt;
  return out;
}

void find_dates(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment) {
  const auto& words = segment.tokens.words;
  const int this_year = static_cast<int>(hearer.policy.zone->date_of(hearer.at).year());
  for (std::uint32_t at = 0; at < words.size(); ++at) {
    const Token& token = words[at];
    const bool starts = token.kind == TokenKind::digits || token.kind == TokenKind::mixed ||
                        token.is(trait_number) ||
                        (token.kind == TokenKind::word && month_of(word_at(segment, at)) > 0);
    if (!starts) continue;
    auto date = date_at(segment, at, this_year);
    // "two, eleven, ninety-nine" beside a name or where a birth is spoken of
    const auto after_name = [&] {
      return std::any_of(segment.mentions.begin(), segment.mentions.end(), [&](const Mention& m) {
        return m.kind == MentionKind::name && m.end == at;
      });
    };
    if (!date && (in_context(hearer, matches, "birth", at, 6) || after_name()))
      date = three_numbers(segment, at, this_year);
    if (!date) continue;
    const bool told = in_context(hearer, matches, "birth", at, 5, date->end) ||
                      hearer.last_question == "date_of_birth";
    if (!date->year || *date->year > this_year) continue;
    // A whole date that is years ago, with nobody saying what it is, is a birthday in this trade.
    if (!told && (*date->year > this_year - 4 || in_context(hearer, matches, "not_birth", at, 6)))
      continue;
    RawIdentifier birth;
    birth.place = place_of(segment, at, date->end);
    birth.kind = IdentifierKind::date_of_birth;
    char iso[40];
    std::snprintf(iso, sizeof iso, "%04d-%02d-%02d", *date->year, date->month, date->day);
    birth.value = iso;
    birth.strength = told ? Strength::strong : Strength::fair;
    birth.why = told ? "said to be a date of birth" : "a whole date years ago";
    segment.identifiers.push_back(std::move(birth));
    at = date->end - 1;
  }
}

}  // namespace heed::hearing
