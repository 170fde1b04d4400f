#include "desk/desk_reactions.h"

#include <algorithm>
#include <array>

#include "assessment/assessment.h"
#include "base/text.h"
#include "desk/follow.h"

namespace heed::desk {
namespace {

using journal::StoredEvent;
using journal::Trigger;

incident::IncidentId incident_of(const StoredEvent& event) {
  return incident::IncidentId{event.header.stream.id};
}

Submission by_system(const StoredEvent& event, const Trigger& trigger, ActorId system,
                     Command command, std::string_view part = {}) {
  Submission out;
  out.actor = system;
  out.purpose = "system";
  out.key = trigger.key(part);
  out.incident = incident_of(event);
  out.command = std::move(command);
  out.cause = trigger.cause;
  return out;
}

// A refusal on record is the command's effect: a reaction has done its part.
Status sent(const Result<Done>& done) {
  if (!done) return done.error();
  return ok();
}

Result<checks::CheckId> check_in(const StoredEvent& event) {
  if (!event.payload) return error(Code::not_found, "its person was erased");
  HEED_TRY(const auto read, checks::decode(event.type, *event.payload));
  return checks::check_of(read);
}

journal::Reaction start_checks(Desk& desk, checks::Runner& runner) {
  return journal::reaction(
      "start_checks", {"check.intended.v1", "check.reopened.v1"},
      [&desk, &runner](const StoredEvent& event, const Trigger&) -> Status {
        if (!event.payload) return ok();
        HEED_TRY(const auto id, check_in(event));
        HEED_TRY(const auto whole, desk.look(incident_of(event), event.header.version));
        if (const checks::Check* check = whole->checks.check(id); check && !check->done()) {
          runner.start(incident_of(event), *check);
        }
        return ok();
      });
}

journal::Reaction drop_checks(checks::Runner& runner) {
  return journal::reaction("drop_checks", {"check.waived.v1", "check.cancelled.v1"},
                           [&runner](const StoredEvent& event, const Trigger&) -> Status {
                             if (!event.payload) return ok();
                             HEED_TRY(const auto id, check_in(event));
                             runner.drop(id);
                             return ok();
                           });
}

// Somebody has typed the answer of a desk inside Heed: the runner need not wait for its deadline.
journal::Reaction drop_typed(Desk& desk, checks::Runner& runner) {
  return journal::reaction(
      "drop_typed", {"check.answered.v1"},
      [&desk, &runner](const StoredEvent& event, const Trigger&) -> Status {
        if (!event.payload) return ok();
        HEED_TRY(const auto id, check_in(event));
        HEED_TRY(const auto whole, desk.look(incident_of(event), event.header.version));
        const checks::Check* check = whole->checks.check(id);
        const auto policy = desk.policy();
        const auto* source = check ? policy->sources->find(check->intended.source) : nullptr;
        if (source != nullptr && source->at_own_screen) runner.drop(id);
        return ok();
      });
}

journal::Reaction follow_answers(Desk& desk, ActorId system) {
  return journal::reaction(
      "follow_answers", {"check.answered.v1", "check.answered_again.v1"},
      [&desk, system](const StoredEvent& event, const Trigger& trigger) -> Status {
        if (!event.payload) return ok();
        HEED_TRY(const auto id, check_in(event));
        HEED_TRY(const auto whole, desk.look(incident_of(event), event.header.version));
        int part = 0;
        for (incident::Command& command : follow_answer(*whole, id, desk.context(system))) {
          HEED_CHECK(sent(desk.submit(
              by_system(event, trigger, system, std::move(command), std::to_string(++part)))));
        }
        return ok();
      });
}

// A possible person whom somebody has accepted brings what the answer names, too.
journal::Reaction follow_accepted(Desk& desk, ActorId system) {
  return journal::reaction(
      "follow_accepted", {"candidate.accepted.v1"},
      [&desk, system](const StoredEvent& event, const Trigger& trigger) -> Status {
        if (!event.payload) return ok();
        HEED_TRY(const auto read, incident::decode(event.type, *event.payload));
        const auto& accepted = std::get<incident::CandidateAccepted>(read);
        HEED_TRY(const auto whole, desk.look(incident_of(event), event.header.version));
        const auto found = whole->incident.candidates.find(accepted.candidate);
        if (found == whole->incident.candidates.end()) return ok();
        const auto id = checks::CheckId::parse(found->second.found.from_check);
        if (!id) return ok();
        int part = 0;
        for (incident::Command& command : follow_answer(*whole, *id, desk.context(system))) {
          HEED_CHECK(sent(desk.submit(
              by_system(event, trigger, system, std::move(command), std::to_string(++part)))));
        }
        return ok();
      });
}

// The earlier incident is reopened by its own command, on its own stream.
journal::Reaction reopen_earlier(Desk& desk, ActorId system) {
  return journal::reaction(
      "reopen_earlier", {"incident.reopening_asked.v1"},
      [&desk, system](const StoredEvent& event, const Trigger& trigger) -> Status {
        if (!event.payload) return ok();
        HEED_TRY(const auto read, incident::decode(event.type, *event.payload));
        const auto& asked = std::get<incident::ReopeningAsked>(read);
        Submission reopen =
            by_system(event, trigger, system,
                      incident::Command(incident::Reopen{asked.why, incident_of(event).str()}));
        reopen.incident = asked.other;
        return sent(desk.submit(std::move(reopen)));
      });
}

// The next duty up the obligation's ladder of this hour, from the one that it is with now: an offer
// may have begun on a higher rung, or with somebody who stands on none. Nothing from the last rung.
std::optional<incident::OfferObligation> next_offer(const incident::Obligation& obligation,
                                                    const Desk& desk) {
  const auto policy = desk.policy();
  const Instant now = desk.parts().clock.now();
  const auto* ladder = policy->ladders.at(obligation.raised.ladder, desk.parts().zone, now);
  if (ladder == nullptr) return std::nullopt;
  const auto next = static_cast<std::size_t>(Ladders::rung_of(*ladder, obligation.duty) + 1);
  if (next >= ladder->size()) return std::nullopt;
  const std::string& duty = (*ladder)[next].duty;
  return incident::OfferObligation{obligation.raised.obligation, duty,
                                   desk.parts().duty.on_duty(duty, now)};
}

// How long it may lie unaccepted with that duty; nothing on the last rung, or where it climbs only
// once it is overdue. Somebody who stands on no rung is given the first one's time.
std::optional<Micros> patience(const Desk& desk, const std::string& ladder, std::string_view duty,
                               Instant at) {
  const auto policy = desk.policy();
  const auto* rungs = policy->ladders.at(ladder, desk.parts().zone, at);
  if (rungs == nullptr) return std::nullopt;
  const auto rung = static_cast<std::size_t>(std::max(0, Ladders::rung_of(*rungs, duty)));
  const Micros after = (*rungs)[rung].after;
  return after.count() > 0 ? std::optional(after) : std::nullopt;
}

// What falls overdue climbs, whoever has accepted it: an unread hit reaches the supervisor.
journal::Reaction climb_overdue(Desk& desk, ActorId system) {
  return journal::reaction(
      "climb_overdue", {"obligation.overdue.v1"},
      [&desk, system](const StoredEvent& event, const Trigger& trigger) -> Status {
        if (!event.payload) return ok();
        HEED_TRY(const auto read, incident::decode(event.type, *event.payload));
        const auto id = std::get<incident::ObligationOverdue>(read).obligation;
        HEED_TRY(const auto whole, desk.look(incident_of(event), event.header.version));
        const incident::Obligation* obligation = whole->incident.obligation(id);
        if (!obligation) return ok();
        const bool waiting = !obligation->accepted && patience(desk, obligation->raised.ladder,
                                                               obligation->duty, event.header.at);
        if (waiting) return ok();  // its timer carries it up
        const auto offer = next_offer(*obligation, desk);
        if (!offer) return ok();
        return sent(desk.submit(by_system(event, trigger, system, incident::Command(*offer))));
      });
}

// Keys of the due list: "o/<incident>/<obligation>/due", "o/…/…/rung", "i/<incident>/<identifier>",
// "t/<incident>/<grade>": the target time of a grade, counted from the latest contact. Which grade
// will be in force then is not known beforehand, so each has its time; it is a no-op for the
// others.
std::string due_key(const StoredEvent& event, const incident::ObligationId& id,
                    std::string_view what) {
  return "o/" + incident_of(event).str() + "/" + id.str() + "/" + std::string(what);
}
std::string due_key(const StoredEvent& event, const incident::IdentifierId& id) {
  return "i/" + incident_of(event).str() + "/" + id.str();
}

std::string target_key(const StoredEvent& event, incident::Grade grade) {
  return "t/" + incident_of(event).str() + "/" + std::to_string(static_cast<int>(grade));
}
constexpr std::array graded = {incident::Grade::scheduled, incident::Grade::priority,
                               incident::Grade::emergency};

journal::DueChange change_of(const StoredEvent& stored, const incident::Event& event,
                             const Desk& desk) {
  journal::DueChange out;
  const Instant at = stored.header.at;
  const auto set = [&](std::string key, Instant when) {
    out.set.push_back({std::move(key), when, "", 0, 0});
  };
  if (const auto* opened = std::get_if<incident::ContactOpened>(&event)) {
    for (const auto grade : graded) {
      const auto within = desk.policy()->thrive.target(grade);
      if (within) set(target_key(stored, grade), std::max(opened->answered_at + *within, at));
    }
  } else if (std::holds_alternative<incident::IncidentClosed>(event)) {
    for (const auto grade : graded) out.cleared.push_back(target_key(stored, grade));
  } else if (const auto* raised = std::get_if<incident::ObligationRaised>(&event)) {
    set(due_key(stored, raised->obligation, "due"), std::max(raised->due, at));
    if (raised->offered != raised->holder) {
      if (const auto wait = patience(desk, raised->ladder, raised->duty, at)) {
        set(due_key(stored, raised->obligation, "rung"), at + *wait);
      }
    }
  } else if (const auto* offered = std::get_if<incident::ObligationOffered>(&event)) {
    const std::string key = due_key(stored, offered->obligation, "rung");
    if (const auto wait = patience(desk, offered->ladder, offered->duty, at)) {
      set(key, at + *wait);
    } else {
      out.cleared.push_back(key);
    }
  } else if (const auto* accepted = std::get_if<incident::ObligationAccepted>(&event)) {
    out.cleared.push_back(due_key(stored, accepted->obligation, "rung"));
  } else if (const auto* overdue = std::get_if<incident::ObligationOverdue>(&event)) {
    out.cleared.push_back(due_key(stored, overdue->obligation, "due"));
  } else if (const auto* ended = std::get_if<incident::ObligationEnded>(&event)) {
    out.cleared.push_back(due_key(stored, ended->obligation, "due"));
    out.cleared.push_back(due_key(stored, ended->obligation, "rung"));
  } else if (const auto* heard = std::get_if<incident::IdentifierHeard>(&event)) {
    if (heard->state == incident::IdentifierState::heard && heard->hops == 0) {
      set(due_key(stored, heard->identifier), at + desk.policy()->unaccepted_after);
    }
  } else if (const auto* took = std::get_if<incident::IdentifierAccepted>(&event)) {
    out.cleared.push_back(due_key(stored, took->identifier));
  } else if (const auto* rejected = std::get_if<incident::IdentifierRejected>(&event)) {
    out.cleared.push_back(due_key(stored, rejected->identifier));
  } else if (const auto* stood = std::get_if<incident::IdentifierStoodUnaccepted>(&event)) {
    out.cleared.push_back(due_key(stored, stood->identifier));
  }
  return out;
}

// The command that a due key stands for; nothing where its incident has moved on.
std::optional<Command> command_for(const std::vector<std::string_view>& parts, const Whole& whole,
                                   const Desk& desk) {
  if (parts[0] == "t") {
    const Instant now = desk.parts().clock.now();
    const auto policy = desk.policy();
    const auto target = assessment::target_time(
        {whole.incident, whole.checks, whole.orders, policy->danger, now, desk.parts().zone},
        policy->thrive);
    const bool passed = target && *target <= now && !whole.incident.closed;
    return passed ? std::optional<Command>(TimePassed{}) : std::nullopt;
  }
  if (parts[0] == "i" && parts.size() == 3) {
    const auto id = incident::IdentifierId::parse(parts[2]);
    if (id) return Command(incident::Command(incident::MarkUnaccepted{*id}));
  }
  if (parts[0] != "o" || parts.size() != 4) return std::nullopt;
  const auto id = incident::ObligationId::parse(parts[2]);
  const incident::Obligation* obligation = id ? whole.incident.obligation(*id) : nullptr;
  if (!obligation) return std::nullopt;
  if (parts[3] == "due") return Command(incident::Command(incident::MarkOverdue{*id}));
  const auto offer = next_offer(*obligation, desk);
  return offer ? std::optional<Command>(incident::Command(*offer)) : std::nullopt;
}

}  // namespace

Status DeskSink::deliver(incident::IncidentId incident, const checks::Command& command) {
  Submission out;
  out.actor = system_;
  out.purpose = "system";
  out.key = checks::idempotency_key(command);
  out.incident = incident;
  out.command = command;
  return sent(desk_.submit(std::move(out)));
}

std::vector<journal::Reaction> desk_reactions(Desk& desk, checks::Runner& runner, ActorId system) {
  std::vector<journal::Reaction> out;
  out.push_back(start_checks(desk, runner));
  out.push_back(drop_checks(runner));
  out.push_back(drop_typed(desk, runner));
  out.push_back(follow_answers(desk, system));
  out.push_back(follow_accepted(desk, system));
  out.push_back(reopen_earlier(desk, system));
  out.push_back(climb_overdue(desk, system));
  return out;
}

std::function<journal::DueChange(const StoredEvent&)> due_reader(Desk& desk) {
  return [&desk](const StoredEvent& event) -> journal::DueChange {
    if (event.header.stream.kind != "incident" || !event.payload) return {};
    const auto read = incident::decode(event.type, *event.payload);
    if (!read) return {};  // another capability's
    return change_of(event, *read, desk);
  };
}

std::function<void(const journal::Due&, const Trigger&, journal::Done)> due_firer(Desk& desk,
                                                                                  ActorId system) {
  return [&desk, system](const journal::Due& due, const Trigger& trigger, journal::Done done) {
    const auto parts = split(due.key, '/');
    const auto id = parts.size() >= 3 ? incident::IncidentId::parse(parts[1])
                                      : Result<incident::IncidentId>(error(Code::invalid, "key"));
    if (!id) return done(id.error());
    const auto whole = desk.look(*id);
    if (!whole) return done(whole.error());
    auto command = command_for(parts, **whole, desk);
    if (!command) return done(ok());
    Submission out;
    out.actor = system;
    out.purpose = "system";
    out.key = trigger.key();
    out.incident = *id;
    out.command = std::move(*command);
    out.cause = trigger.cause;
    done(sent(desk.submit(std::move(out))));
  };
}

Status resume_checks(Desk& desk, checks::Runner& runner) {
  for (const incident::IncidentId& id : desk.index().open()) {
    HEED_TRY(const auto whole, desk.look(id));
    runner.resume(id, whole->checks);
  }
  return ok();
}

}  // namespace heed::desk
