// Descriptions of what is shown, for JSON and the OpenAPI: for .cc files.
#pragma once

#include <boost/describe.hpp>

#include "desk/incident_view.h"

namespace heed::desk {

BOOST_DESCRIBE_STRUCT(LocationView, (),
                      (address, uprn, latitude, longitude, radius_m, fixed_at, method, confirmed))
BOOST_DESCRIBE_STRUCT(ContactView, (),
                      (id, channel, line, subscriber, recording, answered_at, ended_at, lost,
                       entered_afterwards, handler, caller, location))
BOOST_DESCRIBE_STRUCT(MarkView, (), (meaning, quote, open_against))
BOOST_DESCRIBE_STRUCT(EntryView, (),
                      (id, at, by, voice, text, is_protected_for, withheld, corrects, marks))
BOOST_DESCRIBE_STRUCT(AgeView, (), (status, low, high, born, child, conflict))
BOOST_DESCRIBE_STRUCT(PersonView, (),
                      (id, called, name, is_caller, roles, described, relation, address, age))
BOOST_DESCRIBE_STRUCT(IdentifierView, (),
                      (id, kind, value, platform, role, state, said, read_back, person))
BOOST_DESCRIBE_STRUCT(FindingView, (), (id, meaning, quote, entry, start, end, accepted, rejected))
BOOST_DESCRIBE_STRUCT(CandidateView, (),
                      (id, person, source, shown, state, band, tied, name, age, child, born,
                       address, markers, needs, managed_offender, danger, manager, reasons, as_of))
BOOST_DESCRIBE_STRUCT(HistoryView, (),
                      (id, basis, reference, summary, at, acknowledged, acted_upon))
BOOST_DESCRIBE_STRUCT(CheckView, (),
                      (id, source, title, subject, about, by, state, outcome, reason, next_try,
                       shown, band, caveat, words, says, incomplete, as_of, coverage, searched_by,
                       answered, read_back, acknowledged, waived))
BOOST_DESCRIBE_STRUCT(ConditionView, (),
                      (outcome, outcome_in_words, says, source, clause, matched, against_it,
                       missing, unstructured))
BOOST_DESCRIBE_STRUCT(OwedView, (),
                      (id, kind, what, state, why, about, question, act, subject_kind, subject,
                       duty, holder, offered, accepted, due, overdue, blocks_closing, how, by))
BOOST_DESCRIBE_STRUCT(QuestionView, (),
                      (obligation, id, words, words_to_child, answer, choices, about, left_to,
                       first, why))
BOOST_DESCRIBE_STRUCT(OffenceView, (), (offence, says, law, note, about, why))
BOOST_DESCRIBE_STRUCT(ToldView, (), (whom, what))
BOOST_DESCRIBE_STRUCT(LinkView, (), (reference, basis))
BOOST_DESCRIBE_STRUCT(PlacedCallView, (), (number, refused))
BOOST_DESCRIBE_STRUCT(UndertakingView, (), (id, what, due, by, ended, kept))
BOOST_DESCRIBE_STRUCT(WishView, (), (id, kind, target, words))
BOOST_DESCRIBE_STRUCT(AdviceView, (), (advice, words, given))
BOOST_DESCRIBE_STRUCT(VersionsView, (), (stream, grade, closing, assessment))
BOOST_DESCRIBE_STRUCT(AnsweredView, (), (question, subject, outcome, value, at, by))
BOOST_DESCRIBE_STRUCT(ThriveView, (),
                      (id, title, asks, required, stands, says, rationale, draft_says, draft))
BOOST_DESCRIBE_STRUCT(IncidentView, (),
                      (id, reference, opened_at, closed, opening_code, themes, grade, grade_why,
                       floor, floor_why, versions, contacts, location, log, people, identifiers,
                       findings, candidates, history, checks, not_checked, conditions, owed, ended,
                       questions, undertakings, wishes, advice, offences, told, links, calls,
                       alerts, open_against, assessment_fresh, handler, answers, thrive))
BOOST_DESCRIBE_STRUCT(BoardLine, (),
                      (id, reference, opened_at, closed, grade, themes, live_contact, child, owed,
                       overdue, unread_hits, unanswered, possible_breaches, next_due))

}  // namespace heed::desk
