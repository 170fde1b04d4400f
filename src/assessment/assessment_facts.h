// What rules may look at of THRIVE+. Pure.
#pragma once

#include "assessment/assessment.h"
#include "policy/facts.h"

namespace heed::assessment {

std::vector<policy::FactDeclaration> fact_declarations();
void fill_facts(const State& state, const Known& known, const ThrivePolicy& policy,
                policy::FactTable& facts);

}  // namespace heed::assessment
