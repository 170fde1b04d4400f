// The desk: one command in, one turn, one append. Whoever sends a command - a screen, the command
// line, a reaction, a rehearsal - it is asked of access, decided on the incident as it stands, and
// answered when what it caused is durable. Nothing is shown before.
//
// submit() may be called from any thread and blocks for the append. Commands of one incident run
// one after another, of different incidents side by side. On a conflict (another process appended)
// the turn runs again, at most five times. The same key with the same body has one effect. Errors:
// those of access (denied, not_found), of the capability (invalid, refused, conflict), of the
// journal (unavailable, limit). A refusal that is itself on record comes back in Done::refusal.
#pragma once

#include <array>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "desk/index.h"
#include "desk/turn.h"
#include "journal/feed.h"
#include "journal/reactions.h"

namespace heed::desk {

struct Submission {
  ActorId actor;
  std::string purpose = "call_handling";
  std::string reason = {};  // stated, where the actor is not on the incident
  std::string key;          // the sender's idempotency key; required
  Hash body{};  // of the command's exact bytes as sent; zero where the key is derived from them
  incident::IncidentId incident;  // nil: the contact opens an incident of its own
  Command command;
  journal::Cause cause = {};
};

struct Done {
  incident::IncidentId incident;
  std::string reference;
  journal::Receipt receipt;
  std::vector<AnyEvent> events;  // empty where the command had been done before
  bool repeated = false;
  std::optional<Error> refusal;
};

// Says whether that actor may send that command to that incident; given by src/app from access.
// `whole` is nothing for an incident that is yet to be.
using MaySend = std::function<Status(const Submission&, const Whole*)>;
// Whether that person may take that channel unguided now; given by src/app from the register.
using GateFor = std::function<training::Gate(ActorId, std::string_view channel, Instant)>;

class Desk {
 public:
  struct Parts {
    journal::Journal& journal;
    const Clock& clock;
    Random& random;
    const Zone& zone;
    const DutyBook& duty;
    std::shared_ptr<const ForcePolicy> policy;
    MaySend may_send;
    GateFor gate_for;
  };
  explicit Desk(Parts parts);

  Result<Done> submit(Submission submission);

  // The incident as it stands: for reactions, screens and rehearsals, which themselves must ask
  // access and write consultation entries.
  // An event can be seen on the feed a moment before the command that caused it has returned:
  // whoever follows an event gives its version, and gets the incident at least as far as that.
  Result<std::shared_ptr<const Whole>> look(incident::IncidentId incident,
                                            std::uint64_t at_least_version = 0);
  TurnContext context(ActorId actor) const;

  // The one it was made with: another applies when Heed is started again.
  std::shared_ptr<const ForcePolicy> policy() const { return parts_.policy; }

  Index& index() { return index_; }
  const Index& index() const { return index_; }
  const Parts& parts() const { return parts_; }

 private:
  struct Shard {
    std::mutex working;  // one command of the shard at a time
    std::mutex cache_mutex;
    std::unordered_map<incident::IncidentId, std::shared_ptr<const Whole>> cache;
    std::list<incident::IncidentId> order;  // oldest first
  };
  Shard& shard(incident::IncidentId incident);
  Result<std::shared_ptr<const Whole>> current(Shard& shard, incident::IncidentId incident);
  void keep(Shard& shard, incident::IncidentId incident, std::shared_ptr<const Whole> whole);
  void forget(Shard& shard, incident::IncidentId incident);
  Result<std::optional<Done>> done_before(const Submission& submission) const;
  Status place(Submission& submission);
  Result<Done> attempt(Shard& shard, const Submission& submission);
  std::string next_reference(LocalDate date);

  Parts parts_;
  Index index_;
  std::array<Shard, 32> shards_;
  std::mutex reference_mutex_;
  std::map<int, int> given_;  // reference numbers given by this process, by day
};

}  // namespace heed::desk
