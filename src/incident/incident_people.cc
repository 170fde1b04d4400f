// People, the candidates that sources hold for them, and what is held from before.
#include <algorithm>

#include "incident/incident_decide.h"

namespace heed::incident {
namespace {

// Candidates are prompts until a person decides; what has been decided is decided once.
Result<Decision> decided_once(const State& state, HistoryId id, Event event) {
  const auto found = state.candidates.find(id);
  if (found == state.candidates.end()) return unknown_thing("candidate");
  const Candidate::State wanted = std::holds_alternative<CandidateAccepted>(event)
                                      ? Candidate::State::accepted
                                      : Candidate::State::rejected;
  if (found->second.state == wanted) return events({});
  return events({std::move(event)});
}

// Deciding whether a record is the person is reading it.
void acknowledge(const State& state, HistoryId id, std::vector<Event>& out) {
  const auto shown = state.history.find(id);
  if (shown != state.history.end() && !shown->second.acknowledged) {
    out.push_back(HistoryAcknowledged{id});
  }
}

// Accepting one record of a source for a person rejects that source's tied others for them: one
// person has one record there. Twins stay two candidates until then.
void reject_the_tied(const State& state, const Candidate& accepted, std::vector<Event>& out) {
  for (const auto& [id, other] : state.candidates) {
    if (id == accepted.found.candidate || other.state != Candidate::State::open) continue;
    if (other.found.person == accepted.found.person &&
        other.found.source == accepted.found.source &&
        other.found.record_id != accepted.found.record_id) {
      out.push_back(CandidateRejected{id, "another record of this source is the person"});
    }
  }
}

}  // namespace

Result<Decision> decide_one(const State&, const AddPerson& command, const Deciding& deciding) {
  if (command.roles.empty()) return needs_words("roles", "at least one role");
  PersonAdded added;
  added.person = PersonId::fresh(deciding.now, deciding.random);
  added.roles = command.roles;
  added.given_name = command.given_name;
  added.family_name = command.family_name;
  const bool both = !command.given_name.empty() && !command.family_name.empty();
  added.name = command.given_name + (both ? " " : "") + command.family_name;
  added.described = command.described;
  added.relation = command.relation;
  return events({added, RolesSet{added.person, command.roles}});
}

Result<Decision> decide_one(const State& state, const NamePerson& command, const Deciding&) {
  if (!state.person(command.person)) return unknown_thing("person");
  if (command.given_name.empty() && command.family_name.empty()) {
    return needs_words("given_name", "a given name or a family name");
  }
  return events({PersonNamed{command.person, command.given_name, command.family_name}});
}

Result<Decision> decide_one(const State& state, const SetRoles& command, const Deciding&) {
  if (!state.person(command.person)) return unknown_thing("person");
  if (command.roles.empty()) return needs_words("roles", "at least one role");
  return events({RolesSet{command.person, command.roles}});
}

Result<Decision> decide_one(const State& state, const SetAddress& command, const Deciding&) {
  if (!state.person(command.person)) return unknown_thing("person");
  if (command.address.empty()) return needs_words("address", "an address");
  return events({AddressSaid{command.person, command.address, command.uprn}});
}

Result<Decision> decide_one(const State& state, const RecordAge& command,
                            const Deciding& deciding) {
  if (!state.person(command.person)) return unknown_thing("person");
  const LocalDate today = deciding.zone.date_of(deciding.now);
  const bool band = command.low || command.high;
  switch (command.status) {
    case AgeStatus::not_asked: return needs_words("status", "what was found out about the age");
    case AgeStatus::known:
    case AgeStatus::recorded:
      if (!command.born && !band) return needs_words("born", "a date of birth or an age");
      break;
    case AgeStatus::estimated:
      if (!band) return needs_words("low", "the youngest and oldest it may be");
      break;
    case AgeStatus::not_known:
    case AgeStatus::refused: break;
  }
  if (command.born &&
      (days_between(*command.born, today) < 0 || age_on(*command.born, today) > 120)) {
    return error(Code::invalid, "expected a date of birth in the last 120 years", "/born");
  }
  const int low = command.low.value_or(0);
  const int high = command.high.value_or(120);
  if (low < 0 || high > 130 || low > high) {
    return error(Code::invalid, "expected an age band from 0 to 120, youngest first", "/low");
  }
  AgeClaim claim{
      command.status, command.basis, command.born, command.low, command.high, deciding.now, ""};
  return events({AgeRecorded{command.person, claim}});
}

Result<Decision> decide_one(const State& state, const FindCandidates& command, const Deciding&) {
  std::vector<Event> out;
  for (const PersonAdded& person : command.people) {
    if (!state.person(person.person)) out.push_back(person);
  }
  for (const CandidateFound& found : command.found) {
    if (!state.candidates.count(found.candidate)) out.push_back(found);
  }
  for (IdentifierHeard followed : command.followed) {
    followed.identifier = identifier_id(state.id, followed.kind, followed.value, followed.platform);
    if (!state.identifiers.count(followed.identifier)) out.push_back(followed);
  }
  return events(std::move(out));
}

Result<Decision> decide_one(const State& state, const AcceptCandidate& command, const Deciding&) {
  HEED_TRY(Decision decision,
           decided_once(state, command.candidate, CandidateAccepted{command.candidate}));
  if (decision.events.empty()) return decision;
  const Candidate& accepted = state.candidates.at(command.candidate);
  const CandidateFound& found = accepted.found;
  const Person* person = state.person(found.person);
  if (person && person->name.empty() && !(found.given_name + found.family_name).empty()) {
    decision.events.push_back(PersonNamed{found.person, found.given_name, found.family_name});
  }
  reject_the_tied(state, accepted, decision.events);
  acknowledge(state, command.candidate, decision.events);
  return decision;
}

Result<Decision> decide_one(const State& state, const RejectCandidate& command, const Deciding&) {
  if (command.reason.empty()) return needs_words("reason", "why this is not the person");
  HEED_TRY(Decision decision, decided_once(state, command.candidate,
                                           CandidateRejected{command.candidate, command.reason}));
  acknowledge(state, command.candidate, decision.events);
  return decision;
}

Result<Decision> decide_one(const State& state, const ShowHistory& command, const Deciding&) {
  std::vector<Event> out;
  for (const HistoryShown& shown : command.shown) {
    if (!state.history.count(shown.history)) out.push_back(shown);
  }
  for (const IncidentLinked& link : command.links) {
    const bool known = std::any_of(state.links.begin(), state.links.end(),
                                   [&](const IncidentLinked& l) { return l.other == link.other; });
    if (!known) out.push_back(link);
  }
  return events(std::move(out));
}

Result<Decision> decide_one(const State& state, const AcknowledgeHistory& command,
                            const Deciding&) {
  const auto found = state.history.find(command.history);
  if (found == state.history.end()) return unknown_thing("previous entry");
  if (found->second.acknowledged) return events({});
  return events({HistoryAcknowledged{command.history}});
}

Result<Decision> decide_one(const State& state, const ActUponHistory& command, const Deciding&) {
  if (!state.history.count(command.history)) return unknown_thing("previous entry");
  if (command.act.empty()) return needs_words("act", "what was done because of it");
  return events({HistoryActedUpon{command.history, command.act}});
}

}  // namespace heed::incident
