// What desks of people have answered: who searched what, when, and what came of it. A list, so
// without whom it was about and without the words of the answer: those are with the incident.
#include <algorithm>
#include <set>

#include "base/json_map.h"
#include "checks/checks_describe.h"
#include "server/asking.h"
#include "server/typed_route.h"

namespace heed::server {

struct DeskAnswer {
  std::string incident = {};
  std::string reference = {};
  std::string check = {};
  std::string source = {};
  std::string title = {};
  std::vector<std::string> by = {};  // kinds of key that it was asked by
  std::string purpose = {};
  Instant asked_at;
  Instant answered_at;
  std::string outcome = {};  // hit, no_trace, not_searched
  std::string reason = {};   // of not_searched
  std::string searched_by = {};
  std::optional<Instant> searched_at = {};
  std::vector<std::string> searched = {};  // kinds of key that were searched
  bool acknowledged = false;               // somebody has read it
};
BOOST_DESCRIBE_STRUCT(DeskAnswer, (),
                      (incident, reference, check, source, title, by, purpose, asked_at,
                       answered_at, outcome, reason, searched_by, searched_at, searched,
                       acknowledged))
struct DeskAnswers {
  std::vector<DeskAnswer> answers = {};  // the newest first
  bool more = false;
};
BOOST_DESCRIBE_STRUCT(DeskAnswers, (), (answers, more))

namespace {

constexpr std::size_t answers_max = 200;
constexpr std::size_t incidents_looked_through_max = 2000;

// Whoever sits at the asker's desk.
std::set<ActorId> desk_of(const DeskDoor& door, ActorId who) {
  std::set<ActorId> out{who};
  const auto* me = door.staff.find(who);
  if (!me || me->desk.empty()) return out;
  for (const auto& one : door.staff.people()) {
    if (one.desk == me->desk) out.insert(one.id);
  }
  return out;
}

// Whether one of them works on that incident, or anything in it was ever theirs: that is what lets
// them answer in it.
bool on_it(const desk::Whole& whole, const std::set<ActorId>& desk) {
  const auto has = [&](const std::optional<ActorId>& who) { return who && desk.count(*who); };
  const auto& state = whole.incident;
  return std::any_of(state.participants.begin(), state.participants.end(),
                     [&](const auto& each) { return desk.count(each.first) != 0; }) ||
         std::any_of(state.obligations.begin(), state.obligations.end(), [&](const auto& each) {
           const auto& one = each.second;
           return has(one.holder) || has(one.offered) || has(one.raised.holder) ||
                  has(one.raised.offered) || has(one.ended_by);
         });
}

DeskAnswer line_of(const desk::Whole& whole, const checks::Check& check,
                   const checks::SourceDeclaration& source) {
  DeskAnswer out;
  out.incident = whole.incident.id.str();
  out.reference = whole.incident.reference;
  out.check = check.intended.check.str();
  out.source = source.source;
  out.title = source.title;
  for (const auto& key : check.intended.keys) out.by.push_back(key.kind);
  out.purpose = check.intended.purpose;
  out.asked_at = check.intended_at;
  out.answered_at = check.answer()->at;
  if (const auto outcome = check.outcome()) out.outcome = json_map::enum_name(*outcome);
  if (const auto why = check.not_searched()) out.reason = json_map::enum_name(why->reason);
  if (const auto* said = check.said()) {
    out.searched_by = said->searched_by;
    out.searched_at = said->searched_at;
    out.searched = said->searched;
  }
  out.acknowledged = check.acknowledged;
  return out;
}

Route desk_answers(const DeskDoor& door) {
  Route route = asking("/v1/desk_answers", "desk_answers",
                       "What your desk has answered: who searched what, when, with what outcome",
                       answer_schema<DeskAnswers>(), "oversight");
  route.act = [door](const Call& call) -> Result<Answer> {
    HEED_CHECK(door.may_ask(call, "answer_by_person", access::Relation::none));
    const auto policy = door.desk.policy();
    const auto desk = desk_of(door, call.who.id);
    const auto roles = door.staff.roles(call.who.id);
    auto all = door.desk.index().all();
    std::sort(all.begin(), all.end(),
              [](const auto& a, const auto& b) { return a.second.opened_at > b.second.opened_at; });
    DeskAnswers out;
    out.more = all.size() > incidents_looked_through_max;
    if (out.more) all.resize(incidents_looked_through_max);
    for (const auto& [id, indexed] : all) {
      HEED_TRY(const auto whole, door.desk.look(id));
      const bool theirs = on_it(*whole, desk);
      for (const auto& [check, one] : whole->checks.checks) {
        if (!one.answer()) continue;
        const auto* source = policy->sources ? policy->sources->find(one.intended.source) : nullptr;
        if (!source || source->kind != checks::SourceKind::person) continue;
        if (!theirs && !policy->desks.answers_for(roles, source->source)) continue;
        out.answers.push_back(line_of(*whole, one, *source));
      }
    }
    std::stable_sort(out.answers.begin(), out.answers.end(),
                     [](const auto& a, const auto& b) { return a.answered_at > b.answered_at; });
    if (out.answers.size() > answers_max) {
      out.answers.resize(answers_max);
      out.more = true;
    }
    return answer(out);
  };
  return route;
}

}  // namespace

RouteTable desk_answer_routes(const DeskDoor& door) { return {desk_answers(door)}; }

}  // namespace heed::server
