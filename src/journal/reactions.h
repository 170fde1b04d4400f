// Whatever happens later or elsewhere: a reaction is a durable subscriber with a cursor whose
// effect is an ordinary command, keyed by the causing event and the reaction's name, so that an
// event delivered twice has one effect. A due time is the same with a clock instead of an event.
//
// A command that is refused (invalid, not_found, denied, refused) is recorded in the ledger and
// passed. One that fails (anything else) is tried again five times with back-off, then recorded as
// parked, told to `on_parked` so that it becomes somebody's obligation, and the cursor goes on. A
// cause 16 deep is refused with an alarm.
// Two ways to run, never both at once: start() gives it a thread of its own; step() does what can
// be done now in the caller's thread, and timers do the rest ("time moves when nothing is
// runnable").
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "base/timers.h"
#include "journal/feed.h"
#include "journal/journal.h"

namespace heed::journal {

// Why a command is sent, handed to the act, to be put into its Append.
struct Trigger {
  std::string name;  // of the reaction, or "due"
  Cause cause;
  std::string base_key;
  int attempt = 1;
  // The command's idempotency key. Where one event leads to several commands, each has its own
  // part.
  std::string key(std::string_view part = {}) const {
    return part.empty() ? base_key : base_key + "/" + std::string(part);
  }
};

// Called once, from any thread, when the command has ended: ok also where there was nothing to do.
using Done = std::function<void(Status)>;

struct Reaction {
  std::string name;  // frozen: cursor and command keys carry it
  // Only these types reach it, by their newest names; empty: every event.
  std::set<std::string, std::less<>> types;
  // May call done before it returns, or later from another thread; must not block for long.
  std::function<void(const StoredEvent&, const Trigger&, Done)> act;
  // How many may be under way at once. Two events of one stream never are, and keep their order.
  std::size_t in_flight_max = 16;
  // A reaction that this ledger has not seen starts after the ledger's last event, or at its first.
  bool from_the_first = false;
};

// For an act that ends before it returns.
Reaction reaction(std::string name, std::set<std::string, std::less<>> types,
                  std::function<Status(const StoredEvent&, const Trigger&)> act);

// Something owed at a time. `key` is its identity: setting it again moves it.
struct Due {
  std::string key;
  Instant at;
  std::string what;       // opaque to the journal: what the desk needs to build the command
  std::uint64_t seq = 0;  // of the event that set it: filled in
  std::uint32_t depth = 0;
};

// What an event means for the due list.
struct DueChange {
  std::vector<Due> set;
  std::vector<std::string> cleared;
};

// The due list is a projection: `read` tells what each event sets and clears. Follow it with a
// Feed. Thread-safe.
class DueList final : public Projection {
 public:
  explicit DueList(std::function<DueChange(const StoredEvent&)> read) : read_(std::move(read)) {}
  std::string_view name() const override { return "due"; }
  int version() const override { return 1; }
  Status apply(const StoredEvent& event) override;
  Status reset() override;

  // The earliest, if any; those equal in time come in order of key.
  std::optional<Due> earliest() const;
  // Takes those due at or before `now` for firing, at most `limit`. A key set anew comes again.
  std::vector<Due> take_due(Instant now, std::size_t limit);
  std::size_t size() const;
  // Called after a change that may bring the earliest forward.
  void on_change(std::function<void()> callback);

 private:
  std::function<DueChange(const StoredEvent&)> read_;
  mutable std::mutex mutex_;
  std::map<std::string, Due, std::less<>> by_key_;
  std::set<std::pair<Instant, std::string>> by_time_;
  std::function<void()> changed_;
};

struct Parked {
  std::string name;
  Cause cause;
  std::string key;
  Error error;
};

struct ReactionsOptions {
  ActorId actor;  // the system's own, in what the runner records
  std::string purpose = "operation";
  std::string policy_version;
  AlarmSink alarm = [](const Alarm&) {};
  // On the thread that runs the reactions. Redelivery after a crash may tell the same key again.
  std::function<void(const Parked&)> on_parked = [](const Parked&) {};
  // The longest that a due time is slept on without looking at the wall clock again, which may have
  // been set; 0: never look, for a clock that only moves with the timers.
  Micros recheck = std::chrono::seconds(30);
};

class Reactions {
 public:
  Reactions(Journal& journal, Timers& timers, ReactionsOptions options);
  ~Reactions();  // stops; acts under way must have ended or end without it
  Reactions(const Reactions&) = delete;
  Reactions& operator=(const Reactions&) = delete;

  // Both before the first step() or start().
  Status add(Reaction reaction);
  // `fire` sends the command of what is due; it must lead to an event that clears or moves the key,
  // or be refused. The list must outlive this and be followed by a Feed.
  void fire_due(DueList& due, std::function<void(const Due&, const Trigger&, Done)> fire);

  // Does what can be done now; returns how many acts began or ended. 0: nothing is runnable until a
  // timer, an append or a Done comes. An error only where the ledger could not be read.
  Result<std::size_t> step();
  // Nothing under way and nothing waiting for another attempt.
  bool idle() const;

  void start();
  void stop();

  struct Standing {
    std::string name;
    std::uint64_t cursor = 0;  // everything up to here is done, refused or parked
    std::size_t in_flight = 0;
    std::uint64_t acted = 0, refused = 0, parked = 0;
  };
  std::vector<Standing> standings() const;

 private:
  struct State;
  std::shared_ptr<State> state_;  // shared with callbacks that outlive this
};

}  // namespace heed::journal
