// What can be asked of the desk. Whoever asks is asked back first: what have you to do with it,
// why; then the entry is written that says so; then it is shown.
#include <algorithm>

#include "base/json_map.h"
#include "desk/incident_view_describe.h"
#include "incident/incident_describe.h"
#include "server/desk_door.h"
#include "server/typed_route.h"

namespace heed::server {

struct Me {
  std::string id;
  std::string login;
  std::string name;
  std::vector<std::string> roles;
};
BOOST_DESCRIBE_STRUCT(Me, (), (id, login, name, roles))

struct Choice {
  std::string code;
  std::string says;
};
BOOST_DESCRIBE_STRUCT(Choice, (), (code, says))
struct Asked {
  std::string id;
  std::string words;
  std::string words_to_child;
  std::string answer;
  std::vector<std::string> choices;
};
BOOST_DESCRIBE_STRUCT(Asked, (), (id, words, words_to_child, answer, choices))
struct Choices {
  std::string policy_version;
  std::vector<Choice> opening_codes;
  std::vector<Choice> closing_codes;
  std::vector<Choice> outcomes;
  std::vector<Choice> purposes;
  std::vector<Choice> advice;
  std::vector<Choice> sources;
  std::vector<Choice> thrive;
  std::vector<Asked> questions;
};
BOOST_DESCRIBE_STRUCT(Choices, (),
                      (policy_version, opening_codes, closing_codes, outcomes, purposes, advice,
                       sources, thrive, questions))

struct Board {
  std::vector<desk::BoardLine> incidents;
  bool more = false;  // there are more than are shown
};
BOOST_DESCRIBE_STRUCT(Board, (), (incidents, more))

// One thing owed, without what it says: that is shown with its incident.
struct DueLine {
  incident::IncidentId incident;
  std::string reference;
  incident::ObligationId obligation;
  std::string kind;
  std::string duty;
  std::string holder;
  std::string offered;
  bool accepted = false;
  Instant due;
  bool overdue = false;
};
BOOST_DESCRIBE_STRUCT(DueLine, (),
                      (incident, reference, obligation, kind, duty, holder, offered, accepted, due,
                       overdue))
struct DueList {
  std::vector<DueLine> owed;
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(DueList, (), (owed, more))

struct Left {
  bool left = true;
};
BOOST_DESCRIBE_STRUCT(Left, (), (left))

namespace {

constexpr std::size_t board_lines_max = 500;
constexpr std::size_t due_lines_max = 1000;

desk::Viewer viewer_of(const DeskDoor& door, const Call& call, const desk::ForcePolicy& policy) {
  const auto& parts = door.desk.parts();
  const Instant now = parts.clock.now();
  return {parts.duty.roles_of(call.who.id, now), now, parts.zone, policy, parts.duty};
}

desk::Looking looking(const DeskDoor& door, const Call& call, const desk::ForcePolicy& policy) {
  desk::Looking out;
  out.viewer = call.who.id;
  out.purpose = call.purpose;
  out.reason = call.reason;
  out.from_seq = static_cast<std::int64_t>(door.journal.head().seq);
  out.policy_version = policy.rules->version();
  return out;
}

Route get(std::string path, std::string name, std::string says, Schema answer) {
  Route route;
  route.path = std::move(path);
  route.name = std::move(name);
  route.says = std::move(says);
  route.group = "queries";
  route.answer = std::move(answer);
  return route;
}

Route me() {
  Route route = get("/v1/me", "me", "Who is signed in, as what", answer_schema<Me>());
  route.act = [](const Call& call) -> Result<Answer> {
    return answer(Me{call.who.id.str(), call.who.login, call.who.name, call.who.roles});
  };
  return route;
}

Route choices(const DeskDoor& door) {
  Route route = get("/v1/choices", "choices", "What the force's policy lets one choose from",
                    answer_schema<Choices>());
  route.act = [door](const Call&) -> Result<Answer> {
    const auto policy = door.desk.policy();
    Choices out;
    out.policy_version = policy->rules->version();
    for (const auto& [code, one] : policy->opening_codes)
      out.opening_codes.push_back({code, one.says});
    for (const auto& [code, says] : policy->closing_codes)
      out.closing_codes.push_back({code, says});
    for (const auto& [id, one] : policy->outcomes) out.outcomes.push_back({id, one.says});
    for (const auto& one : policy->access.purposes()) out.purposes.push_back({one.code, one.says});
    for (const auto& [id, one] : policy->advice) out.advice.push_back({id, one.words});
    if (policy->sources) {
      for (const auto& one : policy->sources->all())
        out.sources.push_back({one->source, one->title});
    }
    for (const auto& one : policy->thrive.elements()) out.thrive.push_back({one.id, one.title});
    for (const auto& one : policy->rules->questions()) {
      out.questions.push_back({one.id, one.words, one.words_to_child,
                               std::string(policy::to_string(one.answer)), one.choices});
    }
    return answer(out);
  };
  return route;
}

Route board(const DeskDoor& door) {
  Route route = get("/v1/incidents", "board", "Open incidents, without personal data",
                    answer_schema<Board>());
  route.query = {{"closed", "true: closed ones as well", false}};
  route.lane = Lane::dashboard;
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_CHECK(door.may_ask(call, "view_board", access::Relation::none));
    const auto policy = door.desk.policy();
    const desk::Viewer viewer = viewer_of(door, call, *policy);
    const auto closed = call.query.find("closed");
    const bool all = closed != call.query.end() && closed->second == "true";
    Board out;
    for (const auto& [id, one] : door.desk.index().all()) {
      if (one.closed && !all) continue;
      if (out.incidents.size() == board_lines_max) {
        out.more = true;
        break;
      }
      HEED_TRY(const auto whole, door.desk.look(id));
      out.incidents.push_back(desk::board_line(*whole, viewer));
    }
    return answer(out);
  };
  return route;
}

Route due(const DeskDoor& door) {
  Route route = get("/v1/owed", "owed", "What is owed in open incidents, soonest first",
                    answer_schema<DueList>());
  route.query = {{"mine", "true: what I hold or am offered", false}};
  route.lane = Lane::dashboard;
  route.act = [door](const Call& call) -> Result<Answer> {
    const auto mine = call.query.find("mine");
    const bool only_mine = mine != call.query.end() && mine->second == "true";
    HEED_CHECK(door.may_ask(call, only_mine ? "view_inbox" : "view_board", access::Relation::none));
    const auto& duty = door.desk.parts().duty;
    DueList out;
    for (const auto& id : door.desk.index().open()) {
      HEED_TRY(const auto whole, door.desk.look(id));
      for (const auto& [obligation, one] : whole->incident.obligations) {
        if (!one.open()) continue;
        if (only_mine && one.holder != call.who.id && one.offered != call.who.id) continue;
        out.owed.push_back({id, whole->incident.reference, obligation,
                            json_map::enum_name(one.raised.kind), one.duty,
                            duty.name_of(one.holder),
                            one.offered ? duty.name_of(*one.offered) : std::string(), one.accepted,
                            one.raised.due, one.overdue});
      }
    }
    std::stable_sort(out.owed.begin(), out.owed.end(),
                     [](const DueLine& a, const DueLine& b) { return a.due < b.due; });
    out.more = out.owed.size() > due_lines_max;
    if (out.more) out.owed.resize(due_lines_max);
    return answer(out);
  };
  return route;
}

Route one_incident(const DeskDoor& door) {
  Route route = get("/v1/incidents/{incident}", "incident", "One incident, as you may see it",
                    answer_schema<desk::IncidentView>());
  route.lane = Lane::intake;
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_TRY(const auto id, door.incident(call));
    HEED_TRY(const auto whole, door.desk.look(id));
    const auto relation = door.relation(*whole, call.who.id);
    HEED_CHECK(door.may_ask(call, "view_incident", relation));
    const auto policy = door.desk.policy();
    const desk::Viewer viewer = viewer_of(door, call, *policy);
    desk::Looking entry = looking(door, call, *policy);
    entry.subject_kind = "incident";
    entry.subject = id.str();
    entry.relation = relation_name(relation);
    entry.shows = desk::shows(*whole, viewer);
    HEED_CHECK(door.consultations.look(entry));
    desk::IncidentView view = desk::view_of(*whole, viewer);
    for (auto& check : view.checks) {
      const auto state = door.state_of ? door.state_of(check.id) : std::nullopt;
      if (state == checks::RunState::queued && check.state == "due") check.state = "queued";
    }
    auto out = answer(view);
    out.etag = static_cast<std::int64_t>(whole->version);
    return out;
  };
  return route;
}

Route leave(const DeskDoor& door) {
  Route route = get("/v1/incidents/{incident}/look", "leave_incident",
                    "You no longer look at it: closes the view", answer_schema<Left>());
  route.method = Method::remove;
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_TRY(const auto id, door.incident(call));
    HEED_CHECK(door.consultations.left(call.who.id, "incident", id.str(), "left"));
    return answer(Left{});
  };
  return route;
}

}  // namespace

RouteTable query_routes(const DeskDoor& door) {
  return {me(), choices(door), board(door), due(door), one_incident(door), leave(door)};
}

}  // namespace heed::server
