// The latest judgement of each condition for each person, as folded from the events of one
// incident. apply() cannot fail.
#pragma once

#include <map>

#include "orders/orders_events.h"

namespace heed::orders {

struct Judged {
  Judgement judgement;
  Instant at;
  ConditionOutcome highest = ConditionOutcome::not_met;  // that it ever had
};

struct State {
  std::map<ConditionId, Judged> judged;
  std::vector<ConditionId> order;  // as first judged

  bool any(ConditionOutcome outcome) const;
};

// `at` and `by` are the event's header.
void apply(State& state, const Event& event, Instant at, ActorId by);

}  // namespace heed::orders
