// One viewer's consultations as folded from their own stream, and the acts that add to it. decide
// functions are pure; a view that is already closed is closed once (closing again is no error and
// gives no event).
#pragma once

#include <map>

#include "access/access_events.h"
#include "base/random.h"

namespace heed::access {

struct Glass {
  GlassBroken broken;
  std::optional<GlassReviewed> reviewed;
};

struct Consultations {
  std::map<ViewId, ViewOpened> open;
  std::map<GlassId, Glass> glasses;
};

void apply(Consultations& state, const Event& event, Instant at, ActorId by);

constexpr Micros glass_lasts = std::chrono::minutes(15);
constexpr Micros view_silent_after = std::chrono::seconds(90);

// For one subject, for fifteen minutes, with a reason of at least ten characters (I8).
Result<std::vector<Event>> break_glass(const Consultations& state, ActorId who,
                                       std::string_view subject_kind, std::string_view subject,
                                       std::string_view reason, Instant now, Random& random);
// By somebody else than who broke it, once.
Result<std::vector<Event>> review_glass(const Consultations& state, GlassId glass, ActorId reviewer,
                                        bool justified, std::string_view finding);
// Whether the glass to that subject is broken now.
bool glass_open(const Consultations& state, std::string_view subject_kind, std::string_view subject,
                Instant now);
std::vector<Event> close_view(const Consultations& state, ViewId view, std::string_view why,
                              std::int64_t to_seq);

}  // namespace heed::access
