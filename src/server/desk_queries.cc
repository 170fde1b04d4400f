// What can be asked of the desk. Whoever asks is asked back first: what have you to do with it,
// why; then the entry is written that says so; then it is shown.
#include <algorithm>

#include "base/json_map.h"
#include "desk/boards.h"
#include "desk/incident_view_describe.h"
#include "incident/incident_describe.h"
#include "server/asking.h"
#include "server/typed_route.h"

namespace heed::server {

struct Me {
  std::string id = {};
  std::string login = {};
  std::string name = {};
  std::vector<std::string> roles = {};
};
BOOST_DESCRIBE_STRUCT(Me, (), (id, login, name, roles))

struct Choice {
  std::string code = {};
  std::string says = {};
  std::vector<std::string> themes = {};  // of an opening code
};
BOOST_DESCRIBE_STRUCT(Choice, (), (code, says, themes))
struct Asked {
  std::string id = {};
  std::string words = {};
  std::string words_to_child = {};
  std::string answer = {};
  std::vector<std::string> choices = {};
};
BOOST_DESCRIBE_STRUCT(Asked, (), (id, words, words_to_child, answer, choices))
struct Choices {
  std::string policy_version = {};
  std::vector<Choice> opening_codes = {};
  std::vector<Choice> closing_codes = {};
  std::vector<Choice> outcomes = {};
  std::vector<Choice> purposes = {};
  std::vector<Choice> advice = {};
  std::vector<Choice> sources = {};
  std::vector<Choice> thrive = {};
  std::vector<Asked> questions = {};
};
BOOST_DESCRIBE_STRUCT(Choices, (),
                      (policy_version, opening_codes, closing_codes, outcomes, purposes, advice,
                       sources, thrive, questions))

struct Board {
  std::vector<desk::BoardLine> incidents = {};
  bool more = false;  // there are more than are shown
};
BOOST_DESCRIBE_STRUCT(Board, (), (incidents, more))

// One thing owed, without what it says: that is shown with its incident.
struct DueLine {
  incident::IncidentId incident;
  std::string reference = {};
  incident::ObligationId obligation;
  std::string kind = {};
  std::string duty = {};
  std::string holder = {};
  std::string offered = {};
  bool accepted = false;
  Instant due;
  bool overdue = false;
  // What the force's policy calls it; of promises, which are people's own words, nothing.
  std::string what = {};
  std::string rule = {};
  std::string grade = {};
  std::vector<std::string> themes = {};
  bool mine = false;  // you hold it, or it is offered to you
  std::int64_t wishes = 0;
};
BOOST_DESCRIBE_STRUCT(DueLine, (),
                      (incident, reference, obligation, kind, duty, holder, offered, accepted, due,
                       overdue, what, rule, grade, themes, mine, wishes))
struct DueList {
  std::vector<DueLine> owed = {};
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(DueList, (), (owed, more))

struct GlassReason {
  std::string reason = {};
};
BOOST_DESCRIBE_STRUCT(GlassReason, (), (reason))
struct GlassOpen {
  Instant until;  // at the latest
};
BOOST_DESCRIBE_STRUCT(GlassOpen, (), (until))
struct Left {
  bool left = true;
};
BOOST_DESCRIBE_STRUCT(Left, (), (left))

namespace {

constexpr std::size_t board_lines_max = 500;
constexpr std::size_t due_lines_max = 1000;

Route me() {
  Route route = asking("/v1/me", "me", "Who is signed in, as what", answer_schema<Me>());
  route.act = [](const Call& call) -> Result<Answer> {
    return answer(Me{call.who.id.str(), call.who.login, call.who.name, call.who.roles});
  };
  return route;
}

Route choices(const DeskDoor& door) {
  Route route = asking("/v1/choices", "choices", "What the force's policy lets one choose from",
                       answer_schema<Choices>());
  route.act = [door](const Call&) -> Result<Answer> {
    const auto policy = door.desk.policy();
    Choices out;
    out.policy_version = policy->rules->version();
    for (const auto& [code, one] : policy->opening_codes)
      out.opening_codes.push_back({code, one.says, one.themes});
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

// What is closed and owes nothing stands on no board: it is looked up.
Result<Answer> with_closed(const DeskDoor& door, const Call& call,
                           const desk::Boards::Standing& standing) {
  std::map<incident::IncidentId, const desk::BoardLine*> lines;
  for (const auto& entry : standing.entries) lines[entry->line.id] = &entry->line;
  const auto policy = door.desk.policy();
  const desk::Viewer viewer = viewer_of(door, call, *policy);
  Board out;
  for (const auto& [id, one] : door.desk.index().all()) {
    out.more = out.incidents.size() == board_lines_max;
    if (out.more) break;
    if (const auto known = lines.find(id); known != lines.end()) {
      out.incidents.push_back(*known->second);
      continue;
    }
    HEED_TRY(const auto whole, door.desk.look(id));
    out.incidents.push_back(desk::board_line(*whole, viewer));
  }
  return answer(out);
}

Route board(const DeskDoor& door) {
  Route route = asking("/v1/incidents", "board", "Open incidents, without personal data",
                       answer_schema<Board>());
  route.query = {{"closed", "true: closed ones as well", false}};
  route.lane = Lane::dashboard;
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_CHECK(door.may_ask(call, "view_board", access::Relation::none));
    HEED_TRY(const auto standing, board_of(door));
    if (said_true(call, "closed")) return with_closed(door, call, *standing);
    Board out;
    for (const auto& entry : standing->entries) {
      if (entry->line.closed) continue;
      out.more = out.incidents.size() == board_lines_max;
      if (out.more) break;
      out.incidents.push_back(entry->line);
    }
    return answer(out);
  };
  return route;
}

// In policy's words, which are nobody's personal data; of what people promised, nothing.
std::string owed_in_words(const desk::ForcePolicy& policy, const desk::BoardOwed& one) {
  if (one.rule.starts_with("ask:")) {
    const auto* question = policy.rules->question(std::string_view(one.rule).substr(4));
    return question ? question->words : std::string();
  }
  const auto* known = policy.rules->rule(one.rule);
  if (!known || one.kind == json_map::enum_name(incident::ObligationKind::undertaking)) return {};
  return known->raise.has("what") ? known->raise.text("what").value() : known->why;
}

bool wanted(const Call& call, const desk::BoardOwed& one) {
  const auto is = [&call](const char* name, const std::string& value) {
    const auto given = call.query.find(name);
    return given == call.query.end() || given->second == value;
  };
  if (said_true(call, "overdue") && !one.overdue) return false;
  if (said_true(call, "mine") && one.holder != call.who.id && one.offered != call.who.id) {
    return false;
  }
  return is("kind", one.kind) && is("duty", one.duty);
}

DueLine due_line(const desk::BoardEntry& entry, const desk::BoardOwed& one,
                 const desk::ForcePolicy& policy, ActorId asker) {
  DueLine out{entry.line.id,   entry.line.reference, one.obligation, one.kind, one.duty,
              one.holder_name, one.offered_name,     one.accepted,   one.due,  one.overdue};
  out.what = owed_in_words(policy, one);
  out.rule = one.rule;
  out.grade = entry.line.grade;
  out.themes = entry.line.themes;
  out.mine = one.holder == asker || one.offered == asker;
  out.wishes = entry.wishes;
  return out;
}

Route due(const DeskDoor& door) {
  Route route = asking("/v1/owed", "owed", "What is owed in open incidents, soonest first",
                       answer_schema<DueList>());
  route.query = {{"mine", "true: what I hold or am offered", false},
                 {"overdue", "true: only what is overdue", false},
                 {"kind", "Only of that kind: decide, dispatch, act, tell, question …", false},
                 {"duty", "Only what is owed by that duty: dispatcher, crime_recorder …", false}};
  route.lane = Lane::dashboard;
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_CHECK(door.may_ask(call, said_true(call, "mine") ? "view_inbox" : "view_board",
                            access::Relation::none));
    const auto policy = door.desk.policy();
    HEED_TRY(const auto standing, board_of(door));
    DueList out;
    for (const auto& entry : standing->entries) {
      if (entry->line.closed) continue;
      for (const auto& one : entry->owed) {
        if (wanted(call, one)) out.owed.push_back(due_line(*entry, one, *policy, call.who.id));
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
  Route route = asking("/v1/incidents/{incident}", "incident", "One incident, as you may see it",
                       answer_schema<desk::IncidentView>());
  route.lane = Lane::intake;
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_TRY(const auto id, door.incident(call));
    HEED_TRY(const auto whole, door.desk.look(id));
    const auto relation = door.relation(*whole, call.who.id);
    const auto policy = door.desk.policy();
    desk::Viewer viewer = viewer_of(door, call, *policy);
    desk::Looking entry = looking(door, call, *policy);
    entry.subject_kind = "incident";
    entry.subject = id.str();
    entry.relation = relation_name(relation);
    HEED_CHECK(door.may_open(call, "view_incident", relation, id));
    viewer.glass_broken = door.consultations.glass_open(call.who.id, "incident", id.str());
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

Route break_the_glass(const DeskDoor& door) {
  Route route = asking("/v1/incidents/{incident}/glass", "break_glass",
                       "Open what policy restricts in it, for fifteen minutes, for a stated reason",
                       answer_schema<GlassOpen>());
  route.method = Method::post;
  route.body = schema<GlassReason>({"reason"});
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_TRY(const auto given, read_body<GlassReason>(call, {"reason"}));
    HEED_TRY(const auto id, door.incident(call));
    HEED_TRY(const auto whole, door.desk.look(id));
    const auto relation = door.relation(*whole, call.who.id);
    // Who may break a glass at all, may for any one subject: that is what it is for.
    HEED_CHECK(door.may_ask(call, "break_glass", access::Relation::none));
    desk::Looking entry = looking(door, call, *door.desk.policy());
    entry.subject_kind = "incident";
    entry.subject = id.str();
    entry.relation = relation_name(relation);
    entry.reason = given.reason;
    HEED_CHECK(door.consultations.break_glass(entry));
    return answer(GlassOpen{door.desk.parts().clock.now() + access::glass_lasts});
  };
  return route;
}

Route leave(const DeskDoor& door) {
  Route route = asking("/v1/incidents/{incident}/look", "leave_incident",
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
  RouteTable out{me(),        choices(door),        board(door), due(door), one_incident(door),
                 leave(door), break_the_glass(door)};
  for (const auto& more : {search_routes(door), audit_routes(door), oversight_routes(door),
                           desk_answer_routes(door)}) {
    out.insert(out.end(), more.begin(), more.end());
  }
  return out;
}

}  // namespace heed::server
