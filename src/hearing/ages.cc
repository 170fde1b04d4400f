// Ages, said or implied, as bands, and whose.
#include "hearing/ages.h"

#include <algorithm>
#include <array>

#include "base/civil.h"
#include "base/text.h"

namespace heed::hearing {
namespace {

constexpr int oldest = 110;

}  // namespace

void Ages::add(std::uint32_t first, std::uint32_t last, int low, int high, AgeBasis basis,
               const char* why, std::int32_t mention, bool speaker, bool correction) {
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

Ages::Whose Ages::whose(std::uint32_t first, std::uint32_t last) const {
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

bool Ages::unit_follows(std::uint32_t at) const {
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
bool Ages::may_end(std::uint32_t at) const {
  if (at >= words_.size()) return true;
  const Token& token = words_[at];
  if (token.has(flag_clause_start | flag_sentence_start)) return true;
  if (unit_follows(at)) return false;
  if (token.is(trait_joint | trait_i | trait_he | trait_she | trait_they | trait_you)) return true;
  return is(at,
            {"now",  "next",   "in",    "on",   "last",   "today",  "tomorrow", "this",    "from",
             "at",   "with",   "who",   "yeah", "please", "though", "too",      "already", "years",
             "yrs",  "year",   "soon",  "not",  "still",  "or",     "as",       "is",      "was",
             "male", "female", "lives", "my",   "mum",    "also",   "ish",      "odd",     "going",
             "tho",  "btw",    "has",   "left", "nd",     "n",      "while",    "living",  "been"});
}

bool Ages::in_past(std::uint32_t at) const {
  for (std::uint32_t back = 1; back <= 5 && back <= at; ++back) {
    if (words_[at - back].has(flag_sentence_start) && back > 1) break;
    if (is(at - back, {"when", "since", "until"}) && back >= 2 && is(at - 1, {"was", "were"}))
      return true;
    if (is(at - back, {"age"}) && is(at - back + 1, {"of"})) return true;
  }
  return false;
}

std::uint32_t Ages::said(std::uint32_t at) {
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

std::uint32_t Ages::number(std::uint32_t at) {
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
std::optional<Number> Ages::range_end(std::uint32_t at, int low) const {
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

Ages::Near Ages::nearly(std::uint32_t at, int low, int high) const {
  Near out{at, low, high};
  if (at == 0) return out;
  std::uint32_t back = at - 1;
  if (is(back, {"about", "around", "roughly", "approx", "appx", "approximately", "say", "maybe"}) &&
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

bool Ages::years_old(std::uint32_t at, int low, int high, std::uint32_t& last) {
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
  add(near.first, end, near.low, near.high, AgeBasis::said, "an age", owner.mention, owner.speaker);
  last = end - 1;
  return true;
}

bool Ages::aged(std::uint32_t at, int low, int high, std::uint32_t last) {
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

// "until I'm 30", "thinks I'm 18", "tell you she's eighteen": not so.
bool Ages::only_said(std::uint32_t at) const {
  for (std::uint32_t back = 2; back <= 6 && back <= at; ++back) {
    if (words_[at - back + 1].has(flag_clause_start)) return false;
    if (is(at - back, {"until", "till", "til", "thinks", "think", "thought", "reckons", "pretended",
                       "pretending", "lied", "unless", "not"}))
      return true;
  }
  return false;
}

// "I'm 17 just passed my test", "she's twelve for god's sake": nothing but an age can be meant.
bool Ages::plainly_of(std::uint32_t at, int low, std::uint32_t end) const {
  if (low < 4 || at < 2 || unit_follows(end) || end >= words_.size()) return false;
  const Token& next = words_[end];
  if (next.kind != TokenKind::word ||
      (next.has(flag_capital) && !words_[at].has(flag_all_capitals)) || month_of(word(end)) > 0)
    return false;
  const Token& person = words_[at - 2];
  return is_be(at - 1) && !words_[at].has(flag_clause_start) &&
         person.is(trait_i | trait_he | trait_she) && !person.is(trait_possessive | trait_object);
}

// "a lad of sixteen", "no more than thirteen", "looks about thirteen", "I'd say fifteen", "must
// be forty", "both 13", and a figure that is a whole sentence.
std::uint32_t Ages::led_to(std::uint32_t at, int low, int high, std::uint32_t end) {
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
  if (all && !(first >= 2 && is_be(first - 2)) && !(first >= 2 && words_[first - 2].is(trait_they)))
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
std::uint32_t Ages::bare(std::uint32_t at, int low, int high, std::uint32_t end) {
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
                    {before, mention.kind == MentionKind::speaker && !mention.in_quote}, "an age");
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
void find_ages(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment) {
  Ages(hearer, matches, segment).find();
}

}  // namespace heed::hearing
