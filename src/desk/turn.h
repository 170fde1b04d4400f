// One turn, the same for every command: the capability decides; its events are applied; facts are
// read off; orders are judged and assessments expired; every rule is judged once for every subject
// of its kind; obligations are raised and met, checks intended. Pure: what it returns is appended
// at once or not at all.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "assessment/assessment.h"
#include "checks/checks.h"
#include "desk/force_policy.h"
#include "desk/whole.h"
#include "incident/incident.h"

namespace heed::desk {

// By the system: a time has come at which what is known may read otherwise. Nothing is said by it;
// assessment, orders and rules look again, and where nothing follows nothing is written.
struct TimePassed {};

using Command =
    std::variant<incident::Command, checks::Command, assessment::WriteAssessment, TimePassed>;

// Who is on duty, by name; given by src/app from access.
class DutyBook {
 public:
  virtual ~DutyBook() = default;
  // The person to whom something of that duty is offered now; nothing where nobody is on duty.
  virtual std::optional<ActorId> on_duty(std::string_view duty, Instant at) const = 0;
  virtual std::set<std::string> roles_of(ActorId actor, Instant at) const = 0;
  virtual std::string name_of(ActorId actor) const = 0;
  virtual bool is_system(ActorId actor) const = 0;
};

struct TurnContext {
  Instant now;
  ActorId who;
  std::set<std::string> roles;
  const Zone& zone;
  Random& random;
  std::shared_ptr<const ForcePolicy> policy;
  const DutyBook& duty;
  // Whether whoever takes this contact may take it unguided (S2); for a contact being opened.
  std::optional<training::Gate> gate;
  // Nobody has yet told a supervisor of it this shift.
  bool alert_due = false;
};

struct Turn {
  std::vector<AnyEvent> events;
  std::optional<Error> refusal;  // the events are appended, and this is what the asker is told
  Whole after;
};

Result<Turn> take_turn(const Whole& before, const Command& command, const TurnContext& context);

// The facts of an incident as rules see them: for rehearsals and for what-if.
policy::FactTable facts_of(const Whole& whole, const TurnContext& context);

// Orders that the standing hits tell of, with the person of this incident they are against.
std::vector<orders::KnownOrder> known_orders(const Whole& whole);

// For hearing: how the latest contact came, and who somebody is in it.
hearing::Channel heard_channel(const incident::State& state);
hearing::Who who_is(const incident::Person& person);

// As training.toml and the wire name it.
std::string channel_id(incident::Channel channel);

// A command that takes back what something owed was raised for may withdraw it.
bool is_correction(const Command& command);

}  // namespace heed::desk
