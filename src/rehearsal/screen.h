// What people see of an incident, as the items that a rehearsal may expect: made from the same view
// that /v1 shows, so that what a rehearsal judges is what a person gets. Pure.
#pragma once

#include <string>
#include <vector>

#include "desk/incident_view.h"
#include "rehearsal/stage.h"

namespace heed::rehearsal {

// Every sight but those of outside systems ("asked"), which the stage supplies.
std::vector<Item> items_of(const std::string& sight, const desk::IncidentView& view,
                           const Zone& zone);

}  // namespace heed::rehearsal
