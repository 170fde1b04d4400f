// A small incident for this room's tests: a contact is open, and events can be applied to it.
#pragma once

#include <gtest/gtest.h>

#include "incident/incident.h"

namespace heed::incident::test {

inline LocalDate day(int y, unsigned m, unsigned d) {
  return std::chrono::year(y) / std::chrono::month(m) / std::chrono::day(d);
}

class OneIncident {
 public:
  explicit OneIncident(std::string line = {}) {
    OpenContact open;
    open.incident = IncidentId::fresh(now, random);
    open.reference = "NM-20261119-00001";
    open.line = std::move(line);
    open.handler = handler;
    take(open);
  }

  Deciding deciding(ActorId who, std::set<std::string> roles, bool guided = false) {
    return {now, who, std::move(roles), guided, zone, random};
  }
  // Decides and applies; fails the test where the command is refused.
  Decision take(Command command) { return take(std::move(command), handler, {"handler"}); }
  Decision take(Command command, ActorId who, std::set<std::string> roles) {
    auto decided = decide(state, command, deciding(who, std::move(roles)));
    EXPECT_TRUE(decided) << decided.error().message();
    if (!decided) return {};
    for (const Event& event : decided->events) apply(state, event, now, who);
    return *decided;
  }
  void put(Event event) { apply(state, event, now, handler); }
  Error refused(Command command, ActorId who, std::set<std::string> roles, bool guided = false) {
    auto decided = decide(state, command, deciding(who, std::move(roles), guided));
    if (!decided) return decided.error();
    if (decided->refusal) return *decided->refusal;
    ADD_FAILURE() << "it was allowed";
    return {};
  }
  PersonId caller() const { return *state.caller(); }

  ManualClock clock{parse_instant("2026-11-19T18:30:00Z").value()};
  Instant now = clock.now();
  SeededRandom random{20261119};
  Zone zone = Zone::load("Europe/London").value();
  ActorId handler = ActorId::derived("test", "handler");
  ActorId supervisor = ActorId::derived("test", "supervisor");
  State state;
};

}  // namespace heed::incident::test
