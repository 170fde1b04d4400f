#include <algorithm>

#include "base/json_map.h"
#include "desk/incident_view_parts.h"
#include "incident/incident_describe.h"

namespace heed::desk {
namespace {

using incident::State;

template <class Enum>
std::string word(Enum value) {
  return json_map::enum_name(value);
}

std::vector<std::string> words_of_person(incident::PersonId id, const State& state) {
  std::vector<std::string> out;
  const auto* person = state.person(id);
  if (person == nullptr) return out;
  out.push_back(called(*person));
  for (const auto role : person->roles) out.push_back(word(role));
  if (state.caller() == id) out.emplace_back("caller");
  return out;
}

// Whom or what something owed is about, by every word that people use of it here; `seen` has the
// look-ups as they are shown.
std::vector<std::string> words_of(const incident::SubjectRef& subject, const Whole& whole,
                                  const IncidentView& seen, const Viewer& viewer) {
  const State& state = whole.incident;
  if (subject.kind == "person") {
    const auto id = incident::PersonId::parse(subject.id);
    return id ? words_of_person(*id, state) : std::vector<std::string>();
  }
  if (subject.kind == "identifier") {
    const auto id = incident::IdentifierId::parse(subject.id);
    const auto found = id ? state.identifiers.find(*id) : state.identifiers.end();
    if (found == state.identifiers.end()) return {};
    if (!may_see_value(found->second, whole, viewer)) return {"another identifier on that record"};
    return {found->second.heard.value};
  }
  if (subject.kind == "check") {
    for (const auto& check : seen.checks) {
      if (check.id.str() != subject.id) continue;
      std::vector<std::string> out{check.title, check.source};
      out.insert(out.end(), check.about.begin(), check.about.end());
      return out;
    }
  }
  return {subject.kind};
}

std::string left_to(policy::Ask ask) {
  return ask == policy::Ask::specialist ? "specialist" : "handler";
}

// What is owed as a question, those that policy wants asked first before the others.
void look_at_questions(const Whole& whole, const Viewer& viewer, IncidentView& out) {
  for (const auto& [id, one] : whole.incident.obligations) {
    const auto& raised = one.raised;
    if (!one.open() || raised.kind != incident::ObligationKind::question) continue;
    const auto named = raised.details.find("question");
    if (named == raised.details.end()) continue;
    const auto* question = viewer.policy.rules->question(named->second);
    if (question == nullptr) continue;
    out.questions.push_back({id, question->id, question->words, question->words_to_child,
                             std::string(policy::to_string(question->answer)), question->choices,
                             words_of(raised.subject, whole, out, viewer), left_to(question->ask),
                             question->first, raised.why});
  }
  std::stable_sort(out.questions.begin(), out.questions.end(),
                   [](const QuestionView& a, const QuestionView& b) {
                     return a.first != 0 && (b.first == 0 || a.first < b.first);
                   });
}

void look_at_owed(const Whole& whole, const Viewer& viewer, IncidentView& view_of_all) {
  for (const auto& [id, one] : whole.incident.obligations) {
    OwedView view;
    view.id = id;
    view.kind = word(one.raised.kind);
    view.what = one.raised.what;
    view.state = word(one.state);
    view.about = words_of(one.raised.subject, whole, view_of_all, viewer);
    view.why = one.raised.why;
    const auto question = one.raised.details.find("question");
    if (question != one.raised.details.end()) view.question = question->second;
    const auto act = one.raised.details.find("act");
    if (act != one.raised.details.end()) view.act = act->second;
    view.subject_kind = one.raised.subject.kind;
    view.subject = one.raised.subject.id;
    view.how = one.ended_how;
    if (one.ended_by) view.by = viewer.duty.name_of(*one.ended_by);
    view.duty = one.duty;
    view.holder = viewer.duty.name_of(one.holder);
    if (one.offered) view.offered = viewer.duty.name_of(*one.offered);
    view.accepted = one.accepted;
    view.due = one.raised.due;
    view.overdue = one.overdue;
    view.blocks_closing = one.raised.blocks_closing;
    (one.open() ? view_of_all.owed : view_of_all.ended).push_back(std::move(view));
  }
  for (auto* list : {&view_of_all.owed, &view_of_all.ended}) {
    std::stable_sort(list->begin(), list->end(),
                     [](const OwedView& a, const OwedView& b) { return a.due < b.due; });
  }
}

void look_at_words(const State& state, const Viewer& viewer, IncidentView& out) {
  for (const auto& [id, one] : state.undertakings) {
    out.undertakings.push_back({id, one.given.what, one.given.due, viewer.duty.name_of(one.by),
                                one.ended.has_value(), one.ended && one.ended->kept});
  }
  for (const auto& [id, wish] : state.wishes) {
    out.wishes.push_back({id, wish.kind, wish.target, wish.words});
  }
  for (const auto& [id, offered] : state.offered_advice) {
    const bool given =
        std::any_of(state.advice.begin(), state.advice.end(),
                    [&](const incident::AdviceGiven& one) { return one.advice == id; });
    out.advice.push_back({id, offered.words, given});
  }
  for (const auto& one : state.told) out.told.push_back({one.whom, one.what});
  for (const auto& one : state.links) out.links.push_back({one.reference, one.basis});
  for (const auto& one : state.calls) out.calls.push_back({one.number, one.refused});
}

bool decides_on_offences(const Viewer& viewer) {
  if (viewer.anybody) return true;
  const auto& shown_to = viewer.policy.offences_shown_to;
  return std::any_of(viewer.roles.begin(), viewer.roles.end(),
                     [&](const std::string& role) { return shown_to.count(role) != 0; });
}

void look_at_offences(const Whole& whole, const Viewer& viewer, IncidentView& out) {
  if (!decides_on_offences(viewer)) return;
  for (const auto& [key, offered] : whole.incident.offences) {
    const auto found = viewer.policy.offences.find(offered.offence);
    if (found == viewer.policy.offences.end()) continue;  // policy has dropped it since
    const Offence& one = found->second;
    out.offences.push_back({one.id, one.says, one.law, one.note,
                            words_of(offered.subject, whole, out, viewer), offered.why});
  }
}

}  // namespace

void view_of_duties(const Whole& whole, const Viewer& viewer, IncidentView& out) {
  look_at_owed(whole, viewer, out);
  look_at_questions(whole, viewer, out);
  look_at_words(whole.incident, viewer, out);
  look_at_offences(whole, viewer, out);
}

}  // namespace heed::desk
