// A whole control room on one ledger: the desk, the feed and what follows it, the reactions, the
// due list and the runner of checks, wired once, for the server, the command line and rehearsals
// alike. What differs comes in: ledger, clock, timers, exchanges with the sources, own history.
//
// Two ways to run, never both: start() gives feed, reactions and sources threads of their own;
// settle() does in the caller's thread whatever can be done at this moment (rehearsals and tests,
// with ManualTimers and timer_workers).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "access/access.h"
#include "checks/runner.h"
#include "desk/desk.h"
#include "desk/desk_reactions.h"
#include "training/training.h"

namespace heed::desk {

// On duty and allowed, by the force's staff file.
class StaffDuty final : public DutyBook {
 public:
  explicit StaffDuty(const access::Staff& staff) : staff_(staff) {}
  std::optional<ActorId> on_duty(std::string_view duty, Instant at) const override;
  std::set<std::string> roles_of(ActorId actor, Instant at) const override;
  std::string name_of(ActorId actor) const override;
  bool is_system(ActorId actor) const override;

 private:
  const access::Staff& staff_;
};

// What the actor has to do with the incident: on it, on one linked with it, or neither. A link
// counts from both its ends: `linking_to` are the incidents that hold one to this.
access::Relation relation_to(
    const Whole* whole, ActorId actor, const std::vector<incident::IncidentId>& linking_to,
    const std::function<std::shared_ptr<const Whole>(incident::IncidentId)>& other);
// The command's name as access knows it: "open_contact", "release_obligation", "record_answer", …
std::string_view action_name(const Command& command);

class ControlRoom {
 public:
  struct Parts {
    journal::Journal& journal;
    const Clock& clock;
    Timers& timers;
    Random& random;
    const Zone& zone;
    std::shared_ptr<const ForcePolicy> policy;
    const access::Staff& staff;
    const training::Register& competences;
    std::map<std::string, std::shared_ptr<checks::Exchange>> exchanges;
    std::function<std::unique_ptr<checks::Workers>(const checks::SourceDeclaration&)> workers;
    journal::AlarmSink alarm;
    std::function<void(const checks::SourceHealth&)> source_changed;
    // Views and other followers of the feed; they must outlive the room.
    std::vector<journal::Projection*> projections;
    Micros due_recheck = std::chrono::seconds(30);  // 0 with manual timers
  };
  explicit ControlRoom(Parts parts);
  ~ControlRoom();
  ControlRoom(const ControlRoom&) = delete;
  ControlRoom& operator=(const ControlRoom&) = delete;

  // Reads the ledger to its end, then hands the runner what open incidents still wait for.
  // `more` are reactions of others, such as the telephone's.
  Status open(std::vector<journal::Reaction> more = {});
  void start();
  void stop();
  // Pumps feed and reactions until nothing is runnable without a timer. Code::limit after a million
  // rounds: something feeds itself.
  Status settle();

  Desk& desk() { return *desk_; }
  checks::Runner& runner() { return *runner_; }
  journal::Feed& feed() { return *feed_; }
  journal::Reactions& reactions() { return *reactions_; }
  const StaffDuty& duty() const { return duty_; }

 private:
  Status may_send(const Submission& submission, const Whole* whole);

  Parts parts_;
  StaffDuty duty_;
  std::unique_ptr<Desk> desk_;
  std::unique_ptr<DeskSink> sink_;
  std::unique_ptr<checks::Runner> runner_;
  std::unique_ptr<journal::DueList> due_;
  std::unique_ptr<journal::Feed> feed_;
  std::unique_ptr<journal::Reactions> reactions_;
};

}  // namespace heed::desk
