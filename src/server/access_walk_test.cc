// Every route, asked by somebody of every role, about an incident that is their own, linked to
// theirs, or neither: it answers where policy/access.toml says so and nowhere else, and whatever
// it answers, lists, searches, pushes and refusals hold nothing of what they may not (I7).
#include <boost/json.hpp>

#include "desk/incident_view.h"
#include "server/desk_fixture.h"

namespace heed::server::test {
namespace {

namespace json = boost::json;
using access::Relation;

// Words that only somebody who may see the incident is ever told.
const std::vector<std::string> secrets = {"Quillfeather", "07700 900118", "447700900118",
                                          "threatened to kill"};
constexpr const char* reason = "a supervisor asked me to look at this one";

std::string secret_in(const std::string& text) {
  for (const auto& secret : secrets) {
    if (text.find(secret) != std::string::npos) return secret;
  }
  return {};
}

class AccessWalk : public DeskRoom {
 protected:
  void SetUp() override {
    DeskRoom::SetUp();
    for (const auto& one : all_->staff.people()) {
      for (const auto& role : one.roles) people_.try_emplace(role, one.login);
    }
    people_["handler"] = "p.nair";
    subject_ = secret_incident("l.adeyemi");
  }

  std::string secret_incident(const std::string& who) {
    const auto incident = take_call(who);
    write(who, incident,
          "Quillfeather says her ex threatened to kill her, his number is 07700 900461");
    return incident;
  }

  // Has that person work on it, where their role lets them.
  bool join(const std::string& who, const std::string& incident) {
    return ask(who, "join_incident",
               {.incident = incident, .body = R"({"as":"walks"})", .reason = reason})
        .has_value();
  }
  // An incident that is linked to one that this person works on; empty where they work on none.
  std::string linked_to(const std::string& who) {
    const auto theirs = take_call("t.ellis", "07700 900222");
    if (!join(who, theirs)) return {};
    const auto other = secret_incident("l.adeyemi");
    incident::ShowHistory show;
    incident::IncidentLinked link;
    link.other = *incident::IncidentId::parse(other);
    link.reference = reference(other);
    show.links.push_back(link);
    desk::Submission submission;
    submission.actor = access::system_actor();
    submission.purpose = "system";
    submission.key = "link-" + other;
    submission.incident = *incident::IncidentId::parse(theirs);
    submission.command = incident::Command(show);
    EXPECT_TRUE(all_->room->desk().submit(submission));
    return other;
  }
  std::string reference(const std::string& incident) {
    return (*all_->room->desk().look(*incident::IncidentId::parse(incident)))->incident.reference;
  }
  Relation relation(const std::string& who, const std::string& incident) {
    const auto whole = *all_->room->desk().look(*incident::IncidentId::parse(incident));
    return door().relation(*whole, person(who).id);
  }
  bool may(const std::string& who, const std::string& action, Relation relation,
           const std::string& with = "") {
    return access::may(all_->room->desk().policy()->access, all_->staff, person(who).id, action,
                       relation, with)
        .has_value();
  }

  // What that route's action is called where policy allows it.
  static std::string action_of(const Route& route) {
    if (route.name == "answer_check") return "answer_by_person";
    if (route.name == "open_contact_on_incident") return "open_contact";
    if (route.name == "incident") return "view_incident";
    if (route.name == "consultations" || route.name == "replay") return "view_consultations";
    if (route.name == "dispatch_slip" || route.name == "obligation") return "view_incident";
    if (route.name == "full_records") return "view_results";
    if (route.name == "candidate_weights") return "view_weights";
    if (route.name == "left_drafts" || route.name == "end_left_draft") return "view_incident";
    if (route.name == "desk_question") return "answer_by_person";
    return route.name;
  }

  // The least that the route's declaration lets through.
  json::value least(const Route& route, const json::value& schema, std::string_view field = {}) {
    const auto& one = schema.as_object();
    if (const auto* to = one.if_contains("$ref")) {
      const auto name = std::string(to->as_string());
      return least(route, *parse_json(route.body.components.at(name.substr(name.rfind('/') + 1))));
    }
    if (const auto* names = one.if_contains("enum")) return names->as_array().front();
    const auto type = one.if_contains("type") ? std::string(one.at("type").as_string()) : "object";
    const auto format =
        one.if_contains("format") ? std::string(one.at("format").as_string()) : std::string();
    if (type == "boolean") return true;
    if (type == "integer" || type == "number") return 1;
    if (type == "array") return json::array{};
    if (format == "uuid") return "0191d2b0-0000-7000-8000-000000000001";
    if (format == "date-time") return "2026-11-20T10:00:00Z";
    if (format == "date") return "2026-11-20";
    if (type == "string") return json::string(field == "number" ? "07700 900999" : "as it is said");
    json::object out;
    if (const auto* required = one.if_contains("required")) {
      for (const auto& name : required->as_array()) {
        out[name.as_string()] =
            least(route, one.at("properties").at(name.as_string()), name.as_string());
      }
    }
    return out;
  }
  Asking least_asking(const Route& route, const std::string& incident) {
    Asking out;
    out.incident = incident;
    if (!route.body.name.empty()) {
      out.body = write_json(least(route, *parse_json(route.body.components.at(route.body.name))));
    }
    out.path = {{"check", "0191d2b0-0000-7000-8000-000000000001"},
                {"obligation", "0191d2b0-0000-7000-8000-000000000001"},
                {"draft", "0191d2b0-0000-7000-8000-000000000001"}};
    out.query = {{"who", "l.adeyemi"}, {"at", "2026-11-19T18:30:00Z"}};
    return out;
  }

  std::map<std::string, std::string> people_;  // by role: one who has it
  std::string subject_;
};

TEST_F(AccessWalk, every_route_about_an_incident_answers_whom_policy_allows_and_nobody_else) {
  int asked = 0;
  int refused = 0;
  std::map<Relation, int> walked;
  for (const auto& [role, who] : people_) {
    std::vector<std::string> about{subject_};
    const auto own = secret_incident("l.adeyemi");
    if (join(who, own)) about.push_back(own);
    if (const auto linked = linked_to(who); !linked.empty()) about.push_back(linked);
    for (const auto& incident : about) {
      for (const auto& route : table_) {
        if (route.path.find("{incident}") == std::string::npos) continue;
        // These two change what somebody has to do with it; leaving a view says nothing.
        if (route.name == "join_incident" || route.name == "leave_incident") continue;
        if (route.name == "break_glass") continue;
        // Something may have been offered to them in between: it is theirs from then on.
        const Relation how = relation(who, incident);
        ++walked[how];
        const std::string what = role + " (" + who + ") " + route.name + " " + relation_name(how);
        const auto action = action_of(route);
        const auto before = all_->journal->head().seq;
        const auto answer = ask(who, route.name, least_asking(route, incident));
        ++asked;
        const bool denied = !answer && (answer.error().code == Code::denied ||
                                        answer.error().code == Code::not_found);
        if (may(who, action, how)) {
          // What a guided handler's grade needs is the incident's rule, not access's.
          const bool by_the_incident = !answer && answer.error().where == "/grade";
          EXPECT_FALSE(!answer && answer.error().code == Code::denied && !by_the_incident)
              << what << ": " << answer.error().message();
          continue;
        }
        ++refused;
        EXPECT_TRUE(denied) << what << (answer ? " answered" : ": " + answer.error().message());
        EXPECT_EQ(all_->journal->head().seq, before) << what << " left a trace in the record";
        const std::string told = answer ? answer->body : answer.error().message();
        EXPECT_EQ(secret_in(told), "") << what;
      }
    }
  }
  for (const auto how : {Relation::own, Relation::linked, Relation::other}) {
    EXPECT_GT(walked[how], 200) << relation_name(how);
  }
  std::cout << asked << " asked, " << refused << " refused, " << people_.size() << " roles\n";
  EXPECT_GT(refused, 500);
  EXPECT_GT(asked - refused, 100);
}

TEST_F(AccessWalk, lists_hold_no_personal_data_for_anybody) {
  for (const auto& [role, who] : people_) {
    for (const auto& route : table_) {
      if (route.method != Method::get || route.path.find('{') != std::string::npos) continue;
      if (route.name == "drafts") continue;
      const auto answer = ask(who, route.name, {.reason = reason});
      const std::string text = answer ? answer->body : answer.error().message();
      EXPECT_EQ(secret_in(text), "") << role << " " << route.name << ": " << text;
    }
  }
}

TEST_F(AccessWalk, a_search_finds_what_is_anothers_only_for_a_reason_and_is_on_record) {
  const auto text = write_json(json::object{{"text", reference(subject_)}});
  const auto found = [&](const std::string& who, const std::string& why) {
    const auto before = all_->journal->head().seq;
    const auto answer = told(ask(who, "search", {.body = text, .reason = why}));
    EXPECT_EQ(all_->journal->head().seq, before + 1) << who << ": the search is on record";
    return answer.at("found").as_array();
  };
  EXPECT_EQ(found("p.nair", "").size(), 0u);
  const auto other = found("p.nair", reason);
  ASSERT_EQ(other.size(), 1u);
  EXPECT_EQ(other[0].at("relation"), "other");
  EXPECT_EQ(secret_in(write_json(other)), "");
  EXPECT_EQ(found("l.adeyemi", "").at(0).at("relation"), "own");
  EXPECT_EQ(told(ask(people_["operator"], "search", {.body = text, .reason = reason})).at("code"),
            "denied");
}

TEST_F(AccessWalk, a_push_reaches_whom_the_incident_may_be_shown_without_a_reason) {
  const Notice notice{1, {}, subject_, "entry.written.v1"};
  int heard = 0;
  for (const auto& [role, who] : people_) {
    const bool hears = may_hear(door(), person(who), notice);
    EXPECT_EQ(hears, may(who, "watch_incident", relation(who, subject_))) << role;
    heard += hears ? 1 : 0;
  }
  EXPECT_GT(heard, 0);
  EXPECT_LT(heard, static_cast<int>(people_.size()));
  EXPECT_FALSE(may_hear(door(), person("l.adeyemi"), {1, {}, "", "view.opened.v1"}));
  EXPECT_FALSE(may_hear(door(), person("l.adeyemi"), {1, {}, "", "glass.broken.v1"}));
  EXPECT_TRUE(may_hear(door(), person("s.khan"), {1, {}, "", "glass.broken.v1"}));
}

TEST_F(AccessWalk, opening_anothers_incident_breaks_a_glass_that_somebody_else_reviews) {
  EXPECT_EQ(told(ask("p.nair", "incident", {.incident = subject_})).at("code"), "denied");
  const auto view = told(ask("p.nair", "incident", {.incident = subject_, .reason = reason}));
  EXPECT_TRUE(view.contains("log")) << write_json(view);
  EXPECT_TRUE(told(ask("p.nair", "incident", {.incident = subject_})).contains("log"))
      << "the glass stands open";
  all_->clock.advance(std::chrono::minutes(15));
  EXPECT_EQ(told(ask("p.nair", "incident", {.incident = subject_})).at("code"), "denied");
  EXPECT_EQ(told(ask("p.nair", "glasses")).at("code"), "denied");
  const auto list = told(ask("s.khan", "glasses")).at("broken").as_array();
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].at("reason"), reason);
  const std::string glass(list[0].at("glass").as_string());
  const Asking review{.body = R"({"justified":true,"finding":"it was the same caller"})",
                      .path = {{"glass", glass}}};
  EXPECT_EQ(told(ask("p.nair", "review_glass", review)).at("code"), "denied");
  EXPECT_TRUE(ask("s.khan", "review_glass", review));
  EXPECT_EQ(told(ask("d.price", "review_glass", review)).at("code"), "conflict");
  EXPECT_TRUE(told(ask("s.khan", "glasses")).at("broken").as_array().empty());
}

TEST_F(AccessWalk, no_side_door_opens_it_without_a_glass) {
  for (const char* route : {"dispatch_slip", "full_records"}) {
    const auto who = std::string(route) == "dispatch_slip" ? "p.nair" : "c.ruiz";
    ASSERT_EQ(relation(who, subject_), Relation::other) << who;
    EXPECT_EQ(told(ask(who, route, {.incident = subject_})).at("code"), "denied") << route;
    const auto before = told(ask("s.khan", "glasses")).at("broken").as_array().size();
    ASSERT_TRUE(ask(who, route, {.incident = subject_, .reason = reason})) << route;
    EXPECT_EQ(told(ask("s.khan", "glasses")).at("broken").as_array().size(), before + 1) << route;
  }
}

TEST_F(AccessWalk, oversight_that_is_a_roles_own_work_breaks_no_glass) {
  EXPECT_TRUE(told(ask("s.khan", "incident", {.incident = subject_})).contains("log"));
  EXPECT_TRUE(told(ask("s.khan", "glasses")).at("broken").as_array().empty());
}

TEST_F(AccessWalk, an_auditor_sees_who_was_shown_what_and_what_a_screen_held_at_a_second) {
  ASSERT_TRUE(ask("l.adeyemi", "incident", {.incident = subject_}));
  const auto first = all_->clock.now();
  all_->clock.advance(std::chrono::seconds(10));
  write("l.adeyemi", subject_, "Later words");
  all_->clock.advance(std::chrono::seconds(10));
  ASSERT_TRUE(ask("l.adeyemi", "leave_incident", {.incident = subject_}));
  const std::string auditor = people_.at("professional_standards");
  const Asking asking{.incident = subject_, .reason = reason, .purpose = "professional_standards"};
  const auto saw = told(ask(auditor, "consultations", asking));
  ASSERT_TRUE(saw.contains("shown")) << write_json(saw);
  ASSERT_EQ(saw.at("shown").as_array().size(), 1u);
  EXPECT_EQ(saw.at("shown").at(0).at("login"), "l.adeyemi");
  EXPECT_EQ(saw.at("shown").at(0).at("ended"), "left");
  EXPECT_FALSE(saw.at("acts").as_array().empty());
  const auto screen = [&](Instant at) {
    Asking replay = asking;
    replay.query = {{"who", "l.adeyemi"}, {"at", format_instant(at)}};
    return told(ask(auditor, "replay", replay));
  };
  const auto then = screen(first + std::chrono::seconds(5));
  ASSERT_TRUE(then.contains("screen")) << write_json(then);
  EXPECT_EQ(then.at("screen").at("log").as_array().size(), 1u);
  EXPECT_EQ(screen(first + std::chrono::seconds(15)).at("screen").at("log").as_array().size(), 2u);
  const auto after = screen(first + std::chrono::minutes(5));
  EXPECT_TRUE(!after.contains("screen") || after.at("screen").is_null())
      << "nothing was on their screen then";
}

}  // namespace
}  // namespace heed::server::test
