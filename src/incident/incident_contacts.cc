// Contacts, who works on the incident, and the telephone.
#include <fmt/core.h>

#include "incident/incident_decide.h"
#include "matching/identifiers.h"

namespace heed::incident {
namespace {

Result<std::string> phone_key(const std::string& number) {
  HEED_TRY(const auto key, matching::normalise(matching::IdentifierKind::phone, number));
  return key.value;
}

const Contact* known(const State& state, ContactId id) {
  const auto found = state.contacts.find(id);
  return found == state.contacts.end() ? nullptr : &found->second;
}

}  // namespace

Result<Decision> decide_one(const State& state, const OpenContact& command,
                            const Deciding& deciding) {
  if (state.closed) {
    return error(Code::refused, "the incident is closed", "", "Reopen it first");
  }
  std::vector<Event> out;
  const Instant answered = command.answered_at.value_or(deciding.now);
  if (state.id.is_nil()) {
    out.push_back(
        IncidentOpened{command.incident, command.reference, deciding.zone.date_of(deciding.now)});
  }
  const PersonId caller = PersonId::fresh(deciding.now, deciding.random);
  ContactOpened opened;
  opened.contact = ContactId::fresh(deciding.now, deciding.random);
  opened.channel = command.channel;
  opened.subscriber = command.subscriber;
  opened.location = command.location;
  opened.call_id = command.call_id;
  opened.recording = command.recording;
  opened.recording_offset = command.recording_offset;
  opened.answered_at = answered;
  opened.entered_afterwards = command.entered_afterwards;
  opened.handler = command.handler.is_nil() ? deciding.who : command.handler;
  opened.caller = caller;
  // A line that is no telephone number (an internal extension) is kept as it came.
  const auto key = phone_key(command.line);
  opened.line = key ? *key : command.line;
  out.push_back(PersonAdded{caller, {PersonRole::reporting}, "", "", "", "", ""});
  out.push_back(opened);
  if (key) {
    IdentifierHeard line;
    line.identifier = identifier_id(command.incident, "phone", *key, "");
    line.kind = "phone";
    line.value = *key;
    line.role = IdentifierRole::callers;
    line.person = caller;
    line.state = IdentifierState::accepted;
    if (!find_identifier(state, "phone", *key, "")) out.push_back(line);
  }
  return events(std::move(out));
}

Result<Decision> decide_one(const State& state, const EndContact& command,
                            const Deciding& deciding) {
  const Contact* contact = known(state, command.contact);
  if (!contact) return unknown_thing("contact");
  if (contact->ended) return events({});
  std::vector<Event> out{
      ContactEnded{command.contact, command.at.value_or(deciding.now), command.lost}};
  for (const auto& [id, identifier] : state.identifiers) {
    if (identifier.state == IdentifierState::heard && identifier.heard.hops == 0 &&
        !identifier.stood_unaccepted) {
      out.push_back(IdentifierStoodUnaccepted{id});
    }
  }
  return events(std::move(out));
}

Result<Decision> decide_one(const State& state, const AnswerLeaving& command,
                            const Deciding& deciding) {
  if (!known(state, command.contact)) return unknown_thing("contact");
  if (command.nothing) return events({LeavingAnswered{command.contact, true}});
  if (command.what.empty() || !command.due) {
    return needs_words("what", "what we said we would do and by when, or that it is nothing");
  }
  const auto id = UndertakingId::fresh(deciding.now, deciding.random);
  return events({LeavingAnswered{command.contact, false},
                 UndertakingGiven{id, command.contact, command.what, *command.due, std::nullopt}});
}

Result<Decision> decide_one(const State& state, const DecideRingBack& command,
                            const Deciding& deciding) {
  if (!known(state, command.contact)) return unknown_thing("contact");
  if (!command.ring && command.reason.empty()) {
    return needs_words("reason", "a reason for not ringing back");
  }
  std::vector<Event> out;
  RingBackDecided decided{command.contact,        command.ring,        "",
                          command.who_may_answer, command.what_to_say, command.reason};
  if (command.ring) {
    if (command.who_may_answer.empty() || command.what_to_say.empty()) {
      return needs_words("who_may_answer", "who may answer, and what to say to them");
    }
    HEED_TRY(decided.number, phone_key(command.number));
  }
  out.push_back(decided);
  end_obligations(state, out, deciding.who, "decided", [&](const Obligation& obligation) {
    const auto act = obligation.raised.details.find("act");
    return act != obligation.raised.details.end() && act->second == "ring_back" &&
           obligation.raised.subject.id == command.contact.str();
  });
  return events(std::move(out));
}

Result<Decision> decide_one(const State&, const JoinIncident& command, const Deciding& deciding) {
  if (command.as.empty()) return needs_words("as", "what you join as: handler, supervisor, …");
  return events({ParticipantJoined{deciding.who, command.as}});
}

Result<Decision> decide_one(const State& state, const HandOver& command, const Deciding& deciding) {
  if (command.to.is_nil()) return needs_words("to", "the person who takes over");
  // Each obligation stays with the giver until the receiver accepts it (S6).
  return events({HandedOver{state.handler.value_or(deciding.who), command.to}});
}

Result<Decision> decide_one(const State&, const ConfirmLocation& command, const Deciding&) {
  const Location& place = command.location;
  if (place.address.empty() && !(place.latitude && place.longitude && place.radius_m)) {
    return needs_words("location", "an address, or a position with its radius");
  }
  return events({LocationConfirmed{place}});
}

namespace {

bool is_complained_of(const State& state, std::string_view phone_key) {
  return std::any_of(state.identifiers.begin(), state.identifiers.end(), [&](const auto& item) {
    const Identifier& one = item.second;
    return one.heard.kind == "phone" && one.heard.value == phone_key &&
           one.role == IdentifierRole::complained_of && one.state != IdentifierState::rejected;
  });
}

}  // namespace

// Refused where a wish stands against it, and where the number is the one complained of.
Result<Decision> decide_one(const State& state, const PlaceCall& command,
                            const Deciding& deciding) {
  HEED_TRY(const std::string key, phone_key(command.number));
  const WishRecorded* wish = wish_against_call(state, key);
  const bool complained_of = is_complained_of(state, key);
  if (!wish && !complained_of) return events({CallPlaced{key, false, "", ""}});
  const bool overridden = !command.override_reason.empty() && deciding.has("supervisor");
  Decision decision = events(
      {CallPlaced{key, !overridden, wish ? wish->words : std::string(), command.override_reason}});
  if (!overridden) {
    decision.refusal = error(Code::refused,
                             wish ? "the caller asked us not to ring"
                                  : "that number is complained of: ringing it may warn or provoke",
                             "/number", "A supervisor may override it with a reason");
  }
  return decision;
}

}  // namespace heed::incident
