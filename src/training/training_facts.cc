#include "training/training_facts.h"

namespace heed::training {

using policy::FactType;
using policy::FactValue;
using policy::Subject;

std::vector<policy::FactDeclaration> fact_declarations() {
  return {
      {"handled_under_guidance",
       "incident",
       FactType::truth,
       "",
       "somebody without the certificates takes a contact, led word by word",
       {},
       true},
      {"supervisor_told_of_guidance",
       "incident",
       FactType::truth,
       "",
       "a supervisor was told of it from here",
       {},
       true},
      {"guided", "contact", FactType::truth, "", "taken under guidance", {}, true},
  };
}

void fill_facts(const State& state, policy::FactTable& facts) {
  const Subject incident{"incident", ""};
  facts.set(incident, "handled_under_guidance", FactValue::truth(!state.guided.empty()));
  facts.set(incident, "supervisor_told_of_guidance", FactValue::truth(state.alerted));
  std::vector<Subject> contacts;
  for (const auto& row : facts.rows()) {
    if (row.subject.kind == "contact") contacts.push_back(row.subject);
  }
  for (const Subject& contact : contacts) {
    facts.set(contact, "guided", FactValue::truth(state.guided.count(contact.id) != 0));
  }
}

}  // namespace heed::training
