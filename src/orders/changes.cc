#include <algorithm>
#include <map>

#include "orders/orders.h"

namespace heed::orders {
namespace {

// Why a judgement that is no longer given is over; nothing where it goes on standing.
std::optional<MatchedFact> ended(const Judgement& old, const incident::State& incident,
                                 const std::vector<Judgement>& judgements) {
  for (const auto& [key, candidate] : incident.candidates) {
    if (candidate.state == incident::Candidate::State::rejected &&
        candidate.found.person == old.against && candidate.found.source == old.source &&
        candidate.found.record_id == old.record_id) {
      return MatchedFact{"somebody has said that the record is not of this person",
                         {"candidate:" + key.str()}};
    }
  }
  if (!old.unstructured) return std::nullopt;
  for (const Judgement& one : judgements) {
    if (one.order_id == old.order_id && one.source == old.source && one.against == old.against) {
      return MatchedFact{"it has been structured since: each condition is judged by itself",
                         {"order:" + old.order_id}};
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<Event> changes(const State& state, const incident::State& incident,
                           const std::vector<Judgement>& judgements) {
  std::vector<Event> out;
  // Told of by several checks, a condition is judged by the one that comes furthest.
  std::vector<const Judgement*> furthest;
  std::map<ConditionId, std::size_t> judged;
  for (const Judgement& judgement : judgements) {
    const auto [at, is_new] = judged.emplace(judgement.condition, furthest.size());
    if (is_new) {
      furthest.push_back(&judgement);
    } else if (judgement.outcome > furthest[at->second]->outcome) {
      furthest[at->second] = &judgement;
    }
  }
  for (const Judgement* judgement : furthest) {
    const auto before = state.judged.find(judgement->condition);
    if (before == state.judged.end() || !(before->second.judgement == *judgement)) {
      out.push_back(OrderJudged{*judgement});
    }
  }
  for (const auto& [id, before] : state.judged) {
    if (judged.count(id) || before.judgement.outcome == ConditionOutcome::not_met) continue;
    if (auto why = ended(before.judgement, incident, judgements)) {
      Judgement over = before.judgement;
      over.outcome = ConditionOutcome::not_met;
      over.missing.clear();
      over.against_it.push_back(std::move(*why));
      out.push_back(OrderJudged{std::move(over)});
    }
  }
  return out;
}

}  // namespace heed::orders
