// The log, what was heard in it, and identifiers. What a person writes is never refused (S4).
#include <algorithm>
#include <set>

#include "base/text.h"
#include "incident/incident_decide.h"
#include "matching/identifiers.h"

namespace heed::incident {
namespace {

IdentifierRole role_of(hearing::Who who) {
  switch (who) {
    case hearing::Who::caller: return IdentifierRole::callers;
    case hearing::Who::victim: return IdentifierRole::victims;
    case hearing::Who::suspect: return IdentifierRole::complained_of;
    case hearing::Who::witness:
    case hearing::Who::other: return IdentifierRole::third_party;
    case hearing::Who::unknown: return IdentifierRole::unknown;
  }
  return IdentifierRole::unknown;
}

// Turns what was heard in one entry into events. People are made as they are first spoken of: one
// victim and one suspect until somebody adds more.
class Intake {
 public:
  Intake(const State& state, const WriteEntry& command, EntryId entry, const Deciding& deciding)
      : state_(state), command_(command), entry_(entry), deciding_(deciding) {}

  std::vector<Event> take() {
    const hearing::Heard& heard = command_.heard;
    for (const auto& cue : heard.cues) take_cue(cue);
    for (const auto& identifier : heard.identifiers) take_identifier(identifier);
    for (const auto& age : heard.ages) take_age(age);
    for (const auto& due : heard.deadlines) {
      if (!due.stands()) continue;
      out_.push_back(DeadlineHeard{finding(due), entry_, due.at,
                                   std::string(hearing::to_string(due.precision)), due.quote});
    }
    for (const auto& promise : heard.undertakings) {
      if (!promise.stands()) continue;
      out_.push_back(
          UndertakingHeard{finding(promise), entry_, promise.what, promise.due, promise.quote});
    }
    for (const auto& wish : heard.wishes) {
      if (!wish.stands()) continue;
      out_.push_back(WishHeard{finding(wish), entry_, std::string(hearing::to_string(wish.kind)),
                               wish.target, wish.quote});
    }
    for (const auto& flag : heard.flags) {
      if (state_.flags.count(flag.name) != 0) continue;
      out_.push_back(FlagRaised{flag.name, flag.why, flag.force == hearing::Force::obliges});
    }
    return std::move(out_);
  }

 private:
  FindingId finding(const hearing::Finding& heard) const {
    return FindingId::derived(entry_.str(), heard.key);
  }

  std::optional<PersonId> person(hearing::Who who) {
    switch (who) {
      case hearing::Who::caller: return state_.caller();
      case hearing::Who::victim:
        // Who tells of their own danger is the one at risk; words about somebody else in the same
        // breath ("he'll tell my mum") do not make that person a second victim. Somebody whose name
        // or age is told as the victim's is one, whatever else was heard.
        if (tells_of_own_danger() && !known_victim() && !describes_victim()) return std::nullopt;
        return spoken_of(PersonRole::victim, victim_);
      case hearing::Who::suspect: return spoken_of(PersonRole::suspect, suspect_);
      default: return std::nullopt;
    }
  }

  bool tells_of_own_danger() const {
    static const std::set<std::string_view> danger = {
        "coercion", "sexual_demand", "grooming",       "violence",
        "stalking", "exploitation",  "domestic_abuse", "self_harm"};
    return std::any_of(command_.heard.cues.begin(), command_.heard.cues.end(),
                       [](const hearing::HeardCue& cue) {
                         return cue.stands() && cue.about == hearing::Who::caller &&
                                danger.count(cue.meaning) != 0;
                       });
  }

  bool describes_victim() const {
    const auto of_victim = [](const auto& heard) {
      return heard.stands() && heard.of == hearing::Who::victim &&
             (heard.kind == hearing::IdentifierKind::name ||
              heard.kind == hearing::IdentifierKind::date_of_birth);
    };
    const auto age_of_victim = [](const auto& heard) {
      return heard.stands() && heard.who == hearing::Who::victim;
    };
    const auto& heard = command_.heard;
    return std::any_of(heard.identifiers.begin(), heard.identifiers.end(), of_victim) ||
           std::any_of(heard.ages.begin(), heard.ages.end(), age_of_victim);
  }

  bool known_victim() const {
    return std::any_of(state_.people.begin(), state_.people.end(), [](const auto& item) {
      return item.second.has(PersonRole::victim) && !item.second.has(PersonRole::reporting);
    });
  }

  PersonId spoken_of(PersonRole role, std::optional<PersonId>& made) {
    if (made) return *made;
    for (const PersonId& id : state_.people_order) {
      const Person& known = state_.people.at(id);
      // A caller who has turned out to be the victim is not the victim whom a caller speaks of.
      if (known.has(role) && !known.has(PersonRole::reporting)) return *(made = id);
    }
    made = PersonId::fresh(deciding_.now, deciding_.random);
    out_.push_back(PersonAdded{*made, {role}, "", "", "", "", ""});
    return *made;
  }

  void take_cue(const hearing::HeardCue& cue) {
    if (!cue.stands()) return;
    out_.push_back(CueHeard{finding(cue), entry_, cue.meaning, person(cue.about), cue.quote,
                            cue.span.start, cue.span.end, cue.why});
    if (cue.meaning == "concludes_no_risk" && !command_.open_against.empty()) {
      out_.push_back(ConclusionMarked{entry_, cue.meaning, cue.quote, command_.open_against});
    }
  }

  void take_identifier(const hearing::HeardIdentifier& heard) {
    if (!heard.stands()) return;
    const auto whose = person(heard.of);
    switch (heard.kind) {
      case hearing::IdentifierKind::date_of_birth: return take_birth(heard, whose);
      case hearing::IdentifierKind::name: return take_name(heard, whose);
      case hearing::IdentifierKind::address:
        if (whose && !has_address(*whose)) out_.push_back(AddressSaid{*whose, heard.quote, ""});
        break;
      default: break;
    }
    const std::string kind(hearing::to_string(heard.kind));
    if (find_identifier(state_, kind, heard.value, heard.platform)) return;
    IdentifierHeard out;
    out.identifier = identifier_id(state_.id, kind, heard.value, heard.platform);
    out.entry = entry_;
    out.kind = kind;
    out.value = heard.value;
    out.platform = heard.platform;
    out.role = role_of(heard.of);
    // That it is the caller's own is hearing's guess until a person says so: it must not keep what
    // is found from standing by itself, nor make the caller of it.
    if (heard.of != hearing::Who::caller) out.person = whose;
    out.quote = heard.quote;
    out.start = heard.span.start;
    out.end = heard.span.end;
    const bool twice = std::any_of(out_.begin(), out_.end(), [&](const Event& event) {
      const auto* earlier = std::get_if<IdentifierHeard>(&event);
      return earlier && earlier->identifier == out.identifier;
    });
    if (!twice) out_.push_back(out);
  }

  void take_birth(const hearing::HeardIdentifier& heard, std::optional<PersonId> whose) {
    const auto born = parse_date(heard.value);
    if (!born || !whose) return;
    AgeClaim claim{AgeStatus::known, AgeBasis::said, *born, {}, {}, deciding_.now, heard.quote};
    out_.push_back(AgeHeard{finding(heard), entry_, *whose, claim});
  }

  void take_name(const hearing::HeardIdentifier& heard, std::optional<PersonId> whose) {
    if (!whose || named_[*whose]) return;
    if (const Person* known = state_.person(*whose); known && !known->name.empty()) return;
    named_[*whose] = true;
    const std::size_t gap = heard.value.rfind(' ');
    const bool whole = gap != std::string::npos;
    out_.push_back(PersonNamed{*whose, heard.value.substr(0, gap),
                               whole ? heard.value.substr(gap + 1) : std::string()});
  }

  bool has_address(PersonId id) const {
    const Person* known = state_.person(id);
    return known && !known->address.empty();
  }

  void take_age(const hearing::HeardAge& age) {
    const auto whose = person(age.who);
    if (!whose || !age.stands()) return;
    AgeClaim claim;
    claim.basis = age.basis == hearing::AgeBasis::said ? AgeBasis::said : AgeBasis::implied;
    const bool exact = claim.basis == AgeBasis::said && age.low == age.high;
    claim.status = exact ? AgeStatus::known : AgeStatus::estimated;
    claim.low = age.low;
    if (age.high < 120) claim.high = age.high;
    claim.at = deciding_.now;
    claim.words = age.quote;
    out_.push_back(AgeHeard{finding(age), entry_, *whose, claim});
  }

  const State& state_;
  const WriteEntry& command_;
  EntryId entry_;
  const Deciding& deciding_;
  std::vector<Event> out_;
  std::optional<PersonId> victim_;
  std::optional<PersonId> suspect_;
  std::map<PersonId, bool> named_;
};

bool is_finding(const State& state, FindingId id) {
  return state.cues.count(id) || state.heard_ages.count(id) || state.deadlines.count(id) ||
         state.heard_undertakings.count(id) || state.wishes.count(id);
}

// Who stands behind an identifier whose role is given without a person.
std::optional<PersonId> person_of_role(const State& state, IdentifierRole role) {
  if (role == IdentifierRole::callers) return state.caller();
  const PersonRole wanted = role == IdentifierRole::complained_of ? PersonRole::suspect
                            : role == IdentifierRole::victims     ? PersonRole::victim
                                                                  : PersonRole::unknown;
  for (const PersonId& id : state.people_order) {
    if (wanted != PersonRole::unknown && state.people.at(id).has(wanted)) return id;
  }
  return std::nullopt;
}

// The same, and where a suspect or victim is not yet in the incident, they are now.
std::optional<PersonId> person_or_new(const State& state, IdentifierRole role,
                                      const Deciding& deciding, std::vector<Event>& out) {
  auto found = person_of_role(state, role);
  if (found || (role != IdentifierRole::complained_of && role != IdentifierRole::victims)) {
    return found;
  }
  found = PersonId::fresh(deciding.now, deciding.random);
  const PersonRole as = role == IdentifierRole::victims ? PersonRole::victim : PersonRole::suspect;
  out.push_back(PersonAdded{*found, {as}, "", "", "", "", ""});
  return found;
}

}  // namespace

IdentifierId identifier_id(IncidentId incident, std::string_view kind, std::string_view value,
                           std::string_view platform) {
  std::string name(kind);
  name += '\n';
  name += value;
  name += '\n';
  name += platform;
  return IdentifierId::derived(incident.str(), name);
}

Result<Decision> decide_one(const State& state, const WriteEntry& command,
                            const Deciding& deciding) {
  if (command.corrects && !state.entry(*command.corrects)) return unknown_thing("entry to correct");
  const auto id = EntryId::fresh(deciding.now, deciding.random);
  std::vector<Event> out{EntryWritten{id, command.contact, command.voice, scrub_utf8(command.text),
                                      command.corrects, command.protected_for}};
  std::vector<Event> heard = Intake(state, command, id, deciding).take();
  out.insert(out.end(), std::make_move_iterator(heard.begin()),
             std::make_move_iterator(heard.end()));
  return events(std::move(out));
}

Result<Decision> decide_one(const State& state, const AcceptIdentifier& command,
                            const Deciding& deciding) {
  const auto found = state.identifiers.find(command.identifier);
  if (found == state.identifiers.end()) return unknown_thing("identifier");
  std::vector<Event> out;
  auto person = command.person ? command.person : found->second.person;
  if (!person || command.role != found->second.role) {
    person = command.person ? command.person : person_or_new(state, command.role, deciding, out);
  }
  out.push_back(IdentifierAccepted{command.identifier, command.role, person});
  return events(std::move(out));
}

Result<Decision> decide_one(const State& state, const AddIdentifier& command,
                            const Deciding& deciding) {
  IdentifierHeard added;
  added.kind = command.kind;
  added.value = command.value;
  added.platform = command.platform;
  if (const auto kind = matching::parse_identifier_kind(command.kind)) {
    HEED_TRY(const auto key, matching::normalise(*kind, command.value, command.platform));
    added.value = key.value;
    added.platform = key.platform;
  }
  std::vector<Event> out;
  const auto person =
      command.person ? command.person : person_or_new(state, command.role, deciding, out);
  added.identifier = identifier_id(state.id, added.kind, added.value, added.platform);
  if (!find_identifier(state, added.kind, added.value, added.platform)) {
    added.role = command.role;
    added.person = person;
    added.quote = command.value;
    out.push_back(added);
  }
  out.push_back(IdentifierAccepted{added.identifier, command.role, person});
  return events(std::move(out));
}

Result<Decision> decide_one(const State& state, const RejectIdentifier& command, const Deciding&) {
  if (!state.identifiers.count(command.identifier)) return unknown_thing("identifier");
  return events({IdentifierRejected{command.identifier}});
}

Result<Decision> decide_one(const State& state, const ReadBackIdentifier& command,
                            const Deciding&) {
  if (!state.identifiers.count(command.identifier)) return unknown_thing("identifier");
  return events({IdentifierReadBack{command.identifier}});
}

Result<Decision> decide_one(const State& state, const MarkUnaccepted& command, const Deciding&) {
  const auto found = state.identifiers.find(command.identifier);
  if (found == state.identifiers.end()) return unknown_thing("identifier");
  const Identifier& identifier = found->second;
  if (identifier.state != IdentifierState::heard || identifier.stood_unaccepted) return events({});
  return events({IdentifierStoodUnaccepted{command.identifier}});
}

Result<Decision> decide_one(const State& state, const AcceptFinding& command, const Deciding&) {
  if (!is_finding(state, command.finding)) return unknown_thing("finding");
  return events({FindingAccepted{command.finding}});
}

Result<Decision> decide_one(const State& state, const RejectFinding& command, const Deciding&) {
  if (!is_finding(state, command.finding)) return unknown_thing("finding");
  return events({FindingRejected{command.finding}});
}

}  // namespace heed::incident
