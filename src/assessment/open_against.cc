#include <algorithm>

#include "assessment/known_words.h"

namespace heed::assessment {
namespace {

void say(std::vector<std::string>& out, std::string words) {
  if (std::find(out.begin(), out.end(), words) == out.end()) out.push_back(std::move(words));
}

void ages(const Known& known, std::vector<std::string>& out) {
  const LocalDate today = known.zone.date_of(known.now);
  const bool matters = age_matters(known);
  for (const incident::PersonId& person : people_at_risk(known.incident)) {
    const incident::Age age = incident::age_of(known.incident, person, today);
    const auto child = incident::possible_child(known.incident, person, today);
    if (child == incident::PossibleChild::yes) say(out, "somebody at risk is or may be a child");
    if (!matters || age_known(age)) continue;
    if (age.conflict) {
      say(out, "two ages of somebody at risk cannot both be right");
    } else if (age.status == incident::AgeStatus::not_asked) {
      say(out, "the age of somebody at risk has not been asked");
    } else {
      say(out, "the age of somebody at risk is not known");
    }
  }
}

void records(const Known& known, std::vector<std::string>& out) {
  std::size_t unread = 0;
  for (const auto& [id, history] : known.incident.history) unread += history.acknowledged ? 0 : 1;
  if (unread > 0) {
    say(out, "previous entries have not been read: " + std::to_string(unread));
  }
  for (const incident::Candidate* candidate : standing_candidates(known.incident)) {
    const incident::CandidateFound& found = candidate->found;
    const incident::Person* person = known.incident.person(found.person);
    const bool at_risk = incident::possible_victim(known.incident, found.person) ||
                         (person && person->has(incident::PersonRole::reporting));
    if (at_risk && !found.needs.empty()) say(out, "needs are recorded for somebody at risk");
    if (at_risk && !found.markers.empty()) say(out, "markers are recorded for somebody at risk");
    if (found.managed_offender) {
      say(out, "what was given is held for a managed offender, or may be");
    } else if (!at_risk && !found.markers.empty()) {
      say(out, "markers are recorded for somebody complained of, or who may be them");
    }
  }
}

void checks_of(const Known& known, std::vector<std::string>& out) {
  for (const checks::Check* check : unanswered(known.checks)) {
    say(out, plain(check->intended.source) + ": " + why_unanswered(*check));
  }
  for (const checks::CheckId& id : known.checks.order) {
    const checks::Check& check = known.checks.checks.at(id);
    if (check.hit() && !check.acknowledged) {
      say(out, plain(check.intended.source) + ": it holds something that nobody has read");
    }
  }
}

void orders_of(const Known& known, std::vector<std::string>& out) {
  using orders::ConditionOutcome;
  if (known.orders.any(ConditionOutcome::possible_breach)) {
    say(out, "a possible breach of a court order");
  }
  if (known.orders.any(ConditionOutcome::insufficient_facts)) {
    say(out, "a court order of which not enough is known");
  }
}

}  // namespace

std::vector<std::string> open_against(const Known& known, const ThrivePolicy& policy) {
  std::vector<std::string> out;
  if (incident::danger_reported(known.incident, known.danger)) {
    say(out, "threat, coercion, hurt or a sexual approach is reported");
  }
  for (const ThrivePolicy::Against& against : policy.against()) {
    if (known.incident.cue(against.cue)) say(out, against.words);
  }
  ages(known, out);
  records(known, out);
  checks_of(known, out);
  orders_of(known, out);
  return out;
}

}  // namespace heed::assessment
