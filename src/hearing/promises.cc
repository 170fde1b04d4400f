// What the handler promised, what the caller wishes, and whose an identifier is said to be.
#include <algorithm>

#include "base/text.h"
#include "hearing/deadlines.h"

namespace heed::hearing {
namespace {

bool overlaps(const Place& a, const Place& b) { return a.start < b.end && b.start < a.end; }

bool keeps_clear(std::vector<RawPromise>& list, RawPromise& promise) {
  for (auto& other : list) {
    if (!overlaps(other.place, promise.place)) continue;
    if (other.place.end - other.place.start < promise.place.end - promise.place.start)
      other = promise;
    return false;
  }
  return true;
}

// The first time said after `word` in its sentence.
std::optional<SaidTime> due_after(const Hearer& hearer, const Segment& segment,
                                  std::uint32_t word) {
  const auto& words = segment.tokens.words;
  for (std::uint32_t at = word; at < words.size() && at < word + 30; ++at) {
    if (segment.sentence_of[at] != segment.sentence_of[word]) break;
    if (words[at].has(flag_continued)) continue;
    if (const auto time = time_at(hearer, segment, at)) return time;
  }
  return std::nullopt;
}

void undertaking(const Hearer& hearer, const Match& match, const Phrase& phrase, Segment& segment) {
  const auto& words = segment.tokens.words;
  const bool handler = hearer.voice == Voice::handler_note ||
                       words[match.begin].has(flag_handler_turn) ||
                       (hearer.channel == Channel::service_desk && hearer.voice != Voice::caller);
  if (!handler) return;
  RawPromise promise;
  promise.pattern = match.pattern;
  promise.group = phrase.group;
  promise.place = place_of(segment, match.quote_begin, match.quote_end);
  if (const auto due = due_after(hearer, segment, match.quote_begin)) {
    promise.due = due->at;
    if (due->first <= match.quote_end + 4 && due->end > match.quote_end)
      promise.place = place_of(segment, match.quote_begin, due->end);
  }
  if (keeps_clear(segment.undertakings, promise))
    segment.undertakings.push_back(std::move(promise));
}

void wish(const Hearer& hearer, const Match& match, const Phrase& phrase, Segment& segment) {
  const auto& words = segment.tokens.words;
  if (words[match.begin].has(flag_handler_turn)) return;
  if (words[match.begin].has(flag_in_quote) || hearer.voice == Voice::quoted) return;
  RawPromise wish;
  wish.pattern = match.pattern;
  wish.group = phrase.group;
  wish.place = place_of(segment, match.quote_begin, match.quote_end);
  wish.target = hearer.policy.wishes[phrase.group].target;
  if (match.about >= 0) wish.about = mention_at(segment, static_cast<std::uint32_t>(match.about));
  if (wish.target.empty()) {
    for (std::uint32_t at = match.begin; at < match.end; ++at) {
      const auto found = hearer.policy.wish_targets.find(words[at].id);
      if (found != hearer.policy.wish_targets.end() && words[at].id != unknown_word)
        wish.target = found->second;
    }
  }
  if (keeps_clear(segment.wishes, wish)) segment.wishes.push_back(std::move(wish));
}

}  // namespace

void find_promises(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment) {
  for (const auto& match : matches) {
    const Phrase& phrase = hearer.policy.phrases[match.pattern];
    if (phrase.use == PhraseUse::undertaking) undertaking(hearer, match, phrase, segment);
    if (phrase.use == PhraseUse::wish) wish(hearer, match, phrase, segment);
  }
  find_deadlines(hearer, matches, segment);
  std::erase_if(segment.deadlines, [&](const RawDeadline& deadline) {
    return std::any_of(segment.undertakings.begin(), segment.undertakings.end(),
                       [&](const RawPromise& promise) {
                         return overlaps(promise.place, deadline.place) ||
                                (promise.due && *promise.due == deadline.at);
                       });
  });
}

void find_owners(const Hearer& hearer, const std::vector<Match>& matches, Segment& segment) {
  const auto& words = segment.tokens.words;
  for (const auto& match : matches) {
    const Phrase& phrase = hearer.policy.phrases[match.pattern];
    if (phrase.use == PhraseUse::context &&
        hearer.policy.contexts[phrase.group].name == "others_number")
      segment.others_number = true;
  }
  for (auto& identifier : segment.identifiers) {
    if (identifier.kind == IdentifierKind::name) continue;
    std::uint32_t nearest = 9;
    for (const auto& match : matches) {
      const Phrase& phrase = hearer.policy.phrases[match.pattern];
      if (phrase.use != PhraseUse::owner) continue;
      const OwnerGroup& owner = hearer.policy.owners[phrase.group];
      if (!owner.kinds.empty() &&
          std::find(owner.kinds.begin(), owner.kinds.end(), identifier.kind) == owner.kinds.end())
        continue;
      std::uint32_t distance = 99;
      if (!owner.before && match.end <= identifier.place.first + 1) {
        distance = identifier.place.first > match.end ? identifier.place.first - match.end : 0;
      } else if (owner.before && match.begin + 1 >= identifier.place.last) {
        distance = match.begin > identifier.place.last ? match.begin - identifier.place.last : 0;
      }
      if (distance > 7 || distance >= nearest) continue;
      // another identifier between the words and this one takes them
      const bool taken = std::any_of(
          segment.identifiers.begin(), segment.identifiers.end(), [&](const RawIdentifier& other) {
            return other.kind == identifier.kind && &other != &identifier &&
                   (owner.before ? other.place.first >= identifier.place.last &&
                                       other.place.first < match.begin
                                 : other.place.first >= match.end &&
                                       other.place.first < identifier.place.first);
          });
      if (taken) continue;
      nearest = distance;
      identifier.owner = owner.who;
      identifier.mention =
          match.about >= 0 ? mention_at(segment, static_cast<std::uint32_t>(match.about)) : -1;
      if (!owner.who && identifier.mention < 0) identifier.owner.reset();
    }
    identifier.near = mention_before(segment, identifier.place.first, false);
    for (std::uint32_t at = identifier.place.first; at > 0 && at + 8 > identifier.place.first;
         --at) {
      if (words[at - 1].is(trait_i)) identifier.near_speaker = true;
      if (words[at - 1].has(flag_sentence_start)) break;
    }
  }
}

}  // namespace heed::hearing
