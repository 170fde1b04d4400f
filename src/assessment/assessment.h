// THRIVE+: what the risk is held to be, by whom, on which evidence, and whether that still stands.
// Nothing is asked of a handler during the call: it is drafted from what is known, and after the
// call only the elements that policy requires (risk and vulnerability) need be written. It expires
// by itself when what it rested on moves: a new fact, an answered check, a new contact, a target
// time passed. open_against() is what stands against a conclusion that nothing is wrong (S4), in
// plain words for people. All pure; ThrivePolicy is immutable and safe from every thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assessment/assessment_state.h"
#include "checks/checks_state.h"
#include "incident/incident.h"
#include "incident/incident_facts.h"
#include "orders/orders_state.h"
#include "policy/policy.h"

namespace heed::assessment {

class ThrivePolicy {
 public:
  // What a draft takes up, beyond cues.
  enum class Takes {
    ages,       // of the people at risk
    needs,      // needs and markers recorded for them
    offenders,  // managed offenders linked
    orders,     // court orders judged
    deadlines,  // times ahead that were heard
    history,    // earlier incidents and previous entries
    checks,     // what was not searched, or holds something
    contact,    // what the caller wishes, how to reach them
    advice,     // advice given
    promises,   // what was promised and whom we told
  };
  struct ElementKind {
    std::string id;
    std::string title;
    std::string asks;               // what it is about, for people
    bool required = false;          // has to be written, after the call
    bool guarded = false;           // `none` is refused while something is open against it (S4)
    std::vector<std::string> cues;  // meanings that bear on it
    std::vector<Takes> takes;
  };
  // A cue that speaks against concluding that nothing is wrong, though it is no danger by itself.
  struct Against {
    std::string cue;
    std::string words;
  };
  static Result<ThrivePolicy> read(const policy::Policy& policy);
  static Result<ThrivePolicy> read(policy::Document document);

  const std::vector<ElementKind>& elements() const { return elements_; }
  const ElementKind* element(std::string_view id) const;
  const std::vector<Against>& against() const { return against_; }
  // How soon somebody is to be there, or the matter dealt with; nothing where policy sets none.
  std::optional<Micros> target(incident::Grade grade) const;

 private:
  std::vector<ElementKind> elements_;
  std::vector<Against> against_;
  std::map<incident::Grade, Micros> targets_;
};

// Everything that an assessment looks at. The pointers must outlive the call.
struct Known {
  const incident::State& incident;
  const checks::State& checks;
  const orders::State& orders;
  const incident::DangerWords& danger;
  Instant now;
  const Zone& zone;
};

// ---- commands -----------------------------------------------------------------------------------
struct WriteAssessment {
  std::vector<Element> elements;
  std::optional<int> if_version;  // needed once there is one
};
// Refused: an unknown element, a rationale that is empty (save for unknown), `none` for risk or
// vulnerability while something is open against it (S4), another version than `if_version`.
Result<std::vector<Event>> decide(const State& state, const WriteAssessment& command,
                                  const Known& known, const ThrivePolicy& policy);

// Expiry: at most one event, when something of the assessment stands and what is known has moved
// since it was written. The desk calls it in every turn, after the capability's own events are
// applied; a target time that passes is a turn of its own (desk::TimePassed).
std::vector<Event> expire(const State& state, const Known& known, const ThrivePolicy& policy);

// ---- queries ------------------------------------------------------------------------------------
// For each element of policy, what is known that bears on it, in words, with its evidence.
std::vector<Element> draft(const Known& known, const ThrivePolicy& policy);

// What is open against "no risk", "no vulnerability" or "nothing known": empty where nothing is.
// Plain words; no name, no offence, no clause.
std::vector<std::string> open_against(const Known& known, const ThrivePolicy& policy);

// When the target of the grade in force passes, counted from the latest contact; nothing without
// grade or target.
std::optional<Instant> target_time(const Known& known, const ThrivePolicy& policy);

// Written as policy requires, and not expired.
bool fresh(const State& state, const ThrivePolicy& policy);

}  // namespace heed::assessment
