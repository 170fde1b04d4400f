// What is owed: who answers for it, and how each kind ends (S6).
#include <fmt/core.h>

#include "base/text.h"
#include "incident/incident_decide.h"

namespace heed::incident {
namespace {

// The first ending stands; a second is logged and changes nothing.
Event ending(const Obligation& obligation, ObligationState state, const std::string& how,
             ActorId by) {
  const ObligationId id = obligation.raised.obligation;
  if (!obligation.open()) return ObligationEndedAgain{id, state, how};
  return ObligationEnded{id, state, how, by};
}

Status may_meet(const Obligation& obligation, const State& state, const Deciding& deciding) {
  switch (obligation.raised.kind) {
    case ObligationKind::question:
      return error(Code::refused, "a question is met by its answer", "", "Answer the question");
    case ObligationKind::check:
      return error(Code::refused, "a check is met by a complete answer of its source", "",
                   "Wait for the answer, or ask the supervisor to release it");
    case ObligationKind::decide:
      return error(Code::refused, "a decision is met by being made", "",
                   "Record the decision with its reasons");
    case ObligationKind::undertaking:
      return error(Code::refused, "a promise is met by being kept, or by telling the caller", "",
                   "Record that it was kept, or what the caller was told");
    case ObligationKind::review:
      if (state.handler == deciding.who) {
        return error(Code::denied, "nobody reviews his own work", "", "Ask somebody else");
      }
      return ok();
    case ObligationKind::tell:
      // Sending is not telling: whoever was told says so.
      if (deciding.who != obligation.holder || !obligation.accepted) {
        return error(Code::refused, "telling is met by the receipt of whoever is told", "",
                     "Wait for the receiver to accept it");
      }
      return ok();
    case ObligationKind::acknowledge:
    case ObligationKind::act:
    case ObligationKind::dispatch: return ok();
  }
  return ok();
}

}  // namespace

Result<Decision> decide_one(const State& state, const AcceptObligation& command,
                            const Deciding& deciding) {
  const Obligation* obligation = state.obligation(command.obligation);
  if (!obligation) return unknown_thing("obligation");
  if (!obligation->open()) return events({});
  const bool same = obligation->holder == deciding.who && obligation->accepted;
  if (same) return events({});
  const bool offered_to_me = obligation->offered == deciding.who;
  if (!offered_to_me && !deciding.has(obligation->duty) && !deciding.has(obligation->raised.duty) &&
      !deciding.has("supervisor")) {
    return error(Code::denied, fmt::format("this is offered to the duty of {}", obligation->duty),
                 "", "Somebody on that duty, or a supervisor, can accept it");
  }
  return events({ObligationAccepted{command.obligation, deciding.who}});
}

Result<Decision> decide_one(const State& state, const MeetObligation& command,
                            const Deciding& deciding) {
  const Obligation* obligation = state.obligation(command.obligation);
  if (!obligation) return unknown_thing("obligation");
  if (obligation->open()) HEED_CHECK(may_meet(*obligation, state, deciding));
  if (trim(command.how).empty()) return needs_words("how", "what was done");
  return events({ending(*obligation, ObligationState::met, command.how, deciding.who)});
}

Result<Decision> decide_one(const State& state, const DecideObligation& command,
                            const Deciding& deciding) {
  const Obligation* obligation = state.obligation(command.obligation);
  if (!obligation) return unknown_thing("obligation");
  if (obligation->raised.kind != ObligationKind::decide) {
    return error(Code::invalid, "this obligation does not wait for a decision");
  }
  if (trim(command.decision).empty() || trim(command.reasons).empty()) {
    return needs_words("decision", "the decision and its reasons");
  }
  if (!deciding.has(obligation->duty) && !deciding.has(obligation->raised.duty) &&
      !deciding.has("force_incident_manager") && obligation->holder != deciding.who) {
    return error(Code::denied, fmt::format("this is for the duty of {}", obligation->duty), "",
                 "Ask the person who holds it to decide");
  }
  return events({DecisionMade{command.obligation, command.decision, command.reasons},
                 ending(*obligation, ObligationState::met, command.decision, deciding.who)});
}

Result<Decision> decide_one(const State& state, const ReleaseObligation& command,
                            const Deciding& deciding) {
  const Obligation* obligation = state.obligation(command.obligation);
  if (!obligation) return unknown_thing("obligation");
  if (trim(command.reason).empty()) return needs_words("reason", "why it is released");
  if (!deciding.has("supervisor") && !deciding.has("force_incident_manager")) {
    return error(Code::denied, "releasing needs a supervisor", "", "Ask the supervisor");
  }
  if (state.handler == deciding.who) {
    return error(Code::denied, "nobody releases his own work", "", "Ask another supervisor");
  }
  return events({ending(*obligation, ObligationState::released, command.reason, deciding.who)});
}

Result<Decision> decide_one(const State& state, const OfferObligation& command, const Deciding&) {
  const Obligation* obligation = state.obligation(command.obligation);
  if (!obligation) return unknown_thing("obligation");
  // Accepted is not done: what is overdue climbs whoever holds it.
  if (!obligation->open() || (obligation->accepted && !obligation->overdue)) return events({});
  return events({ObligationOffered{command.obligation, command.duty, command.to,
                                   obligation->rung + 1, obligation->raised.ladder}});
}

Result<Decision> decide_one(const State& state, const MarkOverdue& command,
                            const Deciding& deciding) {
  const Obligation* obligation = state.obligation(command.obligation);
  if (!obligation) return unknown_thing("obligation");
  if (!obligation->open() || obligation->overdue || deciding.now < obligation->raised.due) {
    return events({});
  }
  return events({ObligationOverdue{command.obligation}});
}

Result<Decision> decide_one(const State& state, const Tell& command, const Deciding&) {
  if (trim(command.whom).empty() || trim(command.what).empty()) {
    return needs_words("whom", "who was told, and what");
  }
  if (command.obligation) {
    const Obligation* obligation = state.obligation(*command.obligation);
    if (!obligation) return unknown_thing("obligation");
    const auto outside = obligation->raised.details.find("needs_legal_basis");
    if (outside != obligation->raised.details.end() && outside->second == "yes" &&
        (trim(command.legal_authority).empty() || trim(command.legal_basis).empty())) {
      return needs_words("legal_basis", "the legal authority and basis of the disclosure");
    }
  }
  return events({Told{command.obligation, command.whom, command.what, command.legal_authority,
                      command.legal_basis}});
}

Result<Decision> decide(const State& state, const Command& command, const Deciding& deciding) {
  return std::visit([&](const auto& one) { return decide_one(state, one, deciding); }, command);
}

}  // namespace heed::incident
