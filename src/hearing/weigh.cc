// The whole text weighed: which weak cues stand, whose each is, what flags follow.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "hearing/weighing.h"

namespace heed::hearing {

Heard Weighing::weigh() {
  text_wide_idioms();
  weigh_self();
  evidence();
  minors();
  if (sounds_wrong()) harm_ = true;
  if (sounds_everyday()) harm_ = false;
  people_.assign_roles(harm_, (weight_ >= 2 && harm_) || surely_wrong(), caller_harm_ > 0);
  focus_ = find_focus();
  for (std::uint32_t each = 1; each < people_.size(); ++each) {
    if (people_.at(each).who == Who::suspect) suspect_ = Who::suspect;
  }
  cues();
  identifiers();
  ages();
  deadlines();
  promises();
  sound();
  raise_flags(policy_, earlier_, heard_, internal_);
  if (hearer_.second) again();
  return std::move(heard_);
}

// What the second ear leaves. A flag that policy does not let it silence still prompts.
void Weighing::again() {
  const std::vector<HeardFlag> before = std::move(heard_.flags);
  listen_again(hearer_, segments_, score_, heard_);
  raise_flags(policy_, earlier_, heard_, internal_);
  for (auto flag : before) {
    const auto& spared = policy_.second_spares;
    if (heard_.has_flag(flag.name) ||
        std::find(spared.begin(), spared.end(), flag.name) == spared.end())
      continue;
    flag.force = Force::prompts;
    heard_.flags.push_back(std::move(flag));
  }
}

// How much the speaker speaks of himself, and whether as somebody who rings for another ("I'm her
// mum", "I'm a teacher").
void Weighing::weigh_self() {
  for (const auto* segment : segments_) {
    for (const auto& mention : segment->mentions) {
      if (mention.in_quote) continue;
      of_self_ += mention.kind == MentionKind::speaker;
      rings_for_ = rings_for_ || mention.is_speaker;
    }
  }
}

void Weighing::weigh_plain() {
  std::size_t words = 0;
  for (const auto* segment : segments_) {
    for (const auto& word : segment->tokens.words)
      words += word.kind == TokenKind::word && !word.is(trait_number);
    for (const auto& candidate : segment->candidates) {
      const CueGroup& group = policy_.cues[candidate.cue];
      if (!candidate.set_aside && group.strength == Strength::strong && meaning_of(candidate).harm)
        ++plain_;
    }
  }
  enough_ = words >= everyday_words_least;
}

// It sounds so, or a phrase tells of harm and is not explained away, whoever it is about.
bool Weighing::is_concern() {
  weigh_plain();
  if (sounds_everyday()) return false;
  if (sounds_wrong()) return true;
  for (const auto* segment : segments_) {
    for (const auto& idiom : segment->idioms)
      if (policy_.idioms[idiom.idiom].reach == Reach::text) return false;
  }
  for (const auto* segment : segments_) {
    for (const auto& candidate : segment->candidates) {
      const CueGroup& group = policy_.cues[candidate.cue];
      if (!candidate.set_aside && group.strength != Strength::weak && meaning_of(candidate).harm)
        return true;
    }
  }
  return false;
}

// "we're filming", "it's a game": whatever is said of weapons and blood in this text is play.
void Weighing::text_wide_idioms() {
  cancelled_.assign(policy_.meanings_known.size(), nullptr);
  for (const auto* segment : segments_) {
    for (const auto& idiom : segment->idioms) {
      const IdiomGroup& rule = policy_.idioms[idiom.idiom];
      if (rule.reach != Reach::text) continue;
      for (std::size_t each = 0; each < cancelled_.size(); ++each) {
        if (rule.cancels.empty() ||
            std::find(rule.cancels.begin(), rule.cancels.end(), each) != rule.cancels.end()) {
          cancelled_[each] = rule.says.c_str();
        }
      }
    }
  }
}

// Who does and who suffers, from every phrase that says so.
// Meanings that stand somewhere in the text.
void Weighing::find_present() {
  present_.assign(policy_.meanings_known.size(), false);
  for (const auto* segment : segments_) {
    for (const auto& candidate : segment->candidates) {
      const CueGroup& group = policy_.cues[candidate.cue];
      if (!aside(candidate) && group.beside.empty()) present_[group.meaning] = true;
    }
  }
}

void Weighing::evidence() {
  find_present();
  for (std::size_t s = 0; s < segments_.size(); ++s) {
    for (const auto& candidate : segments_[s]->candidates) {
      const CueGroup& group = policy_.cues[candidate.cue];
      if (aside(candidate) || is_lonely(group)) continue;
      const Meaning& meaning = meaning_of(candidate);
      const bool counts = meaning.harm && group.strength != Strength::weak;
      if (counts) harm_ = true;
      if (counts) weight_ += group.strength == Strength::strong ? 2 : 1;
      if (meaning.harm && candidate.agent >= 0) {
        const auto who = people_.person(s, candidate.agent);
        if (who != 0) people_.at(who).does_harm += 2;
      }
      if (meaning.harm && group.about == AboutRule::agent && candidate.agent < 0 &&
          candidate.before >= 0) {
        const auto who = people_.person(s, candidate.before);
        if (who != 0) people_.at(who).does_harm += 1;
      }
      const auto about = affected(s, candidate, group);
      if (meaning.harm && candidate.doer >= 0 && about >= 0) {
        const auto who = people_.person(s, candidate.doer);
        if (who != 0 && who != about) people_.at(who).does_harm += 1;
      }
      if (meaning.harm && candidate.gains >= 0 && candidate.agent < 0 && about >= 0) {
        const auto who = people_.person(s, candidate.gains);
        if (who != 0 && who != about) people_.at(who).does_harm += 1;
      }
      if (counts &&
          (group.fixed ? *group.fixed == Who::caller : about == 0 && candidate.has_speaker))
        caller_harm_ += 2;
      if (about > 0 && meaning.harm && group.about != AboutRule::agent) {
        people_.at(static_cast<std::uint32_t>(about)).is_harmed += 2;
      }
    }
  }
}

// The person of a cue where its words tell; -1 where they do not; 0 is the caller.
std::int64_t Weighing::affected(std::size_t s, const Candidate& candidate,
                                const CueGroup& group) const {
  const bool quoted = hearer_.voice == Voice::quoted || candidate.in_quote;
  if (candidate.about >= 0) return people_.person(s, candidate.about);
  switch (group.about) {
    case AboutRule::speaker:
      return candidate.doer >= 0 ? static_cast<std::int64_t>(people_.person(s, candidate.doer)) : 0;
    case AboutRule::agent:
      return candidate.agent >= 0 ? static_cast<std::int64_t>(people_.person(s, candidate.agent))
                                  : -1;
    case AboutRule::subject:
      if (candidate.has_speaker && !quoted) {
        // "I can't wake her" is about her
        if (candidate.object >= 0 &&
            segments_[s]->mentions[static_cast<std::size_t>(candidate.object)].object) {
          const auto object = people_.person(s, candidate.object);
          if (object != 0) return object;
        }
        return 0;
      }
      if (candidate.has_you && quoted) return hearer_.voice == Voice::quoted ? 0 : -1;
      // "a note in her drawer", "her foster mum"
      if (candidate.owned >= 0) {
        if (const auto owner = people_.owner(s, candidate.owned); owner != 0) return owner;
      }
      if (candidate.before >= 0) return people_.person(s, candidate.before);
      return -1;
    case AboutRule::affected:
      if (candidate.has_speaker && !quoted) return 0;
      if (candidate.has_you && quoted) return hearer_.voice == Voice::quoted ? 0 : -1;
      if (candidate.object >= 0) return people_.person(s, candidate.object);
      return -1;
  }
  return -1;
}

// Of whom most harm is told; the caller, where as much is told of the caller.
std::uint32_t Weighing::find_focus() const {
  if (hearer_.voice == Voice::quoted) return 0;
  const auto told = [](const Person& person) {
    return person.is_harmed + (person.minor ? 3 : 0) +
           ((person.traits & (trait_young | trait_looked_after)) ? 1 : 0);
  };
  std::uint32_t best = 0;
  for (std::uint32_t each = 1; each < people_.size(); ++each) {
    if (people_.at(each).who != Who::victim) continue;
    if (best == 0 || told(people_.at(each)) > told(people_.at(best))) best = each;
  }
  if (best == 0) return 0;
  // Of whom nothing was said to be done is only spoken of: not more than the speaker.
  const Person& person = people_.at(best);
  if (person.is_harmed == 0 && !person.minor) {
    if (hearer_.voice == Voice::handler_note ? person.mentions <= 1
                                             : !rings_for_ && of_self_ >= person.mentions)
      return 0;
  }
  const int of_caller = caller_harm_ + (people_.at(0).minor ? 3 : 0);
  return caller_harm_ > 0 && of_caller >= told(people_.at(best)) ? 0 : best;
}

Who Weighing::about(std::size_t s, const Candidate& candidate, const CueGroup& group) const {
  if (group.fixed) return *group.fixed;
  const auto told = affected(s, candidate, group);
  if (group.about == AboutRule::agent) {
    if (told > 0) {
      const Who who = people_.at(static_cast<std::uint32_t>(told)).who;
      return who == Who::other ? Who::suspect : who;
    }
    if (told == 0) return Who::caller;
    if (candidate.before >= 0) {
      const auto before = people_.person(s, candidate.before);
      if (before != 0) return people_.at(before).who == Who::victim ? Who::victim : Who::suspect;
    }
    return Who::suspect;
  }
  const std::string& meaning = meaning_of(candidate).name;
  const bool of_the_matter = meaning == "repeat" || meaning == "evidence" ||
                             meaning == "minimising" || meaning == "concludes_no_risk" ||
                             meaning == "advice_block";
  if (of_the_matter && group.about != AboutRule::agent && candidate.about < 0)
    return people_.at(focus()).who;
  if (told == 0) return Who::caller;
  if (told > 0) {
    const Who who = people_.at(static_cast<std::uint32_t>(told)).who;
    if (who == Who::suspect && group.about == AboutRule::affected) return people_.at(focus()).who;
    if (who == Who::suspect && group.about == AboutRule::speaker) return Who::caller;
    // "some man on the school bus": a sign of youth that only stands near the one complained of
    if (who == Who::suspect && meaning == "child" && candidate.about < 0)
      return people_.at(focus()).who;
    return who;
  }
  return people_.at(focus()).who;
}

void Weighing::cues() {
  std::size_t kept = 0;
  for (std::size_t s = 0; s < segments_.size() && kept < findings_max; ++s) {
    for (const auto& candidate : segments_[s]->candidates) {
      const CueGroup& group = policy_.cues[candidate.cue];
      const Meaning& meaning = meaning_of(candidate);
      if (group.strength == Strength::weak && !harm_ && policy_.weak_needs_support) continue;
      if (is_lonely(group)) continue;
      HeardCue cue;
      place(cue, s, candidate.place);
      cue.meaning = meaning.name;
      cue.about = about(s, candidate, group);
      cue.strength = group.strength;
      cue.force = group.force;
      cue.why = policy_.phrases[candidate.pattern].written;
      if (const char* why = aside(candidate)) cue.set_aside = why;
      cue.key = key_of("cue:" + cue.meaning + ":" + lower_ascii(cue.quote));
      (meaning.internal ? internal_ : heard_.cues).push_back(std::move(cue));
      if (++kept >= findings_max) break;
    }
  }
  children_by_age();
  settle_children();
}

// How the whole text sounds to the learnt listener, as meanings that combinations may ask for.
void Weighing::sound() {
  const bool concern = sounds_wrong() || !score_;  // nobody to ask: what phrases say goes
  if (!concern && !sounds_everyday()) return;
  HeardCue cue;
  cue.meaning = concern ? "concern" : "everyday";
  cue.about = Who::unknown;
  cue.strength = surely_wrong() ? Strength::strong : Strength::fair;
  cue.why = score_ ? hearer_.learnt->why(segments_, concern) : "nothing was learnt";
  cue.key = "sound:" + cue.meaning;
  internal_.push_back(std::move(cue));
}

Heard weigh(const Hearer& hearer, const std::vector<const Segment*>& segments,
            const Earlier& earlier) {
  return Weighing(hearer, segments, earlier).weigh();
}

}  // namespace heed::hearing
