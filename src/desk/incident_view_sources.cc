#include <algorithm>
#include <array>
#include <set>

#include "base/json_map.h"
#include "base/text.h"
#include "desk/incident_view_parts.h"
#include "incident/incident_describe.h"

namespace heed::desk {

using checks::Shown;
using incident::State;

std::string name_of(Shown shown) {
  switch (shown) {
    case Shown::nothing: return "nothing";
    case Shown::flag: return "flag";
    case Shown::summary: return "summary";
    case Shown::full: return "full";
  }
  return "nothing";
}

// What nobody has declared is not shown (I7).
Shown shown_of(const Viewer& viewer, std::string_view source) {
  if (viewer.anybody) return Shown::full;
  const auto* declared = viewer.policy.sources ? viewer.policy.sources->find(source) : nullptr;
  return declared ? declared->shown_to(viewer.roles) : Shown::nothing;
}

namespace {

std::string word(checks::RunState state) {
  switch (state) {
    case checks::RunState::due: return "due";
    case checks::RunState::queued: return "queued";
    case checks::RunState::running: return "running";
    case checks::RunState::retrying: return "retrying";
    case checks::RunState::done: return "done";
  }
  return "due";
}

std::string word(checks::OutcomeKind kind) {
  switch (kind) {
    case checks::OutcomeKind::hit: return "hit";
    case checks::OutcomeKind::no_trace: return "no_trace";
    case checks::OutcomeKind::not_searched: return "not_searched";
  }
  return "not_searched";
}

std::string word(checks::Reason reason) {
  static constexpr std::array<const char*, 12> names{
      "timeout",       "unavailable", "denied",        "rate_limited", "malformed",      "partial",
      "wrong_subject", "stale",       "misconfigured", "cancelled",    "not_applicable", "waived"};
  return names.at(static_cast<std::size_t>(reason));
}

std::string word(orders::ConditionOutcome outcome) {
  switch (outcome) {
    case orders::ConditionOutcome::not_met: return "not_met";
    case orders::ConditionOutcome::insufficient_facts: return "insufficient_facts";
    case orders::ConditionOutcome::possible_breach: return "possible_breach";
  }
  return "insufficient_facts";
}

std::string word(incident::Candidate::State state) {
  switch (state) {
    case incident::Candidate::State::open: return "open";
    case incident::Candidate::State::accepted: return "accepted";
    case incident::Candidate::State::rejected: return "rejected";
  }
  return "open";
}

// Whom or what a look-up is about. A value that only another source's answer gave is shown as far
// as this one is; a person is shown as people call them here.
std::vector<std::string> about(const checks::CheckIntended& intended, const Whole& whole,
                               const Viewer& viewer, Shown shown) {
  const State& state = whole.incident;
  std::vector<std::string> out;
  const auto heard = [&](const checks::SearchKey& key) {
    return std::any_of(state.identifiers.begin(), state.identifiers.end(), [&](const auto& each) {
      const auto& one = each.second;
      return one.heard.kind == key.kind && one.heard.value == key.value &&
             may_see_value(one, whole, viewer);
    });
  };
  for (const auto& key : intended.keys) {
    if (viewer.anybody || shown == Shown::full || heard(key)) out.push_back(key.value);
  }
  if (out.size() > 1) out.push_back(join(out, " "));
  const auto* person = intended.person ? state.person(*intended.person) : nullptr;
  if (person) out.push_back(called(*person));
  return out;
}

std::string in_words(const checks::NotSearched& why) {
  return word(why.reason) + (why.detail.empty() ? "" : ", " + why.detail);
}

void lines_of_person(const records::Nominal& person, Shown shown, std::vector<std::string>& out) {
  if (person.managed_offender) {
    out.push_back("held for a managed offender, danger to " + person.danger);
  }
  if (shown < Shown::summary) return;
  for (const auto& marker : person.markers) {
    if (marker.current) out.push_back(marker.meaning.empty() ? marker.code : marker.meaning);
  }
  out.insert(out.end(), person.needs.begin(), person.needs.end());
  if (shown < Shown::full) return;
  out.push_back(person.given_name + " " + person.family_name);
  if (!person.manager.empty()) out.push_back("manager " + person.manager);
}

// A record of staff or their household: that there is one, and nothing of what it says (I7).
std::set<std::string> closed_records(const checks::Said& said, const Viewer& viewer) {
  std::set<std::string> out;
  if (viewer.anybody || viewer.glass_broken) return out;
  for (const auto& person : said.findings.people) {
    if (person.restricted) out.insert(person.record_id);
  }
  return out;
}

std::vector<std::string> lines_of(const checks::Said& said, Shown shown, const Viewer& viewer) {
  std::vector<std::string> out;
  const auto closed = closed_records(said, viewer);
  for (const auto& person : said.findings.people) {
    if (closed.count(person.record_id)) {
      out.push_back("a record that never opens by itself");
    } else {
      lines_of_person(person, shown, out);
    }
  }
  if (shown >= Shown::summary) {
    for (const auto& event : said.findings.events) {
      if (!closed.count(event.person_record_id)) out.push_back(event.summary);
    }
    for (const auto& marker : said.findings.address_markers) out.push_back(marker.meaning);
    if (!said.words.empty()) out.push_back(said.words);
  }
  if (shown >= Shown::full) {
    for (const auto& order : said.findings.orders) {
      if (!closed.count(order.against_record_id)) out.push_back(order.verbatim);
    }
  }
  if (!said.caveat.empty()) out.push_back(said.caveat);
  return out;
}

std::string initials(const incident::CandidateFound& found) {
  std::string name = found.given_name;
  std::size_t at = 0;
  if (!found.family_name.empty()) {
    next_code_point(found.family_name, at);
    name += (name.empty() ? "" : " ") + found.family_name.substr(0, at) + ".";
  }
  return name;
}

bool about_managed_offender(const State& state, incident::PersonId person) {
  return std::any_of(state.candidates.begin(), state.candidates.end(), [&](const auto& each) {
    const auto& found = each.second.found;
    return found.managed_offender && found.person == person &&
           each.second.state != incident::Candidate::State::rejected;
  });
}

CandidateView candidate(const State& state, incident::HistoryId id, const incident::Candidate& one,
                        const Viewer& viewer, Shown shown) {
  const auto& found = one.found;
  CandidateView view;
  view.id = id;
  view.person = found.person;
  view.source = found.source;
  view.shown = name_of(shown);
  view.state = word(one.state);
  view.band = found.band;
  view.tied = found.tied;
  view.managed_offender = found.managed_offender;
  view.danger = found.danger;
  view.as_of = found.as_of;
  if (shown == Shown::flag) return view;
  view.markers = found.markers;
  view.needs = found.needs;
  view.reasons = found.reasons;
  const LocalDate today = viewer.zone.date_of(viewer.now);
  if (found.born) {
    view.age = age_on(*found.born, today);
    view.child = *view.age < 18;
  }
  // A managed offender's name is for those who are shown all of it, whichever record has it.
  if (shown == Shown::summary) {
    if (!about_managed_offender(state, found.person)) view.name = initials(found);
    return view;
  }
  view.name = std::string(trim(found.given_name + " " + found.family_name));
  view.address = found.address;
  view.manager = found.manager;
  const auto* person = state.person(found.person);
  const bool is_caller = person && person->has(incident::PersonRole::reporting);
  const bool said = person && std::any_of(person->claims.begin(), person->claims.end(),
                                          [](const incident::AgeClaim& claim) {
                                            return claim.basis == incident::AgeBasis::said;
                                          });
  if (!is_caller || said) view.born = found.born;
  return view;
}

std::vector<CandidateView> candidates(const State& state, const Viewer& viewer) {
  std::vector<CandidateView> out;
  for (const auto& [id, one] : state.candidates) {
    const Shown shown = shown_of(viewer, one.found.source);
    if (shown == Shown::nothing) continue;
    out.push_back(candidate(state, id, one, viewer, shown));
  }
  return out;
}

CheckView check_view(const checks::Check& check, const Whole& whole, const Viewer& viewer) {
  const auto& intended = check.intended;
  const auto* source =
      viewer.policy.sources ? viewer.policy.sources->find(intended.source) : nullptr;
  const Shown shown = shown_of(viewer, intended.source);
  CheckView view;
  view.id = intended.check;
  view.source = intended.source;
  view.title = source ? source->title : intended.source;
  view.subject = intended.subject.kind + ":" + intended.subject.id;
  view.about = about(intended, whole, viewer, shown);
  for (const auto& key : intended.keys) view.by.push_back(key.kind);
  view.state = word(check.state);
  view.next_try = check.next_try();
  view.shown = name_of(shown);
  view.acknowledged = check.acknowledged;
  view.waived = check.waived.has_value();
  const auto outcome = check.outcome();
  if (const auto why = check.not_searched()) view.reason = word(why->reason);
  if (outcome && (*outcome == checks::OutcomeKind::not_searched || shown != Shown::nothing)) {
    view.outcome = word(*outcome);
  }
  if (shown == Shown::nothing) return view;
  if (const auto* answer = check.answer()) {
    view.answered = true;
    view.read_back = answer->read_back;
  }
  if (const auto* hit = check.hit(); hit != nullptr && hit->incomplete) {
    view.incomplete = "there may be more: " + in_words(*hit->incomplete);
  }
  if (const auto* said = check.said()) {
    view.band = check.band();
    view.caveat = said->caveat;
    view.as_of = said->as_of;
    view.coverage = said->coverage;
    view.searched_by = said->searched_by;
    if (shown != Shown::flag) view.words = said->words;
    view.says = lines_of(*said, shown, viewer);
  }
  return view;
}

void look_at_checks(const Whole& whole, const Viewer& viewer, IncidentView& out) {
  const auto& state = whole.checks;
  for (const auto& id : state.order) {
    const auto* check = state.check(id);
    if (!check) continue;
    out.checks.push_back(check_view(*check, whole, viewer));
    auto& waiting = out.not_checked;
    const auto& title = out.checks.back().title;
    if (check->open() && std::find(waiting.begin(), waiting.end(), title) == waiting.end()) {
      waiting.push_back(title);
    }
  }
}

std::vector<ConditionView> conditions(const orders::State& state, const Viewer& viewer) {
  std::vector<ConditionView> out;
  for (const auto& id : state.order) {
    const auto& judged = state.judged.at(id).judgement;
    const Shown shown = shown_of(viewer, judged.source);
    if (shown == Shown::nothing) continue;
    ConditionView view;
    view.outcome = word(judged.outcome);
    view.outcome_in_words = orders::in_words(judged.outcome);
    view.source = judged.source;
    view.unstructured = judged.unstructured;
    const auto* kind = viewer.policy.orders.condition_kind(judged.kind);
    view.says = kind ? kind->says : "an order whose conditions nobody has put into a form";
    if (shown == Shown::full) {
      view.clause = judged.clause;
      for (const auto& fact : judged.matched) view.matched.push_back(fact.words);
      for (const auto& fact : judged.against_it) view.against_it.push_back(fact.words);
      for (const auto& fact : judged.missing) view.missing.push_back(fact.words);
    }
    out.push_back(std::move(view));
  }
  return out;
}

}  // namespace

void view_of_sources(const Whole& whole, const Viewer& viewer, IncidentView& out) {
  out.candidates = candidates(whole.incident, viewer);
  look_at_checks(whole, viewer, out);
  out.conditions = conditions(whole.orders, viewer);
}

}  // namespace heed::desk
