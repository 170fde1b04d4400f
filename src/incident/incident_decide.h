// The commands' decisions, by part of the incident; for src/incident alone.
#pragma once

#include "incident/incident.h"

namespace heed::incident {

// contacts and the telephone
Result<Decision> decide_one(const State&, const OpenContact&, const Deciding&);
Result<Decision> decide_one(const State&, const EndContact&, const Deciding&);
Result<Decision> decide_one(const State&, const AnswerLeaving&, const Deciding&);
Result<Decision> decide_one(const State&, const DecideRingBack&, const Deciding&);
Result<Decision> decide_one(const State&, const JoinIncident&, const Deciding&);
Result<Decision> decide_one(const State&, const HandOver&, const Deciding&);
Result<Decision> decide_one(const State&, const ConfirmLocation&, const Deciding&);
Result<Decision> decide_one(const State&, const PlaceCall&, const Deciding&);
// the log, what was heard in it, identifiers
Result<Decision> decide_one(const State&, const WriteEntry&, const Deciding&);
Result<Decision> decide_one(const State&, const AcceptIdentifier&, const Deciding&);
Result<Decision> decide_one(const State&, const AddIdentifier&, const Deciding&);
Result<Decision> decide_one(const State&, const RejectIdentifier&, const Deciding&);
Result<Decision> decide_one(const State&, const ReadBackIdentifier&, const Deciding&);
Result<Decision> decide_one(const State&, const MarkUnaccepted&, const Deciding&);
Result<Decision> decide_one(const State&, const AcceptFinding&, const Deciding&);
Result<Decision> decide_one(const State&, const RejectFinding&, const Deciding&);
// people, candidates, history
Result<Decision> decide_one(const State&, const AddPerson&, const Deciding&);
Result<Decision> decide_one(const State&, const NamePerson&, const Deciding&);
Result<Decision> decide_one(const State&, const SetRoles&, const Deciding&);
Result<Decision> decide_one(const State&, const SetAddress&, const Deciding&);
Result<Decision> decide_one(const State&, const RecordAge&, const Deciding&);
Result<Decision> decide_one(const State&, const FindCandidates&, const Deciding&);
Result<Decision> decide_one(const State&, const AcceptCandidate&, const Deciding&);
Result<Decision> decide_one(const State&, const RejectCandidate&, const Deciding&);
Result<Decision> decide_one(const State&, const ShowHistory&, const Deciding&);
Result<Decision> decide_one(const State&, const AcknowledgeHistory&, const Deciding&);
Result<Decision> decide_one(const State&, const ActUponHistory&, const Deciding&);
// questions, promises, wishes, advice; codes, grade, conclusions, closing
Result<Decision> decide_one(const State&, const AnswerQuestion&, const Deciding&);
Result<Decision> decide_one(const State&, const GiveUndertaking&, const Deciding&);
Result<Decision> decide_one(const State&, const EndUndertaking&, const Deciding&);
Result<Decision> decide_one(const State&, const RecordWish&, const Deciding&);
Result<Decision> decide_one(const State&, const GiveAdvice&, const Deciding&);
Result<Decision> decide_one(const State&, const HoldBlockingBack&, const Deciding&);
Result<Decision> decide_one(const State&, const SetOpeningCode&, const Deciding&);
Result<Decision> decide_one(const State&, const SetTheme&, const Deciding&);
Result<Decision> decide_one(const State&, const SetGrade&, const Deciding&);
Result<Decision> decide_one(const State&, const Conclude&, const Deciding&);
Result<Decision> decide_one(const State&, const Close&, const Deciding&);
Result<Decision> decide_one(const State&, const Reopen&, const Deciding&);
// obligations
Result<Decision> decide_one(const State&, const AcceptObligation&, const Deciding&);
Result<Decision> decide_one(const State&, const MeetObligation&, const Deciding&);
Result<Decision> decide_one(const State&, const DecideObligation&, const Deciding&);
Result<Decision> decide_one(const State&, const ReleaseObligation&, const Deciding&);
Result<Decision> decide_one(const State&, const OfferObligation&, const Deciding&);
Result<Decision> decide_one(const State&, const MarkOverdue&, const Deciding&);
Result<Decision> decide_one(const State&, const Tell&, const Deciding&);

inline Decision events(std::vector<Event> list) { return Decision{std::move(list), std::nullopt}; }
inline Error unknown_thing(std::string what) {
  return error(Code::not_found, "this incident has no such " + what);
}
inline Error needs_words(std::string field, std::string what) {
  return error(Code::invalid, "expected " + std::move(what), "/" + std::move(field));
}

// The incident's identifier for a key, the same whenever the same thing is heard again.
IdentifierId identifier_id(IncidentId incident, std::string_view kind, std::string_view value,
                           std::string_view platform);
// Ends every open obligation that `matches`.
template <class Matches>
void end_obligations(const State& state, std::vector<Event>& out, ActorId by, std::string how,
                     Matches matches) {
  for (const auto& [id, obligation] : state.obligations) {
    if (obligation.open() && matches(obligation)) {
      out.push_back(ObligationEnded{id, ObligationState::met, how, by});
    }
  }
}

}  // namespace heed::incident
