// Hearing drafts by the force's policy, on the incident that they are typed for: what was said
// before in its contact counts, where the person works on it or may see it without a reason;
// otherwise the words stand alone, and no answer tells whether there is such an incident.
#pragma once

#include "server/desk_door.h"
#include "server/hear.h"

namespace heed::server {

std::shared_ptr<Listening> listen_for(const DeskDoor& door, const Principal& who);

}  // namespace heed::server
