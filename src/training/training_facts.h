// What rules may look at of training: whether a contact, or anybody on the incident, is handled
// under guidance. Pure.
#pragma once

#include "policy/facts.h"
#include "training/training_state.h"

namespace heed::training {

std::vector<policy::FactDeclaration> fact_declarations();
// Contacts are those that the incident added.
void fill_facts(const State& state, policy::FactTable& facts);

}  // namespace heed::training
