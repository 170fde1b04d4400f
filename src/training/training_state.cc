#include "training/training_state.h"

namespace heed::training {

void apply(State& state, const Event& event, Instant, ActorId) {
  if (const auto* began = std::get_if<GuidedModeBegan>(&event)) {
    state.guided.emplace(began->contact, *began);
    state.guided_people.insert(began->who);
  } else {
    state.alerted = true;
  }
}

}  // namespace heed::training
