#include "orders/orders_facts.h"

namespace heed::orders {
namespace {

using policy::FactDeclaration;
using policy::FactType;
using policy::FactValue;
using policy::Subject;

std::string outcome_name(ConditionOutcome outcome) {
  switch (outcome) {
    case ConditionOutcome::not_met: return "not_met";
    case ConditionOutcome::insufficient_facts: return "insufficient_facts";
    case ConditionOutcome::possible_breach: return "possible_breach";
  }
  return "insufficient_facts";
}

FactDeclaration truth(const char* subject, const char* name, const char* says) {
  return {name, subject, FactType::truth, "", says, {}, true};
}

}  // namespace

std::vector<FactDeclaration> fact_declarations() {
  return {
      truth("incident", "order_known", "a source told of a court order"),
      truth("incident", "order_in_force_known", "an order in force is known"),
      truth("incident", "any_possible_breach", "a condition may have been broken"),
      truth("incident", "any_insufficient", "of a condition not enough is known"),
      truth("incident", "order_unstructured", "an order or clause is there that nobody has read"),
      {"outcome",
       "order_condition",
       FactType::text,
       "",
       "what the condition comes to",
       {"not_met", "insufficient_facts", "possible_breach"},
       true},
      truth("order_condition", "possible_breach", "it may have been broken"),
      truth("order_condition", "insufficient", "not enough is known"),
      truth("order_condition", "unstructured", "nobody has read and structured it"),
      truth("order_condition", "in_force", "in force at the time of the act"),
      truth("order_condition", "protects_children", "it states an age limit"),
      truth("order_condition", "act_ahead", "a meeting is arranged that it would forbid"),
      truth("order_condition", "asks_now", "a missing fact can be asked for on the line"),
      {"condition_kind", "order_condition", FactType::text, "", "of policy/orders.toml", {}, true},
      {"order_kind", "order_condition", FactType::text, "", "of policy/orders.toml", {}, true},
      {"order_band",
       "order_condition",
       FactType::text,
       "",
       "how sure it is that the order is against them",
       {"exact", "strong", "possible"},
       true},
  };
}

void fill_facts(const State& state, policy::FactTable& facts) {
  bool in_force = false;
  bool unstructured = false;
  for (const ConditionId& id : state.order) {
    const Judgement& judged = state.judged.at(id).judgement;
    const Subject subject{"order_condition", id.str()};
    const auto set = [&](const char* name, bool value) {
      facts.set(subject, name, FactValue::truth(value));
    };
    const bool open = judged.outcome != ConditionOutcome::not_met;
    facts.set(subject, "outcome", FactValue::text(outcome_name(judged.outcome)));
    facts.set(subject, "condition_kind", FactValue::text(judged.kind));
    facts.set(subject, "order_kind", FactValue::text(judged.order_kind));
    facts.set(subject, "order_band", FactValue::text(judged.band));
    set("possible_breach", judged.outcome == ConditionOutcome::possible_breach);
    set("insufficient", judged.outcome == ConditionOutcome::insufficient_facts);
    set("unstructured", judged.unstructured && open);
    set("in_force", judged.in_force);
    set("protects_children", judged.protects_children);
    set("act_ahead", judged.act_ahead);
    bool asks = false;
    for (const MissingFact& missing : judged.missing) asks = asks || missing.ask_now;
    set("asks_now", asks);
    in_force = in_force || judged.in_force;
    unstructured = unstructured || (judged.unstructured && open);
  }
  const Subject incident{"incident", ""};
  const auto set = [&](const char* name, bool value) {
    facts.set(incident, name, FactValue::truth(value));
  };
  set("order_known", !state.order.empty());
  set("order_in_force_known", in_force);
  set("any_possible_breach", state.any(ConditionOutcome::possible_breach));
  set("any_insufficient", state.any(ConditionOutcome::insufficient_facts));
  set("order_unstructured", unstructured);
}

}  // namespace heed::orders
