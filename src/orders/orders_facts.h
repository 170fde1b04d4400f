// What rules may look at: each judged condition, as subject `order_condition` whose id is the
// judgement's ConditionId, and the incident as far as orders know it. Pure.
#pragma once

#include "orders/orders_state.h"
#include "policy/facts.h"

namespace heed::orders {

std::vector<policy::FactDeclaration> fact_declarations();
// Adds a subject for each judged condition and sets its facts and the incident's.
void fill_facts(const State& state, policy::FactTable& facts);

}  // namespace heed::orders
