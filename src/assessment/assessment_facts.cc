#include "assessment/assessment_facts.h"

#include <algorithm>

namespace heed::assessment {

using policy::FactType;
using policy::FactValue;

std::vector<policy::FactDeclaration> fact_declarations() {
  const auto truth = [](const char* name, const char* says) {
    return policy::FactDeclaration{name, "incident", FactType::truth, "", says, {}, true};
  };
  return {
      truth("assessment_written", "every element that policy requires has been written, once"),
      truth("assessment_fresh", "… and still stands for what is known"),
      truth("assessment_expired", "it was written, and what it rested on has moved"),
      truth("risk_written", "the element risk is written and stands"),
      truth("vulnerability_written", "the element vulnerability is written and stands"),
      truth("target_passed", "the target time of the grade in force has passed"),
      truth("none_is_open", "something is open against concluding that nothing is wrong"),
  };
}

void fill_facts(const State& state, const Known& known, const ThrivePolicy& policy,
                policy::FactTable& facts) {
  const auto set = [&](const char* name, bool value) {
    facts.set({"incident", ""}, name, FactValue::truth(value));
  };
  const bool written = std::all_of(
      policy.elements().begin(), policy.elements().end(),
      [&](const auto& kind) { return !kind.required || state.elements.count(kind.id) != 0; });
  const auto target = target_time(known, policy);
  set("assessment_written", written);
  set("assessment_fresh", fresh(state, policy));
  set("assessment_expired", written && !fresh(state, policy));
  set("risk_written", state.stands("risk"));
  set("vulnerability_written", state.stands("vulnerability"));
  set("target_passed", target && known.now >= *target);
  set("none_is_open", !open_against(known, policy).empty());
}

}  // namespace heed::assessment
