#include "orders/orders_state.h"

#include <algorithm>

namespace heed::orders {

bool State::any(ConditionOutcome outcome) const {
  return std::any_of(judged.begin(), judged.end(),
                     [&](const auto& item) { return item.second.judgement.outcome == outcome; });
}

void apply(State& state, const Event& event, Instant at, ActorId) {
  const Judgement& judgement = std::get<OrderJudged>(event).judgement;
  auto [found, is_new] = state.judged.try_emplace(judgement.condition);
  if (is_new) state.order.push_back(judgement.condition);
  found->second.judgement = judgement;
  found->second.at = at;
  found->second.highest = std::max(found->second.highest, judgement.outcome);
}

}  // namespace heed::orders
