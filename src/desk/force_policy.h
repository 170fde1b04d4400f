// The force's policy as the desk uses it: the rules, and each part that a capability reads, loaded
// together and checked against each other, so that what is in force is whole or not in force at
// all. Immutable; safe from every thread. Mistakes name file, line and what was expected.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "access/access.h"
#include "assessment/assessment.h"
#include "checks/source.h"
#include "desk/desks.h"
#include "desk/ladders.h"
#include "hearing/hearing.h"
#include "incident/incident_facts.h"
#include "orders/orders.h"
#include "policy/policy.h"
#include "training/training.h"

namespace heed::desk {

struct OpeningCode {
  std::string code;
  std::string says;
  std::vector<std::string> themes;
};

// How a contact may end. One that may not stand alone (blocking the number) is no outcome.
struct ClosingOutcome {
  std::string id;
  std::string says;
  bool alone = true;
  std::string instead;  // what else is needed
};

struct Advice {
  std::string id;
  std::string words;
};

// What a report may amount to, offered to those who are trained to decide on recording a crime.
struct Offence {
  std::string id;
  std::string says;
  std::string law;   // the provision
  std::string note;  // what it needs that is easily taken for granted; may be empty
};

struct ForcePolicy {
  std::shared_ptr<const policy::FactCatalogue> catalogue;
  std::shared_ptr<const policy::Policy> rules;
  incident::DangerWords danger;
  std::map<std::string, OpeningCode> opening_codes;
  std::map<std::string, std::string> closing_codes;  // code -> says
  std::map<std::string, ClosingOutcome> outcomes;
  std::map<std::string, std::string> duties;  // id -> says
  Ladders ladders;
  std::map<std::string, Advice> advice;
  std::map<std::string, Offence> offences;
  std::set<std::string> offences_shown_to;  // roles
  Micros unaccepted_after{0};               // a heard identifier becomes somebody's after that
  int hops_max = 2;
  std::shared_ptr<const hearing::Listener> listener;
  std::shared_ptr<const checks::Sources> sources;
  orders::Vocabulary orders;
  assessment::ThrivePolicy thrive;
  training::TrainingPolicy training;
  access::AccessPolicy access;
  Desks desks;

  // The same policy with other rules: for trying rehearsals against a changed one.
  std::shared_ptr<const ForcePolicy> with_rules(std::shared_ptr<const policy::Policy> rules) const;
};

std::vector<std::string> subject_kinds();
// What rules may raise, and the acts that may meet it.
policy::Vocabulary vocabulary();
Result<std::shared_ptr<const policy::FactCatalogue>> fact_catalogue();

Result<std::shared_ptr<const ForcePolicy>> load_force_policy(const std::filesystem::path& folder,
                                                             const Zone& zone);

}  // namespace heed::desk
