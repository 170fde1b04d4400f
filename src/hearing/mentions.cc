// The people that a stretch of text speaks of: pronouns, relations, nouns, names.
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
  if (token.is(trait_forename))
    return token.is(trait_common) ? written_large && !token.has(flag_sentence_start) && !shouted
                                  : true;
  if (!written_large || token.is(trait_common) || shouted) return false;
  return token.is(trait_surname) && !token.has(flag_sentence_start);
}

// A capital that may be a surname after a forename: "Tyler Marsh", "Mia Tran".
bool may_be_surname(const Token& token) {
  if (token.kind != TokenKind::word || token.has(flag_clause_start) || token.has(flag_continued))
    return false;
  if (token.is(trait_surname) && (token.has(flag_capital) || !token.is(trait_common))) return true;
  return token.has(flag_capital) && !token.is(trait_kin | trait_person | trait_i | trait_number);
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
    mention.object = token.is(trait_object);
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
      if (mention.kind == MentionKind::speaker && token.kind == TokenKind::word &&
          token.id == hearer.policy.lexicon.find("i") && note && !token.has(flag_in_quote)) {
        continue;  // the handler speaks of himself
      }
      segment.mentions.push_back(mention);
      continue;
    }
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
          mention.determined = before.id == hearer.policy.lexicon.find("the") ||
                               before.id == hearer.policy.lexicon.find("that");
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
      segment.mentions.push_back(mention);
      continue;
    }
    if (!is_name_word(token)) continue;
    mention.kind = MentionKind::name;
    std::uint32_t end = at + 1;
    while (end < words.size() && end < at + 3 && may_be_surname(words[end]) &&
           !words[end].has(flag_sentence_start))
      ++end;
    const Place place = place_of(segment, at, end);
    mention.end = end;
    mention.name = segment.text.substr(place.byte_start, place.byte_end - place.byte_start);
    if (mention.name.ends_with("'s")) mention.name.resize(mention.name.size() - 2);
    if (!segment.mentions.empty()) {
      const Mention& last = segment.mentions.back();
      const bool beside =
          last.end == at || (last.end + 1 == at && !words[at].has(flag_clause_start) &&
                             (words[at - 1].id == hearer.policy.lexicon.find("called") ||
                              words[at - 1].id == hearer.policy.lexicon.find("named")));
      if (beside && (last.kind == MentionKind::kin || last.kind == MentionKind::noun ||
                     last.kind == MentionKind::victim || last.kind == MentionKind::suspect ||
                     last.kind == MentionKind::caller)) {
        mention.apposed = true;
      }
    }
    segment.mentions.push_back(std::move(mention));
    at = end - 1;
  }
}

}  // namespace heed::hearing
