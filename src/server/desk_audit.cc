// Who saw what of one incident: shown, acknowledged and acted upon are three things. What a named
// person's screen showed at a second, from the record as it stood then; no rule is run again.
// Glasses that were broken, for somebody else to review. An auditor's own looking is on record too.
#include <algorithm>

#include "base/json_map.h"
#include "desk/incident_view_describe.h"
#include "incident/incident_describe.h"
#include "server/asking.h"
#include "server/typed_route.h"
#include "views/who_saw.h"

namespace heed::server {

struct ShownTo {
  std::string view = {};
  // What of it: incident, slip, records, obligation/…, question/… (to a desk), audit.
  std::string as = {};
  std::string who = {};
  std::string login = {};
  Instant from;
  std::optional<Instant> until = {};  // still open where there is none
  std::string ended = {};             // left, disconnected, silent
  std::string purpose = {};
  std::string reason = {};
  std::string relation = {};
  std::vector<std::string> shows = {};
  std::int64_t from_seq = 0;
  std::int64_t to_seq = 0;  // what was appended until then counts as shown
};
BOOST_DESCRIBE_STRUCT(ShownTo, (),
                      (view, as, who, login, from, until, ended, purpose, reason, relation, shows,
                       from_seq, to_seq))
struct ActOf {
  std::string who = {};
  std::string login = {};
  Instant at;
  std::int64_t seq = 0;
  std::string event = {};
  bool acknowledges = false;  // that they read it; else they acted
};
BOOST_DESCRIBE_STRUCT(ActOf, (), (who, login, at, seq, event, acknowledges))
struct WhoSawIt {
  std::string reference = {};
  std::vector<ShownTo> shown = {};
  std::vector<ActOf> acts = {};
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(WhoSawIt, (), (reference, shown, acts, more))

struct Replayed {
  std::string who = {};
  Instant at;
  std::optional<ShownTo> shown = {};  // the view that stood then; none: nothing was on their screen
  std::int64_t seq = 0;               // of the last event that had happened
  std::optional<desk::IncidentView> screen = {};
};
BOOST_DESCRIBE_STRUCT(Replayed, (), (who, at, shown, seq, screen))

struct GlassLine {
  std::string glass = {};
  std::string who = {};
  std::string subject_kind = {};
  std::string subject = {};
  std::string reference = {};
  std::string reason = {};
  Instant at;
  Instant until;
  bool reviewed = false;
  bool justified = false;
  std::string finding = {};
  std::string reviewer = {};
};
BOOST_DESCRIBE_STRUCT(GlassLine, (),
                      (glass, who, subject_kind, subject, reference, reason, at, until, reviewed,
                       justified, finding, reviewer))
struct GlassList {
  std::vector<GlassLine> broken = {};
};
BOOST_DESCRIBE_STRUCT(GlassList, (), (broken))
struct GlassFinding {
  bool justified = false;
  std::string finding = {};
};
BOOST_DESCRIBE_STRUCT(GlassFinding, (), (justified, finding))
struct GlassDone {
  std::string glass = {};
};
BOOST_DESCRIBE_STRUCT(GlassDone, (), (glass))

namespace {

constexpr std::size_t acts_max = 2000;

std::string login_of(const DeskDoor& door, ActorId who) {
  const access::Person* person = door.staff.find(who);
  return person ? person->login : std::string();
}

ShownTo shown_to(const DeskDoor& door, const views::SeenView& seen) {
  ShownTo out;
  out.view = seen.opened.view.str();
  out.as = seen.opened.subject_kind;
  out.who = door.desk.parts().duty.name_of(seen.opened.viewer);
  out.login = login_of(door, seen.opened.viewer);
  out.from = seen.from;
  out.until = seen.until;
  out.purpose = seen.opened.purpose;
  out.reason = seen.opened.reason;
  out.relation = seen.opened.relation;
  out.shows = seen.opened.shows;
  out.from_seq = seen.opened.from_seq;
  out.to_seq =
      seen.closed ? seen.closed->to_seq : static_cast<std::int64_t>(door.journal.head().seq);
  if (seen.closed) out.ended = seen.closed->why;
  return out;
}

bool acknowledges(std::string_view type) {
  return type.find("acknowledged") != std::string_view::npos;
}

// What people did on the incident's own stream.
Status read_acts(const DeskDoor& door, incident::IncidentId id, WhoSawIt& out) {
  std::uint64_t from = 1;
  for (;;) {
    HEED_TRY(const auto events, door.journal.read_stream(desk::stream_of(id), from, 1000));
    if (events.empty()) return ok();
    for (const auto& event : events) {
      from = event.header.version + 1;
      if (event.header.actor == access::system_actor()) continue;
      if (out.acts.size() == acts_max) {
        out.more = true;
        return ok();
      }
      out.acts.push_back({door.desk.parts().duty.name_of(event.header.actor),
                          login_of(door, event.header.actor), event.header.at,
                          static_cast<std::int64_t>(event.header.seq), event.header.type,
                          acknowledges(event.header.type)});
    }
  }
}

// An auditor looks as well: on record before a byte leaves.
Result<incident::IncidentId> audited(const DeskDoor& door, const Call& call) {
  HEED_TRY(const auto id, door.incident(call));
  HEED_TRY(const auto whole, door.desk.look(id));
  const auto relation = door.relation(*whole, call.who.id);
  HEED_CHECK(door.may_ask(call, "view_consultations", relation));
  desk::Looking entry = looking(door, call, *door.desk.policy());
  entry.subject_kind = "audit";
  entry.subject = id.str();
  entry.relation = relation_name(relation);
  HEED_CHECK(door.consultations.look(entry));
  return id;
}

Route who_saw(const DeskDoor& door) {
  Route route =
      asking("/v1/incidents/{incident}/consultations", "consultations",
             "Who was shown it, who acknowledged, who acted", answer_schema<WhoSawIt>(), "audit");
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_TRY(const auto id, audited(door, call));
    HEED_TRY(const auto whole, door.desk.look(id));
    WhoSawIt out;
    out.reference = whole->incident.reference;
    if (door.who_saw) {
      for (const auto& seen : door.who_saw->of_any_kind(id.str())) {
        out.shown.push_back(shown_to(door, seen));
      }
    }
    HEED_CHECK(read_acts(door, id, out));
    return answer(out);
  };
  return route;
}

// The incident as it stood at that instant.
Result<desk::Whole> as_at(const DeskDoor& door, incident::IncidentId id, Instant at,
                          std::int64_t& seq) {
  desk::Whole whole;
  std::uint64_t from = 1;
  for (;;) {
    HEED_TRY(const auto events, door.journal.read_stream(desk::stream_of(id), from, 1000));
    for (const auto& event : events) {
      if (event.header.at > at) return whole;
      HEED_CHECK(desk::apply_stored(whole, event));
      seq = static_cast<std::int64_t>(event.header.seq);
      from = event.header.version + 1;
    }
    if (events.empty()) return whole;
  }
}

Route replay(const DeskDoor& door) {
  Route route = asking("/v1/incidents/{incident}/replay", "replay",
                       "What a named person's screen showed of it at a second",
                       answer_schema<Replayed>(), "audit");
  route.query = {{"who", "Their sign-in name", true},
                 {"at", "The instant, such as 2026-11-19T18:31:05Z", true}};
  route.act = [door](const Call& call) -> Result<Answer> {
    const auto at = parse_instant(call.query.at("at"));
    if (!at) return error(Code::invalid, "expected an instant such as 2026-11-19T18:31:05Z", "at");
    HEED_TRY(const auto id, audited(door, call));
    const access::Person* person = door.staff.find_login(call.query.at("who"));
    if (!person) return error(Code::not_found, "nobody of that name is on the staff", "who");
    Replayed out;
    out.who = person->name;
    out.at = *at;
    const auto seen =
        door.who_saw ? door.who_saw->at(person->id, "incident", id.str(), *at) : std::nullopt;
    if (!seen) return answer(out);
    out.shown = shown_to(door, *seen);
    HEED_TRY(const auto whole, as_at(door, id, *at, out.seq));
    const auto policy = door.desk.policy();
    const auto& parts = door.desk.parts();
    const desk::Viewer viewer{parts.duty.roles_of(person->id, *at), *at, parts.zone, *policy,
                              parts.duty};
    out.screen = desk::view_of(whole, viewer);
    return answer(out);
  };
  return route;
}

std::vector<views::SeenGlass> broken_glasses(const DeskDoor& door) {
  return door.who_saw ? door.who_saw->glasses() : std::vector<views::SeenGlass>();
}

Route glasses(const DeskDoor& door) {
  Route route = asking("/v1/glass", "glasses",
                       "Incidents that somebody opened who does not work on them, to be reviewed",
                       answer_schema<GlassList>(), "audit");
  route.query = {{"all", "true: reviewed ones as well", false}};
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_CHECK(door.may_ask(call, "review_glass", access::Relation::none));
    GlassList out;
    const bool all = said_true(call, "all");
    const auto& duty = door.desk.parts().duty;
    for (const auto& one : broken_glasses(door)) {
      if (one.reviewed && !all) continue;
      GlassLine line{one.broken.glass.str(),
                     duty.name_of(one.broken.who),
                     one.broken.subject_kind,
                     one.broken.subject,
                     {},
                     one.broken.reason,
                     one.at,
                     one.broken.until,
                     one.reviewed.has_value()};
      if (const auto id = incident::IncidentId::parse(one.broken.subject)) {
        if (const auto whole = door.desk.look(*id)) line.reference = (*whole)->incident.reference;
      }
      if (one.reviewed) {
        line.justified = one.reviewed->justified;
        line.finding = one.reviewed->finding;
        line.reviewer = duty.name_of(one.reviewed->reviewer);
      }
      out.broken.push_back(std::move(line));
    }
    std::stable_sort(out.broken.begin(), out.broken.end(),
                     [](const GlassLine& a, const GlassLine& b) { return a.at > b.at; });
    return answer(out);
  };
  return route;
}

Route review(const DeskDoor& door) {
  Route route = asking("/v1/glass/{glass}/review", "review_glass",
                       "Whether it was justified; by somebody else than who did it",
                       answer_schema<GlassDone>(), "audit");
  route.method = Method::post;
  route.ordered_by = "glass";
  route.body = schema<GlassFinding>({"justified", "finding"});
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_TRY(const auto given, read_body<GlassFinding>(call, {"justified", "finding"}));
    HEED_CHECK(door.may_ask(call, "review_glass", access::Relation::none));
    const auto id = access::GlassId::parse(call.path.at("glass"));
    const auto seen = id && door.who_saw ? door.who_saw->glass(*id) : std::nullopt;
    if (!seen) return error(Code::not_found, "there is no such glass", "/glass");
    HEED_CHECK(door.consultations.review_glass({seen->broken, seen->reviewed}, call.who.id,
                                               given.justified, given.finding, call.purpose,
                                               door.desk.policy()->rules->version()));
    return answer(GlassDone{id->str()});
  };
  return route;
}

}  // namespace

RouteTable audit_routes(const DeskDoor& door) {
  return {who_saw(door), replay(door), glasses(door), review(door)};
}

}  // namespace heed::server
