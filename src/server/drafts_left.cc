#include <algorithm>

#include "base/json_map.h"
#include "server/draft_row.h"
#include "server/drafts.h"
#include "server/people_door.h"
#include "server/typed_route.h"

namespace heed::server {

struct LeftDraft {
  std::string draft;
  std::string by;
  std::string contact;
  std::string voice;
  std::string text;
  Instant at;
};
BOOST_DESCRIBE_STRUCT(LeftDraft, (), (draft, by, contact, voice, text, at))
struct LeftDrafts {
  std::vector<LeftDraft> drafts;
};
BOOST_DESCRIBE_STRUCT(LeftDrafts, (), (drafts))

namespace {

// Whoever took its contacts, and has it no longer.
std::vector<ActorId> before(const desk::Whole& whole) {
  std::vector<ActorId> out;
  for (const auto& [id, contact] : whole.incident.contacts) {
    const ActorId who = contact.opened.handler;
    if (who == whole.incident.handler) continue;
    if (std::find(out.begin(), out.end(), who) == out.end()) out.push_back(who);
  }
  return out;
}

Result<std::vector<std::pair<std::string, LeftDraft>>> left(const DraftDoor& door,
                                                            const DeskDoor& desk,
                                                            const OpenCase& admitted, ActorId who) {
  std::vector<std::pair<std::string, LeftDraft>> out;  // by row
  const auto& incident = admitted.whole->incident;
  if (incident.handler != who) return out;
  for (const ActorId one : before(*admitted.whole)) {
    HEED_TRY(const auto rows, door.rows.all(drafts_table, one.str() + "/"));
    for (const auto& [row, bytes] : rows) {
      HEED_TRY(auto kept, json_map::read<Draft>(bytes));
      if (kept.incident != incident.id.str() || kept.text.empty()) continue;
      out.push_back({row,
                     {kept.draft, desk.desk.parts().duty.name_of(one), kept.contact, kept.voice,
                      kept.text, kept.at}});
    }
  }
  return out;
}

Route declare(Method method, std::string path, std::string name, std::string says) {
  Route route =
      get_route(std::move(path), std::move(name), std::move(says), answer_schema<LeftDrafts>());
  route.method = method;
  route.group = "drafts";
  return route;
}

Route list(const DraftDoor& door, const DeskDoor& desk) {
  Route route = declare(Method::get, "/v1/incidents/{incident}/drafts", "left_drafts",
                        "What whoever had it before you typed and did not send");
  route.act = [door, desk](const Call& call) -> Result<Answer> {
    HEED_TRY(const auto id, desk.incident(call));
    HEED_TRY(const auto admitted, admit_to(desk, call, id, "view_incident", "drafts"));
    HEED_TRY(auto found, left(door, desk, admitted, call.who.id));
    LeftDrafts out;
    for (auto& [row, draft] : found) out.drafts.push_back(std::move(draft));
    return answer(out);
  };
  return route;
}

Route end(const DraftDoor& door, const DeskDoor& desk) {
  Route route = declare(Method::remove, "/v1/incidents/{incident}/drafts/{draft}", "end_left_draft",
                        "It is in the log now, or is not wanted: the answer is what is left");
  route.act = [door, desk](const Call& call) -> Result<Answer> {
    HEED_TRY(const auto id, desk.incident(call));
    HEED_TRY(const auto admitted, admit_to(desk, call, id, "view_incident", "drafts"));
    HEED_TRY(auto found, left(door, desk, admitted, call.who.id));
    LeftDrafts out;
    for (auto& [row, draft] : found) {
      if (draft.draft == call.path.at("draft")) {
        HEED_CHECK(door.rows.remove(drafts_table, row));
      } else {
        out.drafts.push_back(std::move(draft));
      }
    }
    return answer(out);
  };
  return route;
}

}  // namespace

RouteTable left_draft_routes(const DraftDoor& door, const DeskDoor& desk) {
  return {list(door, desk), end(door, desk)};
}

}  // namespace heed::server
