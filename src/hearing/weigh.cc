// The whole text weighed: whose each finding is, which weak cues stand, what corrects what.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "hearing/learnt.h"
#include "hearing/people.h"
#include "hearing/second_ear.h"
#include "hearing/segment.h"

namespace heed::hearing {
namespace {

struct Placed {
  std::uint32_t code_points = 0;  // before the segment
};

class Weighing {
 public:
  Weighing(const Hearer& hearer, const std::vector<const Segment*>& segments,
           const Earlier& earlier)
      : hearer_(hearer),
        policy_(hearer.policy),
        segments_(segments),
        earlier_(earlier),
        score_(hearer.learnt ? std::optional(hearer.learnt->score(segments)) : std::nullopt),
        people_(hearer, segments, earlier, is_concern()) {
    std::uint32_t sum = 0;
    for (const auto* segment : segments) {
      offsets_.push_back(sum);
      sum += segment->code_points;
    }
  }

  Heard weigh() {
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

 private:
  // What the second ear leaves. A flag that policy does not let it silence still prompts.
  void again() {
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

  // The learnt listener's word, where it is asked.
  bool sounds_wrong() const { return score_ && (*score_ >= policy_.concern_fair || plain_ >= 2); }
  bool surely_wrong() const { return score_ && *score_ >= policy_.concern_strong; }
  // Never of a few words, and never against two plain phrases: the ear that learnt only from
  // examples may quieten what is doubtful, not what is said outright.
  bool sounds_everyday() const {
    return score_ && *score_ < policy_.everyday && enough_ && plain_ < 2;
  }
  // How much the speaker speaks of himself, and whether as somebody who rings for another ("I'm her
  // mum", "I'm a teacher").
  void weigh_self() {
    for (const auto* segment : segments_) {
      for (const auto& mention : segment->mentions) {
        if (mention.in_quote) continue;
        of_self_ += mention.kind == MentionKind::speaker;
        rings_for_ = rings_for_ || mention.is_speaker;
      }
    }
  }
  void weigh_plain() {
    std::size_t words = 0;
    for (const auto* segment : segments_) {
      for (const auto& word : segment->tokens.words)
        words += word.kind == TokenKind::word && !word.is(trait_number);
      for (const auto& candidate : segment->candidates) {
        const CueGroup& group = policy_.cues[candidate.cue];
        if (!candidate.set_aside && group.strength == Strength::strong &&
            meaning_of(candidate).harm)
          ++plain_;
      }
    }
    enough_ = words >= everyday_words_least;
  }

  // It sounds so, or a phrase tells of harm and is not explained away, whoever it is about.
  bool is_concern() {
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

  const Meaning& meaning_of(const Candidate& candidate) const {
    return policy_.meanings_known[policy_.cues[candidate.cue].meaning];
  }

  // "we're filming", "it's a game": whatever is said of weapons and blood in this text is play.
  void text_wide_idioms() {
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

  const char* aside(const Candidate& candidate) const {
    if (candidate.set_aside) return candidate.set_aside;
    const CueGroup& group = policy_.cues[candidate.cue];
    if (cancelled_[group.meaning]) return cancelled_[group.meaning];
    if (sounds_everyday() && group.strength != Strength::strong) return "the text sounds everyday";
    return nullptr;
  }

  // Who does and who suffers, from every phrase that says so.
  // Meanings that stand somewhere in the text.
  void find_present() {
    present_.assign(policy_.meanings_known.size(), false);
    for (const auto* segment : segments_) {
      for (const auto& candidate : segment->candidates) {
        const CueGroup& group = policy_.cues[candidate.cue];
        if (!aside(candidate) && group.beside.empty()) present_[group.meaning] = true;
      }
    }
  }
  bool is_lonely(const CueGroup& group) const {
    return !group.beside.empty() &&
           std::none_of(group.beside.begin(), group.beside.end(),
                        [&](std::uint32_t meaning) { return present_[meaning]; });
  }

  void evidence() {
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

  void minors() {
    for (std::size_t s = 0; s < segments_.size(); ++s) {
      for (const auto& age : segments_[s]->ages) {
        const auto who = person_of(s, age);
        if (age.high < 18) people_.at(who).minor = true;
        if (!age.set_aside) people_.at(who).age = age.high;
      }
    }
  }

  std::uint32_t person_of(std::size_t s, const RawAge& age) const {
    if (age.answers) {
      const auto& of = segments_[s]->asked_of;
      return of == "you" ? 0 : people_.before(s, of);
    }
    if (age.speaker && hearer_.voice != Voice::quoted) return 0;
    if (age.mention >= 0) return people_.person(s, age.mention);
    return people_.before(s);
  }

  // The person of a cue where its words tell; -1 where they do not; 0 is the caller.
  std::int64_t affected(std::size_t s, const Candidate& candidate, const CueGroup& group) const {
    const bool quoted = hearer_.voice == Voice::quoted || candidate.in_quote;
    if (candidate.about >= 0) return people_.person(s, candidate.about);
    switch (group.about) {
      case AboutRule::speaker:
        return candidate.doer >= 0 ? static_cast<std::int64_t>(people_.person(s, candidate.doer))
                                   : 0;
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

  // Where the words do not tell: the one whom the text is about.
  std::uint32_t focus() const { return focus_; }

  // Of whom most harm is told; the caller, where as much is told of the caller.
  std::uint32_t find_focus() const {
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

  Who about(std::size_t s, const Candidate& candidate, const CueGroup& group) const {
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

  std::string key_of(std::string stem) {
    const int times = ++seen_[stem];
    if (times > 1) stem += fmt::format("#{}", times);
    return stem;
  }
  template <class F>
  void place(F& finding, std::size_t s, const Place& at) {
    finding.quote = segments_[s]->text.substr(at.byte_start, at.byte_end - at.byte_start);
    finding.span = {offsets_[s] + at.start, offsets_[s] + at.end};
  }

  void cues() {
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

  // An age under 18 is the plainest sign of a child.
  void children_by_age() {
    std::vector<Span> spans;
    for (const auto& cue : heard_.cues) {
      if (cue.meaning == "child") spans.push_back(cue.span);
    }
    for (std::size_t s = 0; s < segments_.size(); ++s) {
      for (const auto& age : segments_[s]->ages) {
        if (age.set_aside || age.high >= 18 || heard_.cues.size() >= findings_max) continue;
        HeardCue cue;
        place(cue, s, age.place);
        cue.meaning = "child";
        cue.about = owner_of(s, age);
        cue.strength = Strength::strong;
        cue.why = age.why;
        const bool known = std::any_of(spans.begin(), spans.end(), [&](const Span& other) {
          return other.start < cue.span.end && cue.span.start < other.end;
        });
        if (known) continue;
        cue.key = key_of("cue:child:" + lower_ascii(cue.quote));
        heard_.cues.push_back(std::move(cue));
      }
    }
    std::stable_sort(heard_.cues.begin(), heard_.cues.end(),
                     [](const auto& a, const auto& b) { return a.span.start < b.span.start; });
  }

  // An adult who says so is no child, whatever else sounds young.
  void settle_children() {
    for (std::size_t s = 0; s < segments_.size(); ++s) {
      for (const auto& age : segments_[s]->ages) {
        if (age.set_aside) continue;
        const Who who = owner_of(s, age);
        if (who == Who::caller && age.low >= 18) adult_caller_ = true;
      }
    }
    if (!adult_caller_) return;
    for (auto& cue : heard_.cues) {
      if (cue.meaning == "child" && cue.about == Who::caller && cue.set_aside.empty())
        cue.set_aside = "an adult speaks";
    }
  }

  Who owner_of(std::size_t s, const RawAge& age) const { return people_.at(person_of(s, age)).who; }

  Who first_suspect() const { return suspect_; }

  // Where something is wrong, a handle or a car that is nobody's in particular is complained of.
  Who owner_of(std::size_t s, const RawIdentifier& raw) const {
    const Who who = plain_owner_of(s, raw);
    const bool complained =
        raw.kind == IdentifierKind::username || raw.kind == IdentifierKind::vehicle;
    if (complained && (who == Who::other || who == Who::unknown))
      return harm_ || raw.kind == IdentifierKind::username ? Who::suspect : Who::caller;
    return who;
  }

  // Somebody else's number, ringing or texting was spoken of up to here.
  bool others_number(std::size_t s) const {
    for (std::size_t each = 0; each <= s; ++each) {
      if (segments_[each]->others_number) return true;
    }
    return false;
  }

  // Where somebody is hurt is said first, and who rings is mostly there: not where they ring about
  // somebody else's home.
  Who who_lives() const {
    if (weight_ < 2 || focus_ == 0) return Who::caller;
    const Person& person = people_.at(focus_);
    const bool own = person.possessor == Possessor::my && person.kind == MentionKind::kin;
    return own && !rings_for_ ? Who::caller : person.who;
  }

  Who plain_owner_of(std::size_t s, const RawIdentifier& raw) const {
    if (raw.owner && hearer_.voice == Voice::quoted && *raw.owner == Who::caller)
      return Who::suspect;
    if (raw.owner) return *raw.owner;
    if (raw.mention >= 0) return people_.at(people_.person(s, raw.mention)).who;
    if (beside_ >= 0) return people_.at(static_cast<std::uint32_t>(beside_)).who;
    const auto& asked = segments_[s]->asked;
    if (raw.answers && !asked.empty()) {
      const auto& of = segments_[s]->asked_of;
      const bool place =
          raw.kind == IdentifierKind::address || raw.kind == IdentifierKind::postcode;
      if (of.empty() && place) return who_lives();
      if (of == "you" || of.empty()) return Who::caller;
      return people_.at(people_.before(s, of)).who;
    }
    if (raw.kind == IdentifierKind::address || raw.kind == IdentifierKind::postcode)
      return who_lives();
    const Who suspect = first_suspect();
    if (hearer_.voice == Voice::quoted && raw.kind != IdentifierKind::date_of_birth)
      return Who::suspect;
    if (raw.kind == IdentifierKind::email) {
      const bool theirs = raw.near >= 0 && !raw.near_speaker && suspect == Who::suspect &&
                          people_.at(people_.person(s, raw.near)).who == Who::suspect;
      return theirs ? Who::suspect : Who::caller;
    }
    const auto near_who = [&] {
      return raw.near >= 0 ? people_.at(people_.person(s, raw.near)).who : Who::unknown;
    };
    switch (raw.kind) {
      case IdentifierKind::phone:
      case IdentifierKind::phone_partial:
      case IdentifierKind::username:
      case IdentifierKind::email:
        if (suspect == Who::suspect) return Who::suspect;
        if (raw.kind == IdentifierKind::username) return Who::unknown;
        if (others_number(s)) return harm_ ? Who::suspect : Who::other;
        return Who::caller;
      case IdentifierKind::vehicle:
        if (suspect == Who::suspect) return Who::suspect;
        if (raw.near_speaker && raw.near >= 0) return near_who();
        return harm_ ? Who::suspect : Who::other;
      case IdentifierKind::address:
      case IdentifierKind::postcode:
      case IdentifierKind::date_of_birth: {
        if (raw.near >= 0) return near_who();
        return people_.at(people_.before(s)).who;
      }
      case IdentifierKind::name: return Who::other;
    }
    return Who::unknown;
  }

  // The person whose name stands just before, or before the identifier before that: "Patrick Noone,
  // born the ninth of May, Flat 1, Tern House"; -1 for nobody's.
  std::int64_t beside(std::size_t s, const RawIdentifier& raw) {
    const auto& words = segments_[s]->tokens.words;
    const auto links = [&](std::uint32_t from, std::uint32_t to) {
      if (to < from || to - from > 5) return false;
      for (std::uint32_t at = from; at < to; ++at) {
        const std::string_view word = policy_.lexicon.word(words[at].id);
        const bool small = word == "born" || word == "dob" || word == "date" || word == "of" ||
                           word == "birth" || word == "on" || word == "at" || word == "postcode" ||
                           word == "b" || word == "d" || word == "o" || word == "age" ||
                           word == "aged" || word == "number" || word == "the" || word == "yoa" ||
                           word == "mobile" || word == "tel" || word == "email" || word == "is" ||
                           words[at].is(trait_number) || words[at].kind == TokenKind::digits;
        if (!small) return false;
      }
      return true;
    };
    std::int64_t found = -1;
    if (chain_person_ >= 0 && chain_segment_ == s && links(chain_end_, raw.place.first)) {
      found = chain_person_;
    } else if (chain_person_ >= 0 && chain_segment_ + 1 == s && raw.place.first <= 1 &&
               chain_end_ >= segments_[chain_segment_]->tokens.words.size()) {
      found = chain_person_;
    }
    if (raw.kind == IdentifierKind::name && raw.mention >= 0) {
      found = people_.person(s, raw.mention);
    }
    chain_person_ = found;
    chain_segment_ = s;
    chain_end_ = raw.place.last;
    return raw.kind == IdentifierKind::name ? -1 : found;
  }

  // "07700 900651, 07700 900652 and …": one more of the same person's.
  bool follows_alike(std::size_t s, const RawIdentifier& raw) const {
    if (!last_raw_ || last_segment_ != s || last_raw_->kind != raw.kind ||
        raw.kind == IdentifierKind::name || raw.place.first < last_raw_->place.last)
      return false;
    for (std::uint32_t at = last_raw_->place.last; at < raw.place.first; ++at) {
      const std::string_view word = policy_.lexicon.word(segments_[s]->tokens.words[at].id);
      if (word != "and" && word != "or" && word != "then") return false;
    }
    return true;
  }

  void identifiers() {
    std::vector<std::string> names;  // at most names_max: beyond that a name may be given twice
    constexpr std::size_t names_max = 200;
    for (std::size_t s = 0; s < segments_.size(); ++s) {
      std::vector<const RawIdentifier*> ordered;
      for (const auto& raw : segments_[s]->identifiers) ordered.push_back(&raw);
      std::sort(ordered.begin(), ordered.end(),
                [](const auto* a, const auto* b) { return a->place.first < b->place.first; });
      for (const auto* each : ordered) {
        const RawIdentifier& raw = *each;
        if (heard_.identifiers.size() >= findings_max) return;
        beside_ = beside(s, raw);
        if (raw.kind == IdentifierKind::name) {
          const std::string name = lower_ascii(raw.value);
          const bool known = std::any_of(names.begin(), names.end(), [&](const std::string& other) {
            return other == name || other.starts_with(name + " ") || other.ends_with(" " + name);
          });
          if (known) continue;
          if (names.size() < names_max) names.push_back(name);
        }
        HeardIdentifier out;
        place(out, s, raw.place);
        out.kind = raw.kind;
        out.value = raw.value;
        out.platform = raw.platform;
        out.of = owner_of(s, raw);
        if (follows_alike(s, raw) && !raw.owner && raw.mention < 0) out.of = last_of_;
        last_raw_ = &raw;
        last_of_ = out.of;
        last_segment_ = s;
        out.strength = raw.strength;
        out.why = raw.why;
        if (raw.set_aside) out.set_aside = raw.set_aside;
        out.key = key_of(fmt::format("{}:{}", to_string(out.kind), out.value));
        heard_.identifiers.push_back(std::move(out));
      }
    }
    std::stable_sort(heard_.identifiers.begin(), heard_.identifiers.end(),
                     [](const auto& a, const auto& b) { return a.span.start < b.span.start; });
  }

  void ages() {
    for (std::size_t s = 0; s < segments_.size(); ++s) {
      for (const auto& raw : segments_[s]->ages) {
        if (heard_.ages.size() >= findings_max) return;
        HeardAge out;
        place(out, s, raw.place);
        out.who = owner_of(s, raw);
        out.low = raw.low;
        out.high = raw.high;
        out.basis = raw.basis;
        out.strength = raw.basis == AgeBasis::said ? Strength::strong : Strength::fair;
        out.why = raw.why;
        if (raw.set_aside) out.set_aside = raw.set_aside;
        out.key = key_of(fmt::format("age:{}-{}:{}", out.low, out.high, lower_ascii(out.quote)));
        heard_.ages.push_back(std::move(out));
      }
    }
    for (std::size_t a = 0; a < heard_.ages.size() && a < 64; ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        HeardAge& one = heard_.ages[a];
        HeardAge& two = heard_.ages[b];
        if (one.who != two.who || (one.who != Who::caller && one.who != Who::suspect)) continue;
        if (one.low > two.high || two.low > one.high) one.conflicts = two.conflicts = true;
      }
    }
  }

  void deadlines() {
    for (std::size_t s = 0; s < segments_.size(); ++s) {
      for (const auto& raw : segments_[s]->deadlines) {
        if (heard_.deadlines.size() >= findings_max) return;
        HeardDeadline out;
        place(out, s, raw.place);
        out.at = raw.at;
        out.precision = raw.precision;
        out.ambiguous = raw.ambiguous;
        out.strength = Strength::fair;
        out.why = raw.why;
        out.key =
            key_of(fmt::format("deadline:{}:{}", to_string(out.precision), lower_ascii(out.quote)));
        heard_.deadlines.push_back(std::move(out));
      }
    }
  }

  void promises() {
    for (std::size_t s = 0; s < segments_.size(); ++s) {
      for (const auto& raw : segments_[s]->undertakings) {
        if (heard_.undertakings.size() >= findings_max) break;
        HeardUndertaking out;
        place(out, s, raw.place);
        out.what = policy_.undertakings[raw.group].what;
        out.due = raw.due;
        out.why = policy_.phrases[raw.pattern].written;
        out.key = key_of(fmt::format("undertaking:{}:{}", out.what, lower_ascii(out.quote)));
        heard_.undertakings.push_back(std::move(out));
      }
      for (const auto& raw : segments_[s]->wishes) {
        if (heard_.wishes.size() >= findings_max) break;
        HeardWish out;
        place(out, s, raw.place);
        out.kind = policy_.wishes[raw.group].kind;
        out.target = raw.target.empty() ? target_of(s, raw) : raw.target;
        out.why = policy_.phrases[raw.pattern].written;
        out.key = key_of(fmt::format("wish:{}:{}", to_string(out.kind), lower_ascii(out.quote)));
        heard_.wishes.push_back(std::move(out));
      }
    }
  }
  // How the whole text sounds to the learnt listener, as meanings that combinations may ask for.
  void sound() {
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

  std::string target_of(std::size_t s, const RawPromise& raw) const {
    if (raw.about >= 0) {
      const Person& person = people_.at(people_.person(s, raw.about));
      if (person.who == Who::suspect) return "suspect";
      if (person.who == Who::caller) return "caller";
      const auto found = policy_.wish_targets.find(person.noun);
      if (found != policy_.wish_targets.end() && person.noun != unknown_word) return found->second;
      if (person.who == Who::victim) return "victim";
    }
    return first_suspect() == Who::suspect ? "suspect" : "anyone";
  }

  const Hearer& hearer_;
  const Listener::Policy& policy_;
  const std::vector<const Segment*>& segments_;
  const Earlier& earlier_;
  static constexpr std::size_t everyday_words_least = 24;
  bool enough_ = false;         // words to tell
  int of_self_ = 0;             // I, me, my
  bool rings_for_ = false;      // the speaker says to be somebody's mother, a teacher
  int plain_ = 0;               // strong phrases of harm
  std::optional<float> score_;  // of the learnt listener; none where it is off
  People people_;
  std::vector<std::uint32_t> offsets_;
  std::vector<const char*> cancelled_;
  std::unordered_map<std::string, int> seen_;
  bool harm_ = false;
  int weight_ = 0;       // of all that says that something is wrong
  int caller_harm_ = 0;  // twice the phrases of harm about the caller
  std::vector<bool> present_;
  bool adult_caller_ = false;
  std::uint32_t focus_ = 0;  // the person whom the text is about; 0 the caller
  const RawIdentifier* last_raw_ = nullptr;
  Who last_of_ = Who::unknown;
  std::size_t last_segment_ = 0;
  std::int64_t beside_ = -1;  // of the identifier in hand: the person named just before it
  std::int64_t chain_person_ = -1;
  std::size_t chain_segment_ = 0;
  std::uint32_t chain_end_ = 0;
  Who suspect_ = Who::unknown;  // suspect where there is one
  Heard heard_;
  std::vector<HeardCue> internal_;
};

}  // namespace

Heard weigh(const Hearer& hearer, const std::vector<const Segment*>& segments,
            const Earlier& earlier) {
  return Weighing(hearer, segments, earlier).weigh();
}

}  // namespace heed::hearing
