// Descriptions of what is shown, for JSON and the OpenAPI: for .cc files.
#pragma once

#include <boost/describe.hpp>

#include "desk/incident_view.h"

namespace heed::desk {

BOOST_DESCRIBE_STRUCT(ContactView, (),
                      (id, channel, line, subscriber, recording, answered_at, ended_at, lost,
                       entered_afterwards, handler, caller))
BOOST_DESCRIBE_STRUCT(LocationView, (),
                      (address, uprn, latitude, longitude, radius_m, fixed_at, method, confirmed))
BOOST_DESCRIBE_STRUCT(MarkView, (), (quote, open_against))
BOOST_DESCRIBE_STRUCT(EntryView, (), (id, at, by, voice, text, is_protected_for, corrects, marks))
BOOST_DESCRIBE_STRUCT(AgeView, (), (status, low, high, born, child, conflict))
BOOST_DESCRIBE_STRUCT(PersonView, (), (id, name, roles, described, relation, address, age))
BOOST_DESCRIBE_STRUCT(IdentifierView, (),
                      (id, kind, value, platform, role, state, read_back, person))
BOOST_DESCRIBE_STRUCT(FindingView, (), (id, meaning, quote, entry, start, end, accepted, rejected))
BOOST_DESCRIBE_STRUCT(CandidateView, (),
                      (id, person, source, shown, state, band, tied, name, age, child, born,
                       address, markers, needs, managed_offender, danger, manager, reasons, as_of))
BOOST_DESCRIBE_STRUCT(HistoryView, (),
                      (id, basis, reference, summary, at, acknowledged, acted_upon))
BOOST_DESCRIBE_STRUCT(CheckView, (),
                      (id, source, title, subject, by, state, outcome, reason, next_try, shown,
                       band, caveat, words, read_back, acknowledged, waived))
BOOST_DESCRIBE_STRUCT(ConditionView, (),
                      (outcome, says, source, clause, matched, missing, unstructured))
BOOST_DESCRIBE_STRUCT(OwedView, (),
                      (id, kind, what, why, question, duty, holder, offered, accepted, due, overdue,
                       blocks_closing))
BOOST_DESCRIBE_STRUCT(UndertakingView, (), (id, what, due, by, ended, kept))
BOOST_DESCRIBE_STRUCT(WishView, (), (id, kind, target, words))
BOOST_DESCRIBE_STRUCT(AdviceView, (), (advice, words, given))
BOOST_DESCRIBE_STRUCT(VersionsView, (), (stream, grade, closing, assessment))
BOOST_DESCRIBE_STRUCT(IncidentView, (),
                      (id, reference, opened_at, closed, opening_code, themes, grade, floor,
                       floor_why, versions, contacts, location, log, people, identifiers, findings,
                       candidates, history, checks, not_checked, conditions, owed, undertakings,
                       wishes, advice, open_against, assessment_fresh))
BOOST_DESCRIBE_STRUCT(BoardLine, (),
                      (id, reference, opened_at, closed, grade, themes, live_contact, child, owed,
                       overdue, unread_hits, unanswered, possible_breaches, next_due))

}  // namespace heed::desk
