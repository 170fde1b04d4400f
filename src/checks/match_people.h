// Whether each person whom a source returned is the one asked about: matching's bands, one
// definition for every kind of source. Rejected people leave the findings, with what hangs on them,
// and are logged by record id. Pure.
#pragma once

#include "checks/checks_types.h"
#include "matching/compare.h"
#include "matching/person.h"

namespace heed::checks {

void match_people(const std::vector<SearchKey>& asked, Instant now, Said& said);

// How that record weighs against what was asked, field by field; nothing where an equal identifier
// was asked for, which decides alone.
std::optional<matching::Comparison> weigh(const std::vector<SearchKey>& asked,
                                          const records::Nominal& nominal, Instant now);

// The keys of a question as matching wants them, and a record; identifiers whose link had ended on
// that day are left out.
matching::PersonRecord person_of(const std::vector<SearchKey>& keys);
matching::PersonRecord person_of(const records::Nominal& nominal, LocalDate on);

}  // namespace heed::checks
