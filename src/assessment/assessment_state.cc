#include "assessment/assessment_state.h"

#include <algorithm>

namespace heed::assessment {

bool State::stands(std::string_view element) const {
  const auto found = elements.find(element);
  return found != elements.end() && found->second.version > expired_version;
}

void apply(State& state, const Event& event, Instant at, ActorId by) {
  if (const auto* written = std::get_if<AssessmentWritten>(&event)) {
    state.version = written->version;
    state.written_at = at;
    state.basis = written->basis;
    for (const Element& element : written->elements) {
      state.elements[element.id] = {element, by, at, written->version};
    }
    const bool all_again =
        std::all_of(state.elements.begin(), state.elements.end(),
                    [&](const auto& item) { return item.second.version > state.expired_version; });
    if (all_again) state.expired.reset();
  } else {
    state.expired = std::get<AssessmentExpired>(event);
    state.expired_version = std::max(state.expired_version, state.expired->version);
    state.expired_at = at;
  }
}

}  // namespace heed::assessment
