#include "server/people_door.h"

namespace heed::server {

desk::Viewer viewer_now(const DeskDoor& door, ActorId who, const desk::ForcePolicy& policy) {
  const auto& parts = door.desk.parts();
  const Instant now = parts.clock.now();
  return {parts.duty.roles_of(who, now), now, parts.zone, policy, parts.duty};
}

Route get_route(std::string path, std::string name, std::string says, Schema answer, Lane lane) {
  Route route = declared("people", Method::get, std::move(path), std::move(name), std::move(says),
                         std::move(answer));
  route.lane = lane;
  return route;
}

Result<OpenCase> admit_to(const DeskDoor& door, const Call& call, incident::IncidentId id,
                          std::string_view query, const std::string& as,
                          std::vector<std::string> shows) {
  HEED_TRY(const auto whole, door.desk.look(id));
  const auto relation = door.relation(*whole, call.who.id);
  HEED_CHECK(door.may_open(call, query, relation, id));
  const auto policy = door.desk.policy();
  desk::Viewer viewer = viewer_now(door, call.who.id, *policy);
  viewer.glass_broken = door.consultations.glass_open(call.who.id, "incident", id.str());
  desk::Looking entry;
  entry.viewer = call.who.id;
  entry.subject_kind = as;
  entry.subject = id.str();
  entry.purpose = call.purpose;
  entry.reason = call.reason;
  entry.relation = relation_name(relation);
  entry.shows = shows.empty() ? desk::shows(*whole, viewer) : std::move(shows);
  entry.from_seq = static_cast<std::int64_t>(door.journal.head().seq);
  entry.policy_version = policy->rules->version();
  HEED_CHECK(door.consultations.look(entry));
  return OpenCase{id, whole, policy, std::move(viewer)};
}

RouteTable people_routes(const PeopleDoor& door) {
  RouteTable out;
  for (auto* more : {&board_routes, &case_routes, &weight_routes}) {
    for (Route& route : (*more)(door)) out.push_back(std::move(route));
  }
  return out;
}

}  // namespace heed::server
