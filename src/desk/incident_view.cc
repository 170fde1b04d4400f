#include "desk/incident_view.h"

#include <algorithm>

#include "base/json_map.h"
#include "base/text.h"
#include "incident/incident_describe.h"

namespace heed::desk {
namespace {

using checks::Shown;
using incident::State;

template <class Enum>
std::string word(Enum value) {
  return json_map::enum_name(value);
}

std::string word(Shown shown) {
  switch (shown) {
    case Shown::nothing: return "nothing";
    case Shown::flag: return "flag";
    case Shown::summary: return "summary";
    case Shown::full: return "full";
  }
  return "nothing";
}

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

std::string word(incident::PossibleChild child) {
  switch (child) {
    case incident::PossibleChild::no: return "no";
    case incident::PossibleChild::yes: return "yes";
    case incident::PossibleChild::unknown: return "unknown";
  }
  return "unknown";
}

// What nobody has declared is not shown (I7).
Shown shown_of(const Viewer& viewer, std::string_view source) {
  const auto* declared = viewer.policy.sources ? viewer.policy.sources->find(source) : nullptr;
  return declared ? declared->shown_to(viewer.roles) : Shown::nothing;
}

bool may_read(const Viewer& viewer, std::string_view roles) {
  if (trim(roles).empty()) return true;
  for (const auto role : split(roles, ',')) {
    if (viewer.roles.count(std::string(trim(role)))) return true;
  }
  return false;
}

std::vector<ContactView> contacts(const State& state, const Viewer& viewer) {
  std::vector<ContactView> out;
  for (const auto& id : state.contact_order) {
    const auto& contact = state.contacts.at(id);
    const auto& opened = contact.opened;
    ContactView view;
    view.id = id;
    view.channel = word(opened.channel);
    view.line = opened.line;
    view.subscriber = opened.subscriber;
    view.recording = opened.recording;
    view.answered_at = opened.answered_at;
    view.entered_afterwards = opened.entered_afterwards;
    view.handler = viewer.duty.name_of(opened.handler);
    view.caller = opened.caller;
    if (contact.ended) {
      view.ended_at = contact.ended->at;
      view.lost = contact.ended->lost;
    }
    out.push_back(std::move(view));
  }
  return out;
}

std::optional<LocationView> location(const State& state) {
  if (!state.location) return std::nullopt;
  const auto& at = *state.location;
  return LocationView{at.address,  at.uprn,     at.latitude, at.longitude,
                      at.radius_m, at.fixed_at, at.method,   at.confirmed};
}

std::vector<EntryView> entries(const State& state, const Viewer& viewer) {
  std::vector<EntryView> out;
  for (const auto& entry : state.entries) {
    EntryView view;
    view.id = entry.written.entry;
    view.at = entry.at;
    view.by = viewer.duty.name_of(entry.by);
    view.voice = word(entry.written.voice);
    view.is_protected_for = entry.written.protected_for;
    view.corrects = entry.written.corrects;
    if (may_read(viewer, entry.written.protected_for)) {
      view.text = entry.written.text;
      for (const auto& mark : entry.marked) view.marks.push_back({mark.quote, mark.open_against});
    }
    out.push_back(std::move(view));
  }
  return out;
}

std::vector<PersonView> people(const State& state, const Viewer& viewer) {
  std::vector<PersonView> out;
  const LocalDate today = viewer.zone.date_of(viewer.now);
  for (const auto& id : state.people_order) {
    const auto* person = state.person(id);
    if (!person) continue;
    PersonView view;
    view.id = id;
    view.name = !person->name.empty()
                    ? person->name
                    : std::string(trim(person->given_name + " " + person->family_name));
    for (const auto role : person->roles) view.roles.push_back(word(role));
    view.described = person->described;
    view.relation = person->relation;
    view.address = person->address;
    const auto age = incident::age_of(state, id, today);
    view.age.status = word(age.status);
    view.age.low = age.low;
    view.age.high = age.high;
    view.age.conflict = age.conflict;
    view.age.child = word(incident::possible_child(state, id, today));
    for (const auto& claim : age.claims) {
      if (claim.basis == incident::AgeBasis::said && claim.born) view.age.born = age.born;
    }
    out.push_back(std::move(view));
  }
  return out;
}

std::vector<IdentifierView> identifiers(const State& state) {
  std::vector<IdentifierView> out;
  for (const auto& [id, one] : state.identifiers) {
    out.push_back({id, one.heard.kind, one.heard.value, one.heard.platform, word(one.role),
                   word(one.state), one.read_back, one.person});
  }
  return out;
}

std::vector<FindingView> findings(const State& state) {
  std::vector<FindingView> out;
  for (const auto& [id, cue] : state.cues) {
    out.push_back({id, cue.heard.meaning, cue.heard.quote, cue.heard.entry,
                   static_cast<std::int64_t>(cue.heard.start),
                   static_cast<std::int64_t>(cue.heard.end), cue.accepted, cue.rejected});
  }
  for (const auto& [id, deadline] : state.deadlines) {
    out.push_back({id, "deadline", deadline.heard.quote, deadline.heard.entry, 0, 0, false,
                   deadline.rejected});
  }
  for (const auto& [id, heard] : state.heard_undertakings) {
    out.push_back({id, "undertaking", heard.quote, heard.entry, 0, 0, false, false});
  }
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

CandidateView candidate(const State& state, incident::HistoryId id, const incident::Candidate& one,
                        const Viewer& viewer, Shown shown) {
  const auto& found = one.found;
  CandidateView view;
  view.id = id;
  view.person = found.person;
  view.source = found.source;
  view.shown = word(shown);
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
  // A managed offender's name is for those who are shown all of it.
  if (shown == Shown::summary) {
    if (!found.managed_offender) view.name = initials(found);
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

std::vector<HistoryView> history(const State& state) {
  std::vector<HistoryView> out;
  for (const auto& [id, one] : state.history) {
    out.push_back({id, one.shown.basis, one.shown.reference, one.shown.summary, one.shown.at,
                   one.acknowledged, one.acted_upon});
  }
  return out;
}

CheckView check_view(const checks::Check& check, const Viewer& viewer) {
  const auto& intended = check.intended;
  const auto* source =
      viewer.policy.sources ? viewer.policy.sources->find(intended.source) : nullptr;
  const Shown shown = shown_of(viewer, intended.source);
  CheckView view;
  view.id = intended.check;
  view.source = intended.source;
  view.title = source ? source->title : intended.source;
  view.subject = intended.subject.kind + ":" + intended.subject.id;
  for (const auto& key : intended.keys) view.by.push_back(key.kind);
  view.state = word(check.state);
  view.next_try = check.next_try();
  view.shown = word(shown);
  view.acknowledged = check.acknowledged;
  view.waived = check.waived.has_value();
  const auto outcome = check.outcome();
  if (const auto why = check.not_searched()) view.reason = word(why->reason);
  if (outcome && (*outcome == checks::OutcomeKind::not_searched || shown != Shown::nothing)) {
    view.outcome = word(*outcome);
  }
  if (shown == Shown::nothing) return view;
  if (const auto* answer = check.answer()) view.read_back = answer->read_back;
  if (const auto* said = check.said()) {
    view.band = check.band();
    view.caveat = said->caveat;
    if (shown != Shown::flag) view.words = said->words;
  }
  return view;
}

void look_at_checks(const checks::State& state, const Viewer& viewer, IncidentView& out) {
  for (const auto& id : state.order) {
    const auto* check = state.check(id);
    if (!check) continue;
    out.checks.push_back(check_view(*check, viewer));
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
    view.source = judged.source;
    view.unstructured = judged.unstructured;
    const auto* kind = viewer.policy.orders.condition_kind(judged.kind);
    view.says = kind ? kind->says : "an order whose conditions nobody has put into a form";
    if (shown == Shown::full) {
      view.clause = judged.clause;
      for (const auto& fact : judged.matched) view.matched.push_back(fact.words);
      for (const auto& fact : judged.missing) view.missing.push_back(fact.words);
    }
    out.push_back(std::move(view));
  }
  return out;
}

std::vector<OwedView> owed(const State& state, const Viewer& viewer) {
  std::vector<OwedView> out;
  for (const auto& [id, one] : state.obligations) {
    if (!one.open()) continue;
    OwedView view;
    view.id = id;
    view.kind = word(one.raised.kind);
    view.what = one.raised.what;
    view.why = one.raised.why;
    const auto question = one.raised.details.find("question");
    if (question != one.raised.details.end()) view.question = question->second;
    view.duty = one.duty;
    view.holder = viewer.duty.name_of(one.holder);
    if (one.offered) view.offered = viewer.duty.name_of(*one.offered);
    view.accepted = one.accepted;
    view.due = one.raised.due;
    view.overdue = one.overdue;
    view.blocks_closing = one.raised.blocks_closing;
    out.push_back(std::move(view));
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const OwedView& a, const OwedView& b) { return a.due < b.due; });
  return out;
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
}

std::string grade_word(const std::optional<incident::Grade>& grade) {
  return grade ? word(*grade) : std::string();
}

assessment::Known known(const Whole& whole, const Viewer& viewer) {
  return {whole.incident,       whole.checks, whole.orders,
          viewer.policy.danger, viewer.now,   viewer.zone};
}

}  // namespace

IncidentView view_of(const Whole& whole, const Viewer& viewer) {
  const State& state = whole.incident;
  IncidentView out;
  out.id = state.id;
  out.reference = state.reference;
  out.opened_at = state.opened_at;
  out.closed = state.closed;
  out.opening_code = state.opening_code;
  out.themes.assign(state.themes.begin(), state.themes.end());
  out.grade = grade_word(state.effective_grade());
  out.floor = grade_word(state.floor());
  for (const auto& [rule, floor] : state.floors) out.floor_why.push_back(floor.why);
  out.versions = {static_cast<std::int64_t>(whole.version), state.grade_version,
                  state.closing_version, whole.assessment.version};
  out.contacts = contacts(state, viewer);
  out.location = location(state);
  out.log = entries(state, viewer);
  out.people = people(state, viewer);
  out.identifiers = identifiers(state);
  out.findings = findings(state);
  out.candidates = candidates(state, viewer);
  out.history = history(state);
  look_at_checks(whole.checks, viewer, out);
  out.conditions = conditions(whole.orders, viewer);
  out.owed = owed(state, viewer);
  look_at_words(state, viewer, out);
  out.open_against = assessment::open_against(known(whole, viewer), viewer.policy.thrive);
  out.assessment_fresh = assessment::fresh(whole.assessment, viewer.policy.thrive);
  return out;
}

BoardLine board_line(const Whole& whole, const Viewer& viewer) {
  const State& state = whole.incident;
  BoardLine out;
  out.id = state.id;
  out.reference = state.reference;
  out.opened_at = state.opened_at;
  out.closed = state.closed;
  out.grade = grade_word(state.effective_grade());
  out.themes.assign(state.themes.begin(), state.themes.end());
  out.live_contact = state.live_contact() != nullptr;
  const LocalDate today = viewer.zone.date_of(viewer.now);
  for (const auto& id : state.people_order) {
    out.child =
        out.child || incident::possible_child(state, id, today) == incident::PossibleChild::yes;
  }
  for (const auto& [id, one] : state.obligations) {
    if (!one.open()) continue;
    ++out.owed;
    out.overdue += one.overdue ? 1 : 0;
    if (!out.next_due || one.raised.due < *out.next_due) out.next_due = one.raised.due;
  }
  for (const auto& [id, check] : whole.checks.checks) {
    out.unread_hits += check.hit() && !check.acknowledged ? 1 : 0;
    out.unanswered += check.open() ? 1 : 0;
  }
  for (const auto& [id, judged] : whole.orders.judged) {
    out.possible_breaches +=
        judged.judgement.outcome == orders::ConditionOutcome::possible_breach ? 1 : 0;
  }
  return out;
}

std::vector<std::string> shows(const Whole& whole, const Viewer& viewer) {
  std::set<std::string> out{"log:full"};
  for (const auto& [id, check] : whole.checks.checks) {
    const auto& source = check.intended.source;
    out.insert(source + ":" + word(shown_of(viewer, source)));
  }
  return {out.begin(), out.end()};
}

}  // namespace heed::desk
