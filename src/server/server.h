// The server: /v1 on one listener. It admits a request (host, route, sign-in, headers, limits),
// hands it to a worker, and answers; every refusal is a problem document. It knows routes, not what
// they do: src/app joins it with the desk.
//
// Threads: requests come in on the I/O thread, which only admits and hands over; acts run on the
// workers. Nothing of a request is logged but its route, status, time taken and id. Errors of
// start(): those of net::HttpServer, and our own mistakes in the table.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "net/http_server.h"
#include "server/health.h"
#include "server/live.h"
#include "server/metrics.h"
#include "server/route.h"
#include "server/sign_in.h"
#include "server/static_files.h"
#include "server/workers.h"

namespace heed::server {

struct ServerParts {
  net::ListenOptions listen;
  RouteTable routes;
  std::shared_ptr<const SignIn> sign_in;
  const Clock* clock = nullptr;
  Random* random = nullptr;
  std::string version;
  LiveSource live;
  std::uint64_t head = 0;          // see Live
  std::function<Health()> health;  // must not block
  std::set<std::string> hosts;     // further names that we are reached by; loopback's always
  std::shared_ptr<const StaticFiles> console;  // null: /v1 only
  std::function<void(const std::string& line)> log;
  // Called every few seconds on a thread of its own, which may block: closes what is silent.
  std::function<void()> housekeeping;
  Micros housekeeping_every{std::chrono::seconds(5)};
  std::size_t workers = 32;
  std::size_t queue_max = 512;
};

class Server {
 public:
  static Result<std::unique_ptr<Server>> start(ServerParts parts);
  virtual ~Server() = default;  // stops
  virtual std::uint16_t port() const = 0;
  virtual std::string url() const = 0;
  // From the feed, in order of seq.
  virtual void publish(const Notice& notice) = 0;
  // That session no longer stands: its screens are told, and closed.
  virtual void session_ended(const std::string& session) = 0;
  virtual Metrics& metrics() = 0;
  // Finishes what is being answered, for at most that long.
  virtual void stop(Micros grace) = 0;
};

// The server's own routes (openapi.json, health, metrics, live, me) and these, checked.
Result<RouteTable> whole_table(RouteTable routes, const std::string& version,
                               std::function<Health()> health, Metrics& metrics);

}  // namespace heed::server
