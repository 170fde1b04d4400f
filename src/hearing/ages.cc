// Ages, said or implied, as bands, and whose.
#include <algorithm>
#include <array>

#include "base/civil.h"
#include "base/text.h"
#include "hearing/numbers.h"

namespace heed::hearing {
namespace {

constexpr int oldest = 110;

class Ages {
 public:
  Ages(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment)
      : hearer_(hearer), matches_(matches), segment_(segment), words_(segment.tokens.words) {}

  void find() {
    for (std::uint32_t at = 0; at < words_.size();) {
      const std::uint32_t next = said(at);
      at = next > at ? next : at + 1;
    }
  }

 private:
  const std::string& word(std::uint32_t at) const { return lowered(segment_, at); }
  bool is(std::uint32_t at, std::initializer_list<std::string_view> list) const {
    const std::string& text = word(at);
    return !text.empty() && std::find(list.begin(), list.end(), text) != list.end();
  }

  void add(std::uint32_t first, std::uint32_t last, int low, int high, AgeBasis basis,
           const char* why, std::int32_t mention, bool speaker, bool correction = false) {
    RawAge age;
    age.place = place_of(segment_, first, last);
    age.low = std::max(low, 0);
    age.high = high;
    age.basis = basis;
    age.why = why;
    age.mention = mention;
    age.speaker = speaker;
    age.correction = correction;
    segment_.ages.push_back(age);
  }

  // Whose: the mention that the words go with, else the one just before.
  struct Whose {
    std::int32_t mention = -1;
    bool speaker = false;
  };
  Whose whose(std::uint32_t first, std::uint32_t last) const {
    // "a fourteen year old girl", "my fifteen-year-old": the noun after, or the possessor before
    const std::int32_t after = mention_at(segment_, last);
    if (after >= 0) {
      const Mention& mention = segment_.mentions[static_cast<std::size_t>(after)];
      const bool old =
          word(last - 1).find("old") != std::string::npos || is(last - 1, {"yoa", "yo", "olds"});
      if (old && mention.kind != MentionKind::speaker && mention.kind != MentionKind::you &&
          mention.end <= last + 2 &&
          (mention.kind == MentionKind::kin || mention.kind == MentionKind::noun ||
           mention.kind == MentionKind::name) &&
          !words_[std::min<std::size_t>(last, words_.size() - 1)].has(flag_clause_start)) {
        return {after, false};
      }
      // "a 14 YOA girl", "14 year-old son": the mention may begin before the number ("my 14 year
      // old son")
      if (mention.word < first && mention.end > last) return {after, false};
    }
    const std::int32_t before = mention_before(segment_, first, true);
    if (before < 0) return {};
    const Mention& mention = segment_.mentions[static_cast<std::size_t>(before)];
    return {before, mention.kind == MentionKind::speaker && !mention.in_quote};
  }

  bool unit_follows(std::uint32_t at) const {
    return is(at, {"minutes", "minute",   "mins",     "min",     "hours",    "hour",     "hrs",
                   "hr",      "days",     "day",      "weeks",   "week",     "miles",    "mile",
                   "metres",  "foot",     "feet",     "ft",      "inches",   "pounds",   "pound",
                   "quid",    "pence",    "p",        "percent", "stone",    "kilos",    "people",
                   "times",   "o'clock",  "oclock",   "am",      "pm",       "degrees",  "grand",
                   "of",      "texts",    "messages", "calls",   "thousand", "hundred",  "per",
                   "kids",    "children", "others",   "pints",   "grams",    "past",     "to",
                   "doors",   "streets",  "houses",   "lads",    "men",      "blokes",   "girls",
                   "members", "rooms",    "staff",    "months",  "month",    "wks",      "wk",
                   "mths",    "down",     "up",       "boys",    "weeks'",   "minutes'", "hour's"});
  }
  // What may follow a bare age: "I'm sixteen" and then the end, a comma, a new clause, a time.
  bool may_end(std::uint32_t at) const {
    if (at >= words_.size()) return true;
    const Token& token = words_[at];
    if (token.has(flag_clause_start | flag_sentence_start)) return true;
    if (unit_follows(at)) return false;
    if (token.is(trait_joint | trait_i | trait_he | trait_she | trait_they | trait_you))
      return true;
    return is(
        at, {"now",  "next",   "in",    "on",   "last",   "today",  "tomorrow", "this",    "from",
             "at",   "with",   "who",   "yeah", "please", "though", "too",      "already", "years",
             "yrs",  "year",   "soon",  "not",  "still",  "or",     "as",       "is",      "was",
             "male", "female", "lives", "my",   "mum",    "also",   "ish",      "odd",     "going",
             "tho",  "btw",    "has",   "left", "nd",     "n",      "while",    "living",  "been"});
  }
  bool in_past(std::uint32_t at) const {
    for (std::uint32_t back = 1; back <= 5 && back <= at; ++back) {
      if (words_[at - back].has(flag_sentence_start) && back > 1) break;
      if (is(at - back, {"when", "since", "until"}) && back >= 2 && is(at - 1, {"was", "were"}))
        return true;
      if (is(at - back, {"age"}) && is(at - back + 1, {"of"})) return true;
    }
    return false;
  }

  std::uint32_t said(std::uint32_t at) {
    const Token& token = words_[at];
    const std::string text = token.kind == TokenKind::mixed || token.kind == TokenKind::digits ||
                                     token.is(trait_number) || token.id != unknown_word ||
                                     word(at).ends_with("ish")
                                 ? word(at)
                                 : std::string();
    if (text.empty()) return at;
    if (token.kind == TokenKind::mixed) return joined(at, text);
    if (token.kind == TokenKind::digits || token.is(trait_number)) return number(at);
    if (text == "year" || text == "yr" || text == "years" || text == "yrs" || text == "yr's")
      return school_year(at);
    return by_word(at, text);
  }

  // "16yo", "15f", "14yoa", "yr11", "y10"
  std::uint32_t joined(std::uint32_t at, std::string_view text) {
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

  std::uint32_t year_group(std::uint32_t first, std::uint32_t last, int year) {
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

  std::uint32_t school_year(std::uint32_t at) {
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
  std::uint32_t one_more(std::uint32_t at, const Number& value) {
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
  std::uint32_t apart(std::uint32_t at, int low, int high, std::uint32_t end) {
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

  std::uint32_t number(std::uint32_t at) {
    const auto value = number_at(segment_, at);
    if (!value || value->value > oldest) return at;
    if (const std::uint32_t past = one_more(at, *value); past > at) return past;
    const std::uint32_t end = value->end;
    if (value->ordinal) return birthday(at, *value);
    std::uint32_t second_end = 0;
    int high = value->value;
    if (const auto other = range_end(end, value->value)) {
      high = other->value;
      second_end = other->end;
    }
    std::uint32_t last = second_end ? second_end : end;
    if (years_old(at, value->value, high, last)) return last + 1;
    if (is(last, {"something", "odd"}) && value->value >= 20 && value->value % 10 == 0 && at > 0 &&
        may_end(last + 1) && !unit_follows(last + 1)) {
      const auto owner = whose(at, last + 1);
      add(at, last + 1, value->value, value->value + 9, AgeBasis::said, "an age by tens",
          owner.mention, owner.speaker);
      return last + 1;
    }
    if (aged(at, value->value, high, last)) return last;
    if (const std::uint32_t past = bare(at, value->value, high, last); past > at) return past;
    return apart(at, value->value, high, last);
  }

  // "fifteen or sixteen", "14-15", "thirty to forty"
  std::optional<Number> range_end(std::uint32_t at, int low) const {
    if (at >= words_.size()) return std::nullopt;
    const bool dash = !words_[at].has(flag_space_before) && at > 0 &&
                      words_[at - 1].byte_end < segment_.text.size() &&
                      (segment_.text[words_[at - 1].byte_end] == '-' ||
                       segment_.text[words_[at - 1].byte_end] == '/');
    std::uint32_t next = at;
    if (is(at, {"or", "to", "and", "maybe"})) {
      ++next;
      if (is(next, {"maybe"})) ++next;
    } else if (!dash) {
      return std::nullopt;
    }
    const auto other = number_at(segment_, next);
    if (!other || other->ordinal || other->value <= low || other->value > low + 25 ||
        other->value > oldest)
      return std::nullopt;
    if (is(at, {"and"}) && !(at >= 2 && is(at - 2, {"between"}))) return std::nullopt;
    return other;
  }

  // Widening words before a number: "about", "nearly".
  struct Near {
    std::uint32_t first;
    int low, high;
    bool widened = false;
  };
  Near nearly(std::uint32_t at, int low, int high) const {
    Near out{at, low, high};
    if (at == 0) return out;
    std::uint32_t back = at - 1;
    if (is(back,
           {"about", "around", "roughly", "approx", "appx", "approximately", "say", "maybe"}) &&
        low == high && !(is(back, {"say"}) && back > 0 && is(back - 1, {"i'd", "id", "would"}))) {
      return {back, low - 2, high + 2, true};
    }
    if (is(back, {"nearly", "almost", "nrly", "nearli", "under", "barely"})) {
      if (is(back, {"barely"})) return {back, low, high, true};
      const std::uint32_t first =
          back > 0 && is(back, {"under"}) && is(back - 1, {"just"}) ? back - 1 : back;
      return {first, low - 1, low - 1, true};
    }
    if (is(back, {"to"}) && back >= 2 && is(back - 1, {"up"}) && is(back - 2, {"coming"}))
      return {back - 2, low - 1, low - 1, true};
    if (is(back, {"for"}) && back >= 1 && is(back - 1, {"on", "going"}))
      return {back - 1, low - 1, low - 1, true};
    if (is(back, {"over"})) return {back, low, 120, true};
    return out;
  }

  bool years_old(std::uint32_t at, int low, int high, std::uint32_t& last) {
    std::uint32_t end = last;
    if (is(end, {"and"}) && is(end + 1, {"a"}) && is(end + 2, {"half"})) end += 3;
    bool months = false;
    if (is(end, {"years", "year", "yrs", "yr", "y"}) &&
        (is(end + 1, {"old", "olds", "o"}) || (is(end + 1, {"of"}) && is(end + 2, {"age"})))) {
      end += is(end + 1, {"of"}) ? 3 : 2;
    } else if (is(end, {"month", "months", "week", "weeks", "day", "days"}) &&
               is(end + 1, {"old", "olds"})) {
      months = true;
      const int divisor = is(end, {"month", "months"}) ? 12 : 1000;
      low = low / divisor;
      high = high / divisor;
      end += 2;
    } else if (is(end, {"yoa", "yo", "yrs"})) {
      end += 1;
    } else {
      return false;
    }
    if (in_past(at)) {
      last = end - 1;
      return true;
    }
    const Near near = months ? Near{at, low, high} : nearly(at, low, high);
    const auto owner = whose(near.first, end);
    add(near.first, end, near.low, near.high, AgeBasis::said, "an age", owner.mention,
        owner.speaker);
    last = end - 1;
    return true;
  }

  bool aged(std::uint32_t at, int low, int high, std::uint32_t last) {
    if (at == 0) return false;
    if (is(at - 1, {"aged", "age"}) || (is(at - 1, {"turned", "turning", "turns", "turn"}))) {
      if (unit_follows(last)) return false;
      const std::uint32_t first = at - 1;
      const bool ahead = is(at - 1, {"turning", "turns", "turn"});
      const auto owner = whose(first, last);
      add(first, last, ahead ? low - 1 : low, ahead ? low - 1 : high, AgeBasis::said, "an age",
          owner.mention, owner.speaker);
      return true;
    }
    return false;
  }

  // "my sixteenth birthday": "it's my … next week" 15, "was …" 16
  std::uint32_t birthday(std::uint32_t at, const Number& value) {
    if (value.value > oldest) return at;
    if (!is(value.end, {"birthday", "bday"})) {
      // "my 18th in 2 wks", "somebody's fortieth, there's a banner"
      const bool own = at > 0 && !words_[at].has(flag_clause_start) &&
                       (words_[at - 1].has(flag_possessive) || is(at - 1, {"my", "his", "her"}) ||
                        is(at - 1, {"mates", "dads", "mums", "wifes", "nans", "sons"}));
      const bool ends = value.end >= words_.size() || words_[value.end].has(flag_clause_start) ||
                        is(value.end, {"in", "on", "do", "party", "at", "next", "tomorrow",
                                       "tonight", "and", "so"});
      if (!own || !ends || value.value < 10) return at;
      const auto owner = whose(at, value.end);
      add(at, value.end, value.value - 1, value.value, AgeBasis::implied, "a birthday",
          owner.mention, owner.speaker);
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

  // Within a user name, a mark or an address.
  bool is_taken(std::uint32_t at) const {
    return std::any_of(segment_.identifiers.begin(), segment_.identifiers.end(),
                       [&](const RawIdentifier& other) {
                         return other.place.first <= at && at < other.place.last;
                       });
  }
  // "until I'm 30", "thinks I'm 18", "tell you she's eighteen": not so.
  bool only_said(std::uint32_t at) const {
    for (std::uint32_t back = 2; back <= 6 && back <= at; ++back) {
      if (words_[at - back + 1].has(flag_clause_start)) return false;
      if (is(at - back, {"until", "till", "til", "thinks", "think", "thought", "reckons",
                         "pretended", "pretending", "lied", "unless", "not"}))
        return true;
    }
    return false;
  }
  // "I'm 17 just passed my test", "she's twelve for god's sake": nothing but an age can be meant.
  bool plainly_of(std::uint32_t at, int low, std::uint32_t end) const {
    if (low < 4 || at < 2 || unit_follows(end) || end >= words_.size()) return false;
    const Token& next = words_[end];
    if (next.kind != TokenKind::word ||
        (next.has(flag_capital) && !words_[at].has(flag_all_capitals)) || month_of(word(end)) > 0)
      return false;
    const Token& person = words_[at - 2];
    return is_be(at - 1) && !words_[at].has(flag_clause_start) &&
           person.is(trait_i | trait_he | trait_she) && !person.is(trait_possessive | trait_object);
  }
  // "she's five weeks", "baby's seven month"
  std::uint32_t weeks_old(std::uint32_t at, int value, std::uint32_t end) {
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
  // "a lad of sixteen", "no more than thirteen", "looks about thirteen", "I'd say fifteen", "must
  // be forty", "both 13", and a figure that is a whole sentence.
  std::uint32_t led_to(std::uint32_t at, int low, int high, std::uint32_t end) {
    if (low < 4 || low > 105) return at;
    const Near near = nearly(at, low, high);
    const std::uint32_t first = near.first;
    const auto owner = whose(first, end);
    const auto kept = [&](std::uint32_t from, int least, int most) {
      Near wide{from, least, most, true};
      return keep(wide, at, end, owner, "an age");
    };
    if (first == 0 || words_[first].has(flag_sentence_start)) {
      const bool alone =
          end >= words_.size() || (words_[end].has(flag_clause_start) && number_at(segment_, end));
      if (!alone || low < 6 || segment_.asked == "number" || hearer_.voice == Voice::quoted ||
          segment_.tokens.words.size() > 8)
        return at;
      return kept(first, near.low, near.high);
    }
    if (words_[first].has(flag_clause_start)) return at;
    if (is(first - 1, {"of"}) && first >= 2) {
      const std::int32_t person = mention_before(segment_, first - 1, false);
      if (person < 0) return at;
      const Mention& mention = segment_.mentions[static_cast<std::size_t>(person)];
      const bool noun = mention.kind == MentionKind::noun || mention.kind == MentionKind::kin;
      if (!noun || mention.end + 1 != first) return at;
      return keep(near, at, end, {person, false}, "an age");
    }
    if (is(first - 1, {"than"}) && first >= 2 && is(first - 2, {"more", "older", "over"}))
      return kept(first - 2, std::max(low - 4, 0), high);
    if (is(first - 1, {"than"}) && first >= 2 && is(first - 2, {"younger", "under", "less"}))
      return kept(first - 2, low, high + 4);
    const bool all = is(first - 1, {"all"});
    if (all && !(first >= 2 && is_be(first - 2)) &&
        !(first >= 2 && words_[first - 2].is(trait_they)))
      return at;
    if ((all || is(first - 1, {"looks", "looked", "look", "both"})) && may_end(end))
      return kept(is(first - 1, {"both", "all"}) ? first : first - 1, near.low, near.high);
    if (is(first - 1, {"like"}) && first >= 2 &&
        is(first - 2, {"looks", "looked", "look", "is", "he's"}))
      return kept(first, low - 2, high + 2);
    if (is(first - 1, {"be"}) && first >= 2 &&
        is(first - 2, {"must", "can't", "to", "could", "might"}))
      return kept(first - 2, low - 2, high + 2);
    // "twelve, thirteen" follows: the second is the other end of the band
    if (is(first - 1, {"say", "reckon", "states", "just", "gone", "old"})) {
      const bool said = !is(first - 1, {"just", "gone", "old"}) ||
                        (is(first - 1, {"gone"}) && first >= 2 && is(first - 2, {"just"}));
      if (said && may_end(end)) return kept(first, low - 1, high + 1);
    }
    return at;
  }

  // A number with nothing that says it is an age but its place.
  std::uint32_t bare(std::uint32_t at, int low, int high, std::uint32_t end) {
    if (low < 1 || in_past(at) || is_taken(at)) return at;
    if (const std::uint32_t past = weeks_old(at, low, end); past > at) return past;
    const bool note = hearer_.voice == Voice::handler_note;
    if (at >= 2 && is(at - 1, {"of"}) && !unit_follows(end)) {
      if (const std::uint32_t past = led_to(at, low, high, end); past > at) return past;
    }
    if (!may_end(end) && !plainly_of(at, low, end) && !(note && !unit_follows(end))) return at;
    if (const std::uint32_t past = led_to(at, low, high, end); past > at) return past;
    if (at > 0 && segment_.text[words_[at].byte_start > 0 ? words_[at].byte_start - 1 : 0] == '$')
      return at;
    const Near near = nearly(at, low, high);
    std::uint32_t back = near.first;
    const bool written = words_[at].kind == TokenKind::digits;
    if (written && words_[at].byte_end - words_[at].byte_start > 2) return at;
    // "he is just fifteen": skip small words back to a form of "to be" behind a person
    std::uint32_t skipped = 0;
    while (back > 0 && skipped < 2 && !words_[back].has(flag_clause_start) &&
           (words_[back - 1].is(trait_filler) ||
            is(back - 1, {"only", "like", "now", "still", "about", "actually", "also"}))) {
      --back;
      ++skipped;
    }
    const bool be = back > 0 && !words_[back].has(flag_clause_start) && is_be(back - 1);
    // "my lad's fifteen"
    if (!be && back > 0 && !words_[back].has(flag_clause_start) &&
        words_[back - 1].has(flag_possessive)) {
      const std::int32_t person = mention_before(segment_, back, false);
      if (person >= 0 && segment_.mentions[static_cast<std::size_t>(person)].end >= back - 1)
        return keep(near, at, end, {person, false}, "an age");
    }
    if (be && (only_said(at) || unit_follows(end))) return at;
    if (be && is(end, {"in"}) && is(end + 1, {"one", "a", "the"}) &&
        is(end + 2, {"room", "house", "flat", "car", "van", "bed"}))
      return at;  // "we are seven in one room"
    if (be) {
      const std::int32_t before = mention_before(segment_, back, false);
      if (before >= 0) {
        const Mention& mention = segment_.mentions[static_cast<std::size_t>(before)];
        const bool close = mention.end + 2 >= back;
        const bool denied = back >= 1 && words_[back - 1].is(trait_negation);
        if (close && !denied && mention.possessor == Possessor::none) {
          return keep(near, at, end,
                      {before, mention.kind == MentionKind::speaker && !mention.in_quote},
                      "an age");
        }
        if (close && !denied && mention.kind == MentionKind::kin)
          return keep(near, at, end, {before, false}, "an age");
        // "the lad who drums is seventeen"
        const bool person = mention.kind == MentionKind::kin || mention.kind == MentionKind::noun ||
                            mention.kind == MentionKind::name;
        if (person && !denied && low >= 5 && mention.end + 8 >= back && may_end(end))
          return keep(near, at, end, {before, false}, "an age");
      }
      return at;
    }
    return beside(near, at, end);
  }
  bool is_be(std::uint32_t at) const {
    const Lexicon& lexicon = hearer_.policy.lexicon;
    const std::string_view text =
        words_[at].id == unknown_word ? std::string_view() : lexicon.word(words_[at].id);
    return text == "am" || text == "is" || text == "are" || text == "'s" || text == "im" ||
           text == "be";
  }

  // "Mia Tran, fourteen,", "SON 14", "Tyler (15)", "female 15"
  std::uint32_t beside(const Near& near, std::uint32_t at, std::uint32_t end) {
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
      return keep(wide, at, end, {mention_before(segment_, letter, true), false},
                  "an age and a sex");
    }
    for (std::size_t each = segment_.mentions.size(); each-- > 0;) {
      const Mention& mention = segment_.mentions[each];
      if (mention.word >= near.first) continue;
      const bool person = mention.kind != MentionKind::speaker &&
                          mention.kind != MentionKind::you && mention.kind != MentionKind::he &&
                          mention.kind != MentionKind::she && mention.kind != MentionKind::they;
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

  std::uint32_t keep(const Near& near, std::uint32_t at, std::uint32_t end, Whose owner,
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

  struct Band {
    std::string_view word;
    int low, high;
    AgeBasis basis;
  };
  std::uint32_t by_word(std::uint32_t at, std::string_view text) {
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
      if (is(end, {"college", "block", "centre"}) && !is(end, {"college"})) return end;
      const auto owner = whose(at, end);
      add(at, end, 16, 18, AgeBasis::implied, "sixth form", owner.mention, owner.speaker);
      return end;
    }
    return at;
  }

  const Hearer& hearer_;
  const std::vector<Match>& matches_;
  Segment& segment_;
  const std::vector<Token>& words_;
};

}  // namespace

void find_ages(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment) {
  Ages(hearer, matches, segment).find();
}

}  // namespace heed::hearing
