// The room as a whole: who is on a call and who works under guidance, for those who supervise it;
// what a desk is asked; policy, sources and accounts, for those who look after them. No list here
// holds personal data of the public.
#include <algorithm>
#include <map>

#include "access/accounts.h"
#include "base/json_map.h"
#include "incident/incident_describe.h"
#include "server/asking.h"
#include "server/command_describe.h"
#include "server/typed_route.h"
#include "views/who_saw.h"

namespace heed::server {

struct LiveContact {
  std::string incident = {};
  std::string reference = {};
  std::string contact = {};
  std::string channel = {};
  std::string handler = {};
  Instant answered_at;
  bool guided = false;  // its handler works under guidance
  std::vector<std::string> guided_because = {};
};
BOOST_DESCRIBE_STRUCT(LiveContact, (),
                      (incident, reference, contact, channel, handler, answered_at, guided,
                       guided_because))
struct Supervision {
  std::vector<LiveContact> live = {};
  std::int64_t incidents = 0;  // open
  std::int64_t owed = 0;
  std::int64_t overdue = 0;
  std::int64_t decisions = 0;  // owed
  std::int64_t glasses = 0;    // to be reviewed
};
BOOST_DESCRIBE_STRUCT(Supervision, (), (live, incidents, owed, overdue, decisions, glasses))

// A question to a desk of people, without whom it is about: that is shown with the question.
struct DeskQuestion {
  std::string incident = {};
  std::string reference = {};
  std::string check = {};
  std::string source = {};
  std::string title = {};
  std::vector<std::string> by = {};  // kinds of key
  std::string purpose = {};
  bool urgent = false;
  Instant asked_at;
};
BOOST_DESCRIBE_STRUCT(DeskQuestion, (),
                      (incident, reference, check, source, title, by, purpose, urgent, asked_at))
struct DeskQuestions {
  std::vector<DeskQuestion> questions = {};
};
BOOST_DESCRIBE_STRUCT(DeskQuestions, (), (questions))
struct AskedKey {
  std::string kind = {};
  std::string value = {};
  std::string platform = {};
};
BOOST_DESCRIBE_STRUCT(AskedKey, (), (kind, value, platform))
struct DeskQuestionWhole {
  std::string reference = {};
  std::string check = {};
  std::string title = {};
  std::string purpose = {};
  std::string originator = {};
  std::string lawful_basis = {};
  std::string role = {};
  std::vector<AskedKey> keys = {};
};
BOOST_DESCRIBE_STRUCT(DeskQuestionWhole, (),
                      (reference, check, title, purpose, originator, lawful_basis, role, keys))

struct PolicyRule {
  std::string id = {};
  std::string subject = {};
  std::string why = {};
  std::string source = {};
};
BOOST_DESCRIBE_STRUCT(PolicyRule, (), (id, subject, why, source))
struct PolicyInForceView {
  std::string name = {};
  std::string version = {};
  std::vector<std::string> approved_by = {};
  std::vector<PolicyRule> rules = {};
  std::vector<std::string> files = {};
};
BOOST_DESCRIBE_STRUCT(PolicyInForceView, (), (name, version, approved_by, rules, files))

struct SourceLine {
  std::string source = {};
  std::string title = {};
  std::string holder = {};
  std::string coverage = {};
  std::string caveat = {};
  std::string lawful_basis = {};
  std::string outage = {};
  bool asked = false;  // anything has been sent to it since the start
  bool up = true;
  std::string reason = {};
  std::optional<Instant> since = {};
  std::optional<Instant> next_try = {};
  std::int64_t queued = 0;
  std::int64_t running = 0;
  std::int64_t answered = 0;
  std::int64_t failed = 0;
};
BOOST_DESCRIBE_STRUCT(SourceLine, (),
                      (source, title, holder, coverage, caveat, lawful_basis, outage, asked, up,
                       reason, since, next_try, queued, running, answered, failed))
struct SourceList {
  std::vector<SourceLine> sources = {};
};
BOOST_DESCRIBE_STRUCT(SourceList, (), (sources))

struct AccountLine {
  std::string login = {};
  std::string name = {};
  std::string desk = {};
  std::vector<std::string> roles = {};
  std::string state = {};  // may_sign_in, no_password, disabled, left
  std::optional<Instant> changed_at = {};
};
BOOST_DESCRIBE_STRUCT(AccountLine, (), (login, name, desk, roles, state, changed_at))
struct AccountList {
  std::vector<AccountLine> accounts = {};
};
BOOST_DESCRIBE_STRUCT(AccountList, (), (accounts))

// By pattern alone: whose call it was, and what was said in it, is not for whoever mends patterns.
struct FalseAlarm {
  std::string meaning = {};
  std::string why = {};  // the pattern that heard it
  std::int64_t times = 0;
};
BOOST_DESCRIBE_STRUCT(FalseAlarm, (), (meaning, why, times))
struct FalseAlarms {
  std::vector<FalseAlarm> rejected = {};
  bool more = false;  // older incidents were not looked through
};
BOOST_DESCRIBE_STRUCT(FalseAlarms, (), (rejected, more))

namespace {

constexpr std::size_t incidents_looked_through_max = 2000;

Route supervision(const DeskDoor& door) {
  Route route = asking("/v1/supervision", "supervision",
                       "Who is on a call, who works under guidance, how much is owed",
                       answer_schema<Supervision>(), "oversight");
  route.lane = Lane::dashboard;
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_CHECK(door.may_ask(call, "view_supervision", access::Relation::none));
    HEED_TRY(const auto standing, board_of(door));
    const std::string decide = json_map::enum_name(incident::ObligationKind::decide);
    Supervision out;
    for (const auto& entry : standing->entries) {
      if (entry->line.closed) continue;
      ++out.incidents;
      out.owed += entry->line.owed;
      out.overdue += entry->line.overdue;
      out.decisions += std::count_if(entry->owed.begin(), entry->owed.end(),
                                     [&](const auto& one) { return one.kind == decide; });
      for (const auto& one : entry->live) {
        out.live.push_back({entry->line.id.str(), entry->line.reference, one.contact.str(),
                            one.channel, one.handler, one.answered_at, one.guided,
                            one.guided_because});
      }
    }
    if (door.who_saw) {
      for (const auto& glass : door.who_saw->glasses()) out.glasses += glass.reviewed ? 0 : 1;
    }
    return answer(out);
  };
  return route;
}

// Of one's own desk, or asked in an incident that one works on.
Status may_answer(const DeskDoor& door, const Call& call, const desk::Whole& whole,
                  const std::string& source) {
  const auto relation = door.relation(whole, call.who.id);
  HEED_CHECK(door.may_ask(call, "answer_by_person", relation));
  if (relation == access::Relation::own ||
      door.desk.policy()->desks.answers_for(door.staff.roles(call.who.id), source)) {
    return ok();
  }
  return error(Code::denied, "another desk is asked that", {},
               "Join the incident to type what you were told by telephone");
}

Route desk_questions(const DeskDoor& door) {
  Route route =
      asking("/v1/desk_questions", "desk_questions", "What your desk is asked and has not answered",
             answer_schema<DeskQuestions>(), "oversight");
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_CHECK(door.may_ask(call, "answer_by_person", access::Relation::none));
    HEED_TRY(const auto standing, board_of(door));
    DeskQuestions out;
    for (const auto& entry : standing->entries) {
      if (entry->desks.empty()) continue;
      HEED_TRY(const auto whole, door.desk.look(entry->line.id));
      for (const auto& one : entry->desks) {
        if (!may_answer(door, call, *whole, one.source)) continue;
        out.questions.push_back({entry->line.id.str(), entry->line.reference, one.check.str(),
                                 one.source, one.title, one.by, one.purpose, one.urgent,
                                 one.since});
      }
    }
    std::stable_sort(out.questions.begin(), out.questions.end(), [](const auto& a, const auto& b) {
      return a.urgent != b.urgent ? a.urgent : a.asked_at < b.asked_at;
    });
    return answer(out);
  };
  return route;
}

Route desk_question(const DeskDoor& door) {
  Route route = asking("/v1/incidents/{incident}/desk_questions/{check}", "desk_question",
                       "One question to your desk, with whom or what it is about",
                       answer_schema<DeskQuestionWhole>(), "oversight");
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_TRY(const auto id, door.incident(call));
    HEED_TRY(const auto whole, door.desk.look(id));
    const auto relation = door.relation(*whole, call.who.id);
    HEED_CHECK(door.may_ask(call, "answer_by_person", relation));
    const auto policy = door.desk.policy();
    const auto check = checks::CheckId::parse(call.path.at("check"));
    const auto* one = check ? whole->checks.check(*check) : nullptr;
    if (!one || !desk::waits_for_a_desk(*one, *policy)) {
      return error(Code::not_found, "no desk is asked that", "/check");
    }
    HEED_CHECK(may_answer(door, call, *whole, one->intended.source));
    desk::Looking entry = looking(door, call, *policy);
    entry.subject_kind = "question/" + check->str();
    entry.subject = id.str();
    entry.relation = relation_name(relation);
    HEED_CHECK(door.consultations.look(entry));
    const auto* source = policy->sources->find(one->intended.source);
    DeskQuestionWhole out{
        whole->incident.reference, check->str(),         source->title,      one->intended.purpose,
        one->intended.originator,  source->lawful_basis, one->intended.role, {}};
    for (const auto& key : one->intended.keys) {
      out.keys.push_back({key.kind, key.value, key.platform});
    }
    return answer(out);
  };
  return route;
}

Route policy_in_force(const DeskDoor& door) {
  Route route = asking("/v1/policy", "policy", "The policy in force, and who approved it",
                       answer_schema<PolicyInForceView>(), "oversight");
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_CHECK(door.may_ask(call, "view_policy", access::Relation::none));
    const auto policy = door.desk.policy();
    PolicyInForceView out{
        policy->rules->name(), policy->rules->version(), policy->rules->approvers(), {}, {}};
    for (const auto& rule : policy->rules->rules()) {
      out.rules.push_back({rule.id, rule.subject, rule.why, rule.source});
    }
    for (const auto& [path, bytes] : policy->rules->files()) out.files.push_back(path);
    return answer(out);
  };
  return route;
}

Route sources(const DeskDoor& door) {
  Route route = asking("/v1/sources", "sources", "What is asked, and how each source is",
                       answer_schema<SourceList>(), "oversight");
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_CHECK(door.may_ask(call, "view_sources", access::Relation::none));
    const auto policy = door.desk.policy();
    SourceList out;
    if (!policy->sources) return answer(out);
    const auto health =
        door.source_health ? door.source_health() : std::vector<checks::SourceHealth>();
    for (const auto& one : policy->sources->all()) {
      SourceLine line{one->source, one->title,        one->holder, one->coverage,
                      one->caveat, one->lawful_basis, one->outage};
      const auto state = std::find_if(
          health.begin(), health.end(),
          [&](const checks::SourceHealth& each) { return each.source == one->source; });
      if (state != health.end()) {
        line.up = state->up;
        if (state->reason) line.reason = json_map::enum_name(*state->reason);
        line.since = state->since;
        line.next_try = state->next_try;
        line.queued = static_cast<std::int64_t>(state->queued);
        line.running = static_cast<std::int64_t>(state->running);
        line.answered = static_cast<std::int64_t>(state->answered);
        line.failed = static_cast<std::int64_t>(state->failed);
        line.asked = line.answered + line.failed + line.running > 0;
      }
      out.sources.push_back(std::move(line));
    }
    return answer(out);
  };
  return route;
}

Route accounts(const DeskDoor& door) {
  Route route = asking("/v1/accounts", "accounts",
                       "Everybody of the staff, and whether they may "
                       "sign in",
                       answer_schema<AccountList>(), "oversight");
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_CHECK(door.may_ask(call, "view_accounts", access::Relation::none));
    AccountList out;
    for (const auto& person : door.staff.people()) {
      AccountLine line{person.login,
                       person.name,
                       person.desk,
                       {person.roles.begin(), person.roles.end()},
                       person.active ? "no_password" : "left"};
      if (door.accounts && person.active) {
        HEED_TRY(const auto account, door.accounts->find(person.login));
        if (account) {
          line.state = account->disabled ? "disabled" : "may_sign_in";
          line.changed_at = account->changed_at;
        }
      }
      out.accounts.push_back(std::move(line));
    }
    return answer(out);
  };
  return route;
}

Route false_alarms(const DeskDoor& door) {
  Route route = asking("/v1/false_alarms", "false_alarms",
                       "What was heard and then rejected by people, by pattern, most first",
                       answer_schema<FalseAlarms>(), "oversight");
  route.lane = Lane::dashboard;
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_CHECK(door.may_ask(call, "view_false_alarms", access::Relation::none));
    FalseAlarms out;
    auto all = door.desk.index().all();
    std::sort(all.begin(), all.end(),
              [](const auto& a, const auto& b) { return a.second.opened_at > b.second.opened_at; });
    out.more = all.size() > incidents_looked_through_max;
    if (out.more) all.resize(incidents_looked_through_max);
    std::map<std::pair<std::string, std::string>, std::int64_t> times;
    for (const auto& [id, indexed] : all) {
      HEED_TRY(const auto whole, door.desk.look(id));
      for (const auto& [finding, cue] : whole->incident.cues) {
        if (cue.rejected) ++times[{cue.heard.meaning, cue.heard.why}];
      }
    }
    for (const auto& [pattern, count] : times) {
      out.rejected.push_back({pattern.first, pattern.second, count});
    }
    std::stable_sort(out.rejected.begin(), out.rejected.end(),
                     [](const auto& a, const auto& b) { return a.times > b.times; });
    access::SearchDone entry;
    entry.viewer = call.who.id;
    entry.what = "false_alarms";
    entry.purpose = call.purpose;
    entry.reason = call.reason;
    entry.found = static_cast<std::int64_t>(out.rejected.size());
    HEED_CHECK(door.consultations.searched(entry, door.desk.policy()->rules->version()));
    return answer(out);
  };
  return route;
}

}  // namespace

RouteTable oversight_routes(const DeskDoor& door) {
  return {supervision(door), desk_questions(door), desk_question(door), policy_in_force(door),
          sources(door),     accounts(door),       false_alarms(door)};
}

}  // namespace heed::server
