#include "server/desk_door.h"

namespace heed::server {
namespace {
constexpr std::string_view glass_broken = "glass.broken.v1";
}

std::string relation_name(access::Relation relation) {
  switch (relation) {
    case access::Relation::none: return "none";
    case access::Relation::own: return "own";
    case access::Relation::linked: return "linked";
    case access::Relation::other: return "other";
  }
  return "none";
}

Result<incident::IncidentId> DeskDoor::incident(const Call& call) const {
  const auto given = call.path.find("incident");
  if (given == call.path.end()) return error(Code::invalid, "expected an incident", "/incident");
  if (auto id = incident::IncidentId::parse(given->second)) return *id;
  if (const auto id = desk.index().by_reference(given->second)) return *id;
  return error(Code::not_found, "there is no such incident", "/incident",
               "Give its id, or its reference such as NM-20261119-00421");
}

access::Relation DeskDoor::relation(const desk::Whole& whole, ActorId who) const {
  return desk::relation_to(&whole, who, desk.index().linking_to(whole.incident.id),
                           [this](incident::IncidentId id) -> std::shared_ptr<const desk::Whole> {
                             auto found = desk.look(id);
                             return found ? *found : nullptr;
                           });
}

Status DeskDoor::purpose_given(const Call& call) const {
  if (call.purpose.empty()) {
    return error(Code::invalid, "expected a purpose", "Heed-Purpose",
                 "GET /v1/choices lists the purposes of the force's policy");
  }
  return access::purpose_given(desk.policy()->access, call.purpose, call.reason);
}

Status DeskDoor::may_ask(const Call& call, std::string_view query,
                         access::Relation relation) const {
  HEED_CHECK(purpose_given(call));
  return access::may(desk.policy()->access, staff, call.who.id, query, relation, call.reason);
}

Status DeskDoor::may_open(const Call& call, std::string_view query, access::Relation relation,
                          incident::IncidentId incident) const {
  if (consultations.glass_open(call.who.id, "incident", incident.str())) {
    return purpose_given(call);
  }
  HEED_CHECK(may_ask(call, query, relation));
  const auto policy = desk.policy();
  if (relation != access::Relation::other ||
      access::may(policy->access, staff, call.who.id, query, relation, {})) {
    return ok();
  }
  desk::Looking glass;
  glass.viewer = call.who.id;
  glass.subject_kind = "incident";
  glass.subject = incident.str();
  glass.purpose = call.purpose;
  glass.reason = call.reason;
  glass.relation = relation_name(relation);
  glass.policy_version = policy->rules->version();
  return consultations.break_glass(glass);
}

bool in_live_contact(desk::Desk& desk, ActorId who) {
  for (const auto id : desk.index().open()) {
    const auto whole = desk.look(id);
    if (!whole) continue;
    for (const auto& [contact, one] : (*whole)->incident.contacts) {
      const bool theirs = one.opened.handler == who || (*whole)->incident.handler == who;
      if (theirs && !one.ended) return true;
    }
  }
  return false;
}

bool may_hear(const DeskDoor& door, const Principal& who, const Notice& notice) {
  // That somebody broke a glass: whoever may review it hears that there is one, and no more (I8).
  if (notice.event == glass_broken) {
    return access::may(door.desk.policy()->access, door.staff, who.id, "review_glass",
                       access::Relation::none, {})
        .has_value();
  }
  if (notice.incident.empty()) return false;
  const auto id = incident::IncidentId::parse(notice.incident);
  if (!id) return false;
  const auto whole = door.desk.look(*id);
  if (!whole) return false;
  return access::may(door.desk.policy()->access, door.staff, who.id, "watch_incident",
                     door.relation(**whole, who.id), {})
      .has_value();
}

Notice notice_of(const journal::StoredEvent& event) {
  Notice notice;
  notice.seq = event.header.seq;
  notice.at = event.header.at;
  if (event.header.type == glass_broken) notice.event = glass_broken;
  // What else lies in other streams (who looked at what) is nobody's to hear of.
  if (event.header.stream.kind != "incident") return notice;
  notice.incident = event.header.stream.id.str();
  notice.event = event.header.type;
  return notice;
}

Result<std::vector<Notice>> notices_after(const journal::Journal& journal, std::uint64_t after,
                                          std::size_t limit) {
  HEED_TRY(const auto events, journal.read_feed(after, limit));
  std::vector<Notice> out;
  for (const auto& event : events) out.push_back(notice_of(event));
  return out;
}

}  // namespace heed::server
