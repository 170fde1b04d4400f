// /v1/live: who is at a screen learns over one WebSocket that something durable has happened, and
// goes on from a sequence number after a break. A notice holds no content: which incident, which
// kind of event, at which seq. What it says is fetched by a request of its own, which writes the
// consultation entry (I6) and asks access (I7); notices of incidents that a person may not hear of
// are left out. Nothing is pushed before it is durable (I2).
//
// Thread-safe. publish() is called in order of seq by the feed; a session that resumes reads on
// from the ledger on a worker until it has caught up. A slow reader is dropped by its WebSocket.
//
// What is typed is heard over the same socket (hear.h).
//
// Out: {"type":"hello","ledger","seq"}, {"type":"event","seq","at","incident","event"},
// {"type":"caught_up","seq"}, {"type":"start_over","seq"} (too much has happened since: fetch anew
// and go on from there), {"type":"pong"}, {"type":"problem","detail"},
// {"type":"heard","draft","rev", "findings","flags","questions","micros"}. In: {"type":"ping"},
// {"type":"hear","draft","rev", "incident","contact","voice","text"}.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "net/http_server.h"
#include "server/hear.h"
#include "server/route.h"
#include "server/workers.h"

namespace heed::server {

struct Notice {
  std::uint64_t seq = 0;
  Instant at;
  std::string incident;       // its id; empty for what belongs to none
  std::string event;          // the event's type
  std::uint64_t version = 0;  // of the incident, as far as this event
};

// A client that is further behind starts over: what it missed is more than it could take in.
inline constexpr std::uint64_t resume_max = 2000;

// Whom a notice is for: those people, and everybody who has one of those roles.
struct Audience {
  std::set<ActorId> people;
  std::set<std::string> roles;
  bool has(const Principal& who) const {
    return people.count(who.id) != 0 ||
           std::any_of(who.roles.begin(), who.roles.end(),
                       [this](const std::string& role) { return roles.count(role) != 0; });
  }
};

struct LiveSource {
  std::string ledger;
  // Notices after that seq, in order, at most that many. May block.
  std::function<Result<std::vector<Notice>>(std::uint64_t after, std::size_t limit)> read;
  // Asked once for each notice, before anybody is told: when it returns, whoever fetches the
  // incident gets it at least as far as the notice. Default deny: without one, nobody hears of
  // anything.
  std::function<Audience(const Notice&)> audience;
  // That person's last screen has gone: what they were looking at is closed. On a worker.
  std::function<void(const Principal&)> gone;
  // How that person's drafts are heard; without it nothing is.
  std::function<std::shared_ptr<Listening>(const Principal&)> listen;
};

class Live {
 public:
  // `head` is the last seq that publish() will not bring; `hearing` hears what is typed.
  Live(LiveSource source, Workers& workers, Workers& hearing, Timers& timers, std::uint64_t head);
  ~Live();
  Live(const Live&) = delete;
  Live& operator=(const Live&) = delete;

  // Hands nothing more to the workers: before they go.
  void stop();

  // `after`: the last seq that the client has; nothing: from now on.
  void open(Principal who, std::optional<std::uint64_t> after, const net::Responder& responder);
  void publish(const Notice& notice);
  // Closes that session's screens with 4001: signed out, or lapsed.
  void end_session(const std::string& session);
  std::size_t sessions() const;

 private:
  struct Session;
  struct Shared;
  static void catch_up(const std::shared_ptr<Shared>& shared,
                       const std::shared_ptr<Session>& session);
  static void received(Hearers& hearers, const Clock& clock,
                       const std::shared_ptr<Session>& session, const std::string& text);

  const Clock& clock_;              // outlives us, and every WebSocket
  std::shared_ptr<Shared> shared_;  // outlives us where a WebSocket still closes
  std::shared_ptr<Hearers> hearers_;
};

}  // namespace heed::server
