#include "hearing/numbers.h"

#include <array>
#include <unordered_map>

#include "base/text.h"

namespace heed::hearing {
namespace {

using Table = std::unordered_map<std::string_view, int>;

const Table& cardinals() {
  static const Table table{
      {"zero", 0},     {"one", 1},      {"two", 2},        {"three", 3},     {"four", 4},
      {"five", 5},     {"six", 6},      {"seven", 7},      {"eight", 8},     {"nine", 9},
      {"ten", 10},     {"eleven", 11},  {"twelve", 12},    {"thirteen", 13}, {"fourteen", 14},
      {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19},
      {"twenty", 20},  {"thirty", 30},  {"forty", 40},     {"fourty", 40},   {"fifty", 50},
      {"sixty", 60},   {"seventy", 70}, {"eighty", 80},    {"ninety", 90}};
  return table;
}

const Table& ordinals() {
  static const Table table{
      {"first", 1},        {"second", 2},      {"third", 3},       {"fourth", 4},
      {"fifth", 5},        {"sixth", 6},       {"seventh", 7},     {"eighth", 8},
      {"ninth", 9},        {"tenth", 10},      {"eleventh", 11},   {"twelfth", 12},
      {"thirteenth", 13},  {"fourteenth", 14}, {"fifteenth", 15},  {"sixteenth", 16},
      {"seventeenth", 17}, {"eighteenth", 18}, {"nineteenth", 19}, {"twentieth", 20},
      {"thirtieth", 30},   {"fortieth", 40},   {"fiftieth", 50},   {"sixtieth", 60}};
  return table;
}

const Table& months() {
  static const Table table{{"january", 1},   {"february", 2}, {"march", 3},     {"april", 4},
                           {"may", 5},       {"june", 6},     {"july", 7},      {"august", 8},
                           {"september", 9}, {"october", 10}, {"november", 11}, {"december", 12},
                           {"jan", 1},       {"feb", 2},      {"mar", 3},       {"apr", 4},
                           {"jun", 6},       {"jul", 7},      {"aug", 8},       {"sept", 9},
                           {"sep", 9},       {"oct", 10},     {"nov", 11},      {"dec", 12}};
  return table;
}

int look_up(const Table& table, std::string_view word) {
  const auto found = table.find(word);
  return found == table.end() ? -1 : found->second;
}

const std::string& word_of(const Segment& segment, std::uint32_t at) {
  return lowered(segment, at);
}

std::optional<int> all_digits(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

int cardinal_of(std::string_view word) { return look_up(cardinals(), word); }
int ordinal_of(std::string_view word) { return look_up(ordinals(), word); }
int month_of(std::string_view word) { return look_up(months(), word); }

std::optional<Number> number_at(const Segment& segment, std::uint32_t word) {
  const std::string& text = word_of(segment, word);
  if (text.empty()) return std::nullopt;
  if (const auto value = all_digits(text)) return Number{*value, word + 1, false, true};
  if (text.size() > 2 && is_digit(text[0])) {
    const std::string_view tail = std::string_view(text).substr(text.size() - 2);
    if (tail == "st" || tail == "nd" || tail == "rd" || tail == "th") {
      if (const auto value = all_digits(std::string_view(text).substr(0, text.size() - 2))) {
        return Number{*value, word + 1, true, true};
      }
    }
    return std::nullopt;
  }
  if (const int ordinal = ordinal_of(text); ordinal >= 0)
    return Number{ordinal, word + 1, true, false};
  int value = cardinal_of(text);
  std::uint32_t end = word + 1;
  if (value < 0) {
    if (text == "a" && word_of(segment, word + 1) == "hundred") {
      value = 100;
      end = word + 2;
    } else {
      return std::nullopt;
    }
  }
  const auto joined = [&](std::uint32_t at) {
    return at < segment.tokens.words.size() && !segment.tokens.words[at].has(flag_sentence_start);
  };
  if (value >= 20 && value <= 90 && joined(end)) {
    const std::string& unit = word_of(segment, end);
    if (const int one = cardinal_of(unit); one >= 1 && one <= 9)
      return Number{value + one, end + 1};
    if (const int one = ordinal_of(unit); one >= 1 && one <= 9)
      return Number{value + one, end + 1, true};
  }
  if (value >= 1 && value <= 9 && joined(end)) {
    const std::string& unit = word_of(segment, end);
    if (unit == "hundred") {
      Number out{value * 100, end + 1};
      if (word_of(segment, end + 1) == "and") {
        if (const auto rest = number_at(segment, end + 2); rest && rest->value < 100) {
          out.value += rest->value;
          out.end = rest->end;
        }
      }
      return out;
    }
  }
  return Number{value, end};
}

std::optional<Number> year_at(const Segment& segment, std::uint32_t word, int now) {
  const std::string& text = word_of(segment, word);
  const auto two_digits = [&](int value) {
    return value > now % 100 ? 1900 + value : 2000 + value;
  };
  if (const auto value = all_digits(text)) {
    if (text.size() == 4 && *value >= 1900 && *value <= now)
      return Number{*value, word + 1, false, true};
    if (text.size() == 2) return Number{two_digits(*value), word + 1, false, true};
    return std::nullopt;
  }
  if (text == "two" && word_of(segment, word + 1) == "thousand") {
    std::uint32_t at = word + 2;
    if (word_of(segment, at) == "and") ++at;
    if (const auto rest = number_at(segment, at);
        rest && rest->value <= now % 100 && !rest->ordinal) {
      return Number{2000 + rest->value, rest->end};
    }
    return Number{2000, word + 2};
  }
  if (text == "nineteen" || text == "twenty") {
    const int century = text == "nineteen" ? 1900 : 2000;
    const std::string& next = word_of(segment, word + 1);
    if (next == "oh" || next == "o") {
      if (const int one = cardinal_of(word_of(segment, word + 2)); one > 0 && one < 10) {
        return Number{century + one, word + 3};
      }
    }
    if (const auto rest = number_at(segment, word + 1);
        rest && rest->value >= 10 && rest->value <= 99) {
      return Number{century + rest->value, rest->end};
    }
    return std::nullopt;
  }
  if (text == "oh" || text == "nought" || text == "o") {
    if (const int one = cardinal_of(word_of(segment, word + 1)); one >= 0 && one < 10) {
      return Number{2000 + one, word + 2};
    }
    return std::nullopt;
  }
  if (const auto value = number_at(segment, word);
      value && !value->ordinal && value->value >= 10 && value->value <= 99) {
    return Number{two_digits(value->value), value->end};
  }
  return std::nullopt;
}

std::optional<Digits> digits_at(const Segment& segment, std::uint32_t word) {
  const std::string& text = word_of(segment, word);
  if (text.empty()) return std::nullopt;
  if (is_digit(text[0])) {
    for (const char c : text) {
      if (!is_digit(c)) return std::nullopt;
    }
    return Digits{text, word + 1};
  }
  if (text == "oh" || text == "o" || text == "nought" || text == "naught" || text == "zero" ||
      text == "nil" || text == "ow") {
    return Digits{"0", word + 1};
  }
  if (text == "double" || text == "triple" || text == "treble") {
    if (const auto next = digits_at(segment, word + 1); next && next->digits.size() == 1) {
      return Digits{std::string(text == "double" ? 2 : 3, next->digits[0]), next->end};
    }
    return std::nullopt;
  }
  const int value = cardinal_of(text);
  if (value < 0) return std::nullopt;
  if (value < 10) {
    const std::string& next = word_of(segment, word + 1);
    if (value > 0 && next == "hundred") return Digits{std::to_string(value) + "00", word + 2};
    if (value > 0 && next == "thousand") return Digits{std::to_string(value) + "000", word + 2};
    return Digits{std::to_string(value), word + 1};
  }
  if (value >= 20) {
    const Token* unit =
        word + 1 < segment.tokens.words.size() ? &segment.tokens.words[word + 1] : nullptr;
    if (unit && !unit->has(flag_clause_start)) {
      if (const int one = cardinal_of(word_of(segment, word + 1)); one >= 1 && one <= 9) {
        return Digits{std::to_string(value + one), word + 2};
      }
    } else if (unit && unit->has(flag_clause_start) && !unit->has(flag_space_before)) {
      if (const int one = cardinal_of(word_of(segment, word + 1)); one >= 1 && one <= 9) {
        return Digits{std::to_string(value + one), word + 2};  // forty-six
      }
    }
  }
  return Digits{std::to_string(value), word + 1};
}

}  // namespace heed::hearing
