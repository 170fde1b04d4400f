#include "assessment/basis.h"

#include <algorithm>

#include "assessment/known_words.h"
#include "orders/orders.h"

namespace heed::assessment {
namespace {

void of_contacts(const Known& known, std::vector<BasisItem>& out) {
  for (const incident::ContactId& id : known.incident.contact_order) {
    out.push_back({"contact:" + id.str(), "a new contact"});
  }
  for (const incident::IncidentLinked& link : known.incident.links) {
    out.push_back({"link:" + link.other.str(), "an earlier incident was linked"});
  }
  for (std::size_t i = 0; i < known.incident.reopened.size(); ++i) {
    out.push_back({"reopened:" + std::to_string(i), "the incident was reopened"});
  }
}

// Said twice, a thing is not new: cues count by their meaning.
void of_hearing(const Known& known, std::vector<BasisItem>& out) {
  std::set<std::string> meanings;
  for (const auto& [id, cue] : known.incident.cues) {
    if (!cue.rejected) meanings.insert(cue.heard.meaning);
  }
  for (const std::string& meaning : meanings) {
    out.push_back({"cue:" + meaning, "heard since: " + plain(meaning)});
  }
  for (const auto& [id, deadline] : known.incident.deadlines) {
    if (!deadline.rejected) {
      out.push_back({"deadline:" + id.str(), "a time ahead was heard since"});
    }
  }
  for (const std::string& theme : known.incident.themes) {
    out.push_back({"theme:" + theme, "the theme " + plain(theme) + " was set since"});
  }
  for (const std::string& flag : known.incident.flags) {
    out.push_back({"flag:" + flag, "flagged since: " + plain(flag)});
  }
}

void of_answers(const Known& known, std::vector<BasisItem>& out) {
  for (const auto& [key, answer] : known.incident.answers) {
    if (answer.last.outcome != incident::Outcome::answered) continue;
    const std::string& value = answer.last.value;
    const std::string said = value == "yes" || value == "no" ? value : "text";
    out.push_back({"answer:" + key.first + ":" + key.second.id + ":" + said,
                   "a question was answered since"});
  }
}

void of_people(const Known& known, std::vector<BasisItem>& out) {
  const LocalDate today = known.zone.date_of(known.now);
  for (const incident::PersonId& person : people_at_risk(known.incident)) {
    const auto age = incident::age_of(known.incident, person, today);
    const auto child = incident::possible_child(known.incident, person, today);
    std::string key = "age:" + person.str() + (age_known(age) ? ":known" : ":open");
    if (child == incident::PossibleChild::yes) key += ":child";
    out.push_back({std::move(key), "what is known of an age, or who is at risk, changed"});
  }
  for (const auto& [id, candidate] : known.incident.candidates) {
    if (candidate.state == incident::Candidate::State::accepted) {
      out.push_back({"candidate:" + id.str() + ":accepted", "a record was accepted as somebody's"});
    }
  }
}

void of_checks(const Known& known, std::vector<BasisItem>& out) {
  for (const checks::CheckId& id : known.checks.order) {
    const checks::Check& check = known.checks.checks.at(id);
    if (!check.answered()) continue;
    out.push_back({"check:" + id.str() + ":" + std::to_string(check.answers.size()),
                   plain(check.intended.source) + " answered since"});
  }
}

void of_orders(const Known& known, std::vector<BasisItem>& out) {
  using orders::ConditionOutcome;
  for (const orders::ConditionId& id : known.orders.order) {
    const ConditionOutcome outcome = known.orders.judged.at(id).judgement.outcome;
    if (outcome == ConditionOutcome::not_met) continue;
    const bool possible = outcome == ConditionOutcome::possible_breach;
    out.push_back({"order:" + id.str() + (possible ? ":possible" : ":open"),
                   "a court order: " + std::string(orders::in_words(outcome))});
  }
}

void of_target(const Known& known, const ThrivePolicy& policy, std::vector<BasisItem>& out) {
  const auto target = target_time(known, policy);
  if (!target || known.now < *target) return;
  const auto grade = known.incident.effective_grade();
  out.push_back({"target:" + std::to_string(static_cast<int>(*grade)) + ":" +
                     std::to_string(target->time_since_epoch().count()),
                 "the target time of the grade has passed"});
}

}  // namespace

std::optional<Instant> target_time(const Known& known, const ThrivePolicy& policy) {
  const auto grade = known.incident.effective_grade();
  const auto within = grade ? policy.target(*grade) : std::nullopt;
  if (!within) return std::nullopt;
  Instant from = known.incident.opened_at;
  if (!known.incident.contact_order.empty()) {
    from = known.incident.contacts.at(known.incident.contact_order.back()).opened.answered_at;
  }
  return from + *within;
}

std::vector<BasisItem> basis_of(const Known& known, const ThrivePolicy& policy) {
  std::vector<BasisItem> out;
  of_contacts(known, out);
  of_hearing(known, out);
  of_answers(known, out);
  of_people(known, out);
  of_checks(known, out);
  of_orders(known, out);
  of_target(known, policy, out);
  return out;
}

}  // namespace heed::assessment
