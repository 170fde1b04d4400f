// Descriptions of what a source can tell us, for JSON: for .cc files that include base/json_map.h.
#pragma once

#include <boost/describe.hpp>

#include "records/records.h"

namespace heed::records {

BOOST_DESCRIBE_STRUCT(Provenance, (), (source, record_id, as_of, last_confirmed, caveat))
BOOST_DESCRIBE_STRUCT(Marker, (), (code, meaning, from, review_by, current, belongs_to, provenance))
BOOST_DESCRIBE_STRUCT(RecordedIdentifier, (),
                      (kind, value, platform, note, from, until, last_confirmed))
BOOST_DESCRIBE_STRUCT(Nominal, (),
                      (record_id, given_name, middle_name, family_name, also_known_as, born, sex,
                       address, postcode, identifiers, markers, needs, managed_offender, danger,
                       manager, risk_level, restricted, provenance))
BOOST_DESCRIBE_STRUCT(PastEvent, (),
                      (kind, reference, on, summary, role, grading, person_record_id, provenance))
BOOST_DESCRIBE_STRUCT(ProtectedAge, (), (limit, inclusive))
BOOST_DESCRIBE_STRUCT(OrderCondition, (),
                      (condition_id, verbatim, kind, protected_age, protected_sex, named_persons,
                       modes, exceptions, allowed, platforms, notify_what, notify_within_days,
                       uprns, radius_m))
BOOST_DESCRIBE_STRUCT(CourtOrder, (),
                      (order_id, kind, court, against_record_id, made, served, expires, discharged,
                       varied, verbatim, structured, conditions, provenance))
BOOST_DESCRIBE_STRUCT(Findings, (), (people, orders, events, address_markers))

}  // namespace heed::records
