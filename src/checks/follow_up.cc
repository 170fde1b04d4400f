#include <algorithm>

#include "checks/checks.h"

namespace heed::checks {
namespace {

struct Subject {
  PersonId person;
  bool new_person = false;
  incident::IdentifierRole role = incident::IdentifierRole::unknown;
};

// Whom the answer is about: the identifier's person as the incident has it now; where nobody is
// known yet, one derived from the identifier, so that following up twice adds one person.
Subject subject_of(const Check& check, const incident::State& incident) {
  Subject out;
  const auto& ref = check.intended.subject;
  if (ref.kind == "identifier") {
    const auto id = incident::IdentifierId::parse(ref.id);
    const auto it = id ? incident.identifiers.find(*id) : incident.identifiers.end();
    if (it != incident.identifiers.end()) {
      out.role = it->second.role;
      if (it->second.person) {
        out.person = *it->second.person;
        return out;
      }
    }
  } else if (const auto id = PersonId::parse(ref.id); id) {
    out.person = *id;
    const auto* person = incident.person(*id);
    if (person && person->has(incident::PersonRole::suspect)) {
      out.role = incident::IdentifierRole::complained_of;
    }
    return out;
  }
  if (check.intended.person) {
    out.person = *check.intended.person;
    return out;
  }
  out.person = PersonId::derived("heed person of", ref.kind + "/" + ref.id);
  out.new_person = incident.people.count(out.person) == 0;
  return out;
}

incident::CandidateFound candidate(const Check& check, const records::Nominal& nominal,
                                   const Matched& matched, PersonId person) {
  incident::CandidateFound out;
  const auto& source = check.intended.source;
  out.candidate = incident::HistoryId::derived(
      "heed candidate", person.str() + "/" + source + "/" + nominal.record_id);
  out.person = person;
  out.source = source;
  out.record_id = nominal.record_id;
  out.band = matched.band;
  out.probability = matched.probability;
  out.tied = matched.tied;
  out.reasons = matched.reasons;
  out.from_check = check.intended.check.str();
  out.as_of = nominal.provenance.as_of ? nominal.provenance.as_of : check.said()->as_of;
  if (nominal.restricted) return out;  // that there is one, nothing of what it says (I7)
  out.given_name = nominal.given_name;
  out.family_name = nominal.family_name;
  out.born = nominal.born;
  out.sex = nominal.sex;
  out.address = nominal.address;
  for (const auto& marker : nominal.markers) {
    if (marker.current) out.markers.push_back(marker.code);
  }
  out.needs = nominal.needs;
  out.managed_offender = nominal.managed_offender;
  out.danger = nominal.danger;
  out.manager = nominal.manager;
  return out;
}

bool known(const incident::State& incident, const FollowUp& out,
           const records::RecordedIdentifier& found) {
  const auto is = [&](const incident::IdentifierHeard& heard) {
    return heard.kind == found.kind && heard.value == found.value &&
           (found.kind != "username" || heard.platform == found.platform);
  };
  for (const auto& [id, identifier] : incident.identifiers) {
    if (is(identifier.heard)) return true;
  }
  return std::any_of(out.identifiers.begin(), out.identifiers.end(), is);
}

void follow(const Check& check, const incident::State& incident, const records::Nominal& nominal,
            const Subject& subject, const Deciding& deciding, FollowUp& out) {
  const LocalDate today{std::chrono::floor<std::chrono::days>(deciding.now)};
  for (const auto& found : nominal.identifiers) {
    const bool ended =
        found.until && std::chrono::sys_days(*found.until) < std::chrono::sys_days(today);
    if (ended || found.value.empty() || known(incident, out, found)) continue;
    incident::IdentifierHeard heard;
    heard.identifier = incident::IdentifierId::derived(
        "heed followed",
        subject.person.str() + "/" + found.kind + "/" + found.value + "/" + found.platform);
    heard.kind = found.kind;
    heard.value = found.value;
    heard.platform = found.platform;
    heard.role = subject.role;
    heard.person = subject.person;
    heard.hops = check.intended.hops + 1;
    heard.from_check = check.intended.check.str();
    out.identifiers.push_back(std::move(heard));
  }
}

}  // namespace

FollowUp follow_up(const Check& check, const incident::State& incident, int hops_max,
                   const Deciding& deciding) {
  FollowUp out;
  const Hit* hit = check.hit();
  if (!hit || hit->said.findings.people.empty()) return out;
  const Subject subject = subject_of(check, incident);
  for (const auto& nominal : hit->said.findings.people) {
    const auto& all = hit->said.matched;
    const auto matched = std::find_if(all.begin(), all.end(), [&](const Matched& item) {
      return item.record_id == nominal.record_id;
    });
    if (matched == all.end() || matched->band == "rejected") continue;
    auto found = candidate(check, nominal, *matched, subject.person);
    const auto had = incident.candidates.find(found.candidate);
    const bool accepted = had != incident.candidates.end() &&
                          had->second.state == incident::Candidate::State::accepted;
    const bool rejected = had != incident.candidates.end() &&
                          had->second.state == incident::Candidate::State::rejected;
    if (had == incident.candidates.end()) out.candidates.push_back(std::move(found));
    const bool sure = matched->band == "exact" || matched->band == "strong";
    if ((!sure && !accepted) || rejected || nominal.restricted) continue;
    if (check.intended.hops < hops_max) follow(check, incident, nominal, subject, deciding, out);
  }
  if (subject.new_person && !out.candidates.empty()) {
    incident::PersonAdded added;
    added.person = subject.person;
    added.roles = {incident::PersonRole::unknown};
    out.people.push_back(std::move(added));
  }
  return out;
}

}  // namespace heed::checks
