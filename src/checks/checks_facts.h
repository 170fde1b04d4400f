// What rules may look at: facts about a check, and about an identifier, a person and the incident
// as far as checks know them. Pure.
#pragma once

#include "checks/checks_state.h"
#include "checks/source.h"
#include "policy/facts.h"

namespace heed::checks {

// Every fact with its subject, type and what it says; no fact here has a question.
std::vector<policy::FactDeclaration> fact_declarations();

// Adds a subject `check` for each check, and sets what checks know of the identifiers, people and
// the incident that they are about. Subjects other than checks are those the incident added.
void fill_facts(const State& state, const Sources& sources, Instant now, policy::FactTable& facts);

}  // namespace heed::checks
