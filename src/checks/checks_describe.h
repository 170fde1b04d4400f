// Descriptions of the values of checks for JSON: for .cc files that include base/json_map.h.
#pragma once

#include <boost/describe.hpp>

#include "checks/checks_events.h"
#include "incident/incident_describe.h"
#include "records/records_describe.h"

namespace heed::checks {

BOOST_DESCRIBE_ENUM(RunState, due, queued, running, retrying, done)
BOOST_DESCRIBE_ENUM(OutcomeKind, hit, no_trace, not_searched)
BOOST_DESCRIBE_ENUM(Reason, timeout, unavailable, denied, rate_limited, malformed, partial,
                    wrong_subject, stale, misconfigured, cancelled, not_applicable, waived)
BOOST_DESCRIBE_STRUCT(SearchKey, (), (kind, value, platform))
BOOST_DESCRIBE_STRUCT(Matched, (), (record_id, band, probability, tied, ended, reasons))
BOOST_DESCRIBE_STRUCT(Said, (),
                      (findings, matched, rejected, subject, searched, rows_declared, rows_received,
                       rows_read, unread, last_page, incomplete_because, as_of, coverage, extract,
                       caveat, searched_by, searched_at, words))
BOOST_DESCRIBE_STRUCT(CheckIntended, (),
                      (check, source, subject, person, role, keys, purpose, originator, hops,
                       from_check, required, urgent, rule))
BOOST_DESCRIBE_STRUCT(CheckAsked, (), (check, attempt, request_id))
BOOST_DESCRIBE_STRUCT(CheckAttemptFailed, (), (check, attempt, reason, detail, next_try))
BOOST_DESCRIBE_STRUCT(CheckAnswered, (),
                      (check, attempt, outcome, reason, detail, said, asked, read_back, person))
BOOST_DESCRIBE_STRUCT(CheckAnsweredAgain, (), (answer, why))
BOOST_DESCRIBE_STRUCT(CheckAcknowledged, (), (check))
BOOST_DESCRIBE_STRUCT(CheckWaived, (), (check, reason))
BOOST_DESCRIBE_STRUCT(CheckCancelled, (), (check, reason))
BOOST_DESCRIBE_STRUCT(CheckReopened, (), (check, reason))

}  // namespace heed::checks
