// The weighing of one whole text: what was found stretch by stretch becomes what was heard, with
// whose it is. Used by weigh() alone: made, asked once, thrown away; one thread. Cues, flags and
// how the text sounds are in weigh.cc; identifiers, ages, deadlines, promises and wishes in
// weigh_values.cc. It fails at nothing: what cannot be decided is unknown.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hearing/learnt.h"
#include "hearing/people.h"
#include "hearing/second_ear.h"
#include "hearing/segment.h"

namespace heed::hearing {

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

  Heard weigh();

 private:
  // What the second ear leaves. A flag that policy does not let it silence still prompts.
  void again();

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
  void weigh_self();
  void weigh_plain();

  // It sounds so, or a phrase tells of harm and is not explained away, whoever it is about.
  bool is_concern();

  const Meaning& meaning_of(const Candidate& candidate) const {
    return policy_.meanings_known[policy_.cues[candidate.cue].meaning];
  }

  // "we're filming", "it's a game": whatever is said of weapons and blood in this text is play.
  void text_wide_idioms();

  const char* aside(const Candidate& candidate) const {
    if (candidate.set_aside) return candidate.set_aside;
    const CueGroup& group = policy_.cues[candidate.cue];
    if (cancelled_[group.meaning]) return cancelled_[group.meaning];
    if (sounds_everyday() && group.strength != Strength::strong) return "the text sounds everyday";
    return nullptr;
  }

  // Who does and who suffers, from every phrase that says so.
  // Meanings that stand somewhere in the text.
  void find_present();
  bool is_lonely(const CueGroup& group) const {
    return !group.beside.empty() &&
           std::none_of(group.beside.begin(), group.beside.end(),
                        [&](std::uint32_t meaning) { return present_[meaning]; });
  }

  void evidence();

  void minors();

  std::uint32_t person_of(std::size_t s, const RawAge& age) const;

  // The person of a cue where its words tell; -1 where they do not; 0 is the caller.
  std::int64_t affected(std::size_t s, const Candidate& candidate, const CueGroup& group) const;

  // Where the words do not tell: the one whom the text is about.
  std::uint32_t focus() const { return focus_; }

  // Of whom most harm is told; the caller, where as much is told of the caller.
  std::uint32_t find_focus() const;

  Who about(std::size_t s, const Candidate& candidate, const CueGroup& group) const;

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

  void cues();

  // An age under 18 is the plainest sign of a child.
  void children_by_age();

  // An adult who says so is no child, whatever else sounds young.
  void settle_children();

  Who owner_of(std::size_t s, const RawAge& age) const { return people_.at(person_of(s, age)).who; }

  Who first_suspect() const { return suspect_; }

  // Where something is wrong, a handle or a car that is nobody's in particular is complained of.
  Who owner_of(std::size_t s, const RawIdentifier& raw) const;

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

  Who plain_owner_of(std::size_t s, const RawIdentifier& raw) const;

  // The person whose name stands just before, or before the identifier before that: "Patrick Noone,
  // born the ninth of May, Flat 1, Tern House"; -1 for nobody's.
  std::int64_t beside(std::size_t s, const RawIdentifier& raw);

  // "07700 900651, 07700 900652 and …": one more of the same person's.
  bool follows_alike(std::size_t s, const RawIdentifier& raw) const;

  void identifiers();

  void ages();

  void deadlines();

  void promises();
  // How the whole text sounds to the learnt listener, as meanings that combinations may ask for.
  void sound();

  std::string target_of(std::size_t s, const RawPromise& raw) const;

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

}  // namespace heed::hearing
