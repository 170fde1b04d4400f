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
  int version = 0;  // of the assessment in which it was written
};

struct State {
  std::map<std::string, WrittenElement, std::less<>> elements;
  int version = 0;  // what If-Match guards
  std::optional<Instant> written_at;
  std::vector<std::string> basis;            // of the version that stands
  int expired_version = 0;                   // elements up to this version no longer stand
  std::optional<AssessmentExpired> expired;  // the latest, until all that it took is written again
  std::optional<Instant> expired_at;

  // Written, and not expired since.
  bool stands(std::string_view element) const;
};

void apply(State& state, const Event& event, Instant at, ActorId by);

}  // namespace heed::assessment
