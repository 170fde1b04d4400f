// What of each command comes in from outside: for .cc files that include base/json_map.h. A field
// that the desk fills in itself (what was heard, what is open against it, a version that If-Match
// carries) is left out, and so is refused as unknown where a client sends it.
#pragma once

#include <boost/describe.hpp>

#include "assessment/assessment.h"
#include "checks/checks.h"
#include "incident/incident.h"
#include "incident/incident_describe.h"
#include "records/records_describe.h"

namespace heed::incident {

BOOST_DESCRIBE_STRUCT(OpenContact, (),
                      (channel, line, subscriber, location, call_id, recording, recording_offset,
                       answered_at, entered_afterwards))
BOOST_DESCRIBE_STRUCT(EndContact, (), (contact, lost, at))
BOOST_DESCRIBE_STRUCT(AnswerLeaving, (), (contact, nothing, what, due))
BOOST_DESCRIBE_STRUCT(DecideRingBack, (),
                      (contact, ring, number, who_may_answer, what_to_say, reason))
BOOST_DESCRIBE_STRUCT(JoinIncident, (), (as))
BOOST_DESCRIBE_STRUCT(HandOver, (), (to))
BOOST_DESCRIBE_STRUCT(ConfirmLocation, (), (location))
BOOST_DESCRIBE_STRUCT(WriteEntry, (), (contact, voice, text, corrects, protected_for))
BOOST_DESCRIBE_STRUCT(AcceptIdentifier, (), (identifier, role, person))
BOOST_DESCRIBE_STRUCT(AddIdentifier, (), (kind, value, platform, role, person))
BOOST_DESCRIBE_STRUCT(RejectIdentifier, (), (identifier))
BOOST_DESCRIBE_STRUCT(ReadBackIdentifier, (), (identifier))
BOOST_DESCRIBE_STRUCT(AcceptFinding, (), (finding))
BOOST_DESCRIBE_STRUCT(RejectFinding, (), (finding))
BOOST_DESCRIBE_STRUCT(AddPerson, (), (roles, given_name, family_name, described, relation))
BOOST_DESCRIBE_STRUCT(NamePerson, (), (person, given_name, family_name))
BOOST_DESCRIBE_STRUCT(SetRoles, (), (person, roles))
BOOST_DESCRIBE_STRUCT(SetAddress, (), (person, address, uprn))
BOOST_DESCRIBE_STRUCT(RecordAge, (), (person, status, basis, born, low, high))
BOOST_DESCRIBE_STRUCT(AcceptCandidate, (), (candidate))
BOOST_DESCRIBE_STRUCT(RejectCandidate, (), (candidate, reason))
BOOST_DESCRIBE_STRUCT(AcknowledgeHistory, (), (history))
BOOST_DESCRIBE_STRUCT(ActUponHistory, (), (history, act))
BOOST_DESCRIBE_STRUCT(AnswerQuestion, (), (question, subject, outcome, value, reason))
BOOST_DESCRIBE_STRUCT(GiveUndertaking, (), (contact, what, due, from))
BOOST_DESCRIBE_STRUCT(EndUndertaking, (), (undertaking, kept, told_caller))
BOOST_DESCRIBE_STRUCT(RecordWish, (), (kind, target, words))
BOOST_DESCRIBE_STRUCT(GiveAdvice, (), (advice, words))
BOOST_DESCRIBE_STRUCT(HoldBlockingBack, (), (reason))
BOOST_DESCRIBE_STRUCT(PlaceCall, (), (number, override_reason))
BOOST_DESCRIBE_STRUCT(SetOpeningCode, (), (code))
BOOST_DESCRIBE_STRUCT(SetTheme, (), (theme, on))
BOOST_DESCRIBE_STRUCT(SetGrade, (), (grade, reason))
BOOST_DESCRIBE_STRUCT(Conclude, (), (about, conclusion, rationale))
BOOST_DESCRIBE_STRUCT(Close, (), (closing_code, outcome, reason))
BOOST_DESCRIBE_STRUCT(Reopen, (), (why))
BOOST_DESCRIBE_STRUCT(AcceptObligation, (), (obligation))
BOOST_DESCRIBE_STRUCT(MeetObligation, (), (obligation, how))
BOOST_DESCRIBE_STRUCT(DecideObligation, (), (obligation, decision, reasons))
BOOST_DESCRIBE_STRUCT(ReleaseObligation, (), (obligation, reason))
BOOST_DESCRIBE_STRUCT(Tell, (), (obligation, whom, what, legal_authority, legal_basis))

}  // namespace heed::incident

namespace heed::checks {

using DeskSays = AnswerByPerson::What;
BOOST_DESCRIBE_ENUM(DeskSays, found, nothing_found, not_searched)
BOOST_DESCRIBE_ENUM(Reason, timeout, unavailable, denied, rate_limited, malformed, partial,
                    wrong_subject, stale, misconfigured, cancelled, not_applicable, waived)
BOOST_DESCRIBE_STRUCT(AnswerByPerson, (),
                      (check, what, searched, searched_by, searched_at, words, coverage, findings,
                       reason))
BOOST_DESCRIBE_STRUCT(AcknowledgeAnswer, (), (check))
BOOST_DESCRIBE_STRUCT(WaiveCheck, (), (check, reason))
BOOST_DESCRIBE_STRUCT(CancelCheck, (), (check, reason))
BOOST_DESCRIBE_STRUCT(AskAgain, (), (check, reason))

}  // namespace heed::checks

namespace heed::assessment {

BOOST_DESCRIBE_ENUM(Says, present, none, unknown)
BOOST_DESCRIBE_STRUCT(Element, (), (id, says, rationale, evidence, drafted))
BOOST_DESCRIBE_STRUCT(WriteAssessment, (), (elements))

}  // namespace heed::assessment
