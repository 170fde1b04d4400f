#include "hearing/people.h"

#include <algorithm>

#include "base/text.h"

namespace heed::hearing {

People::People(const Hearer& hearer, const std::vector<const Segment*>& segments,
               const Earlier& earlier, bool concern)
    : hearer_(hearer), concern_(concern) {
  Person caller;
  caller.who = Who::caller;
  people_.push_back(caller);
  for (const auto& known : earlier.people) {
    if (known.who == Who::caller) continue;
    Person person;
    person.kind = MentionKind::name;
    person.name = lower_ascii(known.name);
    person.noun = hearer.policy.lexicon.find(lower_ascii(known.relation));
    person.traits = hearer.policy.lexicon.traits(person.noun);
    person.male = (person.traits & trait_male) != 0;
    person.female = (person.traits & trait_female) != 0;
    person.does_harm = known.who == Who::suspect ? 2 : 0;
    person.is_harmed = known.who == Who::victim ? 2 : 0;
    person.who = known.who;
    person.last_seen = clock_++;
    people_.push_back(std::move(person));
    if (people_.size() > 200) break;
  }
  ip_ = hearer.policy.lexicon.find("ip");
  if (hearer.voice == Voice::handler_note) other_caller_ = names_two(segments);
  const bool quoted = hearer.voice == Voice::quoted;
  bound_.resize(segments.size());
  owners_.resize(segments.size());
  for (std::size_t each = 0; each < segments.size(); ++each) {
    bound_[each].reserve(segments[each]->mentions.size());
    before_.push_back(last_);
    segment_ = segments[each];
    unnamed_ = 0;
    for (const auto& mention : segments[each]->mentions) {
      const bool noun = mention.kind == MentionKind::kin || mention.kind == MentionKind::noun;
      owners_[each].push_back(noun ? owner_of(mention) : 0);
      bound_[each].push_back(bind(mention, quoted || mention.in_quote));
      if (!noun && mention.possessor != Possessor::none) owners_[each].back() = bound_[each].back();
      ++clock_;
    }
  }
}

// Whether IP is somebody else than the one who rang: only where one sentence speaks of both ("INFT
// IS DAUGHTER OF IP"), or of somebody of IP's ("CALL FROM DAUGHTER OF IP").
bool People::names_two(const std::vector<const Segment*>& segments) const {
  const WordId of = hearer_.policy.lexicon.find("of");
  for (const auto* segment : segments) {
    bool ip = false, informant = false;
    for (const auto& mention : segment->mentions) {
      if (mention.kind != MentionKind::caller) continue;
      (mention.noun == ip_ ? ip : informant) = true;
      if (mention.noun == ip_ && mention.word > 0 &&
          segment->tokens.words[mention.word - 1].id == of)
        return true;
    }
    if (ip && informant) return true;
  }
  return false;
}

std::uint32_t People::add(const Mention& mention) {
  if (people_.size() > 400) return static_cast<std::uint32_t>(people_.size() - 1);
  Person person;
  person.traits = mention.traits;
  person.kind = mention.kind;
  person.noun = mention.noun;
  person.possessor = mention.possessor;
  person.name = lower_ascii(mention.name);
  person.male = (mention.traits & trait_male) && !(mention.traits & trait_female);
  person.female = (mention.traits & trait_female) && !(mention.traits & trait_male);
  person.plural = (mention.traits & trait_plural) != 0;
  person.last_seen = clock_;
  people_.push_back(std::move(person));
  return static_cast<std::uint32_t>(people_.size() - 1);
}

// The last person whom the pronoun fits.
std::uint32_t People::pronoun(bool male, bool female, bool plural, bool object) const {
  std::uint32_t best = 0;
  for (std::uint32_t each = recent(); each < people_.size(); ++each) {
    const Person& person = people_[each];
    if (male && person.female) continue;
    if (female && person.male) continue;
    if (plural && (person.male || person.female) && !person.plural) continue;
    if (!plural && person.plural) continue;
    if (object && each == last_ && people_.size() > 2 && best != 0) continue;
    if (best == 0 || person.last_seen > people_[best].last_seen) best = each;
  }
  return best;
}

std::uint32_t People::bind(const Mention& mention, bool quoted) {
  std::uint32_t who = 0;
  if (mention.is_speaker && !quoted && hearer_.voice != Voice::handler_note) {
    spoke_last_ = true;
    hot_ = hot_ > 0 ? hot_ - 1 : 0;
    return 0;
  }
  switch (mention.kind) {
    case MentionKind::speaker:
      if (!quoted) {
        spoke_last_ = true;
        hot_ = hot_ > 0 ? hot_ - 1 : 0;
        return 0;
      }
      who = hearer_.voice == Voice::quoted ? pronoun(false, false, false, false) : last_;
      if (who == 0) {
        Mention sender;
        sender.kind = MentionKind::he;
        who = add(sender);
        people_[who].anonymous = true;
      }
      if (hearer_.voice == Voice::quoted) people_[who].does_harm += 1;
      break;
    case MentionKind::you: return addressee_;
    case MentionKind::caller:
      // IP beside a caller or informant is somebody else: the injured party.
      if (mention.noun == ip_ && mention.noun != unknown_word && other_caller_) {
        for (std::uint32_t each = 1; each < people_.size(); ++each) {
          if (people_[each].noun == ip_) who = each;
        }
        if (who == 0) who = add(mention);
        people_[who].kind = MentionKind::victim;
        people_[who].is_harmed += 1;
        break;
      }
      spoke_last_ = true;
      return 0;
    case MentionKind::he:
    case MentionKind::she:
    case MentionKind::they: {
      const bool male = mention.kind == MentionKind::he, female = mention.kind == MentionKind::she;
      // A note is about the one who rang, unless it has named somebody whom the pronoun fits.
      if (hearer_.voice == Voice::handler_note && mention.kind != MentionKind::they &&
          !mention.in_quote && nobody_fits(male))
        return 0;
      who = pronoun(male, female, mention.kind == MentionKind::they, mention.object);
      if (who == 0) {
        who = add(mention);
        people_[who].anonymous = true;
        people_[who].male = male;
        people_[who].female = female;
        people_[who].plural = mention.kind == MentionKind::they;
      }
      if (male) people_[who].male = true;
      if (female) people_[who].female = true;
      hot_ = 3;
      break;
    }
    case MentionKind::suspect:
    case MentionKind::victim:
    case MentionKind::witness: {
      for (std::uint32_t each = 1; each < people_.size(); ++each) {
        if (people_[each].kind == mention.kind) who = each;
      }
      if (who == 0) who = add(mention);
      if (mention.kind == MentionKind::suspect) people_[who].does_harm += 2;
      if (mention.kind == MentionKind::victim) people_[who].is_harmed += 1;
      break;
    }
    case MentionKind::name: {
      const std::string name = lower_ascii(mention.name);
      const std::string first = name.substr(0, name.find(' '));
      for (std::uint32_t each = recent(); each < people_.size(); ++each) {
        const Person& person = people_[each];
        if (!person.name.empty() &&
            (person.name == name || person.name.substr(0, person.name.find(' ')) == first))
          who = each;
      }
      if (who == 0 && mention.apposed && spoke_last_) return name_caller(mention);
      if (who == 0 && mention.apposed && last_ != 0 && people_[last_].name.empty()) who = last_;
      if (who == 0 && !quoted && segment_->asked == "name" && mention.word <= 3) {
        if (segment_->asked_of == "you" || segment_->asked_of.empty()) return name_caller(mention);
        who = asked_for(segment_->asked_of);
      }
      if (who == 0 && mention.one_of) {
        who = add(mention);
        if (last_ != 0 && people_[last_].plural) people_[who].one_of = last_;
        break;
      }
      if (who == 0 && mention.is_me && !mention.apposed && !quoted && people_[0].name.empty() &&
          segment_->asked != "name" && hearer_.voice != Voice::handler_note)
        return name_caller(mention);
      if (who == 0 && mention.says_own && !mention.apposed && !quoted &&
          hearer_.voice != Voice::handler_note)
        return name_caller(mention);
      // "my grandson living with me, Kieran, …": the last person of the sentence has no name yet
      if (who == 0 && mention.between_commas && !mention.apposed && unnamed_ != 0 &&
          fits(unnamed_, mention)) {
        who = unnamed_;
      }
      // a name that stands alone where something is wrong is of the one who is spoken of
      if (who == 0 && mention.introduces && !mention.apposed && !quoted && concern_ &&
          !spoke_last_ && last_ != 0 && people_[last_].name.empty() && fits(last_, mention) &&
          !mention.says_own) {
        who = last_;
      }
      // "NAME ORLA DEWHIRST": the one to look after, or the one who rang
      if (who == 0 && mention.introduces && !mention.apposed &&
          hearer_.voice == Voice::handler_note) {
        for (std::uint32_t each = recent(); each < people_.size(); ++each) {
          const Person& other = people_[each];
          const bool needs = other.kind == MentionKind::victim ||
                             (other.traits & (trait_young | trait_looked_after)) != 0;
          if (needs && other.name.empty() && fits(each, mention)) who = each;
        }
        for (std::uint32_t each = 1; each < people_.size() && who == 0 && concern_; ++each) {
          if (people_[each].name.empty() && fits(each, mention) && !spoke_last_ &&
              !(people_[each].traits & trait_complained_of))
            who = each;
        }
        if (who == 0 && people_[0].name.empty()) return name_caller(mention);
      }
      if (who == 0 && mention.introduces && !mention.apposed && !quoted) {
        const Person& last = people_[last_];
        const bool male = (mention.traits & trait_male) && !(mention.traits & trait_female);
        const bool female = (mention.traits & trait_female) && !(mention.traits & trait_male);
        const bool fits = last_ != 0 && last.name.empty() && !(male && last.female) &&
                          !(female && last.male) && !last.plural;
        if (fits && hot_ > 0 && !spoke_last_ && concern_) {
          who = last_;
        } else if (people_[0].name.empty() && hearer_.voice != Voice::handler_note) {
          return name_caller(mention);
        }
      }
      if (who == 0) {
        who = add(mention);
      } else {
        if (people_[who].name.empty() || people_[who].name.size() < name.size())
          people_[who].name = name;
        if ((mention.traits & trait_male) && !(mention.traits & trait_female))
          people_[who].male = true;
      }
      break;
    }
    case MentionKind::kin:
    case MentionKind::noun: {
      const Possessor possessor =
          quoted && mention.possessor == Possessor::your ? Possessor::my : mention.possessor;
      const bool my = possessor == Possessor::my;
      if (mention.is_same && last_ != 0 && fits(last_, mention) &&
          (people_[last_].anonymous || people_[last_].noun == unknown_word)) {
        who = last_;
        people_[who].noun = mention.noun;
        people_[who].kind = mention.kind;
        people_[who].possessor = possessor;
        people_[who].anonymous = false;
      }
      for (std::uint32_t each = recent(); each < people_.size() && who == 0; ++each) {
        const Person& person = people_[each];
        if (person.noun == mention.noun && mention.noun != unknown_word &&
            ((person.possessor == Possessor::my) == my || mention.determined ||
             possessor == Possessor::none)) {
          who = each;
        }
      }
      if (who == 0 && mention.determined && mention.kind == MentionKind::noun && last_ != 0) {
        const Person& person = people_[last_];
        const bool male = (mention.traits & trait_male) != 0,
                   female = (mention.traits & trait_female) != 0;
        if (!(male && person.female) && !(female && person.male) &&
            person.plural == ((mention.traits & trait_plural) != 0) &&
            person.kind != MentionKind::kin)
          who = last_;
      }
      if (who == 0) who = add(mention);
      people_[who].traits |= mention.traits;
      break;
    }
  }
  spoke_last_ = false;
  unnamed_ = who != 0 && people_[who].name.empty() && !mention.object ? who : 0;
  if (who != 0) {
    ++people_[who].mentions;
    if (mention.object) ++people_[who].as_object;
    if (mention.possessor != Possessor::none &&
        (mention.kind == MentionKind::he || mention.kind == MentionKind::she ||
         mention.kind == MentionKind::they))
      ++people_[who].owns;
    people_[who].last_seen = mention.object ? people_[who].last_seen : clock_;
    if (mention.object && people_[who].last_seen == 0) people_[who].last_seen = clock_;
    last_ = who;
  }
  return who;
}

// "her mum": she who was spoken of last.
std::uint32_t People::owner_of(const Mention& mention) const {
  switch (mention.possessor) {
    case Possessor::his: return pronoun(true, false, false, false);
    case Possessor::her: return pronoun(false, true, false, false);
    case Possessor::their: return pronoun(false, false, true, false);
    default: return 0;
  }
}

bool People::fits(std::uint32_t person, const Mention& mention) const {
  const Person& other = people_[person];
  const bool male = (mention.traits & trait_male) && !(mention.traits & trait_female);
  const bool female = (mention.traits & trait_female) && !(mention.traits & trait_male);
  return !(male && other.female) && !(female && other.male) && !other.plural;
}

// Among so many a pronoun or a relation is looked for: the last to come into the text.
std::uint32_t People::recent() const {
  return people_.size() > 33 ? static_cast<std::uint32_t>(people_.size() - 32) : 1;
}

// Whose name was asked ("what's her name?"): the last nameless person whom the pronoun fits.
std::uint32_t People::asked_for(std::string_view pronoun) {
  std::uint32_t best = 0;
  for (std::uint32_t each = recent(); each < people_.size(); ++each) {
    const Person& person = people_[each];
    if (!person.name.empty() || person.plural) continue;
    if ((pronoun == "he" && person.female) || (pronoun == "she" && person.male)) continue;
    if (best == 0 || person.last_seen > people_[best].last_seen) best = each;
  }
  return best;
}

bool People::nobody_fits(bool male) const {
  for (std::uint32_t each = recent(); each < people_.size(); ++each) {
    const Person& person = people_[each];
    if (person.plural || person.kind == MentionKind::witness) continue;
    if (male ? person.male || !person.female
             : person.female || (!person.male && person.kind != MentionKind::kin))
      return false;
    if (!male && !person.male) return false;
  }
  return true;
}

std::uint32_t People::name_caller(const Mention& mention) {
  people_[0].name = lower_ascii(mention.name);
  return 0;
}

std::uint32_t People::before(std::size_t segment, std::string_view pronoun) const {
  const std::uint32_t last = before_[segment];
  if (last == 0 || pronoun == "they" || pronoun.empty()) return last;
  const Person& person = people_[last];
  if ((pronoun == "he" && !person.female) || (pronoun == "she" && !person.male)) return last;
  std::uint32_t best = 0;
  for (std::uint32_t each = recent(); each < people_.size(); ++each) {
    const Person& other = people_[each];
    if (pronoun == "he" ? other.female : other.male) continue;
    if (best == 0 || other.last_seen > people_[best].last_seen) best = each;
  }
  return best;
}

namespace {

// What speaks for a person's being the one who does it, and the one to whom it is done, beside what
// is said of them: what they are called.
int complaint(const Person& person) {
  int score = 2 * person.does_harm;
  if (person.kind == MentionKind::suspect) score += 3;
  if (person.traits & trait_complained_of) score += 2;
  if (person.traits & trait_partner) score += 2;
  const bool stranger = person.kind == MentionKind::noun &&
                        !(person.traits & (trait_young | trait_looked_after | trait_elder));
  if (stranger && !person.female) score += 1;
  return score;
}
int need(const Person& person) {
  int score = 2 * person.is_harmed;
  if (person.kind == MentionKind::victim) score += 3;
  if (person.minor) score += 3;
  if (person.traits & trait_looked_after) score += 2;
  if (person.traits & trait_young) score += 2;
  if (person.traits & trait_elder) score += 1;
  return score;
}

}  // namespace

void People::assign_roles(bool harm, bool surely, bool caller_harmed) {
  bool suspect = false, victim = caller_harmed;
  for (std::uint32_t each = 1; each < people_.size(); ++each) {
    Person& person = people_[each];
    const int does = complaint(person), needs = need(person);
    if (person.does_harm > 0 && (does >= needs || person.does_harm > person.is_harmed)) {
      person.who = Who::suspect;
      suspect = true;
    } else if (person.is_harmed > 0) {
      person.who = Who::victim;
      victim = true;
    } else {
      person.who = person.kind == MentionKind::witness ? Who::witness : Who::other;
    }
  }
  for (auto& person : people_) {
    if (person.one_of != 0 && person.who == Who::other) person.who = people_[person.one_of].who;
  }
  if (!harm) return;
  for (std::uint32_t each = 1; each < people_.size(); ++each) {
    Person& person = people_[each];
    if (person.who != Who::other || person.plural) continue;
    const int does = complaint(person), needs = need(person);
    // Somebody young, when something is surely wrong, is looked after first.
    if (surely && needs >= 2 && needs > does && (!caller_harmed || person.minor)) {
      person.who = Who::victim;
      victim = true;
    } else if (does >= 2 && does > needs && (surely || !suspect)) {
      person.who = Who::suspect;
      suspect = true;
    }
  }
  if (!suspect && victim) name_suspect();
  if (victim || !surely || hearer_.voice == Voice::quoted) return;
  name_victim();
  if (!suspect) name_suspect();
}

// Somebody is in need and nobody is said to do it: the stranger, or "he".
void People::name_suspect() {
  for (std::uint32_t each = 1; each < people_.size(); ++each) {
    Person& person = people_[each];
    if (person.who != Who::other) continue;
    const bool young = (person.traits & (trait_young | trait_looked_after)) != 0;
    const bool stranger = person.kind == MentionKind::noun && !young;
    if ((person.traits & trait_partner) || stranger || (person.anonymous && !person.plural)) {
      person.who = Who::suspect;
      return;
    }
  }
}

// Nobody is said to be hurt: the one of whom most is said. A note is of the one who rang, unless it
// names somebody to look after.
void People::name_victim() {
  std::uint32_t most = 0;
  const auto weight = [](const Person& p) { return p.mentions + need(p) + (p.anonymous ? -1 : 0); };
  for (std::uint32_t each = 1; each < people_.size(); ++each) {
    const Person& person = people_[each];
    if (person.who != Who::other) continue;
    if (hearer_.voice == Voice::handler_note && need(person) < 2) continue;
    if (most == 0 || weight(person) > weight(people_[most])) most = each;
  }
  if (most != 0) people_[most].who = Who::victim;
}

}  // namespace heed::hearing
