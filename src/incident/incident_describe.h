// Descriptions of the incident's values for JSON: for .cc files that include base/json_map.h.
#pragma once

#include <boost/describe.hpp>

#include "incident/incident_events.h"

namespace heed::incident {

BOOST_DESCRIBE_ENUM(Channel, emergency_999, non_emergency_101, chat, in_person)
BOOST_DESCRIBE_ENUM(Grade, resolution_without_deployment, scheduled, priority, emergency)
BOOST_DESCRIBE_ENUM(PersonRole, reporting, victim, suspect, witness, third_party, unknown)
BOOST_DESCRIBE_ENUM(IdentifierRole, unknown, callers, victims, complained_of, third_party)
BOOST_DESCRIBE_ENUM(IdentifierState, heard, accepted, rejected)
BOOST_DESCRIBE_ENUM(Voice, caller, handler_note, quoted, transcript)
BOOST_DESCRIBE_ENUM(AgeStatus, not_asked, known, recorded, estimated, not_known, refused)
BOOST_DESCRIBE_ENUM(AgeBasis, said, implied, recorded, seen_by_officer, heard_in_voice)
BOOST_DESCRIBE_ENUM(Outcome, answered, refused, not_known, later, dismissed)
BOOST_DESCRIBE_ENUM(Conclusion, identified, none_found, not_established)
BOOST_DESCRIBE_ENUM(ObligationKind, question, check, acknowledge, tell, decide, review, undertaking,
                    act, dispatch)
BOOST_DESCRIBE_ENUM(ObligationState, open, met, waived, released, withdrawn)
BOOST_DESCRIBE_STRUCT(AgeClaim, (), (status, basis, born, low, high, at, words))
BOOST_DESCRIBE_STRUCT(Location, (),
                      (address, uprn, latitude, longitude, radius_m, fixed_at, method, confirmed))
BOOST_DESCRIBE_STRUCT(SubjectRef, (), (kind, id))
BOOST_DESCRIBE_STRUCT(IncidentOpened, (), (incident, reference, date))
BOOST_DESCRIBE_STRUCT(ContactOpened, (),
                      (contact, channel, line, subscriber, location, call_id, recording,
                       recording_offset, answered_at, entered_afterwards, handler, caller))
BOOST_DESCRIBE_STRUCT(ContactEnded, (), (contact, at, lost))
BOOST_DESCRIBE_STRUCT(LeavingAnswered, (), (contact, nothing))
BOOST_DESCRIBE_STRUCT(RingBackDecided, (),
                      (contact, ring, number, who_may_answer, what_to_say, reason))
BOOST_DESCRIBE_STRUCT(ParticipantJoined, (), (who, as))
BOOST_DESCRIBE_STRUCT(HandedOver, (), (from, to))
BOOST_DESCRIBE_STRUCT(LocationConfirmed, (), (location))
BOOST_DESCRIBE_STRUCT(EntryWritten, (), (entry, contact, voice, text, corrects, protected_for))
BOOST_DESCRIBE_STRUCT(ConclusionMarked, (), (entry, meaning, quote, open_against))
BOOST_DESCRIBE_STRUCT(CueHeard, (), (finding, entry, meaning, about, quote, start, end, why))
BOOST_DESCRIBE_STRUCT(IdentifierHeard, (),
                      (identifier, entry, kind, value, platform, role, person, quote, start, end,
                       state, hops, from_check))
BOOST_DESCRIBE_STRUCT(AgeHeard, (), (finding, entry, person, claim))
BOOST_DESCRIBE_STRUCT(DeadlineHeard, (), (finding, entry, at, precision, quote))
BOOST_DESCRIBE_STRUCT(UndertakingHeard, (), (finding, entry, what, due, quote))
BOOST_DESCRIBE_STRUCT(WishHeard, (), (finding, entry, kind, target, quote))
BOOST_DESCRIBE_STRUCT(FlagRaised, (), (name, why, obliges))
BOOST_DESCRIBE_STRUCT(FindingRejected, (), (finding))
BOOST_DESCRIBE_STRUCT(FindingAccepted, (), (finding))
BOOST_DESCRIBE_STRUCT(IdentifierAccepted, (), (identifier, role, person))
BOOST_DESCRIBE_STRUCT(IdentifierRejected, (), (identifier))
BOOST_DESCRIBE_STRUCT(IdentifierReadBack, (), (identifier))
BOOST_DESCRIBE_STRUCT(IdentifierStoodUnaccepted, (), (identifier))
BOOST_DESCRIBE_STRUCT(PersonAdded, (),
                      (person, roles, name, given_name, family_name, described, relation))
BOOST_DESCRIBE_STRUCT(PersonNamed, (), (person, given_name, family_name))
BOOST_DESCRIBE_STRUCT(RolesSet, (), (person, roles))
BOOST_DESCRIBE_STRUCT(AddressSaid, (), (person, address, uprn))
BOOST_DESCRIBE_STRUCT(CandidateFound, (),
                      (candidate, person, source, record_id, band, probability, tied, reasons,
                       given_name, family_name, born, sex, address, markers, needs,
                       managed_offender, danger, manager, from_check, as_of))
BOOST_DESCRIBE_STRUCT(CandidateAccepted, (), (candidate))
BOOST_DESCRIBE_STRUCT(CandidateRejected, (), (candidate, reason))
BOOST_DESCRIBE_STRUCT(AgeRecorded, (), (person, claim))
BOOST_DESCRIBE_STRUCT(HistoryShown, (), (history, basis, incident, reference, summary, at, person))
BOOST_DESCRIBE_STRUCT(HistoryAcknowledged, (), (history))
BOOST_DESCRIBE_STRUCT(HistoryActedUpon, (), (history, act))
BOOST_DESCRIBE_STRUCT(IncidentLinked, (), (other, reference, basis))
BOOST_DESCRIBE_STRUCT(QuestionAnswered, (), (question, subject, outcome, value, reason))
BOOST_DESCRIBE_STRUCT(UndertakingGiven, (), (undertaking, contact, what, due, from))
BOOST_DESCRIBE_STRUCT(UndertakingEnded, (), (undertaking, kept, told_caller))
BOOST_DESCRIBE_STRUCT(WishRecorded, (), (wish, kind, target, words))
BOOST_DESCRIBE_STRUCT(AdviceGiven, (), (advice, words))
BOOST_DESCRIBE_STRUCT(BlockingHeldBack, (), (reason))
BOOST_DESCRIBE_STRUCT(CallPlaced, (), (number, refused, by_wish, override_reason))
BOOST_DESCRIBE_STRUCT(OpeningCodeSet, (), (code))
BOOST_DESCRIBE_STRUCT(ThemeSet, (), (theme, on, by))
BOOST_DESCRIBE_STRUCT(GradeSet, (), (grade, reason, lowered))
BOOST_DESCRIBE_STRUCT(GradeFloorRaised, (), (floor, rule, why))
BOOST_DESCRIBE_STRUCT(Concluded, (), (about, conclusion, rationale))
BOOST_DESCRIBE_STRUCT(IncidentClosed, (), (closing_code, outcome, reason))
BOOST_DESCRIBE_STRUCT(ClosingRefused, (), (over))
BOOST_DESCRIBE_STRUCT(IncidentReopened, (), (why, by_incident))
BOOST_DESCRIBE_STRUCT(ObligationRaised, (),
                      (obligation, rule, policy_version, subject, kind, what, why, duty, holder,
                       offered, due, ladder, details, triggers, blocks_closing))
BOOST_DESCRIBE_STRUCT(ObligationAccepted, (), (obligation, by))
BOOST_DESCRIBE_STRUCT(ObligationOffered, (), (obligation, duty, to, rung, ladder))
BOOST_DESCRIBE_STRUCT(ObligationOverdue, (), (obligation))
BOOST_DESCRIBE_STRUCT(ObligationEnded, (), (obligation, state, how, by))
BOOST_DESCRIBE_STRUCT(ObligationEndedAgain, (), (obligation, state, how))
BOOST_DESCRIBE_STRUCT(DecisionMade, (), (obligation, decision, reasons))
BOOST_DESCRIBE_STRUCT(Told, (), (obligation, whom, what, legal_authority, legal_basis))
BOOST_DESCRIBE_STRUCT(OffenceOffered, (), (offence, subject, rule, why))
BOOST_DESCRIBE_STRUCT(OffenceWithdrawn, (), (rule, subject))
BOOST_DESCRIBE_STRUCT(AdviceOffered, (), (advice, words, rule))
BOOST_DESCRIBE_STRUCT(ReopeningAsked, (), (other, why))

}  // namespace heed::incident
