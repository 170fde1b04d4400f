// What routes that only ask share: who looks, and the entry that says so. Private to src/server.
#pragma once

#include "desk/boards.h"
#include "desk/incident_view.h"
#include "server/desk_door.h"

namespace heed::server {

inline desk::Viewer viewer_of(const DeskDoor& door, const Call& call,
                              const desk::ForcePolicy& policy) {
  const auto& parts = door.desk.parts();
  const Instant now = parts.clock.now();
  return {parts.duty.roles_of(call.who.id, now), now, parts.zone, policy, parts.duty};
}

inline desk::Looking looking(const DeskDoor& door, const Call& call,
                             const desk::ForcePolicy& policy) {
  desk::Looking out;
  out.viewer = call.who.id;
  out.purpose = call.purpose;
  out.reason = call.reason;
  out.from_seq = static_cast<std::int64_t>(door.journal.head().seq);
  out.policy_version = policy.rules->version();
  return out;
}

inline Route asking(std::string path, std::string name, std::string says, Schema answer,
                    std::string group = "queries") {
  return declared(std::move(group), Method::get, std::move(path), std::move(name), std::move(says),
                  std::move(answer));
}

inline bool said_true(const Call& call, std::string_view name) {
  const auto given = call.query.find(name);
  return given != call.query.end() && given->second == "true";
}

// What lists are served from: folded once for all who ask.
inline Result<std::shared_ptr<const desk::Boards::Standing>> board_of(const DeskDoor& door) {
  if (!door.boards) return error(Code::unavailable, "there is no board here");
  return door.boards->open();
}

// Searching, and opening what one does not work on (desk_search.cc).
RouteTable search_routes(const DeskDoor& door);
// Who saw what, what a screen showed, and glasses to be reviewed (desk_audit.cc).
RouteTable audit_routes(const DeskDoor& door);
// The room as a whole, for those who oversee it or look after it (desk_oversight.cc).
RouteTable oversight_routes(const DeskDoor& door);
// What desks of people have answered (desk_answers.cc).
RouteTable desk_answer_routes(const DeskDoor& door);

}  // namespace heed::server
