// Ages by school year, birthday and word, and those that stand beside whose they are.
#include <algorithm>
#include <array>

#include "base/civil.h"
#include "base/text.h"
#include "hearing/ages.h"

namespace heed::hearing {
namespace {

constexpr int oldest = 110;

}  // namespace

// "16yo", "15f", "14yoa", "yr11", "y10"
std::uint32_t Ages::joined(std::uint32_t at, std::string_view text) {
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  if (digits >= 1 && digits <= 2) {
    const int value = std::stoi(std::string(text.substr(0, digits)));
    const std::string_view unit = text.substr(digits);
    const auto owner = whose(at, at + 1);
    if (unit == "yo" || unit == "yoa" || unit == "yrs" || unit == "y" || unit == "yrold") {
      add(at, at + 1, value, value, AgeBasis::said, "an age", owner.mention, owner.speaker);
      return at + 1;
    }
    if ((unit == "f" || unit == "m") && value >= 10) {
      add(at, at + 1, value, value, AgeBasis::said, "an age and a sex", owner.mention,
          owner.mention < 0);
      return at + 1;
    }
    if (unit == "ish" || unit == "s") {
      if (unit == "s" && (value % 10 != 0 || value < 20)) return at;
      add(at, at + 1, unit == "s" ? value : value - 2, unit == "s" ? value + 9 : value + 2,
          AgeBasis::said, "about an age", owner.mention, owner.speaker);
      return at + 1;
    }
    return at;
  }
  for (const std::string_view prefix : {"year", "yr", "y"}) {
    if (text.starts_with(prefix) && text.size() > prefix.size() &&
        text.size() <= prefix.size() + 2) {
      int value = 0;
      for (const char c : text.substr(prefix.size())) {
        if (!is_digit(c)) return at;
        value = value * 10 + (c - '0');
      }
      return year_group(at, at + 1, value);
    }
  }
  return at;
}

std::uint32_t Ages::year_group(std::uint32_t first, std::uint32_t last, int year) {
  if (year < 1 || year > 13) return first;
  if (in_context(hearer_, matches_, "not_school_year", first, 0, last)) return last;
  auto owner = whose(first, last);
  for (std::size_t each = 0; each < segment_.mentions.size(); ++each) {
    const Mention& mention = segment_.mentions[each];
    if (mention.word <= first && mention.end >= last && mention.kind == MentionKind::noun)
      owner = {static_cast<std::int32_t>(each), false};
  }
  add(first, last, year + 4, year + 5, AgeBasis::implied, "an English school year", owner.mention,
      owner.speaker);
  return last;
}

std::uint32_t Ages::school_year(std::uint32_t at) {
  auto value = number_at(segment_, at + 1);
  if (!value && at + 1 < words_.size()) {  // "Year 10s", "Year Fours"
    std::string text = word(at + 1);
    if (text.size() > 1 && text.back() == 's') {
      text.pop_back();
      int figure = is_digit(text[0]) ? std::atoi(text.c_str()) : cardinal_of(text);
      if (text == "sixe") figure = 6;
      if (figure > 0 && figure < 14) value = Number{figure, at + 2, false, false};
    }
  }
  if (!value || value->ordinal || value->value > 13 || value->value < 1) return at;
  if (words_[at + 1].has(flag_clause_start) || unit_follows(value->end)) return at;
  if (at > 0 && is(at - 1, {"per", "each", "every", "last", "next"})) return at;
  if (at > 0 && is(at - 1, {"a", "this"}) && value->value < 7) return at;
  return year_group(at, value->end, value->value);
}

// "three and six", "twelve, thirteen, fourteen": as whose the age just before it.
std::uint32_t Ages::one_more(std::uint32_t at, const Number& value) {
  if (segment_.ages.empty() || value.ordinal || !may_end(value.end)) return at;
  RawAge& last = segment_.ages.back();
  const std::uint32_t from = last.place.last;
  const bool joined =
      from == at ? words_[at].has(flag_clause_start) : from + 1 == at && is(from, {"and", "or"});
  if (!joined || from > at || words_[at].has(flag_sentence_start) || last.correction ||
      last.basis != AgeBasis::said || value.value < 1)
    return at;
  // "twelve, thirteen": one guess
  const bool pair = from == at && last.low == last.high && value.value > last.low &&
                    (value.value == last.low + 1 || value.value == last.low + 5);
  const std::uint32_t next = is(value.end, {"and", "or"}) ? value.end + 1 : value.end;
  const bool longer = next < words_.size() && number_at(segment_, next) &&
                      (next > value.end || words_[next].has(flag_clause_start));
  if (pair && !longer) {
    last.high = value.value;
    last.place = place_of(segment_, last.place.first, value.end);
    return value.end;
  }
  add(at, value.end, value.value, value.value, AgeBasis::said, "an age beside another",
      last.mention, last.speaker);
  return value.end;
}

// "a customer of ours, ninety-one, came in", "She's a vet, fifty-two.", "Sixteen last week."
std::uint32_t Ages::apart(std::uint32_t at, int low, int high, std::uint32_t end) {
  const Near near = nearly(at, low, high);
  if (near.low < 4 || !words_[near.first].has(flag_clause_start) || is_taken(at)) return at;
  if (segment_.asked == "number" || segment_.asked == "address" || hearer_.voice == Voice::quoted)
    return at;
  const bool last_week = is(end, {"last", "next", "in"}) &&
                         (is(end + 1, {"week", "month", "the", "a", "january", "february"}) ||
                          month_of(word(end + 1)) > 0);
  const bool ends = end >= words_.size() || words_[end].has(flag_clause_start);
  if (!ends && !last_week) return at;
  if (end < words_.size() && number_at(segment_, end)) return at;  // digits read out
  if (near.first > 0 &&
      (words_[near.first - 1].kind != TokenKind::word || words_[near.first - 1].is(trait_number)))
    return at;
  if (!ends || near.first == 0) {
    if (near.low > 100 || words_.size() < 4) return at;
    return last_week || (near.low > 6 && words_.size() > 4)
               ? keep(near, at, end, {-1, false}, "an age, said alone")
               : at;
  }
  const std::int32_t before = mention_before(segment_, near.first, false);
  if (before < 0) return at;
  const Mention& mention = segment_.mentions[static_cast<std::size_t>(before)];
  const bool person = mention.kind == MentionKind::kin || mention.kind == MentionKind::noun ||
                      mention.kind == MentionKind::name || mention.kind == MentionKind::he ||
                      mention.kind == MentionKind::she;
  if (!person || mention.end + 5 < near.first) return at;
  return keep(near, at, end, {before, false}, "an age beside a person");
}

// "my sixteenth birthday": "it's my … next week" 15, "was …" 16
std::uint32_t Ages::birthday(std::uint32_t at, const Number& value) {
  if (value.value > oldest) return at;
  if (!is(value.end, {"birthday", "bday"})) {
    // "my 18th in 2 wks", "somebody's fortieth, there's a banner"
    const bool own = at > 0 && !words_[at].has(flag_clause_start) &&
                     (words_[at - 1].has(flag_possessive) || is(at - 1, {"my", "his", "her"}) ||
                      is(at - 1, {"mates", "dads", "mums", "wifes", "nans", "sons"}));
    const bool ends = value.end >= words_.size() || words_[value.end].has(flag_clause_start) ||
                      is(value.end, {"in", "on", "do", "party", "at", "next", "tomorrow", "tonight",
                                     "and", "so"});
    if (!own || !ends || value.value < 10) return at;
    const auto owner = whose(at, value.end);
    add(at, value.end, value.value - 1, value.value, AgeBasis::implied, "a birthday", owner.mention,
        owner.speaker);
    return value.end;
  }
  bool past = false;
  for (std::uint32_t back = 1; back <= 5 && back <= at; ++back) {
    if (is(at - back, {"had", "was", "celebrated", "just"})) past = true;
  }
  for (std::uint32_t ahead = value.end; ahead < value.end + 4; ++ahead) {
    if (is(ahead, {"last", "yesterday", "ago"})) past = true;
  }
  const int age = past ? value.value : value.value - 1;
  const auto owner = whose(at, value.end + 1);
  add(at, value.end + 1, age, age, AgeBasis::implied, "a birthday", owner.mention, owner.speaker);
  return value.end + 1;
}

// "she's five weeks", "baby's seven month"
std::uint32_t Ages::weeks_old(std::uint32_t at, int value, std::uint32_t end) {
  if (!is(end, {"weeks", "week", "months", "month", "days"}) || at == 0 || value > 60) return at;
  if (end + 1 < words_.size() && !words_[end + 1].has(flag_clause_start)) return at;
  const std::int32_t before = mention_before(segment_, at, true);
  if (before < 0 || (!is_be(at - 1) && !words_[at - 1].has(flag_possessive))) return at;
  const Mention& mention = segment_.mentions[static_cast<std::size_t>(before)];
  if (mention.end + 2 < at || mention.kind == MentionKind::speaker ||
      mention.kind == MentionKind::you || mention.kind == MentionKind::they)
    return at;
  const int years = is(end, {"months", "month"}) ? value / 12 : 0;
  add(at, end + 1, years, years, AgeBasis::said, "an age", before, false);
  return end + 1;
}

// "Mia Tran, fourteen,", "SON 14", "Tyler (15)", "female 15"
std::uint32_t Ages::beside(const Near& near, std::uint32_t at, std::uint32_t end) {
  const bool ends = end >= words_.size() || words_[end].has(flag_clause_start);
  if (near.first == 0 || (near.first <= 2 && segment_.asked == "age")) {
    if (segment_.asked == "age") {
      const std::uint32_t out = keep(near, at, end, {-1, false}, "an age, as asked");
      if (!segment_.ages.empty()) segment_.ages.back().answers = true;
      return out;
    }
    const bool asked = hearer_.last_question == "age";
    if (asked || near.widened) return keep(near, at, end, {-1, true}, "an age, said alone");
    return at;
  }
  // "INFT F 14"
  const std::uint32_t letter = near.first - 1;
  if (hearer_.voice == Voice::handler_note && near.low > 4 && letter > 0 &&
      is(letter, {"f", "m"}) && words_[letter - 1].is(trait_caller_noun)) {
    Near wide = near;
    wide.first = letter;
    return keep(wide, at, end, {mention_before(segment_, letter, true), false}, "an age and a sex");
  }
  for (std::size_t each = segment_.mentions.size(); each-- > 0;) {
    const Mention& mention = segment_.mentions[each];
    if (mention.word >= near.first) continue;
    const bool person = mention.kind != MentionKind::speaker && mention.kind != MentionKind::you &&
                        mention.kind != MentionKind::he && mention.kind != MentionKind::she &&
                        mention.kind != MentionKind::they;
    if (mention.end != near.first || !person) break;
    const bool note = hearer_.voice == Voice::handler_note || hearer_.channel == Channel::chat ||
                      (ends && mention.kind == MentionKind::name);
    if ((words_[near.first].has(flag_clause_start) && ends) || (note && near.low > 4)) {
      return keep(near, at, end, {static_cast<std::int32_t>(each), false},
                  "an age beside a person");
    }
    break;
  }
  const bool about = near.widened || is(end, {"ish", "odd"}) ||
                     (near.first > 0 && words_[near.first].has(flag_clause_start) &&
                      is(end, {"if", "maybe", "tops", "easy"}));
  if (about && near.low >= 4 && words_[near.first].has(flag_clause_start) &&
      hearer_.voice != Voice::handler_note) {
    const auto owner = whose(near.first, end);
    const bool counts_things = owner.mention < 0 || owner.speaker || near.low > 99;
    if (!counts_things || (near.low == near.high && near.low <= 20 && ends))
      return keep(near, at, end, {owner.mention, owner.speaker}, "an age");
  }
  return at;
}

std::uint32_t Ages::keep(const Near& near, std::uint32_t at, std::uint32_t end, Whose owner,
                         const char* why) {
  (void)at;
  int low = near.low, high = near.high;
  std::uint32_t last = end;
  if (is(last, {"ish", "odd"}) && low == high) {
    low -= 2;
    high += 2;
    ++last;
  }
  if ((is(last, {"next"}) && is(last + 1, {"month", "week", "year", "birthday"})) ||
      (is(last, {"in"}) && month_of(word(last + 1)) > 0) ||
      (is(last, {"in"}) && is(last + 1, {"a", "the"}) &&
       is(last + 2, {"week", "fortnight", "month", "spring", "summer", "autumn", "winter"})) ||
      (is(last, {"in"}) && is(last + 1, {"two", "three", "2", "3", "four", "4"}) &&
       is(last + 2, {"weeks", "months", "days", "wks"})) ||
      (is(last, {"on"}) && is(last + 1, {"the"}) && number_at(segment_, last + 2)) ||
      (is(last, {"on"}) && is(last + 1, {"saturday", "sunday", "monday", "tuesday", "wednesday",
                                         "thursday", "friday"})) ||
      is(last, {"tomorrow", "soon"})) {
    --low;
    --high;
  }
  // "he's fifteen, no, sixteen"
  std::uint32_t look = last;
  bool corrected = false;
  while (look < words_.size() && look < last + 7 &&
         is(look, {"no", "sorry", "well", "actually", "i", "mean", "wait", "i'm", "tell", "a",
                   "lie", "he's", "im", "what", "am", "saying"})) {
    if (is(look, {"no", "sorry", "mean", "wait", "actually"})) corrected = true;
    ++look;
  }
  if (corrected && look < words_.size() && look > last) {
    if (const auto other = number_at(segment_, look);
        other && !other->ordinal && other->value < oldest && other->value > 0 &&
        (other->value > 3 || near.low < 6) && may_end(other->end)) {
      add(near.first, last, other->value, other->value, AgeBasis::said, "an age, as corrected",
          owner.mention, owner.speaker);
      add(look, other->end, other->value, other->value, AgeBasis::said, "an age, as corrected",
          owner.mention, owner.speaker, true);
      return other->end;
    }
  }
  add(near.first, last, low, high, AgeBasis::said, why, owner.mention, owner.speaker);
  return last;
}

std::uint32_t Ages::by_word(std::uint32_t at, std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, int>, 9> decades{{{"teens", 13},
                                                                            {"twenties", 20},
                                                                            {"thirties", 30},
                                                                            {"forties", 40},
                                                                            {"fourties", 40},
                                                                            {"fifties", 50},
                                                                            {"sixties", 60},
                                                                            {"seventies", 70},
                                                                            {"eighties", 80}}};
  for (const auto& [name, low] : decades) {
    if (text != name) continue;
    std::uint32_t first = at;
    int from = low, to = low == 13 ? 19 : low + 9;
    if (at > 0 && is(at - 1, {"early", "mid", "late", "middle"})) {
      first = at - 1;
      const bool teens = low == 13;
      if (is(first, {"early"})) to = teens ? 14 : low + 3;
      if (is(first, {"mid", "middle"})) from = teens ? 14 : low + 4, to = teens ? 16 : low + 6;
      if (is(first, {"late"})) from = teens ? 17 : low + 7;
    }
    if (first > 0 && is(first - 1, {"the"})) return at + 1;  // in the seventies
    if (first > 0 && (is(first - 1, {"of", "in"}) || words_[first - 1].has(flag_possessive)))
      return at + 1;  // a roll of twenties
    if (first > 1 && words_[first - 1].is(trait_possessive) && is(first - 2, {"in"})) first -= 2;
    const auto owner = whose(first, at + 1);
    add(first, at + 1, from, to, AgeBasis::said, "an age by tens", owner.mention, owner.speaker);
    return at + 1;
  }
  static constexpr std::array<Band, 14> bands{{{"teenager", 13, 19, AgeBasis::said},
                                               {"teenage", 13, 19, AgeBasis::said},
                                               {"teenagers", 13, 19, AgeBasis::said},
                                               {"toddler", 1, 3, AgeBasis::said},
                                               {"pensioner", 66, 120, AgeBasis::said},
                                               {"oap", 66, 120, AgeBasis::said},
                                               {"newborn", 0, 0, AgeBasis::said},
                                               {"gcse", 15, 16, AgeBasis::implied},
                                               {"gcses", 15, 16, AgeBasis::implied},
                                               {"underage", 0, 17, AgeBasis::said},
                                               {"octogenarian", 80, 89, AgeBasis::said},
                                               {"preteen", 9, 12, AgeBasis::said},
                                               {"tween", 9, 12, AgeBasis::said},
                                               {"teen", 13, 19, AgeBasis::said}}};
  for (const auto& band : bands) {
    if (text != band.word) continue;
    if (band.basis == AgeBasis::implied &&
        in_context(hearer_, matches_, "not_school", at, 6, at + 1))
      return at + 1;
    const auto owner = whose(at, at + 1);
    std::int32_t mention = mention_at(segment_, at);
    if (mention >= 0 && segment_.mentions[static_cast<std::size_t>(mention)].word > at)
      mention = owner.mention;
    add(at, at + 1, band.low, band.high, band.basis,
        band.basis == AgeBasis::said ? "a word for an age" : "school examinations",
        mention >= 0 ? mention : owner.mention, mention < 0 && owner.speaker);
    return at + 1;
  }
  // "fiftyish"
  if (text.size() > 5 && text.ends_with("ish")) {
    const int about = cardinal_of(text.substr(0, text.size() - 3));
    if (about >= 5 && about < oldest) {
      const auto owner = whose(at, at + 1);
      add(at, at + 1, about - 2, about + 2, AgeBasis::said, "about an age", owner.mention,
          owner.speaker);
      return at + 1;
    }
  }
  if (text == "reception" && ((at > 0 && is(at - 1, {"in"}) && words_[at].has(flag_capital)) ||
                              is(at + 1, {"class", "year", "kids", "children", "teacher"}))) {
    const auto owner = whose(at, at + 1);
    add(at, at + 1, 4, 5, AgeBasis::implied, "an English school year", owner.mention,
        owner.speaker);
    return at + 1;
  }
  if (text == "born" && is(at + 1, {"in"})) {
    const int now = static_cast<int>(hearer_.policy.zone->date_of(hearer_.at).year());
    const auto year = year_at(segment_, at + 2, now);
    if (year && year->value > now - oldest) {
      const auto owner = whose(at, year->end);
      add(at, year->end, std::max(now - year->value - 1, 0), now - year->value, AgeBasis::implied,
          "a year of birth", owner.mention, owner.speaker);
      return year->end;
    }
  }
  if ((text == "sixth" && is(at + 1, {"form"})) || text == "sixthform") {
    const std::uint32_t end = text == "sixth" ? at + 2 : at + 1;
    if (is(end, {"block", "centre"})) return end;  // a place, not a year
    const auto owner = whose(at, end);
    add(at, end, 16, 18, AgeBasis::implied, "sixth form", owner.mention, owner.speaker);
    return end;
  }
  return at;
}
}  // namespace heed::hearing
