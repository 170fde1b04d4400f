// What the people beside the handler are shown: supervisors, dispatchers, the force incident
// manager, public protection, crime recorders, desks that are asked, auditors, administrators.
// Lists hold no personal data (desk/boards.h); whatever does is one incident's, asked of access,
// and on record as a consultation before a byte of it leaves. References outlive the server.
// Thread-safe.
#pragma once

#include "access/accounts.h"
#include "checks/runner.h"
#include "desk/boards.h"
#include "server/desk_door.h"

namespace heed::server {

struct PeopleDoor {
  DeskDoor desk;
  desk::Boards& boards;
};

// The board, what is owed to a duty, who is on duty.
RouteTable board_routes(const PeopleDoor& door);
// One incident as those need it who are sent, decide, or release: the slip, the full records, what
// a release would set aside.
RouteTable case_routes(const PeopleDoor& door);

// How candidates were weighed (people_weights.cc).
RouteTable weight_routes(const PeopleDoor& door);

RouteTable people_routes(const PeopleDoor& door);

// Asks access, and writes the consultation, for one incident; what is then shown may leave.
struct OpenCase {
  incident::IncidentId id;
  std::shared_ptr<const desk::Whole> whole;
  std::shared_ptr<const desk::ForcePolicy> policy;
  desk::Viewer viewer;
};
// `as` names what is looked at (slip, records, …) beside the incident's own view.
Result<OpenCase> admit_to(const DeskDoor& door, const Call& call, incident::IncidentId id,
                          std::string_view query, const std::string& as,
                          std::vector<std::string> shows = {});

desk::Viewer viewer_now(const DeskDoor& door, ActorId who, const desk::ForcePolicy& policy);
Route get_route(std::string path, std::string name, std::string says, Schema answer,
                Lane lane = Lane::ordinary);

}  // namespace heed::server
