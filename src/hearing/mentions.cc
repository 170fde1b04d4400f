// The people that a stretch of text speaks of: pronouns, relations, nouns, names.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "hearing/segment.h"

namespace heed::hearing {
namespace {

Possessor possessor_of(const Token& token) {
  if (!token.is(trait_possessive)) return Possessor::none;
  if (token.is(trait_i)) return Possessor::my;
  if (token.is(trait_you)) return Possessor::your;
  if (token.is(trait_he)) return Possessor::his;
  if (token.is(trait_she)) return Possessor::her;
  if (token.is(trait_they)) return Possessor::their;
  return Possessor::none;
}

bool is_name_word(const Token& token) {
  if (token.kind != TokenKind::word || token.has(flag_continued) || token.is(trait_number))
    return false;
  const bool written_large = token.has(flag_capital);
  const bool shouted = token.has(flag_all_capitals);
  if (token.is(trait_forename)) {
    if (token.is(trait_common)) return written_large && !token.has(flag_sentence_start) && !shouted;
    return true;
  }
  return false;
}

// A capital that may be a surname after a forename: "Tyler Marsh", "Mia Tran".
bool may_be_surname(const Token& token) {
  if (token.kind != TokenKind::word || token.has(flag_clause_start) || token.has(flag_continued))
    return false;
  if (!token.has(flag_space_before) && token.has(flag_capital)) return true;  // Pugh-Jones
  if (token.is(trait_kin | trait_person | trait_i | trait_he | trait_she | trait_they |
               trait_number | trait_joint))
    return false;
  if (token.is(trait_surname | trait_forename))
    return token.has(flag_capital) || !token.is(trait_common);
  if (token.has(flag_all_capitals)) return token.id == unknown_word;
  return token.has(flag_capital);
}

MentionKind pronoun_kind(const Token& token) {
  if (token.is(trait_i)) return MentionKind::speaker;
  if (token.is(trait_you)) return MentionKind::you;
  if (token.is(trait_he)) return MentionKind::he;
  if (token.is(trait_she)) return MentionKind::she;
  return MentionKind::they;
}

MentionKind noun_kind(const Token& token) {
  if (token.is(trait_caller_noun)) return MentionKind::caller;
  if (token.is(trait_suspect_noun)) return MentionKind::suspect;
  if (token.is(trait_victim_noun)) return MentionKind::victim;
  if (token.is(trait_witness_noun)) return MentionKind::witness;
  return token.is(trait_kin) ? MentionKind::kin : MentionKind::noun;
}

// "he is called", "her name's", "I'm", "dad's": all that stands between a person and the name.
bool is_named_by(const Lexicon& lexicon, const std::vector<Token>& words, std::uint32_t from,
                 std::uint32_t name) {
  if (from >= name || name - from > 4) return false;
  bool copula = false;
  for (std::uint32_t at = from; at < name; ++at) {
    if (words[at].has(flag_sentence_start)) return false;
    const std::string_view word = lexicon.word(words[at].id);
    if (word == "is" || word == "'s" || word == "am" || word == "called" || word == "named" ||
        word == "goes" || word == "are") {
      copula = true;
    } else if (word != "name" && word != "by" && word != "first" && word != "last" &&
               word != "full" && word != "just" && word != "only" && word != "me" && word != "it" &&
               word != "a" && word != "the" && word != "friend" && word != "himself" &&
               word != "herself" && word != "calls") {
      return false;
    }
  }
  return copula;
}

// "Name's …", "it's … here", "thanks, …", or a name that is a sentence by itself.
bool introduces(const Lexicon& lexicon, const std::vector<Token>& words, std::uint32_t first,
                std::uint32_t end) {
  const auto word = [&](std::uint32_t at) {
    return at < words.size() ? lexicon.word(words[at].id) : std::string_view();
  };
  if (words[first].has(flag_sentence_start)) {
    // "Mia Tran, fourteen, didn't come back": spoken of, not introduced
    std::uint32_t at = end;
    while (at < words.size() && (words[at].kind == TokenKind::digits || words[at].is(trait_number)))
      ++at;
    if (at > end && at < words.size()) {
      for (const std::string_view does :
           {"did", "has", "have", "is", "was", "went", "came", "left", "ran", "got", "will", "not"})
        if (word(at) == does) return false;
    }
    return end >= words.size() || words[end].has(flag_clause_start);
  }
  if (first == 0) return false;
  const std::string_view before = word(first - 1);
  if (before == "name" || before == "thanks" || before == "cheers" || before == "ta" ||
      before == "from")
    return before != "from" || end >= words.size();
  if (first >= 2 && (before == "is" || before == "'s") &&
      (word(first - 2) == "name" || word(first - 2) == "it" || word(first - 2) == "this"))
    return true;
  return (end >= words.size() && words[first].has(flag_clause_start)) ||
         (before == "me" && first >= 2) || before == "again";
}

bool is_title(const Lexicon& lexicon, const Token& token) {
  const std::string_view word = lexicon.word(token.id);
  return word == "mr" || word == "mrs" || word == "miss" || word == "ms" || word == "dr";
}

// "It's Norman at 24.", "this is Nina, …", "name Nasreen", "Good morning, Mrs Farrant, …"
bool says_who(const Lexicon& lexicon, const std::vector<Token>& words, std::uint32_t first,
              std::uint32_t end) {
  const auto word = [&](std::uint32_t at) {
    return at < words.size() ? lexicon.word(words[at].id) : std::string_view();
  };
  if (first == 0) return false;
  const std::string_view before = word(first - 1);
  const bool ends = end >= words.size() || words[end].has(flag_clause_start);
  if (before == "name" && !words[first].has(flag_clause_start))
    return first == 1 || words[first - 1].has(flag_clause_start);
  if (first <= 5 && words[first].has(flag_clause_start) && ends &&
      (before == "morning" || before == "afternoon" || before == "evening" || before == "hello"))
    return true;
  if (first < 2 || (before != "is" && before != "'s")) return false;
  const std::string_view it = word(first - 2);
  if ((it != "it" && it != "this") || words[first].has(flag_possessive)) return false;
  const std::string_view after = word(end);
  const bool goes_on = after == "at" || after == "here" || after == "from" || after == "speaking";
  const bool begins = words[first - 2].has(flag_sentence_start) || first <= 5;
  return begins && (ends || goes_on);
}

// "one they call Biggz", "ones called Mossy"
bool is_one_of(const Lexicon& lexicon, const std::vector<Token>& words, std::uint32_t name) {
  for (std::uint32_t back = 1; back <= 4 && back <= name; ++back) {
    const std::string_view word = lexicon.word(words[name - back].id);
    if (word == "one" || word == "ones") return true;
    if (word != "called" && word != "they" && word != "call" && word != "is" && word != "'s" &&
        word != "named" && word != "ring" && word != "of" && word != "them" && word != "him")
      return false;
  }
  return false;
}

// "T. Ackroyd", "L MARSDEN"
bool is_initial(const Segment& segment, const Token& token) {
  const bool dotted = token.byte_end < segment.text.size() && segment.text[token.byte_end] == '.';
  return token.kind == TokenKind::word && token.byte_end - token.byte_start == 1 &&
         token.has(flag_capital) && segment.text[token.byte_start] != 'I' &&
         (segment.text[token.byte_start] != 'A' || dotted);
}

// Shorthand of notes, no surname: no vowel ("RPTS"), or made from a verb ("SATISFIED").
bool is_note_word(const Segment& segment, const Token& token) {
  const std::string word = lower_ascii(surface(segment, token));
  const bool vowel = word.find_first_of("aeiouy") != std::string::npos;
  return !vowel || (word.size() > 5 && (word.ends_with("ed") || word.ends_with("ing") ||
                                        word.ends_with("ic") || word.ends_with("ly")));
}

// "Marlo says", "Dev came to us", "Noor is sixteen": what only a person does.
bool acts_after(const Lexicon& lexicon, const std::vector<Token>& words, std::uint32_t end,
                bool known_name) {
  if (end >= words.size() || words[end].has(flag_clause_start)) return false;
  if (end > 0 && lexicon.word(words[end - 1].id) == "reg") return false;  // a car's
  const std::string_view word = lexicon.word(words[end].id);
  for (const std::string_view says : {"says", "said", "told", "reckons", "wants", "rang", "texted"})
    if (word == says) return true;
  if (!known_name) return false;
  for (const std::string_view does :
       {"is", "has", "was", "came", "'s", "keeps", "lives", "took", "hit", "gave", "went", "got"})
    if (word == does) return true;
  return false;
}

// "Tasha Lowther." and no more: a sentence of two unknown words written large.
bool is_name_alone(const std::vector<Token>& words, std::uint32_t at) {
  // "Len." as the last word of all
  if (at + 1 == words.size() && at == 0 && words[at].is(trait_forename) &&
      words[at].has(flag_capital) && !words[at].has(flag_all_capitals))
    return true;
  const auto large = [&](std::uint32_t i) {
    return words[i].kind == TokenKind::word && words[i].has(flag_capital) &&
           !words[i].has(flag_all_capitals) && !words[i].has(flag_continued) &&
           (words[i].is(trait_forename) || !words[i].is(trait_common) ||
            (i > at && words[i].is(trait_surname))) &&
           (words[i].id == unknown_word || words[i].is(trait_surname | trait_forename));
  };
  if (!words[at].has(flag_sentence_start) || at + 1 >= words.size() || !large(at) ||
      !large(at + 1) || words[at + 1].has(flag_clause_start))
    return false;
  return at + 2 >= words.size() || words[at + 2].has(flag_clause_start);
}

// "I'm the manager", "I am a foster carer", "it's her mum here": the noun is the one who speaks.
bool names_speaker(const Lexicon& lexicon, const std::vector<Token>& words, std::uint32_t first,
                   std::uint32_t end) {
  if (first == 0 || words[first].has(flag_clause_start)) return false;
  const auto word = [&](std::uint32_t at) {
    return at < words.size() ? lexicon.word(words[at].id) : std::string_view();
  };
  for (std::uint32_t back = 1; back <= 4 && back <= first; ++back) {
    const std::uint32_t at = first - back;
    if (word(at) == "am" && at > 0 && words[at - 1].is(trait_i)) return true;
    if (back == 1 && (word(at) == "is") && at > 0 &&
        (word(at - 1) == "it" || word(at - 1) == "this") &&
        (word(end) == "here" || word(end) == "speaking" || word(end) == "ringing"))
      return true;
    if (words[at].is(trait_joint | trait_negation | trait_i | trait_he | trait_she | trait_they |
                     trait_kin | trait_person) ||
        words[at].has(flag_clause_start))
      return false;
    const std::string_view here = word(at);
    if (here == "at" || here == "in" || here == "with" || here == "ringing" || here == "calling" ||
        here == "for" || here == "on" || here == "scared" || here == "worried" || here == "about" ||
        here == "to" || here == "outside" || here == "near" || here == "from" || here == "by" ||
        here == "seeing" || here == "meeting" || here == "watching" || here == "like")
      return false;
  }
  return false;
}

// "I'm the organiser, Jen Fairweather, …": the clause before says who speaks, and nobody else.
bool i_am_before(const Lexicon& lexicon, const std::vector<Token>& words, std::uint32_t name) {
  for (std::uint32_t back = 1; back <= 9 && back <= name; ++back) {
    const Token& token = words[name - back];
    if (token.is(trait_he | trait_she | trait_they)) return false;
    if (lexicon.word(token.id) == "am" && name - back > 0 && words[name - back - 1].is(trait_i))
      return true;
    if (token.has(flag_clause_start)) return false;
  }
  return false;
}

// "F 14", "M 30S" in a note, not beside the one who rang ("INFT F 14").
bool is_sex_letter(const Segment& segment, std::uint32_t at) {
  const auto& words = segment.tokens.words;
  const Token& token = words[at];
  if (token.byte_end - token.byte_start != 1 || at + 1 >= words.size()) return false;
  const char letter = segment.text[token.byte_start];
  if ((letter != 'F' && letter != 'M') || words[at + 1].has(flag_clause_start)) return false;
  if (words[at + 1].kind != TokenKind::digits && words[at + 1].kind != TokenKind::mixed)
    return false;
  return at == 0 || !words[at - 1].is(trait_caller_noun | trait_person | trait_kin);
}

// "my Year 11", "one of our Year 10s", "a year 9": a pupil.
bool is_school_year(const Lexicon& lexicon, const std::vector<Token>& words, std::uint32_t at) {
  const std::string_view word = lexicon.word(words[at].id);
  if (word != "year" && word != "yr") return false;
  if (at == 0 || at + 1 >= words.size() || words[at].has(flag_clause_start)) return false;
  if (!words[at - 1].is(trait_possessive | trait_determiner)) return false;
  return (words[at + 1].kind == TokenKind::digits || words[at + 1].kind == TokenKind::mixed ||
          words[at + 1].is(trait_number)) &&
         !words[at + 1].has(flag_clause_start);
}

// "child protection", "children's services", "girl guides": no person but a thing named after one.
bool names_thing(const Lexicon& lexicon, const std::vector<Token>& words, std::uint32_t at) {
  static constexpr std::array<std::string_view, 27> things{
      "protection",   "abuse",   "services",     "service", "care",   "minder", "benefit",
      "support",      "seat",    "lock",         "home",    "desk",   "team",   "unit",
      "maintenance",  "tutor",   "line",         "therapy", "club",   "hall",   "hospital",
      "exploitation", "officer", "safeguarding", "clinic",  "centre", "scouts"};
  const std::string_view noun = lexicon.word(words[at].id);
  if (noun != "child" && noun != "children" && noun != "family" && noun != "student" &&
      noun != "baby" && noun != "toddler")
    return false;
  std::uint32_t next = at + 1;
  while (next < words.size() && words[next].has(flag_continued)) ++next;
  if (next >= words.size() || words[next].has(flag_clause_start)) return false;
  const std::string_view word = lexicon.word(words[next].id);
  return std::find(things.begin(), things.end(), word) != things.end();
}

// "kieran.t_93", "@danny": a part of a handle, no name by itself.
bool within_handle(const Segment& segment, const Token& token) {
  const std::string& text = segment.text;
  const auto joins = [](char c) { return c == '_' || c == '.' || c == '@'; };
  const auto goes_on = [](char c) { return is_alpha(c) || is_digit(c) || c == '_'; };
  const std::size_t end = token.byte_end;
  if (end + 1 < text.size() && (joins(text[end])) && goes_on(text[end + 1]) &&
      !(text[end] == '.' && text[end + 1] >= 'A' && text[end + 1] <= 'Z'))
    return true;
  return token.byte_start > 0 && joins(text[token.byte_start - 1]) &&
         (text[token.byte_start - 1] != '.' ||
          (token.byte_start > 1 && goes_on(text[token.byte_start - 2]) &&
           !token.has(flag_capital)));
}

// "her" to whom it is done, not "her mum": what follows cannot be hers.
bool is_object_her(const Lexicon& lexicon, const std::vector<Token>& words, std::uint32_t at) {
  if (lexicon.word(words[at].id) != "her") return false;
  if (at + 1 >= words.size() || words[at + 1].has(flag_clause_start)) return true;
  if (words[at + 1].is(trait_joint | trait_determiner | trait_negation | trait_possessive |
                       trait_i | trait_he | trait_they))
    return true;
  static constexpr std::array<std::string_view, 32> after{
      "to",   "in",    "on",      "at",   "with",   "for",   "from", "up",
      "out",  "down",  "off",     "by",   "what",   "again", "back", "every",
      "all",  "over",  "about",   "into", "after",  "round", "as",   "there",
      "here", "today", "through", "is",   "before", "until", "away", "across"};
  return std::find(after.begin(), after.end(), lexicon.word(words[at + 1].id)) != after.end();
}

constexpr std::uint32_t pronouns = trait_i | trait_you | trait_he | trait_she | trait_they;

}  // namespace

void find_mentions(const Hearer& hearer, Segment& segment) {
  const auto& words = segment.tokens.words;
  const bool note = hearer.voice == Voice::handler_note;
  for (std::uint32_t at = 0; at < words.size(); ++at) {
    const Token& token = words[at];
    Mention mention;
    mention.word = at;
    mention.end = at + 1;
    mention.traits = token.traits;
    mention.noun = token.id;
    mention.in_quote = token.has(flag_in_quote);
    mention.object = token.is(trait_object) || is_object_her(hearer.policy.lexicon, words, at);
    const bool is_noun = token.is(trait_kin | trait_person | trait_caller_noun |
                                  trait_suspect_noun | trait_victim_noun | trait_witness_noun);
    if (token.is(pronouns) && !is_noun) {
      // "my mum": the relation is the mention, "my" its possessor; "my phone" mentions me.
      const Possessor possessor = possessor_of(token);
      if (possessor != Possessor::none && at + 1 < words.size() &&
          words[at + 1].is(trait_kin | trait_person))
        continue;
      if (possessor != Possessor::none && at + 2 < words.size() &&
          words[at + 2].is(trait_kin | trait_person) && !words[at + 2].has(flag_clause_start) &&
          !words[at + 1].is(pronouns)) {
        continue;
      }
      mention.kind = pronoun_kind(token);
      mention.possessor = possessor;
      if (mention.kind == MentionKind::speaker && note && !token.has(flag_in_quote) &&
          hearer.policy.lexicon.word(token.id) == "i") {
        continue;  // the handler speaks of himself
      }
      if (mention.kind == MentionKind::speaker && segment.handler_turn) continue;
      segment.mentions.push_back(mention);
      continue;
    }
    if (is_noun && names_thing(hearer.policy.lexicon, words, at)) continue;
    if (is_noun) {
      mention.kind = noun_kind(token);
      for (std::uint32_t back = 1; back <= 2 && back <= at; ++back) {
        const Token& before = words[at - back];
        const Possessor possessor = possessor_of(before);
        // "me mam", "wor lass": an object pronoun right before a relation is a possessor
        if (possessor == Possessor::none && back == 1 && before.is(trait_i) &&
            before.is(trait_object) && token.is(trait_kin)) {
          mention.possessor = Possessor::my;
          mention.word = at - back;
          if (!segment.mentions.empty() && segment.mentions.back().word == at - back)
            segment.mentions.pop_back();
          break;
        }
        if (possessor != Possessor::none) {
          mention.possessor = possessor;
          mention.word = at - back;
          break;
        }
        if (before.is(trait_determiner)) {
          mention.word = at - back;
          const std::string_view determiner = hearer.policy.lexicon.word(before.id);
          mention.determined = determiner == "the" || determiner == "that";
          break;
        }
        if (words[at - back + 1].has(flag_clause_start)) break;
      }
      // "my mum's boyfriend", "the neighbour's lad": the last noun is the mention
      if (token.has(flag_possessive) && at + 2 < words.size() &&
          words[at + 2].is(trait_kin | trait_person) && !words[at + 2].has(flag_clause_start)) {
        continue;
      }
      if (at >= 2 && words[at - 1].has(flag_continued) &&
          words[at - 2].is(trait_kin | trait_person) && words[at - 2].has(flag_possessive)) {
        mention.noun = token.id;
        mention.possessor = Possessor::their;
        mention.traits = token.traits;
      }
      if (!segment.mentions.empty() && segment.mentions.back().end == mention.word &&
          segment.mentions.back().kind != MentionKind::speaker && at > 0 &&
          token.has(flag_clause_start) && mention.possessor == Possessor::my) {
        mention.apposed = true;  // "his mum, my daughter"
      }
      if (!segment.mentions.empty() && mention.word > 0 && mention.word < at) {
        const Mention& last = segment.mentions.back();
        const std::string_view be = hearer.policy.lexicon.word(words[mention.word - 1].id);
        mention.is_same = last.end + 1 == mention.word && !last.object &&
                          last.possessor == Possessor::none &&
                          (last.kind == MentionKind::he || last.kind == MentionKind::she) &&
                          (be == "is" || be == "'s" || be == "was");
      }
      mention.is_speaker = !mention.in_quote && mention.kind != MentionKind::caller &&
                           names_speaker(hearer.policy.lexicon, words, mention.word, mention.end);
      segment.mentions.push_back(mention);
      continue;
    }
    if (const bool letter = note && is_sex_letter(segment, at);
        letter || is_school_year(hearer.policy.lexicon, words, at)) {
      mention.kind = MentionKind::noun;
      mention.noun = unknown_word;
      mention.traits =
          letter ? static_cast<std::uint32_t>(segment.text[token.byte_start] == 'F' ? trait_female
                                                                                    : trait_male)
                 : static_cast<std::uint32_t>(trait_young | trait_looked_after);
      mention.end = letter ? at + 1 : at + 2;
      // "he said I'm mature for a year 9"
      if (!letter) {
        const std::uint32_t from =
            at >= 2 && hearer.policy.lexicon.word(words[at - 2].id) == "for" ? at - 2 : at;
        mention.is_speaker =
            !mention.in_quote && names_speaker(hearer.policy.lexicon, words, from, mention.end);
      }
      segment.mentions.push_back(mention);
      continue;
    }
    if (within_handle(segment, token)) continue;
    std::uint32_t end = at + 1;
    if (is_title(hearer.policy.lexicon, token) && end < words.size() &&
        may_be_surname(words[end])) {
      ++end;
    } else if (is_initial(segment, token) && end < words.size() && may_be_surname(words[end]) &&
               (words[end].id == unknown_word || words[end].is(trait_surname)) &&
               words[end].byte_end - words[end].byte_start > 1) {
      ++end;
    } else if (token.has(flag_sentence_start) && token.has(flag_capital) &&
               !token.has(flag_all_capitals) && !token.has(flag_continued) &&
               (token.is(trait_forename) || token.id == unknown_word) &&
               token.kind == TokenKind::word &&
               acts_after(hearer.policy.lexicon, words, end, token.is(trait_forename))) {
      // a name begins the sentence
    } else if (!is_name_word(token) && !is_name_alone(words, at)) {
      continue;
    }
    mention.kind = MentionKind::name;
    while (end < words.size() && end < at + 4 && may_be_surname(words[end]) &&
           !words[end].has(flag_sentence_start) &&
           !(words[end].has(flag_all_capitals) && words[end].id == unknown_word &&
             is_note_word(segment, words[end])) &&
           !(words[end].byte_end - words[end].byte_start == 1 && note) &&
           !(words[end].id != unknown_word && words[end].id == words[end - 1].id))
      ++end;
    const Place place = place_of(segment, at, end);
    mention.end = end;
    mention.name = segment.text.substr(place.byte_start, place.byte_end - place.byte_start);
    if (mention.name.ends_with("'s")) mention.name.resize(mention.name.size() - 2);
    if (!segment.mentions.empty()) {
      const Mention& last = segment.mentions.back();
      const bool beside = last.end == at && !words[at].has(flag_sentence_start);
      if (beside && (last.kind == MentionKind::kin || last.kind == MentionKind::noun ||
                     last.kind == MentionKind::victim || last.kind == MentionKind::suspect ||
                     last.kind == MentionKind::caller)) {
        mention.apposed = true;
      }
      const std::string_view self =
          last.end == at ? hearer.policy.lexicon.word(words[last.end - 1].id) : std::string_view();
      if (self == "himself" || self == "herself") mention.apposed = true;  // calls himself …
      if (is_named_by(hearer.policy.lexicon, words, last.end, at)) mention.apposed = true;
    }
    mention.between_commas = words[at].has(flag_clause_start) && at > 0 &&
                             !words[at].has(flag_sentence_start) &&
                             (end >= words.size() || words[end].has(flag_clause_start));
    mention.says_own = mention.between_commas && i_am_before(hearer.policy.lexicon, words, at);
    mention.is_me = says_who(hearer.policy.lexicon, words, at, end);
    mention.one_of = is_one_of(hearer.policy.lexicon, words, at);
    mention.introduces = introduces(hearer.policy.lexicon, words, at, end);
    segment.mentions.push_back(std::move(mention));
    at = end - 1;
  }
}

}  // namespace heed::hearing
