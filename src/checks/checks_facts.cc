#include "checks/checks_facts.h"

#include <algorithm>
#include <set>

namespace heed::checks {
namespace {

using policy::FactDeclaration;
using policy::FactTable;
using policy::FactType;
using policy::FactValue;
using policy::Subject;
using policy::Truth;

const Subject incident_subject{"incident", ""};

const std::vector<std::string> reasons{
    "timeout",       "unavailable", "denied",        "rate_limited", "malformed",      "partial",
    "wrong_subject", "stale",       "misconfigured", "cancelled",    "not_applicable", "waived"};

std::string reason_name(Reason reason) { return reasons[static_cast<std::size_t>(reason)]; }

std::string outcome_name(OutcomeKind outcome) {
  switch (outcome) {
    case OutcomeKind::hit: return "hit";
    case OutcomeKind::no_trace: return "no_trace";
    case OutcomeKind::not_searched: break;
  }
  return "not_searched";
}

std::string state_name(RunState state) {
  static const char* const names[] = {"due", "queued", "running", "retrying", "done"};
  return names[static_cast<std::size_t>(state)];
}

// What the people found by one check amount to.
struct Found {
  bool managed_offender = false, order = false, unstructured_order = false, restricted = false;
  bool ended_link = false, tied = false;
  std::set<std::string> danger_to, markers, events;
};

Found found_by(const Check& check) {
  Found out;
  const Hit* hit = check.hit();
  if (!hit) return out;
  const auto& findings = hit->said.findings;
  for (const auto& person : findings.people) {
    out.managed_offender |= person.managed_offender;
    out.restricted |= person.restricted;
    if (!person.danger.empty()) out.danger_to.insert(person.danger);
    for (const auto& marker : person.markers) {
      if (marker.current) out.markers.insert(marker.code);
    }
  }
  for (const auto& marker : findings.address_markers) {
    if (marker.current) out.markers.insert(marker.code);
  }
  for (const auto& order : findings.orders) {
    out.order = true;
    out.unstructured_order |= !order.structured || order.conditions.empty();
  }
  for (const auto& event : findings.events) out.events.insert(event.kind);
  for (const auto& matched : hit->said.matched) {
    out.ended_link |= matched.ended;
    out.tied |= matched.tied;
  }
  return out;
}

FactValue set_of(const std::set<std::string>& names) {
  return FactValue::set({names.begin(), names.end()});
}

// What several checks of one subject come to.
struct Sum {
  std::set<std::string> asked, answered, hits, open, not_searched, markers;
  std::string band;
  bool unread_hit = false, all_answered = true, any = false;
  bool managed_offender = false, danger_to_children = false, order = false;

  void add(const Check& check, const Found& found) {
    const auto& source = check.intended.source;
    any = true;
    asked.insert(source);
    const auto why = check.not_searched();
    const bool inapplicable = why && why->reason == Reason::not_applicable;
    if (check.answered()) {
      answered.insert(source);
    } else if (!inapplicable) {
      all_answered = false;
    }
    if (why && !inapplicable && check.open()) not_searched.insert(source);
    if (check.open()) open.insert(source);
    if (check.hit()) {
      hits.insert(source);
      unread_hit |= !check.acknowledged;
      if (band.empty() || check.band() == "exact" ||
          (check.band() == "strong" && band != "exact")) {
        band = check.band();
      }
    }
    markers.insert(found.markers.begin(), found.markers.end());
    managed_offender |= found.managed_offender;
    danger_to_children |= found.danger_to.count("children") != 0 ||
                          found.markers.count("offends_against_children") != 0;
    order |= found.order;
  }

  // Found: yes. Everything that was asked has answered and nothing was found: no. Else unknown.
  FactValue truth(bool found) const {
    if (found) return FactValue::truth(true);
    return any && all_answered ? FactValue::truth(false) : FactValue::unknown();
  }
};

void set_check(const Check& check, const Found& found, const Sources& sources, Instant now,
               FactTable& facts) {
  const Subject subject{"check", check.intended.check.str()};
  facts.add(subject);
  const auto set = [&](std::string_view name, FactValue value) {
    facts.set(subject, name, std::move(value));
  };
  const auto truth = [&](std::string_view name, bool value) { set(name, FactValue::truth(value)); };
  set("source", FactValue::text(check.intended.source));
  if (const auto* source = sources.find(check.intended.source)) {
    set("source_holder", FactValue::text(source->holder));
  }
  set("check_subject", FactValue::text(check.intended.subject.kind));
  set("check_role", FactValue::text(check.intended.role));
  set("check_state", FactValue::text(state_name(check.state)));
  truth("check_required", check.intended.required);
  truth("check_urgent", check.intended.urgent);
  set("check_hops", FactValue::number(check.intended.hops));
  truth("check_answered", check.answered());
  truth("check_open", check.open());
  const auto outcome = check.outcome();
  const auto why = check.not_searched();
  set("outcome", FactValue::text(outcome ? outcome_name(*outcome) : "none_yet"));
  set("not_searched_because", FactValue::text(why ? reason_name(why->reason) : "none"));
  if (!check.answered()) set("unanswered_for", FactValue::duration(now - check.intended_at));
  truth("answered_again", check.answers.size() > 1);
  truth("found_unread", check.hit() != nullptr && !check.acknowledged);
  if (!outcome || *outcome == OutcomeKind::not_searched) return;
  truth("not_read_back", check.answer() && !check.answer()->read_back);
  const Hit* hit = check.hit();
  truth("found_anything", hit != nullptr);
  truth("answer_incomplete", hit && hit->incomplete);
  if (hit) {
    set("found_band", FactValue::text(check.band()));
    set("found_for", FactValue::duration(now - check.answer()->at));
  }
  truth("found_managed_offender", found.managed_offender);
  truth("found_order", found.order);
  truth("found_unstructured_order", found.unstructured_order);
  truth("found_restricted", found.restricted);
  truth("found_ended_link", found.ended_link);
  truth("found_tied", found.tied);
  set("found_danger_to", set_of(found.danger_to));
  set("found_markers", set_of(found.markers));
  set("found_events", set_of(found.events));
}

void set_sum(const Subject& subject, const Sum& sum, FactTable& facts) {
  facts.set(subject, "asked_sources", set_of(sum.asked));
  facts.set(subject, "answered_sources", set_of(sum.answered));
  facts.set(subject, "hit_sources", set_of(sum.hits));
  facts.set(subject, "open_sources", set_of(sum.open));
  facts.set(subject, "unsearched_sources", set_of(sum.not_searched));
  facts.set(subject, "recorded_markers",
            sum.hits.empty() && !(sum.any && sum.all_answered) ? FactValue::unknown()
                                                               : set_of(sum.markers));
  facts.set(subject, "hit_managed_offender", sum.truth(sum.managed_offender));
  facts.set(subject, "hit_danger_to_children", sum.truth(sum.danger_to_children));
  facts.set(subject, "hit_order", sum.truth(sum.order));
  facts.set(subject, "hit_unread", FactValue::truth(sum.unread_hit));
  if (!sum.band.empty()) facts.set(subject, "hit_band", FactValue::text(sum.band));
}

void declare_check(std::vector<FactDeclaration>& out) {
  std::vector<std::string> reasons_or_none = reasons;
  reasons_or_none.push_back("none");
  const auto add = [&](const char* name, FactType type, const char* says,
                       std::vector<std::string> values = {}, bool always_known = false) {
    out.push_back({name, "check", type, "", says, std::move(values), always_known});
  };
  add("source", FactType::text, "the role of the source that is asked", {}, true);
  add("source_holder", FactType::text, "who holds the source's records",
      {"force", "national", "partner"});
  add("check_subject", FactType::text, "what is looked up: an identifier or a person",
      {"identifier", "person"});
  add("check_role", FactType::text, "whose it is: complained_of, callers, suspect, victim, …");
  add("check_state", FactType::text, "where the check stands",
      {"due", "queued", "running", "retrying", "done"});
  add("check_required", FactType::truth, "closing waits for it", {}, true);
  add("check_urgent", FactType::truth, "it was asked during a live 999 call");
  add("check_hops", FactType::number, "recorded links between what is looked up and what was said");
  add("check_answered", FactType::truth, "there is an answer: something found, or no trace", {},
      true);
  add("check_open", FactType::truth, "it is required and neither answered nor waived", {}, true);
  add("outcome", FactType::text, "what came of it, or why there is nothing while it is tried again",
      {"none_yet", "hit", "no_trace", "not_searched"}, true);
  add("not_searched_because", FactType::text, "why nobody may say no trace; none: it was searched",
      reasons_or_none, true);
  add("unanswered_for", FactType::duration, "how long it has been waiting for an answer");
  add("answered_again", FactType::truth, "a later answer differed from an earlier one", {}, true);
  add("found_unread", FactType::truth, "something was found and nobody has acknowledged it", {},
      true);
  add("not_read_back", FactType::truth, "the number had not been read back to the caller");
  add("found_anything", FactType::truth, "something was found");
  add("answer_incomplete", FactType::truth, "something was found and there may be more");
  add("found_band", FactType::text, "how sure the best match is", {"exact", "strong", "possible"});
  add("found_for", FactType::duration, "how long ago it was found");
  add("found_managed_offender", FactType::truth, "a managed offender was found");
  add("found_order", FactType::truth, "a court order was found");
  add("found_unstructured_order", FactType::truth, "an order was found that nobody has structured");
  add("found_restricted", FactType::truth, "a record was found that never opens by itself");
  add("found_ended_link", FactType::truth, "what was found rests on a link that had ended");
  add("found_tied", FactType::truth, "several people match equally well");
  add("found_danger_to", FactType::set, "to whom a managed offender is a danger, as recorded");
  add("found_markers", FactType::set, "codes of the current markers found");
  add("found_events", FactType::set, "kinds of the past events found");
}

void declare_subject(std::vector<FactDeclaration>& out, const char* subject) {
  const auto add = [&](const char* name, FactType type, const char* says,
                       std::vector<std::string> values = {}) {
    out.push_back({name, subject, type, "", says, std::move(values)});
  };
  add("asked_sources", FactType::set, "sources that it is or was looked up in");
  add("answered_sources", FactType::set, "sources that have answered");
  add("hit_sources", FactType::set, "sources that found something");
  add("open_sources", FactType::set, "required sources that have not answered");
  add("unsearched_sources", FactType::set, "required sources that could not be searched so far");
  add("recorded_markers", FactType::set, "codes of current markers recorded for it");
  add("hit_managed_offender", FactType::truth,
      "it is recorded for a managed offender; unknown while a source has not answered");
  add("hit_danger_to_children", FactType::truth, "it is recorded for a danger to children");
  add("hit_order", FactType::truth, "it is recorded for somebody under a court order");
  add("hit_unread", FactType::truth, "something was found and nobody has acknowledged it");
  add("hit_band", FactType::text, "how sure the best match is", {"exact", "strong", "possible"});
}

}  // namespace

std::vector<FactDeclaration> fact_declarations() {
  std::vector<FactDeclaration> out;
  declare_check(out);
  declare_subject(out, "identifier");
  declare_subject(out, "person");
  const auto add = [&](const char* name, FactType type, const char* says) {
    out.push_back({name, "incident", type, "", says, {}});
  };
  add("any_check_hit", FactType::truth, "a check has found something");
  add("any_hit_unread", FactType::truth, "something was found and nobody has acknowledged it");
  add("any_check_open", FactType::truth, "a required check is neither answered nor waived");
  add("any_hit_managed_offender", FactType::truth, "a managed offender was found");
  add("any_hit_danger_to_children", FactType::truth, "a danger to children was found");
  add("any_hit_order", FactType::truth, "a court order was found");
  add("checks_open_at", FactType::set, "required sources that have not answered");
  add("checks_not_searched_at", FactType::set,
      "required sources that could not be searched so far");
  return out;
}

void fill_facts(const State& state, const Sources& sources, Instant now, FactTable& facts) {
  Sum whole;
  std::map<SubjectRef, Sum> subjects;
  for (const auto& id : state.order) {
    const Check& check = state.checks.at(id);
    const Found found = found_by(check);
    set_check(check, found, sources, now, facts);
    whole.add(check, found);
    if (check.intended.subject.kind == "identifier" || check.intended.subject.kind == "person") {
      subjects[check.intended.subject].add(check, found);
    }
  }
  // Subjects are those that the incident added: what was rejected as no identifier is none here.
  std::vector<std::pair<Subject, const Sum*>> there;
  for (const auto& row : facts.rows()) {
    const auto found = subjects.find({row.subject.kind, row.subject.id});
    if (found != subjects.end()) there.emplace_back(row.subject, &found->second);
  }
  for (const auto& [subject, sum] : there) set_sum(subject, *sum, facts);
  const auto set = [&](std::string_view name, FactValue value) {
    facts.set(incident_subject, name, std::move(value));
  };
  set("any_check_hit", whole.truth(!whole.hits.empty()));
  set("any_hit_unread", FactValue::truth(whole.unread_hit));
  set("any_check_open", FactValue::truth(!whole.open.empty()));
  set("any_hit_managed_offender", whole.truth(whole.managed_offender));
  set("any_hit_danger_to_children", whole.truth(whole.danger_to_children));
  set("any_hit_order", whole.truth(whole.order));
  set("checks_open_at", set_of(whole.open));
  set("checks_not_searched_at", set_of(whole.not_searched));
}

}  // namespace heed::checks
