// The feed carries what is durable to whoever follows the ledger: views, the people index, open
// consoles, the due list. A projection folds events into a view of its own and can be thrown away
// and made anew. It knows nothing of how the ledger is stored.
//
// I5: a projection that fails stops itself, alarms and is shown stale; the others go on, and no
// append ever waits for one. Every follower sees every event once per life of the process, in
// order. Two ways to run, never both at once: start() gives it a thread of its own; pump() delivers
// in the caller's thread until nothing is left, which is how rehearsals and tests run.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "journal/journal.h"

namespace heed::journal {

class Projection {
 public:
  virtual ~Projection() = default;
  // Frozen: it names what the projection stores.
  virtual std::string_view name() const = 0;
  // Raised when its stored shape changes: it is then made anew.
  virtual int version() const = 0;
  // The last seq it has applied; a projection that keeps nothing between runs says 0.
  virtual std::uint64_t applied() const { return 0; }
  // Called in order of seq, on one thread at a time. An error stops this projection.
  virtual Status apply(const StoredEvent& event) = 0;
  // After a run of events, when there is no more for the moment: the place to commit.
  virtual Status settle(std::uint64_t /*seq*/) { return ok(); }
  // Forget everything: events will come again from the first.
  virtual Status reset() = 0;
};

struct ProjectionStanding {
  std::string name;
  std::uint64_t applied = 0;
  std::uint64_t head = 0;  // of the ledger: stale by the difference
  std::optional<Error> stopped;
};

class Feed {
 public:
  Feed(Journal& journal, AlarmSink alarm);
  ~Feed();  // stops
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;

  // Before start(). The projection must outlive the feed.
  void follow(Projection& projection);
  // A listener for as long as the process lives, such as open consoles: called after every
  // projection has had the event. Its first event is the one after `after_seq`.
  void watch(std::string name, std::uint64_t after_seq,
             std::function<void(const StoredEvent&)> listener);

  // Delivers in this thread until every running follower has what is durable. Returns how many
  // events were delivered; an error only where the ledger could not be read.
  Result<std::size_t> pump();

  void start();
  void stop();
  // True when everything that follows and has not stopped has seen `seq`; false after `patience`.
  // With pump() in use, pumps instead of waiting.
  bool wait_until(std::uint64_t seq, Micros patience);

  std::vector<ProjectionStanding> standings() const;

 private:
  struct Follower;

  Result<std::size_t> deliver_some();
  Status give(Follower& follower, const StoredEvent& event);
  void stop_follower(Follower& follower, Error error);
  void run();

  Journal& journal_;
  AlarmSink alarm_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<Follower>> followers_;
  std::uint64_t listening_ = 0;
  bool more_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

// `heed rebuild`: resets the projection and folds the whole ledger into it. `progress` is called
// every 10,000 events with the seq reached.
Result<std::uint64_t> rebuild(const Journal& journal, Projection& projection,
                              const std::function<void(std::uint64_t)>& progress = {});

}  // namespace heed::journal
