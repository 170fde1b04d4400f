// THRIVE+ as folded from the events of one incident: who wrote each element, when, and whether the
// whole still stands. apply() cannot fail.
#pragma once

#include <map>

#include "assessment/assessment_events.h"

namespace heed::assessment {

struct WrittenElement {
  Element element;
  ActorId by;
  Instant at;
};

struct State {
  std::map<std::string, WrittenElement> elements;
  int version = 0;  // what If-Match guards
  std::optional<Instant> written_at;
  std::optional<AssessmentExpired> expired;  // of the version that stands
  std::optional<Instant> expired_at;

  bool written(std::string_view element) const;
};

void apply(State& state, const Event& event, Instant at, ActorId by);

}  // namespace heed::assessment
