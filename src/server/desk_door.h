// What the routes of the desk need, and the questions that each of them asks first: which incident
// is meant, what the asker has to do with it, whether policy allows it. Shared by commands and
// queries. References outlive the server. Thread-safe.
#pragma once

#include "access/access.h"
#include "desk/consultations.h"
#include "desk/control_room.h"
#include "server/live.h"
#include "server/route.h"

namespace heed::access {
class Accounts;
}
namespace heed::checks {
class HistoryLookup;
}
namespace heed::desk {
class Boards;
}
namespace heed::views {
class WhoSaw;
}

namespace heed::server {

struct DeskDoor {
  desk::Desk& desk;
  journal::Journal& journal;
  const access::Staff& staff;
  desk::Consultations& consultations;
  // Whether a check waits in its source's queue is the runner's to know; nothing persists it.
  std::function<std::optional<checks::RunState>(checks::CheckId)> state_of;
  // A draft of that person was sent.
  std::function<void(ActorId, const std::string& draft)> end_draft = {};
  // Null where there is none.
  const checks::HistoryLookup* history = nullptr;
  const views::WhoSaw* who_saw = nullptr;
  std::function<std::vector<checks::SourceHealth>()> source_health = {};
  const access::Accounts* accounts = nullptr;
  // What lists are served from; the people's routes are given the same.
  desk::Boards* boards = nullptr;

  // {incident} of the path: an id or a reference. Code::not_found where there is none.
  Result<incident::IncidentId> incident(const Call& call) const;
  access::Relation relation(const desk::Whole& whole, ActorId who) const;
  // Whether the asker may put that query to it; not_found in place of denied where even that there
  // is such an incident is not his to know.
  Status may_ask(const Call& call, std::string_view query, access::Relation relation) const;
  // Whether the asker may be shown it by that query. Whoever opens an incident that they neither
  // work on nor is linked to theirs breaks a glass: one subject, fifteen minutes, a stated reason,
  // on record, and somebody else reviews it (I8). Oversight that is a role's own work breaks none.
  Status may_open(const Call& call, std::string_view query, access::Relation relation,
                  incident::IncidentId incident) const;
  // Code::invalid where no purpose was given, or one that policy does not know.
  Status purpose_given(const Call& call) const;
};

std::string relation_name(access::Relation relation);

// Whether that person takes a contact that has not ended. May block.
bool in_live_contact(desk::Desk& desk, ActorId who);

// Commands: POST /v1/contacts, and POST /v1/incidents/{incident}/<command>.
RouteTable command_routes(const DeskDoor& door);
// Queries: who am I, what is there to choose from, the board, what is owed, one incident.
RouteTable query_routes(const DeskDoor& door);

// For Live: whoever is on the incident, or may look at it without a reason.
Audience audience_of(const DeskDoor& door, const Notice& notice);
bool may_hear(const DeskDoor& door, const Principal& who, const Notice& notice);
Result<std::vector<Notice>> notices_after(const journal::Journal& journal, std::uint64_t after,
                                          std::size_t limit);
Notice notice_of(const journal::StoredEvent& event);

}  // namespace heed::server
