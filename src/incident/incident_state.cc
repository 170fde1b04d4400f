#include "incident/incident_state.h"

#include <algorithm>

namespace heed::incident {
namespace {

// One overload per event; an event that changes nothing here says so by the template's fallback.
struct Applier {
  State& state;
  Instant at;
  ActorId by;

  void operator()(const IncidentOpened& e) {
    state.id = e.incident;
    state.reference = e.reference;
    state.date = e.date;
    state.opened_at = at;
  }
  void operator()(const ContactOpened& e) {
    state.contacts[e.contact].opened = e;
    state.contact_order.push_back(e.contact);
    if (!e.handler.is_nil()) {
      state.handler = e.handler;
      state.participants.emplace(e.handler, "handler");
    }
    if (e.location) state.location = e.location;
  }
  void operator()(const ContactEnded& e) { state.contacts[e.contact].ended = e; }
  void operator()(const LeavingAnswered& e) { state.contacts[e.contact].leaving_answered = true; }
  void operator()(const RingBackDecided& e) { state.contacts[e.contact].ring_back = e; }
  void operator()(const ParticipantJoined& e) { state.participants[e.who] = e.as; }
  void operator()(const HandedOver& e) {
    state.handler = e.to;
    state.participants.emplace(e.to, "handler");
  }
  void operator()(const LocationConfirmed& e) {
    state.location = e.location;
    state.location->confirmed = true;
  }
  void operator()(const EntryWritten& e) { state.entries.push_back({e, at, by, {}}); }
  void operator()(const ConclusionMarked& e) {
    for (Entry& entry : state.entries) {
      if (entry.written.entry == e.entry) entry.marked.push_back(e);
    }
  }
  void operator()(const CueHeard& e) { state.cues[e.finding].heard = e; }
  void operator()(const IdentifierHeard& e) {
    Identifier& identifier = state.identifiers[e.identifier];
    identifier.heard = e;
    identifier.state = e.state;
    identifier.role = e.role;
    identifier.person = e.person;
    identifier.heard_at = at;
  }
  void operator()(const AgeHeard& e) {
    state.heard_ages[e.finding].heard = e;
    person(e.person).heard.push_back(e.finding);
  }
  void operator()(const DeadlineHeard& e) { state.deadlines[e.finding].heard = e; }
  void operator()(const UndertakingHeard& e) { state.heard_undertakings[e.finding] = e; }
  void operator()(const WishHeard& e) {
    state.wishes[e.finding] = {e.finding, e.kind, e.target, e.quote};
  }
  void operator()(const FlagRaised& e) {
    state.flags.insert(e.name);
    state.flag_reasons.emplace(e.name, e);
  }
  void operator()(const FindingRejected& e) {
    if (const auto cue = state.cues.find(e.finding); cue != state.cues.end()) {
      cue->second.rejected = true;
    }
    if (const auto age = state.heard_ages.find(e.finding); age != state.heard_ages.end()) {
      age->second.rejected = true;
    }
    if (const auto due = state.deadlines.find(e.finding); due != state.deadlines.end()) {
      due->second.rejected = true;
    }
    state.heard_undertakings.erase(e.finding);
    state.wishes.erase(e.finding);
  }
  void operator()(const FindingAccepted& e) {
    if (const auto cue = state.cues.find(e.finding); cue != state.cues.end()) {
      cue->second.accepted = true;
    }
  }
  void operator()(const IdentifierAccepted& e) {
    Identifier& identifier = state.identifiers[e.identifier];
    identifier.state = IdentifierState::accepted;
    identifier.role = e.role;
    if (e.person) identifier.person = e.person;
  }
  void operator()(const IdentifierRejected& e) {
    state.identifiers[e.identifier].state = IdentifierState::rejected;
  }
  void operator()(const IdentifierReadBack& e) { state.identifiers[e.identifier].read_back = true; }
  void operator()(const IdentifierStoodUnaccepted& e) {
    state.identifiers[e.identifier].stood_unaccepted = true;
  }
  void operator()(const PersonAdded& e) {
    Person& added = person(e.person);
    added.roles.insert(e.roles.begin(), e.roles.end());
    added.name = e.name;
    added.given_name = e.given_name;
    added.family_name = e.family_name;
    added.described = e.described;
    added.relation = e.relation;
  }
  void operator()(const PersonNamed& e) {
    Person& named = person(e.person);
    named.given_name = e.given_name;
    named.family_name = e.family_name;
    named.name =
        e.given_name + (e.given_name.empty() || e.family_name.empty() ? "" : " ") + e.family_name;
  }
  void operator()(const RolesSet& e) {
    Person& changed = person(e.person);
    changed.roles = {e.roles.begin(), e.roles.end()};
    changed.roles_said = true;
  }
  void operator()(const AddressSaid& e) {
    Person& changed = person(e.person);
    changed.address = e.address;
    changed.uprn = e.uprn;
  }
  void operator()(const CandidateFound& e) { state.candidates[e.candidate].found = e; }
  void operator()(const CandidateAccepted& e) {
    state.candidates[e.candidate].state = Candidate::State::accepted;
  }
  void operator()(const CandidateRejected& e) {
    state.candidates[e.candidate].state = Candidate::State::rejected;
  }
  void operator()(const AgeRecorded& e) { person(e.person).claims.push_back(e.claim); }
  void operator()(const HistoryShown& e) { state.history[e.history].shown = e; }
  void operator()(const HistoryAcknowledged& e) { state.history[e.history].acknowledged = true; }
  void operator()(const HistoryActedUpon& e) { state.history[e.history].acted_upon = true; }
  void operator()(const IncidentLinked& e) { state.links.push_back(e); }
  void operator()(const QuestionAnswered& e) {
    state.answers[{e.question, e.subject}] = {e, at, by};
  }
  void operator()(const UndertakingGiven& e) {
    state.undertakings[e.undertaking] = {e, by, std::nullopt};
    if (e.from) state.heard_undertakings.erase(*e.from);
  }
  void operator()(const UndertakingEnded& e) { state.undertakings[e.undertaking].ended = e; }
  void operator()(const WishRecorded& e) { state.wishes[e.wish] = e; }
  void operator()(const AdviceGiven& e) { state.advice.push_back(e); }
  void operator()(const BlockingHeldBack&) { state.blocking_held_back = true; }
  void operator()(const CallPlaced& e) { state.calls.push_back(e); }
  void operator()(const OpeningCodeSet& e) { state.opening_code = e.code; }
  void operator()(const ThemeSet& e) {
    state.themes_ever.insert(e.theme);
    if (e.on) {
      state.themes.insert(e.theme);
    } else {
      state.themes.erase(e.theme);
    }
  }
  void operator()(const GradeSet& e) {
    state.grade = e.grade;
    state.grade_reason = e.reason;
    ++state.grade_version;
  }
  void operator()(const GradeFloorRaised& e) { state.floors[e.rule] = e; }
  void operator()(const Concluded& e) { state.conclusions[e.about] = e; }
  void operator()(const IncidentClosed& e) {
    state.closed = true;
    state.closing = e;
    ++state.closing_version;
  }
  void operator()(const ClosingRefused&) {}
  void operator()(const IncidentReopened& e) {
    state.closed = false;
    state.reopened.push_back(e);
    ++state.closing_version;
  }
  void operator()(const ObligationRaised& e) {
    Obligation& obligation = state.obligations[e.obligation];
    obligation.raised = e;
    obligation.raised_at = at;
    obligation.holder = e.holder;
    obligation.duty = e.duty;
    obligation.offered = e.offered;
    obligation.accepted = e.offered == e.holder;
  }
  void operator()(const ObligationAccepted& e) {
    Obligation& obligation = state.obligations[e.obligation];
    obligation.holder = e.by;
    obligation.accepted = true;
    obligation.offered.reset();
  }
  void operator()(const ObligationOffered& e) {
    Obligation& obligation = state.obligations[e.obligation];
    obligation.duty = e.duty;
    obligation.offered = e.to;
    obligation.rung = e.rung;
    obligation.accepted = false;
  }
  void operator()(const ObligationOverdue& e) { state.obligations[e.obligation].overdue = true; }
  void operator()(const ObligationEnded& e) {
    Obligation& obligation = state.obligations[e.obligation];
    if (!obligation.open()) return;  // the first ending stands
    obligation.state = e.state;
    obligation.ended_how = e.how;
    obligation.ended_by = e.by;
  }
  void operator()(const ObligationEndedAgain&) {}
  void operator()(const DecisionMade& e) { state.decisions.push_back(e); }
  void operator()(const Told& e) { state.told.push_back(e); }
  void operator()(const AdviceOffered& e) { state.offered_advice.emplace(e.advice, e); }
  void operator()(const OffenceOffered& e) { state.offences[{e.rule, e.subject}] = e; }
  void operator()(const OffenceWithdrawn& e) { state.offences.erase({e.rule, e.subject}); }
  void operator()(const ReopeningAsked& e) { state.reopening_asked.insert(e.other); }

 private:
  Person& person(PersonId id) {
    const auto [found, added] = state.people.try_emplace(id);
    if (added) {
      found->second.id = id;
      state.people_order.push_back(id);
    }
    return found->second;
  }
};

}  // namespace

void apply(State& state, const Event& event, Instant at, ActorId by) {
  std::visit(Applier{state, at, by}, event);
}

const Person* State::person(PersonId wanted) const {
  const auto found = people.find(wanted);
  return found == people.end() ? nullptr : &found->second;
}

const Obligation* State::obligation(ObligationId wanted) const {
  const auto found = obligations.find(wanted);
  return found == obligations.end() ? nullptr : &found->second;
}

const Obligation* State::obligation_of(const std::string& rule, const SubjectRef& subject) const {
  const Obligation* latest = nullptr;  // ids sort by time
  for (const auto& [key, obligation] : obligations) {
    if (obligation.raised.rule == rule && obligation.raised.subject == subject) {
      latest = &obligation;
    }
  }
  return latest;
}

const Entry* State::entry(EntryId wanted) const {
  for (const Entry& entry : entries) {
    if (entry.written.entry == wanted) return &entry;
  }
  return nullptr;
}

const Contact* State::live_contact() const {
  for (const ContactId& key : contact_order) {
    const Contact& contact = contacts.at(key);
    if (!contact.ended) return &contact;
  }
  return nullptr;
}

std::optional<PersonId> State::caller() const {
  if (contact_order.empty()) return std::nullopt;
  return contacts.at(contact_order.back()).opened.caller;
}

std::optional<Grade> State::floor() const {
  std::optional<Grade> highest;
  for (const auto& [rule, floor] : floors) {
    if (!highest || floor.floor > *highest) highest = floor.floor;
  }
  return highest;
}

std::optional<Grade> State::effective_grade() const {
  const auto least = floor();
  return !grade || (least && *least > *grade) ? least : grade;
}

bool State::cue(std::string_view meaning) const {
  return std::any_of(cues.begin(), cues.end(), [&](const auto& item) {
    return !item.second.rejected && item.second.heard.meaning == meaning;
  });
}

const Identifier* find_identifier(const State& state, std::string_view kind, std::string_view value,
                                  std::string_view platform) {
  for (const auto& [id, identifier] : state.identifiers) {
    const IdentifierHeard& heard = identifier.heard;
    if (heard.kind == kind && heard.value == value && heard.platform == platform) {
      return &identifier;
    }
  }
  return nullptr;
}

}  // namespace heed::incident
