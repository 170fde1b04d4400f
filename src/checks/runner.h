// Asks the sources. A check is handed over once its intent is durable; from then on it is asked at
// least once, under a request id that never changes, until it is answered, given up on, waived or
// cancelled; each attempt and each result goes back as a command, and is delivered until the desk
// has taken it. A slow or dead source holds up its own queue and nothing else: each source has its
// own workers, queue, rate, deadline, bounded retries with back-off and jitter, and a breaker that
// lets one attempt through when its time is over. Urgent checks (a live 999 call) go first; within
// a lane incidents take turns. After a kill, resume() with each open incident's checks.
//
// Threads: every function may be called from any thread and returns at once; nothing calls back
// into the caller's stack. Work runs on the source's workers and on the timers' thread (which never
// blocks); with ManualTimers and timer_workers() all of it runs inside run_until(), in one order.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/timers.h"
#include "checks/checks.h"
#include "checks/connector.h"

namespace heed::checks {

// Where attempts and results go: an ordinary command of the desk, under idempotency_key(command).
class AnswerSink {
 public:
  virtual ~AnswerSink() = default;
  // Durable on return; may block. Code::not_found or refused: the check no longer wants it, the
  // runner drops it. Any other error, conflict included: it tries again later.
  virtual Status deliver(IncidentId incident, const Command& command) = 0;
};

class Workers {
 public:
  virtual ~Workers() = default;  // waits for what is running
  // In order. False once it is stopping. How much may wait is bounded by the runner: each check
  // that it holds has at most one piece of work here.
  virtual bool post(std::function<void()> work) = 0;
};
std::unique_ptr<Workers> thread_workers(int threads);
// On the timers, at once but not within post().
std::unique_ptr<Workers> timer_workers(Timers& timers);

enum class Breaker { closed, open, half_open };

struct SourceHealth {
  std::string source;
  Breaker breaker = Breaker::closed;
  bool up = true;                // the last attempt brought an answer
  std::optional<Reason> reason;  // why not
  std::optional<Instant> since;  // it went down, or came back
  std::optional<Instant> next_try;
  std::size_t queued = 0, running = 0, retrying = 0;
  std::uint64_t answered = 0, failed = 0;
};

class Runner {
 public:
  struct Parts {
    const Sources& sources;
    Timers& timers;
    Random& random;
    const Zone& zone;
    AnswerSink& sink;
    // One for each source that is sent anything; without one its checks are misconfigured.
    std::map<std::string, std::shared_ptr<Exchange>> exchanges;
    std::function<std::unique_ptr<Workers>(const SourceDeclaration&)> workers;
    // Told once when a source goes down and once when it comes back; on a worker.
    std::function<void(const SourceHealth&)> source_changed;
  };

  explicit Runner(Parts parts);
  ~Runner();  // stop()

  // A check that it holds already is left as it is; one that is done is ignored.
  void start(IncidentId incident, const Check& check);
  void resume(IncidentId incident, const State& state);
  // No longer wanted: waived, cancelled, answered by a person.
  void drop(CheckId check);
  // Everything of that source that waits for its next try is tried now.
  void try_now(const std::string& source);
  void stop();

  // Nothing where the runner does not hold it.
  std::optional<RunState> state_of(CheckId check) const;
  std::vector<SourceHealth> health() const;
  // Nothing queued, running or undelivered (checks may wait for their next try).
  bool idle() const;

 private:
  struct Machine;
  std::shared_ptr<Machine> machine_;
};

}  // namespace heed::checks
