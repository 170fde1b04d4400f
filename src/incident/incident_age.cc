// What is known of a person's age, and whether they may be a child (S5).
#include <algorithm>

#include "incident/incident.h"

namespace heed::incident {
namespace {

bool has_value(const AgeClaim& claim) { return claim.born || claim.low || claim.high; }

struct Band {
  std::optional<int> low;
  std::optional<int> high;
};

// The claim's band on another day: who was 16 or 17 a year ago is 17 or 18 now.
Band band_on(const AgeClaim& claim, LocalDate on) {
  if (claim.born) {
    const int age = age_on(*claim.born, on);
    return {age, age};
  }
  const LocalDate then(std::chrono::floor<std::chrono::days>(claim.at));
  const int whole = std::max(0, age_on(then, on));
  const bool same_day = days_between(then, on) <= 1;
  Band band{claim.low, claim.high};
  if (band.low) *band.low += whole;
  if (band.high) *band.high += whole + (same_day ? 0 : 1);
  return band;
}

bool says_child(const AgeClaim& claim, LocalDate on) {
  const Band band = band_on(claim, on);
  return (band.low && *band.low < 18) || (!band.low && band.high && *band.high < 18);
}

bool says_adult(const AgeClaim& claim, LocalDate on) {
  const Band band = band_on(claim, on);
  return band.low && *band.low >= 18;
}

// Better first.
int rank(const AgeClaim& claim) {
  if (claim.born && claim.basis != AgeBasis::recorded) return 0;
  switch (claim.basis) {
    case AgeBasis::recorded: return 1;
    case AgeBasis::seen_by_officer: return 2;
    case AgeBasis::said: return 3;
    case AgeBasis::implied: return 4;
    case AgeBasis::heard_in_voice: return 5;
  }
  return 5;
}

AgeClaim claim_of(const Candidate& candidate) {
  AgeClaim claim;
  claim.status = AgeStatus::recorded;
  claim.basis = AgeBasis::recorded;
  claim.born = candidate.found.born;
  claim.words = candidate.found.source;
  return claim;
}

struct Claims {
  std::vector<AgeClaim> recorded_by_people;
  std::vector<AgeClaim> heard;
  std::vector<AgeClaim> of_accepted_records;
  std::vector<AgeClaim> of_open_candidates;
};

Claims claims_of(const State& state, PersonId id) {
  Claims claims;
  const Person* person = state.person(id);
  if (!person) return claims;
  claims.recorded_by_people = person->claims;
  for (const FindingId& finding : person->heard) {
    const HeardAge& heard = state.heard_ages.at(finding);
    if (!heard.rejected) claims.heard.push_back(heard.heard.claim);
  }
  for (const auto& [key, candidate] : state.candidates) {
    if (candidate.found.person != id || !candidate.found.born) continue;
    if (candidate.state == Candidate::State::accepted) {
      claims.of_accepted_records.push_back(claim_of(candidate));
    } else if (candidate.state == Candidate::State::open) {
      claims.of_open_candidates.push_back(claim_of(candidate));
    }
  }
  return claims;
}

// A person who corrects what they recorded means the later one: of claims recorded by people on
// one basis only the last with a value counts.
std::vector<AgeClaim> standing(const std::vector<AgeClaim>& recorded) {
  std::vector<AgeClaim> last;
  for (auto claim = recorded.rbegin(); claim != recorded.rend(); ++claim) {
    const bool corrected = std::any_of(last.begin(), last.end(), [&](const AgeClaim& later) {
      return later.basis == claim->basis;
    });
    if (has_value(*claim) && !corrected) last.push_back(*claim);
  }
  return last;
}

bool overlap(const Band& a, const Band& b) {
  const int a_low = a.low.value_or(0);
  const int a_high = a.high.value_or(150);
  return a_low <= b.high.value_or(150) && b.low.value_or(0) <= a_high;
}

}  // namespace

Age age_of(const State& state, PersonId person, LocalDate on) {
  const Claims claims = claims_of(state, person);
  Age age;
  age.claims = standing(claims.recorded_by_people);
  age.claims.insert(age.claims.end(), claims.of_accepted_records.begin(),
                    claims.of_accepted_records.end());
  age.claims.insert(age.claims.end(), claims.heard.begin(), claims.heard.end());
  std::stable_sort(age.claims.begin(), age.claims.end(),
                   [](const AgeClaim& a, const AgeClaim& b) { return rank(a) < rank(b); });
  for (std::size_t i = 0; i < age.claims.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (!overlap(band_on(age.claims[i], on), band_on(age.claims[j], on))) age.conflict = true;
    }
  }
  if (!age.claims.empty()) {
    const AgeClaim& best = age.claims.front();
    const Band band = band_on(best, on);
    age.born = best.born;
    age.low = band.low;
    age.high = band.high;
    const bool exact = best.born || best.basis == AgeBasis::said;
    age.status = best.basis == AgeBasis::recorded ? AgeStatus::recorded
                 : exact                          ? AgeStatus::known
                                                  : AgeStatus::estimated;
    return age;
  }
  if (!claims.recorded_by_people.empty()) age.status = claims.recorded_by_people.back().status;
  return age;
}

PossibleChild possible_child(const State& state, PersonId person, LocalDate on) {
  const Claims claims = claims_of(state, person);
  const std::vector<AgeClaim> recorded = standing(claims.recorded_by_people);
  bool child_said = false;
  bool adult_shown = false;
  bool child_hinted = false;
  // What was only heard can say that somebody is a child, never that they are not: a finding adds a
  // duty and takes none away until a person records the age.
  bool heard_only = false;
  const auto weigh = [&](const AgeClaim& claim) {
    const bool firm = claim.basis == AgeBasis::said || claim.basis == AgeBasis::recorded ||
                      claim.basis == AgeBasis::seen_by_officer;
    if (says_child(claim, on)) (firm ? child_said : child_hinted) = true;
    if (firm && !heard_only && says_adult(claim, on)) adult_shown = true;
  };
  for (const auto* list : {&recorded, &claims.heard, &claims.of_accepted_records}) {
    heard_only = list == &claims.heard;
    std::for_each(list->begin(), list->end(), weigh);
  }
  for (const AgeClaim& claim : claims.of_open_candidates) {
    if (says_child(claim, on)) child_hinted = true;
  }
  for (const auto& [finding, cue] : state.cues) {
    if (!cue.rejected && cue.heard.meaning == "child" && cue.heard.about == person) {
      child_hinted = true;
    }
  }
  if (child_said) return PossibleChild::yes;  // against an adult claim too: the conflict is shown
  if (adult_shown) return PossibleChild::no;
  return child_hinted ? PossibleChild::yes : PossibleChild::unknown;
}

bool possible_victim(const State& state, PersonId id) {
  const Person* person = state.person(id);
  if (!person) return false;
  if (person->has(PersonRole::victim)) return true;
  if (!person->has(PersonRole::reporting) || person->roles_said) return false;
  return std::none_of(state.people.begin(), state.people.end(), [&](const auto& item) {
    return item.second.roles_said && item.second.has(PersonRole::victim);
  });
}

const WishRecorded* wish_against_call(const State& state, std::string_view phone_key) {
  const bool own_line = std::any_of(state.contacts.begin(), state.contacts.end(), [&](auto& item) {
    return !item.second.opened.line.empty() && item.second.opened.line == phone_key;
  });
  for (const auto& [finding, wish] : state.wishes) {
    if (wish.kind != "do_not_call") continue;
    if (wish.target == phone_key) return &wish;
    if (!own_line || wish.target == "caller") return &wish;
  }
  return nullptr;
}

}  // namespace heed::incident
