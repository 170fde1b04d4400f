#include "server/drafts.h"

#include "base/json_map.h"
#include "base/text.h"
#include "server/draft_row.h"
#include "server/typed_route.h"

namespace heed::server {

struct DraftText {
  std::string incident;
  std::string contact;
  std::string voice;
  std::string text;
  std::int64_t rev = 0;
};
BOOST_DESCRIBE_STRUCT(DraftText, (), (incident, contact, voice, text, rev))
struct Drafts {
  std::vector<Draft> drafts;
};
BOOST_DESCRIBE_STRUCT(Drafts, (), (drafts))
struct DraftKept {
  std::string draft;
  std::int64_t rev = 0;  // that stands, which may be a newer one
};
BOOST_DESCRIBE_STRUCT(DraftKept, (), (draft, rev))

namespace {

constexpr std::size_t text_bytes_max = 64 * 1024;

std::string row_of(ActorId who, std::string_view draft) {
  return who.str() + "/" + std::string(draft);
}

Result<std::string> draft_of(const Call& call) {
  const auto parsed = parse_uuid(call.path.at("draft"));
  if (!parsed) return error(Code::invalid, "expected a UUID that the page made", "/draft");
  return parsed->str();
}

Result<std::vector<Draft>> own(const DraftDoor& door, ActorId who) {
  HEED_TRY(const auto rows, door.rows.all(drafts_table, who.str() + "/"));
  std::vector<Draft> out;
  for (const auto& [name, bytes] : rows) {
    HEED_TRY(auto draft, json_map::read<Draft>(bytes));
    out.push_back(std::move(draft));
  }
  return out;
}

Route declare(Method method, std::string path, std::string name, std::string says, Schema answer) {
  Route route = declared("drafts", method, std::move(path), std::move(name), std::move(says),
                         std::move(answer));
  route.ordered_by = "draft";
  return route;
}

Route keep(const DraftDoor& door) {
  Route route =
      declare(Method::put, "/v1/drafts/{draft}", "keep_draft",
              "What you have typed and not sent, kept for you alone", answer_schema<DraftKept>());
  route.body = schema<DraftText>({"text", "rev"});
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_TRY(const auto id, draft_of(call));
    HEED_TRY(const auto given, read_body<DraftText>(call, {"text", "rev"}));
    if (given.text.size() > text_bytes_max || given.incident.size() + given.contact.size() > 200) {
      return error(Code::limit, "expected at most 64 KiB of text", "/text");
    }
    const std::string row = row_of(call.who.id, id);
    HEED_TRY(const auto before, door.rows.get(drafts_table, row));
    if (before) {
      HEED_TRY(const auto kept, json_map::read<Draft>(*before));
      if (kept.rev >= given.rev) return answer(DraftKept{id, kept.rev});
    } else {
      HEED_TRY(const auto all, own(door, call.who.id));
      if (all.size() >= drafts_a_person_max) {
        return error(Code::limit, "you have fifty drafts already", "/draft",
                     "Send or delete one: GET /v1/drafts lists them");
      }
    }
    const Draft draft{id,         given.incident, given.contact,   given.voice,
                      given.text, given.rev,      door.clock.now()};
    HEED_CHECK(door.rows.put(drafts_table, row, json_map::write(draft)));
    return answer(DraftKept{id, given.rev});
  };
  return route;
}

Route list(const DraftDoor& door) {
  Route route = declare(Method::get, "/v1/drafts", "drafts", "Your own drafts, whole",
                        answer_schema<Drafts>());
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_TRY(auto all, own(door, call.who.id));
    return answer(Drafts{std::move(all)});
  };
  return route;
}

Route drop(const DraftDoor& door) {
  Route route = declare(Method::remove, "/v1/drafts/{draft}", "delete_draft",
                        "It was sent, or is not wanted", answer_schema<DraftKept>());
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_TRY(const auto id, draft_of(call));
    HEED_CHECK(end_draft(door.rows, call.who.id, id));
    return answer(DraftKept{id, 0});
  };
  return route;
}

}  // namespace

RouteTable draft_routes(const DraftDoor& door) { return {keep(door), list(door), drop(door)}; }

Status end_draft(Rows& rows, ActorId who, std::string_view draft) {
  return rows.remove(drafts_table, row_of(who, draft));
}

Result<std::size_t> forget_old_drafts(const DraftDoor& door) {
  HEED_TRY(const auto rows, door.rows.all(drafts_table));
  std::size_t gone = 0;
  for (const auto& [name, bytes] : rows) {
    HEED_TRY(const auto draft, json_map::read<Draft>(bytes));
    if (door.clock.now() - draft.at <= draft_kept) continue;
    HEED_CHECK(door.rows.remove(drafts_table, name));
    ++gone;
  }
  return gone;
}

}  // namespace heed::server
