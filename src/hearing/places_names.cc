// Names of people, each once, and addresses.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "hearing/numbers.h"

namespace heed::hearing {
namespace {

const std::string& lower_at(const Segment& segment, std::uint32_t at) {
  return lowered(segment, at);
}

bool is_taken(const Segment& segment, const Place& place) {
  return std::any_of(segment.identifiers.begin(), segment.identifiers.end(),
                     [&](const RawIdentifier& other) {
                       return other.place.start < place.end && place.start < other.place.end;
                     });
}

// "Copperfield Terrace, number 40", "Spindle Bank, I think fifty-one": the number behind.
bool number_behind(const Segment& segment, std::uint32_t at, std::uint32_t& first,
                   std::uint32_t& end) {
  const auto& words = segment.tokens.words;
  if (at == 0 || !words[at].has(flag_capital) || !words[at - 1].has(flag_capital) ||
      words[at].has(flag_clause_start) || words[at].has(flag_all_capitals))
    return false;
  std::uint32_t next = at + 1;
  bool told = false;
  while (next < words.size() && next < at + 6) {
    const std::string& text = lower_at(segment, next);
    told = told || text == "number" || text == "no";
    const bool small = text == "number" || text == "no" || text == "i" || text == "think" ||
                       text == "he's" || text == "we're" || text == "it's" || text == "at" ||
                       words[next].has(flag_continued);
    if (!small || words[next].has(flag_sentence_start)) break;
    ++next;
  }
  if (next >= words.size() || words[next].has(flag_sentence_start)) return false;
  const auto number = number_at(segment, next);
  if (!number || number->ordinal || number->value < 1) return false;
  if (!told && !(words[at + 1].has(flag_clause_start) &&
                 (number->end >= words.size() || words[number->end].has(flag_clause_start))))
    return false;
  first = at - 1;
  while (first > 0 && at - first < 3 && words[first - 1].has(flag_capital) &&
         !words[first].has(flag_clause_start) && words[first - 1].id == unknown_word)
    --first;
  end = number->end;
  return true;
}

// "12 Sorrel Close", "flat 3, 14a Weir Street, Hollowby", "number nine quarry rise"
void find_addresses(const Hearer& hearer, Segment& segment) {
  const auto& words = segment.tokens.words;
  for (std::uint32_t at = 0; at < words.size(); ++at) {
    if (hearer.policy.street_words.count(words[at].id) == 0 || words[at].has(flag_continued))
      continue;
    // back over the street's name to its number
    std::uint32_t first = at, behind = 0;
    bool numbered = false;
    for (std::uint32_t back = 1; back <= 5 && back <= at; ++back) {
      const std::uint32_t look = at - back;
      const Token& token = words[look];
      if (words[look + 1].has(flag_sentence_start)) break;
      const std::string text = lower_at(segment, look);
      const bool digits = token.kind == TokenKind::digits ||
                          (token.kind == TokenKind::mixed && is_digit(text[0]) && text.size() <= 4);
      if (back > 1 && (digits || (token.is(trait_number) && cardinal_of(text) > 0))) {
        first = look;
        numbered = true;
        // "thirty-three", "one hundred and two", "one four four"
        while (first > 0 && !words[first].has(flag_sentence_start)) {
          const bool joined =
              !words[first].has(flag_clause_start) || !words[first].has(flag_space_before);
          const bool number = words[first - 1].is(trait_number);
          const bool links = first > 1 && lower_at(segment, first - 1) == "and" &&
                             words[first - 2].is(trait_number);
          if (!joined || (!number && !links)) break;
          --first;
        }
        break;
      }
      if (token.is(trait_i | trait_he | trait_she | trait_they | trait_joint | trait_negation))
        break;
      if (words[look + 1].has(flag_clause_start) && back > 1) break;
    }
    if (!numbered || at - first < 1) {
      numbered = number_behind(segment, at, first, behind);
      if (!numbered) continue;
    } else {
      bool through = false;  // "11 maths at Holbeach Road", "15 YOUTHS HOLLIN PARK"
      for (std::uint32_t between = first + 1; between < at; ++between) {
        const std::string& text = lower_at(segment, between);
        through = through || text == "at" || text == "on" || text == "from" || text == "with" ||
                  text == "by" || text == "said" || text == "to" || text == "between" ||
                  text == "more" || words[between].is(trait_person | trait_kin);
      }
      if (through) continue;
    }
    const std::string last = lower_at(segment, at);
    const bool plain = last == "gate" || last == "end" || last == "side" || last == "point" ||
                       last == "way" || last == "house" || last == "park" || last == "wood" ||
                       last == "yard" || last == "view" || last == "hill" || last == "bank" ||
                       last == "green" || last == "place" || last == "row";
    if (plain &&
        (words[at - 1].is(trait_common | trait_determiner | trait_possessive) ||
         words[at - 1].id != unknown_word) &&
        !words[at].has(flag_capital))
      continue;
    if (plain && words[at].has(flag_all_capitals) && words[at - 1].id != unknown_word &&
        !words[at - 1].is(trait_surname | trait_forename))
      continue;
    if (first > 0 && lower_at(segment, first - 1) == "number") --first;
    // "flat 3, "
    for (std::uint32_t back = 1; back <= 3 && back <= first; ++back) {
      const std::string text = lower_at(segment, first - back);
      if (text == "flat" || text == "apartment" || text == "unit" || text == "room") {
        first -= back;
        break;
      }
    }
    std::uint32_t end = behind > 0 ? behind : at + 1;
    // the town: capitals after a comma or "in"
    std::uint32_t town = end;
    if (town < words.size() && lower_at(segment, town) == "in" && town + 1 < words.size()) ++town;
    if (town < words.size() && words[town].kind == TokenKind::word &&
        words[town].has(flag_capital) && !words[town].has(flag_sentence_start) &&
        !words[town].is(trait_common | trait_kin | trait_person | trait_i | trait_he | trait_she) &&
        !words[town].is(trait_forename)) {
      end = town + 1;
      while (end < words.size() && words[end].has(flag_capital) &&
             !words[end].has(flag_clause_start) && words[end].kind == TokenKind::word &&
             !words[end].is(trait_common))
        ++end;
    }
    Place place = place_of(segment, first, end);
    if (is_taken(segment, place) && end > at + 1) place = place_of(segment, first, at + 1);
    if (is_taken(segment, place)) continue;
    RawIdentifier address;
    address.place = place;
    address.kind = IdentifierKind::address;
    address.value = segment.text.substr(place.byte_start, place.byte_end - place.byte_start);
    address.answers = segment.asked == "address";
    address.strength = Strength::fair;
    address.why = "a number and a street";
    segment.identifiers.push_back(std::move(address));
  }
}

// "one they call Biggz": of those just spoken of.
bool first_of_some(const Segment& segment, std::uint32_t at) {
  const auto one = [&](std::uint32_t word) {
    return lower_at(segment, word) == "one" || lower_at(segment, word) == "ones";
  };
  return one(at) || (at > 0 && one(at - 1));
}

void find_introduced(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment) {
  const auto& words = segment.tokens.words;
  for (const auto& match : matches) {
    const Phrase& phrase = hearer.policy.phrases[match.pattern];
    if (phrase.use != PhraseUse::context || hearer.policy.contexts[phrase.group].name != "name")
      continue;
    std::uint32_t at = match.end;
    const auto is_note_word = [](const Segment& all, const Token& token) {
      if (!token.has(flag_all_capitals)) return false;
      const std::string word = lower_ascii(surface(all, token));
      return word.find_first_of("aeiouy") == std::string::npos ||
             (word.size() > 5 && (word.ends_with("ed") || word.ends_with("ing") ||
                                  word.ends_with("ic") || word.ends_with("ly")));
    };
    const std::string_view lead =
        match.end > 0 ? hearer.policy.lexicon.word(words[match.end - 1].id) : std::string_view();
    const bool plainly_named = lead == "called" || lead == "as" || lead == "named";
    while (at < words.size() && (words[at].is(trait_filler) || lower_at(segment, at) == "a" ||
                                 lower_at(segment, at) == "something"))
      ++at;
    if (at >= words.size() || words[at].kind != TokenKind::word ||
        words[at].has(flag_sentence_start))
      continue;
    const auto named = [&](const Token& token) {
      if (token.kind != TokenKind::word || token.has(flag_continued)) return false;
      if (token.is(trait_forename | trait_surname) &&
          (!token.is(trait_common) || (token.has(flag_capital) && !token.has(flag_all_capitals)) ||
           (plainly_named && token.has(flag_capital))))
        return true;
      if (token.byte_end - token.byte_start < 2 || is_note_word(segment, token)) return false;
      return token.has(flag_capital) &&
             !token.is(trait_common | trait_kin | trait_person | trait_i) &&
             token.id == unknown_word;
    };
    // "her name is sumaira", small in a chat
    const bool small = (lead == "is" || lead == "called") && words[at].id == unknown_word &&
                       words[at].kind == TokenKind::word && !words[at].has(flag_capital) &&
                       match.end - match.begin >= 2 &&
                       words[at].byte_end - words[at].byte_start > 2 &&
                       (lower_at(segment, match.end - 2).starts_with("name") || lead == "called") &&
                       (at + 1 >= words.size() || words[at + 1].has(flag_clause_start));
    if (!named(words[at]) && !small) continue;
    std::uint32_t end = at + 1;
    while (end < words.size() && end < at + 3 && named(words[end]) &&
           !words[end].has(flag_clause_start))
      ++end;
    bool known = false;
    for (auto& mention : segment.mentions) {
      if (mention.word < end && at < mention.end) known = true;
    }
    if (known) continue;
    Mention mention;
    mention.word = at;
    mention.end = end;
    mention.kind = MentionKind::name;
    mention.traits = words[at].traits;
    mention.noun = words[at].id;
    const Place place = place_of(segment, at, end);
    mention.name = segment.text.substr(place.byte_start, place.byte_end - place.byte_start);
    mention.in_quote = words[at].has(flag_in_quote);
    // it stands beside the person it introduces: "a lad called Degsy"
    const auto where =
        std::lower_bound(segment.mentions.begin(), segment.mentions.end(), at,
                         [](const Mention& m, std::uint32_t w) { return m.word < w; });
    mention.apposed =
        where != segment.mentions.begin() && std::prev(where)->end + 1 >= match.begin &&
        std::prev(where)->end <= match.end && std::prev(where)->kind != MentionKind::you;
    mention.introduces = true;
    mention.one_of = first_of_some(segment, match.begin);
    const auto index = where - segment.mentions.begin();
    segment.mentions.insert(where, std::move(mention));
    for (auto& candidate : segment.candidates) {
      for (std::int32_t* each :
           {&candidate.about, &candidate.agent, &candidate.before, &candidate.object,
            &candidate.doer, &candidate.gains, &candidate.owned}) {
        if (*each >= index) ++*each;
      }
    }
    for (auto& age : segment.ages) {
      if (age.mention >= index) ++age.mention;
    }
  }
}

bool is_building(std::string_view word) {
  static constexpr std::array<std::string_view, 14> buildings{
      "house",   "yard",  "court",  "road",    "street", "close",   "farm",
      "cottage", "lodge", "avenue", "terrace", "school", "surgery", "primary"};
  return std::find(buildings.begin(), buildings.end(), word) != buildings.end();
}

}  // namespace

void find_names(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment) {
  find_addresses(hearer, segment);
  find_introduced(hearer, matches, segment);
  for (std::size_t each = 0; each < segment.mentions.size(); ++each) {
    const Mention& mention = segment.mentions[each];
    if (mention.kind != MentionKind::name) continue;
    const Place place = place_of(segment, mention.word, mention.end);
    if (is_taken(segment, place)) continue;
    const auto written = segment.text.substr(place.byte_start, place.byte_end - place.byte_start);
    if (in_context(hearer, matches, "not_name", mention.word, 1, mention.end) &&
        !written.starts_with("Mr") && !written.starts_with("Miss") && !written.starts_with("Ms"))
      continue;
    // "Wren House", "Bramble Court": a place
    if (mention.end - mention.word >= 2 && is_building(lower_at(segment, mention.end - 1)))
      continue;
    if (mention.end - mention.word == 1 && place.byte_end - place.byte_start < 2) continue;
    const auto letters =
        std::count_if(written.begin(), written.end(), [](char c) { return is_alpha(c); });
    if (letters < 2 || (letters == 2 && written.size() > 2)) continue;  // "R-T", "N T", "B."
    RawIdentifier name;
    name.place = place;
    if (segment.text.substr(place.byte_start, place.byte_end - place.byte_start).ends_with("'s")) {
      name.place.end -= 2;
      name.place.byte_end -= 2;
    }
    name.kind = IdentifierKind::name;
    name.value = mention.name;
    name.mention = static_cast<std::int32_t>(each);
    name.strength = Strength::fair;
    name.why = "a name";
    segment.identifiers.push_back(std::move(name));
  }
}

}  // namespace heed::hearing
