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

namespace {

// Whoever works on it, holds something of it or is offered it.
std::set<ActorId> on_it(const desk::Whole& whole) {
  std::set<ActorId> out;
  for (const auto& [who, as] : whole.incident.participants) out.insert(who);
  for (const auto& [id, one] : whole.incident.obligations) {
    if (!one.open()) continue;
    out.insert(one.holder);
    if (one.offered) out.insert(*one.offered);
  }
  return out;
}

std::set<ActorId> on_linked(const DeskDoor& door, const desk::Whole& whole) {
  std::set<ActorId> out;
  auto linked = door.desk.index().linking_to(whole.incident.id);
  for (const auto& link : whole.incident.links) linked.push_back(link.other);
  for (const auto id : linked) {
    const auto other = door.desk.look(id);
    if (other) out.merge(on_it(**other));
  }
  return out;
}

// Roles that are told of it without having anything to do with it.
std::set<std::string> roles_told(const DeskDoor& door, std::string_view action,
                                 access::Relation relation) {
  const auto policy = door.desk.policy();
  std::set<std::string> out;
  for (const auto& role : policy->access.roles()) {
    const auto reach = policy->access.reach({role}, policy->access.group_of(action));
    const bool far = reach && reach->far == access::Relation::other && reach->without_reason;
    if (reach && (far || relation == access::Relation::none)) out.insert(role);
  }
  return out;
}

}  // namespace

Audience audience_of(const DeskDoor& door, const Notice& notice) {
  // That somebody broke a glass: whoever may review it hears that there is one, and no more (I8).
  if (notice.event == glass_broken) {
    return {{}, roles_told(door, "review_glass", access::Relation::none)};
  }
  const auto id = incident::IncidentId::parse(notice.incident);
  if (!id) return {};
  // The command that caused it may not have returned: the incident as it was would be shown to
  // whoever fetches it on this notice, and another notice need never come.
  const auto whole = door.desk.look(*id, notice.version);
  if (!whole || (*whole)->version == 0) return {};
  const auto policy = door.desk.policy();
  Audience out;
  const auto add = [&](const std::set<ActorId>& some, access::Relation relation) {
    for (const ActorId who : some) {
      if (access::may(policy->access, door.staff, who, "watch_incident", relation, {})) {
        out.people.insert(who);
      }
    }
  };
  add(on_it(**whole), access::Relation::own);
  add(on_linked(door, **whole), access::Relation::linked);
  out.roles = roles_told(door, "watch_incident", access::Relation::other);
  return out;
}

bool may_hear(const DeskDoor& door, const Principal& who, const Notice& notice) {
  return audience_of(door, notice).has(who);
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
  notice.version = event.header.version;
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
