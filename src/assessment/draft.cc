#include <algorithm>

#include "assessment/known_words.h"
#include "orders/orders.h"

namespace heed::assessment {
namespace {

using Takes = ThrivePolicy::Takes;

class Draft {
 public:
  Draft(const Known& known, const ThrivePolicy::ElementKind& kind) : known_(known), kind_(kind) {
    out_.id = kind.id;
    out_.drafted = true;
  }

  Element write() {
    cues();
    for (const Takes takes : kind_.takes) take(takes);
    return std::move(out_);
  }

 private:
  void add(const std::string& words, const std::string& evidence) {
    if (!evidence.empty()) out_.evidence.push_back(evidence);
    out_.says = Says::present;
    if (said_.insert(words).second) {
      out_.rationale += (out_.rationale.empty() ? "" : " ") + words + ".";
    }
  }
  // Something not known is told, and makes nothing present.
  void note(const std::string& words) {
    if (said_.insert(words).second) {
      out_.rationale += (out_.rationale.empty() ? "" : " ") + words + ".";
    }
  }

  void cues() {
    for (const auto& [id, cue] : known_.incident.cues) {
      const bool bears = std::count(kind_.cues.begin(), kind_.cues.end(), cue.heard.meaning) != 0;
      if (cue.rejected || !bears) continue;
      add("Heard (" + plain(cue.heard.meaning) + "): \"" + cue.heard.quote + "\"",
          "cue:" + id.str());
    }
  }

  void take(Takes takes) {
    switch (takes) {
      case Takes::ages: return ages();
      case Takes::needs: return needs();
      case Takes::offenders: return offenders();
      case Takes::orders: return orders_judged();
      case Takes::deadlines: return deadlines();
      case Takes::history: return history();
      case Takes::checks: return checks_asked();
      case Takes::contact: return wishes();
      case Takes::advice: return advice();
      case Takes::promises: return promises();
    }
  }

  void ages() {
    const LocalDate today = known_.zone.date_of(known_.now);
    for (const incident::PersonId& person : people_at_risk(known_.incident)) {
      const incident::Age age = incident::age_of(known_.incident, person, today);
      const auto child = incident::possible_child(known_.incident, person, today);
      const std::string it = "person:" + person.str();
      if (child == incident::PossibleChild::yes) {
        const bool sure = age_known(age) && age.low && *age.low < 18;
        add(sure ? "A child: " + std::to_string(*age.low) + " years old" : "May be a child", it);
      } else if (!age_known(age)) {
        note("The age of the person at risk is not known");
      }
    }
  }

  void needs() {
    for (const incident::Candidate* candidate : standing_candidates(known_.incident)) {
      const incident::CandidateFound& found = candidate->found;
      if (!incident::possible_victim(known_.incident, found.person)) continue;
      const bool accepted = candidate->state == incident::Candidate::State::accepted;
      const std::string whose = accepted ? "Recorded" : "Recorded for somebody who may be them";
      for (const std::string& need : found.needs) {
        add(whose + ": " + need, "candidate:" + found.candidate.str());
      }
      for (const std::string& marker : found.markers) {
        add(whose + ": " + plain(marker), "candidate:" + found.candidate.str());
      }
    }
  }

  void offenders() {
    for (const incident::Candidate* candidate : standing_candidates(known_.incident)) {
      const incident::CandidateFound& found = candidate->found;
      if (!found.managed_offender) continue;
      add("What was given is held for a managed offender (" + found.band + " match)" +
              (found.danger.empty() ? "" : ", a danger to " + found.danger),
          "candidate:" + found.candidate.str());
    }
  }

  void orders_judged() {
    for (const orders::ConditionId& id : known_.orders.order) {
      const orders::Judgement& judged = known_.orders.judged.at(id).judgement;
      if (judged.outcome == orders::ConditionOutcome::not_met) continue;
      add("Court order, " + plain(judged.kind.empty() ? "not yet read" : judged.kind) + ": " +
              std::string(orders::in_words(judged.outcome)),
          "order_condition:" + id.str());
    }
  }

  void deadlines() {
    for (const auto& [id, deadline] : known_.incident.deadlines) {
      if (deadline.rejected) continue;
      add("By " + format_for_people(known_.zone, deadline.heard.at) + ": \"" +
              deadline.heard.quote + "\"",
          "deadline:" + id.str());
    }
  }

  void history() {
    for (const incident::IncidentLinked& link : known_.incident.links) {
      add("Earlier incident " + link.reference, "incident:" + link.other.str());
    }
    for (const auto& [id, history] : known_.incident.history) {
      if (!history.acknowledged) note("A previous entry has not been read");
    }
  }

  void checks_asked() {
    for (const checks::Check* check : unanswered(known_.checks)) {
      note(plain(check->intended.source) + ": " + why_unanswered(*check));
    }
    for (const checks::CheckId& id : known_.checks.order) {
      const checks::Check& check = known_.checks.checks.at(id);
      if (check.hit()) {
        add(plain(check.intended.source) + " holds something", "check:" + id.str());
      }
    }
  }

  void wishes() {
    for (const auto& [id, wish] : known_.incident.wishes) {
      add("Wish: \"" + wish.words + "\"", "wish:" + id.str());
    }
  }

  void advice() {
    for (const incident::AdviceGiven& given : known_.incident.advice) {
      add("Advised: " + plain(given.advice), "");
    }
    if (known_.incident.blocking_held_back) add("Blocking the number is held back", "");
  }

  void promises() {
    for (const auto& [id, undertaking] : known_.incident.undertakings) {
      add("Promised: " + undertaking.given.what + ", by " +
              format_for_people(known_.zone, undertaking.given.due),
          "undertaking:" + id.str());
    }
    for (const incident::Told& told : known_.incident.told) add("Told: " + told.whom, "");
  }

  const Known& known_;
  const ThrivePolicy::ElementKind& kind_;
  Element out_;
  std::set<std::string> said_;
};

}  // namespace

std::vector<Element> draft(const Known& known, const ThrivePolicy& policy) {
  std::vector<Element> out;
  for (const ThrivePolicy::ElementKind& kind : policy.elements()) {
    out.push_back(Draft(known, kind).write());
  }
  return out;
}

}  // namespace heed::assessment
