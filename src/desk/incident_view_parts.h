// The parts of an incident's view that have files of their own; for incident_view*.cc only.
#pragma once

#include <string>
#include <string_view>

#include "desk/incident_view.h"

namespace heed::desk {

// What that source's declaration lets this viewer see. What nobody has declared is not shown (I7).
checks::Shown shown_of(const Viewer& viewer, std::string_view source);
std::string name_of(checks::Shown shown);

// A number that was said is anybody's who sees the incident; one that a record named is shown only
// to those who are shown more of that source than a flag (I7).
bool may_see_value(const incident::Identifier& one, const Whole& whole, const Viewer& viewer);

// Candidates, look-ups and conditions, each as far as its source is shown to the viewer.
void view_of_sources(const Whole& whole, const Viewer& viewer, IncidentView& out);
// What is owed, asked, promised, wished, said and told.
void view_of_duties(const Whole& whole, const Viewer& viewer, IncidentView& out);
// What was answered, and THRIVE+ with its drafts. After the sources: drafts are made of them.
void view_of_assessment(const Whole& whole, const Viewer& viewer, IncidentView& out);

}  // namespace heed::desk
