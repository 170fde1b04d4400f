// The checks of one incident as folded from their events: a value, rebuilt at any time. apply()
// takes any event of this room and cannot fail. An answer is judged again when it is folded, so
// that an event which says no_trace without a complete answer reads not_searched{malformed}.
#pragma once

#include <map>

#include "checks/checks_events.h"
#include "checks/complete_answer.h"

namespace heed::checks {

struct Answer {
  Outcome outcome;
  Instant at;
  int attempt = 0;
  bool read_back = true;
};

struct FailedAttempt {
  int attempt = 0;
  NotSearched why;
  Instant at;
  Instant next_try;
};

struct Check {
  CheckIntended intended;
  Instant intended_at;
  RunState state = RunState::due;
  int attempts = 0;  // begun so far
  std::optional<Instant> asked_at;
  std::vector<FailedAttempt> failures;
  std::vector<Answer> answers;  // in order; the last one stands
  bool acknowledged = false;    // the standing answer, by a person
  std::optional<ActorId> acknowledged_by;
  std::optional<CheckWaived> waived;
  std::optional<ActorId> waived_by;

  const Answer* answer() const { return answers.empty() ? nullptr : &answers.back(); }
  // What may be said now: the standing answer, or why there is none while it is still being tried;
  // nothing before the first attempt has ended.
  std::optional<OutcomeKind> outcome() const;
  std::optional<NotSearched> not_searched() const;
  std::optional<Instant> next_try() const;  // while retrying
  const Said* said() const;                 // of the standing answer
  const Hit* hit() const;
  bool done() const { return state == RunState::done; }
  // A hit, or a no_trace: what a required check waits for.
  bool answered() const;
  // Whether closing waits for it: required, not answered, not waived, and applicable at all.
  bool open() const;
  // The best band of the people found; empty where nobody was.
  std::string band() const;
};

struct State {
  std::map<CheckId, Check> checks;
  std::vector<CheckId> order;

  const Check* check(CheckId id) const;
  // The check of that source with exactly these keys, in any order.
  const Check* find(std::string_view source, const std::vector<SearchKey>& keys) const;
  std::vector<const Check*> of_subject(const SubjectRef& subject) const;
};

// `at` and `by` are the event's header.
void apply(State& state, const Event& event, Instant at, ActorId by);

}  // namespace heed::checks
