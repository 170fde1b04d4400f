// What happens later or elsewhere because of what is durable: checks are started, what a hit names
// is followed, previous entries are shown, an earlier incident is reopened on its own stream, and
// what falls due is marked, offered up its ladder, or becomes somebody's. Each effect is an
// ordinary command, keyed by the event that caused it, so that an event delivered twice has one
// effect.
#pragma once

#include <string>
#include <vector>

#include "checks/runner.h"
#include "desk/desk.h"
#include "journal/reactions.h"

namespace heed::desk {

// The runner's answers come back as the system's commands.
class DeskSink final : public checks::AnswerSink {
 public:
  DeskSink(Desk& desk, ActorId system) : desk_(desk), system_(system) {}
  Status deliver(incident::IncidentId incident, const checks::Command& command) override;

 private:
  Desk& desk_;
  ActorId system_;
};

// All reactions of the desk. `desk` and `runner` must outlive them.
std::vector<journal::Reaction> desk_reactions(Desk& desk, checks::Runner& runner, ActorId system);

// What an event sets on or takes off the due list.
std::function<journal::DueChange(const journal::StoredEvent&)> due_reader(Desk& desk);
// The command of what is due.
std::function<void(const journal::Due&, const journal::Trigger&, journal::Done)> due_firer(
    Desk& desk, ActorId system);

// Hands the runner what every open incident still waits for: after a start.
Status resume_checks(Desk& desk, checks::Runner& runner);

}  // namespace heed::desk
