// Whether an order stood when an act may have been done, and whether somebody is one of those whom
// a clause protects. For this room's .cc files.
#pragma once

#include "orders/reported.h"

namespace heed::orders {

// A truth with what it rests on: facts that match, that are missing, that speak against it.
struct Holds {
  Truth truth = Truth::unknown;
  std::vector<MatchedFact> matched;
  std::vector<MissingFact> missing;
  std::vector<MatchedFact> against_it;
};

// By the dates of the order: made, served, varied, expires (to the end of that day), discharged
// (until the day before). A date that is not there is not held against anybody's safety: an order
// without a date of making is taken to be in force.
Holds in_force(const records::CourtOrder& order, const Vocabulary::OrderKind* kind, Span span,
               const Zone& zone);

// The age limit by which a clause is judged: the wider of the structure's and its own words'.
struct AgeLimit {
  records::ProtectedAge age;
  bool disagree = false;  // words and structure do not say the same
};
std::optional<AgeLimit> age_limit(const records::OrderCondition& condition);
std::string age_words(records::ProtectedAge age);  // "16 or under, 16 included"

// Whether the clause protects that person at the time of the act. Unknown is taken at its worst by
// whoever uses it: it is never `no` without an age, a name or a sex that says so.
Holds is_protected(const incident::State& incident, const records::OrderCondition& condition,
                   incident::PersonId person, Span span, const Zone& zone);

// The people at risk: victims, and a reporter whom nobody has told apart from one.
std::vector<incident::PersonId> people_at_risk(const incident::State& incident);

}  // namespace heed::orders
