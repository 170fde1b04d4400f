// What rules may look at of an incident. Facts about the incident itself are visible to every rule;
// the rest to rules for a contact, person, identifier or undertaking. A fact that an answer or a
// cue can settle is unknown until one does: nothing heard is not "no". Pure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "incident/incident.h"
#include "policy/facts.h"

namespace heed::incident {

// What policy/themes.toml says counts as a report of threat, coercion, hurt or sexual approach, and
// which themes policy asks an age for.
struct DangerWords {
  std::set<std::string> themes;
  std::set<std::string> cues;
  std::set<std::string> flags;
  std::set<std::string> age_themes;  // an age is asked for where one of these is set
};

std::vector<policy::FactDeclaration> fact_declarations();

// Adds the incident, its contacts, people, identifiers and undertakings, and sets their facts.
void fill_facts(const State& state, const DangerWords& danger, Instant now, const Zone& zone,
                policy::FactTable& facts);

// Whether anything says so: a theme, one key, or words that nobody has rejected.
bool danger_reported(const State& state, const DangerWords& danger);

// The earliest deadline heard that has not passed, where a meeting or a threat falls due.
std::optional<Instant> next_deadline(const State& state, Instant now);

}  // namespace heed::incident
