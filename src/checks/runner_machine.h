// The inside of the runner. One lock over all of it, held only for a moment: never while a sink, an
// exchange or a listener is called. An attempt has a token; whatever comes back under an older one
// (after the deadline, a drop, a kill) is dropped.
#pragma once

#include <mutex>

#include "checks/runner.h"
#include "checks/source_line.h"

namespace heed::checks {

struct Runner::Machine : std::enable_shared_from_this<Machine> {
  explicit Machine(Parts given);

  struct Held {
    Asked asked;
    int attempts = 0;  // begun so far, those before a restart included
    int suspect = 0;   // answers in a row that could not be believed
    RunState state = RunState::due;
    std::uint64_t token = 0;
    bool sent = false;             // the attempt is on its way: `next` is a poll or a page
    std::optional<Outgoing> next;  // a desk is to be asked for its answer
    std::vector<Said> pages;
    Steady deadline_at{0};
    std::optional<Instant> next_try;
    TimerId deadline = 0, wait = 0;
    bool busy = false;   // counted in the source's running
    bool probe = false;  // the one attempt of a breaker that is half open
  };

  struct Line {
    std::shared_ptr<const SourceDeclaration> source;
    std::shared_ptr<Exchange> exchange;
    std::unique_ptr<Connector> connector;
    std::unique_ptr<Workers> workers;
    FairQueue queue;
    BreakerState breaker{0, Micros(0)};
    Rate rate{0};
    int running = 0;
    TimerId rate_timer = 0;
    SourceHealth health;
  };

  void start(IncidentId incident, const Check& check);
  void drop(CheckId check);
  void try_now(const std::string& source);
  void stop();

  // With the lock held.
  Line* line_of(const std::string& source);
  Held* held_of(CheckId check, std::uint64_t token);
  void enqueue(Line& line, CheckId check, Held& held);
  void pump(Line& line);
  void release(Line& line, Held& held);
  bool reachable(const Line* line) const;
  void forget(CheckId check);
  void wake_after(CheckId check, Micros delay);
  std::optional<SourceHealth> note(Line& line, std::optional<Reason> failure);

  // On a worker, without the lock.
  void attempt(CheckId check, std::uint64_t token);
  void send(CheckId check, std::uint64_t token, Outgoing outgoing);
  void reply(CheckId check, std::uint64_t token, Reply reply);
  void take(CheckId check, std::uint64_t token, Reply reply);
  void page(CheckId check, std::uint64_t token, Page page);
  void pending(CheckId check, std::uint64_t token, Pending pending);
  void overdue(CheckId check, std::uint64_t token);
  void finish(CheckId check, std::uint64_t token, Outcome outcome);
  void conclude(CheckId check, std::uint64_t token, Outcome outcome);
  // `asked` false: it was not sent.
  void fail(CheckId check, std::uint64_t token, Fault fault, bool asked = true,
            std::optional<Instant> not_before = std::nullopt);
  void deliver(const std::string& source, IncidentId incident, Command command, Micros again);

  void post(const std::string& source, std::function<void()> work);
  bool worth_retrying(const Line& line, Held& held, Reason reason);

  Parts parts;
  std::unique_ptr<Workers> spare;  // for checks whose source is not configured
  mutable std::mutex mutex;
  std::map<std::string, Line> lines;
  std::map<CheckId, Held> held;
  std::uint64_t tokens = 0;
  std::size_t undelivered = 0;
  bool stopping = false;
};

}  // namespace heed::checks
