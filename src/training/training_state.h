// Who works under guidance in an incident, as folded from its events. apply() cannot fail.
#pragma once

#include <map>
#include <set>

#include "base/clock.h"
#include "training/training_events.h"

namespace heed::training {

struct State {
  std::map<std::string, GuidedModeBegan> guided;  // by contact
  std::set<ActorId> guided_people;
  bool alerted = false;
  bool is_guided(ActorId who) const { return guided_people.count(who) != 0; }
};

void apply(State& state, const Event& event, Instant at, ActorId by);

}  // namespace heed::training
