// What was heard with a value: identifiers, ages, deadlines, promises and wishes, and whose each
// is.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "hearing/weighing.h"

namespace heed::hearing {

void Weighing::minors() {
  for (std::size_t s = 0; s < segments_.size(); ++s) {
    for (const auto& age : segments_[s]->ages) {
      const auto who = person_of(s, age);
      if (age.high < 18) people_.at(who).minor = true;
      if (!age.set_aside) people_.at(who).age = age.high;
    }
  }
}

std::uint32_t Weighing::person_of(std::size_t s, const RawAge& age) const {
  if (age.answers) {
    const auto& of = segments_[s]->asked_of;
    return of == "you" ? 0 : people_.before(s, of);
  }
  if (age.speaker && hearer_.voice != Voice::quoted) return 0;
  if (age.mention >= 0) return people_.person(s, age.mention);
  return people_.before(s);
}

// An age under 18 is the plainest sign of a child.
void Weighing::children_by_age() {
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
void Weighing::settle_children() {
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

// Where something is wrong, a handle or a car that is nobody's in particular is complained of.
Who Weighing::owner_of(std::size_t s, const RawIdentifier& raw) const {
  const Who who = plain_owner_of(s, raw);
  const bool complained =
      raw.kind == IdentifierKind::username || raw.kind == IdentifierKind::vehicle;
  if (complained && (who == Who::other || who == Who::unknown))
    return harm_ || raw.kind == IdentifierKind::username ? Who::suspect : Who::caller;
  return who;
}

Who Weighing::plain_owner_of(std::size_t s, const RawIdentifier& raw) const {
  if (raw.owner && hearer_.voice == Voice::quoted && *raw.owner == Who::caller) return Who::suspect;
  if (raw.owner) return *raw.owner;
  if (raw.mention >= 0) return people_.at(people_.person(s, raw.mention)).who;
  if (beside_ >= 0) return people_.at(static_cast<std::uint32_t>(beside_)).who;
  const auto& asked = segments_[s]->asked;
  if (raw.answers && !asked.empty()) {
    const auto& of = segments_[s]->asked_of;
    const bool place = raw.kind == IdentifierKind::address || raw.kind == IdentifierKind::postcode;
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
std::int64_t Weighing::beside(std::size_t s, const RawIdentifier& raw) {
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
bool Weighing::follows_alike(std::size_t s, const RawIdentifier& raw) const {
  if (!last_raw_ || last_segment_ != s || last_raw_->kind != raw.kind ||
      raw.kind == IdentifierKind::name || raw.place.first < last_raw_->place.last)
    return false;
  for (std::uint32_t at = last_raw_->place.last; at < raw.place.first; ++at) {
    const std::string_view word = policy_.lexicon.word(segments_[s]->tokens.words[at].id);
    if (word != "and" && word != "or" && word != "then") return false;
  }
  return true;
}

void Weighing::identifiers() {
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

void Weighing::ages() {
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

void Weighing::deadlines() {
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

void Weighing::promises() {
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

std::string Weighing::target_of(std::size_t s, const RawPromise& raw) const {
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

}  // namespace heed::hearing
