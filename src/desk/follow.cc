#include "desk/follow.h"

namespace heed::desk {
namespace {

using incident::HistoryId;
using incident::HistoryShown;

std::string basis_of(const checks::Check& check, const incident::State& state) {
  if (check.intended.subject.kind == "identifier") {
    const auto id = incident::IdentifierId::parse(check.intended.subject.id);
    const auto found = id ? state.identifiers.find(*id) : state.identifiers.end();
    if (found != state.identifiers.end()) {
      const bool complained = found->second.role == incident::IdentifierRole::complained_of;
      const std::string& kind = found->second.heard.kind;
      const std::string what = kind == "phone" ? "number" : kind;
      return complained ? "complained_of_" + what : what;
    }
  }
  return "name";
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

// A record held for the reporter or somebody at risk is a previous entry to be read.
std::optional<HistoryShown> entry_of(const incident::CandidateFound& found,
                                     const incident::State& state, const std::string& basis) {
  const incident::Person* person = state.person(found.person);
  if (!person || person->has(incident::PersonRole::suspect)) return std::nullopt;
  if (found.needs.empty() && found.markers.empty()) return std::nullopt;
  HistoryShown shown;
  shown.history = found.candidate;
  shown.basis = basis;
  shown.reference = found.source;
  shown.summary = joined(found.needs.empty() ? found.markers : found.needs);
  shown.at = found.as_of;
  shown.person = found.person;
  return shown;
}

}  // namespace

std::vector<incident::Command> follow_answer(const Whole& whole, checks::CheckId id,
                                             const TurnContext& context) {
  std::vector<incident::Command> out;
  const checks::Check* check = whole.checks.check(id);
  if (!check || !check->said()) return out;
  const std::string basis = basis_of(*check, whole.incident);
  const checks::Deciding deciding{context.now, context.who, context.random};
  const checks::FollowUp follow =
      checks::follow_up(*check, whole.incident, context.policy->hops_max, deciding);
  if (!follow.candidates.empty() || !follow.identifiers.empty() || !follow.people.empty()) {
    out.push_back(incident::FindCandidates{follow.people, follow.candidates, follow.identifiers});
  }
  incident::ShowHistory show;
  for (const auto& candidate : follow.candidates) {
    if (auto shown = entry_of(candidate, whole.incident, basis)) show.shown.push_back(*shown);
  }
  for (const records::PastEvent& event : check->said()->findings.events) {
    if (event.kind != "incident") continue;
    HistoryShown shown;
    shown.history = HistoryId::derived(
        whole.incident.id.str(), event.provenance.source + event.provenance.record_id + basis);
    shown.basis = basis;
    shown.reference = event.reference;
    shown.summary = event.summary;
    const auto other = incident::IncidentId::parse(event.provenance.record_id);
    if (other) {  // one of our own incidents
      shown.incident = other->str();
      show.links.push_back({*other, event.reference, basis});
    }
    if (event.on) shown.at = context.zone.start_of(*event.on);
    show.shown.push_back(shown);
  }
  if (!show.shown.empty() || !show.links.empty()) out.push_back(std::move(show));
  return out;
}

}  // namespace heed::desk
