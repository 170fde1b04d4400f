// What is known, put in words for people: shared by drafts and by what is open against a
// conclusion. For this room's .cc files.
#pragma once

#include "assessment/assessment.h"

namespace heed::assessment {

std::vector<incident::PersonId> people_at_risk(const incident::State& incident);
// Policy asks for ages in a theme of this incident, or there is danger.
bool age_matters(const Known& known);
// An age that leaves no doubt which side of eighteen it is on: said, recorded for an accepted
// person, or seen by an officer.
bool age_known(const incident::Age& age);

// "offender management" for offender_management.
std::string plain(std::string_view id);
// Why a check has no answer: "no answer in time", "not answered yet", …
std::string why_unanswered(const checks::Check& check);
// Checks that closing waits for, and those that a person waived or cancelled: none of them may be
// read as "nothing known".
std::vector<const checks::Check*> unanswered(const checks::State& checks);

// The people of records that nobody has rejected.
std::vector<const incident::Candidate*> standing_candidates(const incident::State& incident);

}  // namespace heed::assessment
