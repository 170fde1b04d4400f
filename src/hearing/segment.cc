#include "hearing/segment.h"

#include <algorithm>

#include "base/text.h"
#include "hearing/learnt.h"
#include "hearing/second_ear.h"

namespace heed::hearing {

Place place_of(const Segment& segment, std::uint32_t first, std::uint32_t last) {
  Place place;
  const auto& words = segment.tokens.words;
  if (words.empty()) return place;
  first = std::min<std::uint32_t>(first, static_cast<std::uint32_t>(words.size() - 1));
  last = std::clamp<std::uint32_t>(last, first + 1, static_cast<std::uint32_t>(words.size()));
  place.first = first;
  place.last = last;
  place.byte_start = words[first].byte_start;
  place.start = words[first].start;
  place.byte_end = words[last - 1].byte_end;
  place.end = words[last - 1].end;
  return place;
}

std::string_view surface(const Segment& segment, const Token& token) {
  return std::string_view(segment.text).substr(token.byte_start, token.byte_end - token.byte_start);
}

const std::string& lowered(const Segment& segment, std::uint32_t word) {
  static const std::string none;
  return word < segment.lowered.size() ? segment.lowered[word] : none;
}

std::int32_t mention_at(const Segment& segment, std::uint32_t word) {
  const auto& mentions = segment.mentions;
  auto at =
      std::lower_bound(mentions.begin(), mentions.end(), word,
                       [](const Mention& mention, std::uint32_t w) { return mention.end <= w; });
  if (at != mentions.end() && at->word <= word + 3)
    return static_cast<std::int32_t>(at - mentions.begin());
  return -1;
}

std::int32_t mention_before(const Segment& segment, std::uint32_t word, bool subjects_only) {
  std::int32_t found = -1;
  for (std::size_t each = 0; each < segment.mentions.size(); ++each) {
    const Mention& mention = segment.mentions[each];
    if (mention.word >= word) break;
    if (word < segment.sentence_of.size() &&
        segment.sentence_of[mention.word] != segment.sentence_of[word])
      continue;
    if (subjects_only && mention.object) continue;
    found = static_cast<std::int32_t>(each);
  }
  return found;
}

bool in_context(const Hearer& hearer, const std::vector<Match>& matches, std::string_view name,
                std::uint32_t word, std::uint32_t reach, std::uint32_t end) {
  for (const auto& match : matches) {
    const Phrase& phrase = hearer.policy.phrases[match.pattern];
    if (phrase.use != PhraseUse::context || hearer.policy.contexts[phrase.group].name != name)
      continue;
    if (match.end <= word && word - match.end <= reach) return true;
    if (match.begin <= word && match.end > word) return true;
    if (end != 0 && match.begin >= end && match.begin - end <= reach) return true;
  }
  return false;
}

namespace {

bool interested(const std::vector<Match>& matches, const Hearer& hearer, std::uint32_t words) {
  return !matches.empty() || words > 0 || hearer.policy.phrases.empty();
}

// "It says come to mine or I'll tell": a message read out, to the end of its sentence.
void mark_read_out(const Lexicon& lexicon, Segment& segment) {
  auto& words = segment.tokens.words;
  const auto word = [&](std::size_t at) { return lexicon.word(words[at].id); };
  for (std::size_t at = 0; at + 2 < words.size(); ++at) {
    const std::string_view noun = word(at), verb = word(at + 1);
    const bool written = noun == "it" || noun == "note" || noun == "letter" || noun == "paper" ||
                         noun == "message" || noun == "text" || noun == "card";
    const bool reads =
        verb == "says" || verb == "say" || verb == "said" || verb == "reads" || verb == "read";
    if (!written || !reads || words[at + 1].has(flag_clause_start)) continue;
    for (std::size_t rest = at + 2; rest < words.size(); ++rest) {
      if (words[rest].has(flag_sentence_start)) break;
      words[rest].flags |= flag_in_quote;
    }
  }
}

// "Caller: …": who speaks is known; the label is no word of theirs.
void drop_label(Segment& segment) {
  auto& words = segment.tokens.words;
  const auto first = std::find_if(words.begin(), words.end(), [&](const Token& word) {
    return word.byte_start >= segment.label;
  });
  words.erase(words.begin(), first);
  if (!words.empty()) words.front().flags |= flag_sentence_start | flag_clause_start;
}

}  // namespace

void hear_segment(const Hearer& hearer, Segment& segment) {
  segment.tokens = cut(hearer.policy.lexicon, segment.text);
  if (segment.label > 0) drop_label(segment);
  if (hearer.voice != Voice::quoted) mark_read_out(hearer.policy.lexicon, segment);
  if (segment.handler_turn) {
    for (auto& word : segment.tokens.words) word.flags |= flag_handler_turn;
  }
  const auto& words = segment.tokens.words;
  segment.lowered.resize(words.size());
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (!words[at].has(flag_continued))
      segment.lowered[at] = lower_ascii(surface(segment, words[at]));
  }
  segment.sentence_of.resize(words.size());
  std::uint32_t sentence = 0;
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (at > 0 && words[at].has(flag_sentence_start)) ++sentence;
    segment.sentence_of[at] = sentence;
  }
  std::vector<Match> matches;
  hearer.policy.book.find(words, matches);
  if (!interested(matches, hearer, static_cast<std::uint32_t>(words.size()))) return;
  find_mentions(hearer, segment);
  find_cues(hearer, matches, segment);
  find_numbers(hearer, matches, segment);
  find_spelt(hearer, matches, segment);
  find_dates(hearer, matches, segment);
  find_ages(hearer, matches, segment);
  find_names(hearer, matches, segment);
  find_promises(hearer, matches, segment);
  find_owners(hearer, matches, segment);
  if (hearer.learnt) segment.learnt = hearer.learnt->known(hearer.policy, segment);
  note_second(hearer, segment);
}

}  // namespace heed::hearing
