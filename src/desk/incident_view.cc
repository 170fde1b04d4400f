#include "desk/incident_view.h"

#include <algorithm>

#include "base/json_map.h"
#include "base/text.h"
#include "desk/incident_view_parts.h"
#include "incident/incident_describe.h"

namespace heed::desk {
namespace {

using incident::State;

template <class Enum>
std::string word(Enum value) {
  return json_map::enum_name(value);
}

std::string word(incident::PossibleChild child) {
  switch (child) {
    case incident::PossibleChild::no: return "no";
    case incident::PossibleChild::yes: return "yes";
    case incident::PossibleChild::unknown: return "unknown";
  }
  return "unknown";
}

bool may_read(const Viewer& viewer, std::string_view roles) {
  if (viewer.anybody || trim(roles).empty()) return true;
  for (const auto role : split(roles, ',')) {
    if (viewer.roles.count(std::string(trim(role)))) return true;
  }
  return false;
}

std::optional<LocationView> shown(const std::optional<incident::Location>& at) {
  if (!at) return std::nullopt;
  return LocationView{at->address,  at->uprn,     at->latitude, at->longitude,
                      at->radius_m, at->fixed_at, at->method,   at->confirmed};
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
    view.location = shown(opened.location);
    if (contact.ended) {
      view.ended_at = contact.ended->at;
      view.lost = contact.ended->lost;
    }
    out.push_back(std::move(view));
  }
  return out;
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
    view.withheld = !may_read(viewer, entry.written.protected_for);
    if (!view.withheld) {
      view.text = entry.written.text;
      for (const auto& mark : entry.marked)
        view.marks.push_back({mark.meaning, mark.quote, mark.open_against});
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
    view.called = called(*person);
    view.is_caller = state.caller() == id;
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

std::vector<IdentifierView> identifiers(const Whole& whole, const Viewer& viewer) {
  std::vector<IdentifierView> out;
  for (const auto& [id, one] : whole.incident.identifiers) {
    const bool seen = may_see_value(one, whole, viewer);
    out.push_back({id, one.heard.kind, seen ? one.heard.value : std::string(),
                   seen ? one.heard.platform : std::string(), word(one.role), word(one.state),
                   one.heard.hops == 0, one.read_back, one.person});
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

std::vector<HistoryView> history(const State& state) {
  std::vector<HistoryView> out;
  for (const auto& [id, one] : state.history) {
    out.push_back({id, one.shown.basis, one.shown.reference, one.shown.summary, one.shown.at,
                   one.acknowledged, one.acted_upon});
  }
  return out;
}

// Who works under guidance where a supervisor has been told of it.
std::vector<std::string> alerts(const training::State& training, const Viewer& viewer) {
  std::vector<std::string> out;
  if (!training.alerted) return out;
  for (const auto& [contact, guided] : training.guided) {
    out.push_back(viewer.duty.name_of(guided.who) +
                  " takes this under guidance: " + join(guided.reasons, "; "));
  }
  return out;
}

std::string grade_word(const std::optional<incident::Grade>& grade) {
  return grade ? word(*grade) : std::string();
}

assessment::Known known(const Whole& whole, const Viewer& viewer) {
  return {whole.incident,       whole.checks, whole.orders,
          viewer.policy.danger, viewer.now,   viewer.zone};
}

}  // namespace

std::string called(const incident::Person& person) {
  if (!person.given_name.empty() || !person.family_name.empty()) {
    return std::string(trim(person.given_name + " " + person.family_name));
  }
  for (const auto* words : {&person.name, &person.described, &person.relation}) {
    if (!words->empty()) return *words;
  }
  if (person.has(incident::PersonRole::reporting)) return "caller";
  if (person.has(incident::PersonRole::suspect)) return "suspect";
  return person.has(incident::PersonRole::victim) ? "victim" : "somebody";
}

bool may_see_value(const incident::Identifier& one, const Whole& whole, const Viewer& viewer) {
  if (viewer.anybody || one.heard.from_check.empty()) return true;
  const auto id = checks::CheckId::parse(one.heard.from_check);
  const auto* check = id ? whole.checks.check(*id) : nullptr;
  if (!check) return false;
  const auto shown = shown_of(viewer, check->intended.source);
  return shown == checks::Shown::summary || shown == checks::Shown::full;
}

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
  out.grade_why = state.grade_reason;
  out.floor = grade_word(state.floor());
  for (const auto& [rule, floor] : state.floors) out.floor_why.push_back(floor.why);
  out.versions = {static_cast<std::int64_t>(whole.version), state.grade_version,
                  state.closing_version, whole.assessment.version};
  out.contacts = contacts(state, viewer);
  out.location = shown(state.location);
  out.log = entries(state, viewer);
  out.people = people(state, viewer);
  out.identifiers = identifiers(whole, viewer);
  out.findings = findings(state);
  out.history = history(state);
  view_of_sources(whole, viewer, out);
  view_of_duties(whole, viewer, out);
  view_of_assessment(whole, viewer, out);
  out.alerts = alerts(whole.training, viewer);
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
    out.insert(source + ":" + name_of(shown_of(viewer, source)));
  }
  return {out.begin(), out.end()};
}

}  // namespace heed::desk
