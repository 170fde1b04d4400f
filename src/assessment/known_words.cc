#include "assessment/known_words.h"

#include <algorithm>

namespace heed::assessment {
namespace {

bool any_in(const std::set<std::string>& names, const std::set<std::string>& wanted) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return wanted.count(name) != 0; });
}

}  // namespace

std::vector<incident::PersonId> people_at_risk(const incident::State& incident) {
  std::vector<incident::PersonId> out;
  for (const incident::PersonId& id : incident.people_order) {
    if (incident::possible_victim(incident, id)) out.push_back(id);
  }
  return out;
}

bool age_matters(const Known& known) {
  return any_in(known.incident.themes, known.danger.age_themes) ||
         incident::danger_reported(known.incident, known.danger);
}

bool age_known(const incident::Age& age) {
  if (age.conflict || (!age.low && !age.born)) return false;
  return age.status == incident::AgeStatus::known || age.status == incident::AgeStatus::recorded ||
         age.claims.front().basis == incident::AgeBasis::seen_by_officer;
}

std::string plain(std::string_view id) {
  std::string out(id);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

std::string why_unanswered(const checks::Check& check) {
  if (check.waived) return "not searched, which somebody decided not to wait for";
  const auto not_searched = check.not_searched();
  if (!not_searched) return "not answered yet";
  switch (not_searched->reason) {
    case checks::Reason::timeout: return "not searched: no answer in time";
    case checks::Reason::unavailable: return "not searched: it cannot be reached";
    case checks::Reason::denied: return "not searched: it refuses us";
    case checks::Reason::rate_limited: return "not searched: too many questions at once";
    case checks::Reason::malformed: return "not searched: its answer cannot be read";
    case checks::Reason::partial: return "not searched in full";
    case checks::Reason::wrong_subject: return "not searched: it answered about something else";
    case checks::Reason::stale: return "not searched: its answer is too old";
    case checks::Reason::misconfigured: return "not searched: our settings for it do not work";
    case checks::Reason::cancelled: return "not searched: it was cancelled";
    case checks::Reason::not_applicable: return "not searched: it cannot be asked this";
    case checks::Reason::waived: return "not searched, which somebody decided not to wait for";
  }
  return "not answered yet";
}

std::vector<const checks::Check*> unanswered(const checks::State& checks) {
  std::vector<const checks::Check*> out;
  for (const checks::CheckId& id : checks.order) {
    const checks::Check& check = checks.checks.at(id);
    const auto why = check.not_searched();
    const bool set_aside = check.intended.required && why &&
                           (check.waived || why->reason == checks::Reason::cancelled);
    if (check.open() || set_aside) out.push_back(&check);
  }
  return out;
}

std::vector<const incident::Candidate*> standing_candidates(const incident::State& incident) {
  std::vector<const incident::Candidate*> out;
  for (const auto& [id, candidate] : incident.candidates) {
    if (candidate.state != incident::Candidate::State::rejected) out.push_back(&candidate);
  }
  return out;
}

}  // namespace heed::assessment
