// For the tests of this room and of the desk: sources from text, exchanges that answer as scripted,
// and a desk that folds what it is told. Not linked into the program.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "checks/checks.h"
#include "checks/connector.h"
#include "checks/runner.h"

namespace heed::checks::testing {

// An http source "register" asked by phone, with every claim in its answer; `extra` is added to the
// file ([limits], [show] …).
std::string register_toml(const std::string& extra = "");
std::string desk_toml(const std::string& extra = "");
std::string journal_toml(const std::string& extra = "");
std::string list_toml(const std::string& extra = "");  // a dataset
// The reply of "register" for that number, complete; people 0 or 1.
std::string register_reply(const std::string& phone, int people = 0);
Sources sources_of(const std::vector<std::string>& files);

CheckIntended intended(const std::string& source, const std::string& phone, std::uint64_t n = 1);

// Folds commands as the desk would, without a journal.
class FoldingSink final : public AnswerSink {
 public:
  explicit FoldingSink(const Clock& clock) : clock_(clock), random_(7) {}
  Status deliver(IncidentId incident, const Command& command) override;

  void intend(const CheckIntended& event);
  const Check& check(CheckId id) const { return state.checks.at(id); }
  // Names of the events of that check, in order.
  std::vector<std::string> events_of(CheckId id) const;

  State state;
  std::vector<Event> log;
  std::deque<Error> refuse_next;  // answered instead, each once

 private:
  std::mutex mutex_;
  const Clock& clock_;
  SeededRandom random_;
};

// Answers with the next of its script; the last one goes on. Each after its own delay on the
// timers; one that hangs never answers.
class ScriptedExchange final : public Exchange {
 public:
  struct Step {
    Reply reply = Fault{};
    Micros after{0};
    bool hangs = false;
  };
  explicit ScriptedExchange(Timers& timers) : timers_(timers) {}
  void exchange(Outgoing outgoing, Micros deadline, std::size_t bytes_max,
                std::function<void(Reply)> done) override;
  ScriptedExchange& then(Reply reply, Micros after = Micros(0)) {
    steps.push_back({std::move(reply), after, false});
    return *this;
  }
  ScriptedExchange& then_hang() {
    steps.push_back({Fault{}, Micros(0), true});
    return *this;
  }

  std::deque<Step> steps;
  std::vector<Outgoing> asked;
  std::vector<Steady> asked_at;

 private:
  Timers& timers_;
};

Incoming ok_with(std::string body);

}  // namespace heed::checks::testing
