#include "server/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/text.h"
#include "server/admit.h"
#include "server/problem.h"

namespace heed::server {
namespace {

using net::HttpRequest;
using net::HttpResponse;

constexpr std::size_t slow_queue_max = 64;  // some 20 s of passwords

constexpr int slow_niceness = 19;  // it only takes what the others leave
// What is typed is heard on as many threads as there are cores, which give way: however much is
// typed, a call comes in (I12). A screen waits with at most one text.
constexpr int hearing_niceness = 10;
constexpr std::size_t hearing_queue_max = 16'384;

class HeedServer final : public Server {
 public:
  explicit HeedServer(ServerParts parts)
      : parts_(std::move(parts)),
        timers_(*parts_.clock),
        workers_(parts_.workers, parts_.queue_max),
        hearing_(std::max(2U, std::thread::hardware_concurrency()), hearing_queue_max,
                 hearing_niceness),
        slow_(1, slow_queue_max, slow_niceness) {}
  ~HeedServer() override {
    stop(Micros(0));
    if (live_) live_->stop();
  }

  Status start() {
    HEED_TRY(table_,
             whole_table(std::move(parts_.routes), parts_.version, parts_.health, metrics_));
    live_ = std::make_unique<Live>(parts_.live, workers_, hearing_, timers_, parts_.head);
    for (const char* name : {"localhost", "127.0.0.1", "[::1]"}) parts_.hosts.insert(name);
    HEED_TRY(http_, net::HttpServer::listen(parts_.listen,
                                            [this](HttpRequest request, net::Responder responder) {
                                              take(std::move(request), std::move(responder));
                                            }));
    if (parts_.housekeeping) housekeeper_ = std::thread([this] { keep_house(); });
    return ok();
  }

  std::uint16_t port() const override { return http_->port(); }
  std::string url() const override {
    return (parts_.listen.tls ? "https://" : "http://") + parts_.listen.address + ":" +
           std::to_string(port());
  }
  void publish(const Notice& notice) override { live_->publish(notice); }
  void session_ended(const std::string& session) override { live_->end_session(session); }
  Metrics& metrics() override { return metrics_; }
  void stop(Micros grace) override {
    if (http_) http_->stop(grace);
    {
      const std::lock_guard lock(house_mutex_);
      stopping_ = true;
      house_changed_.notify_all();
    }
    const std::lock_guard lock(stop_mutex_);
    if (housekeeper_.joinable()) housekeeper_.join();
  }

 private:
  struct Asked {
    std::string id;
    std::string route = "none";
    bool secure = false;
    Steady since;
  };

  void keep_house() {
    std::unique_lock lock(house_mutex_);
    while (
        !house_changed_.wait_for(lock, parts_.housekeeping_every, [this] { return stopping_; })) {
      lock.unlock();
      parts_.housekeeping();
      lock.lock();
    }
  }

  // A page of the console. False: it is /v1's.
  bool show_page(const HttpRequest& request, const Asked& asked, const net::Responder& responder) {
    const auto path = request.path();
    if (!parts_.console || path == "/v1" || path.starts_with("/v1/")) return false;
    const auto status = check_host(request, parts_.hosts);
    auto response =
        status ? parts_.console->answer(request, net::header(request.headers, "Host").value_or(""))
               : problem(status.error(), asked.id);
    add_security_headers(response, request.secure);
    metrics_.answered("console", response.status, parts_.clock->steady() - asked.since);
    responder.respond(std::move(response));
    return true;
  }

  void take(HttpRequest request, net::Responder responder) {
    Asked asked{new_request_id(*parts_.random), "none", request.secure, parts_.clock->steady()};
    if (show_page(request, asked, responder)) return;
    auto admitted = admit(request, table_, *parts_.sign_in, parts_.hosts);
    if (!admitted.route) {
      reply(asked, responder, refusal(admitted, asked.id));
      return;
    }
    const Route& route = *admitted.route;
    asked.route = route.name;
    if (admitted.refused) {
      reply(asked, responder, refusal(admitted, asked.id));
      return;
    }
    if (route.streams) {
      metrics_.answered(route.name, 101, Micros(0));
      live_->open(std::move(admitted.call.who), after_of(admitted.call), responder);
      return;
    }
    admitted.call.request_id = asked.id;
    const auto ordered = admitted.call.path.find(route.ordered_by);
    const std::string ordered_by = ordered == admitted.call.path.end() ? asked.id : ordered->second;
    auto call = std::make_shared<Call>(std::move(admitted.call));
    Workers& workers = route.slow ? slow_ : workers_;
    const bool taken = workers.run(ordered_by, route.lane, [this, &route, call, asked, responder] {
      reply(asked, responder, act(route, *call));
    });
    if (!taken) {
      reply(asked, responder,
            problem(error(Code::unavailable, "too much is waiting at the moment", {},
                          "Try again in two seconds"),
                    asked.id));
    }
  }

  static std::optional<std::uint64_t> after_of(const Call& call) {
    const auto after = call.query.find("after");
    if (after == call.query.end()) return std::nullopt;
    return std::strtoull(after->second.c_str(), nullptr, 10);
  }

  static HttpResponse refusal(const Admitted& admitted, const std::string& id) {
    auto response = admitted.status ? problem(admitted.status, *admitted.refused, id)
                                    : problem(*admitted.refused, id);
    if (!admitted.allowed.empty()) {
      response.headers.emplace_back("Allow", join(admitted.allowed, ", "));
    }
    return response;
  }

  static HttpResponse act(const Route& route, const Call& call) {
    try {
      auto answer = route.act(call);
      if (!answer) {
        const auto& error = answer.error();
        // The version that the client looked at is no longer that of the incident.
        if (error.code == Code::conflict && error.where == "If-Match")
          return problem(412, error, call.request_id);
        if (error.code == Code::invalid && error.where == "If-Match" && !call.if_match) {
          return problem(428, error, call.request_id);
        }
        return problem(error, call.request_id);
      }
      if (answer->problem) {
        auto response = problem(answer->status, *answer->problem, call.request_id);
        for (auto& header : answer->headers) response.headers.push_back(std::move(header));
        return response;
      }
      HttpResponse response{answer->status, {{"Content-Type", answer->content_type}}, answer->body};
      for (auto& header : answer->headers) response.headers.push_back(std::move(header));
      if (answer->etag) {
        response.headers.emplace_back("ETag", "\"" + std::to_string(*answer->etag) + "\"");
      }
      return response;
    } catch (const std::exception&) {
      // Our own mistake. Its text may hold anything, so it goes nowhere.
      return problem(500,
                     error(Code::corrupt, "internal error", {}, "Tell whoever looks after Heed"),
                     call.request_id);
    }
  }

  void reply(const Asked& asked, const net::Responder& responder, HttpResponse response) {
    response.headers.emplace_back("Cache-Control", "no-store");
    add_security_headers(response, asked.secure);
    response.headers.emplace_back("X-Request-Id", asked.id);
    const Micros took = parts_.clock->steady() - asked.since;
    metrics_.answered(asked.route, response.status, took);
    if (parts_.log) {
      parts_.log(fmt::format("{} {} {} {:.1f} ms", asked.id, asked.route, response.status,
                             static_cast<double>(took.count()) / 1000));
    }
    metrics_.set("heed_live_sessions", "Screens that are connected.",
                 static_cast<std::int64_t>(live_->sessions()));
    responder.respond(std::move(response));
  }

  ServerParts parts_;
  Metrics metrics_;
  RouteTable table_;
  ThreadTimers timers_;
  std::unique_ptr<Live> live_;
  Workers workers_;  // goes before what its work still uses
  Workers hearing_;  // what is typed
  Workers slow_;     // the low-priority thread
  std::mutex stop_mutex_;
  std::mutex house_mutex_;
  std::condition_variable house_changed_;
  bool stopping_ = false;
  std::thread housekeeper_;
  std::unique_ptr<net::HttpServer> http_;  // first to go: nothing comes in after it
};

Route own(Method method, std::string path, std::string name, std::string says) {
  return declared("server", method, std::move(path), std::move(name), std::move(says));
}

}  // namespace

Result<RouteTable> whole_table(RouteTable routes, const std::string& version,
                               std::function<Health()> health, Metrics& metrics) {
  auto described = own(Method::get, "/v1/openapi.json", "openapi", "This document");
  auto healthy = own(Method::get, "/v1/health", "health", "Whether Heed is well");
  auto measured = own(Method::get, "/v1/metrics", "metrics", "Counts and times, for Prometheus");
  auto live =
      own(Method::get, "/v1/live", "live", "What has become durable, as it does: a WebSocket");
  described.open_to_all = healthy.open_to_all = measured.open_to_all = true;
  described.answer = {"OpenApiDocument", {{"OpenApiDocument", "{\"type\":\"object\"}"}}};
  healthy.answer = {
      "Health",
      {{"Health",
        "{\"type\":\"object\",\"required\":[\"good\",\"rehearsal\",\"says\"],\"properties\":{"
        "\"good\":{\"type\":\"boolean\"},\"rehearsal\":{\"type\":\"boolean\"},\"now\":"
        "{\"type\":\"string\",\"format\":\"date-time\"},\"says\":{\"type\":\"object\","
        "\"additionalProperties\":"
        "{\"type\":\"string\"}}}}"}}};
  measured.answer_type = "text/plain; version=0.0.4";
  measured.lane = described.lane = Lane::dashboard;
  healthy.lane = Lane::intake;
  live.streams = true;
  live.query = {{"after", "The last seq that you have; without it, from now on.", false}};
  healthy.act = [health](const Call&) -> Result<Answer> {
    const Health now = health ? health() : Health{};
    Answer answer;
    answer.status = now.good ? 200 : 503;
    answer.body = write_health(now);
    return answer;
  };
  measured.act = [&metrics](const Call&) -> Result<Answer> {
    Answer answer;
    answer.body = metrics.text();
    answer.content_type = "text/plain; version=0.0.4";
    return answer;
  };
  described.act = [](const Call&) -> Result<Answer> { return Answer{}; };
  routes.insert(routes.begin(), {described, healthy, measured, live});
  HEED_CHECK(check_table(routes));
  const std::string document = openapi(routes, version);
  routes.front().act = [document](const Call&) -> Result<Answer> {
    Answer answer;
    answer.body = document;
    return answer;
  };
  return routes;
}

Result<std::unique_ptr<Server>> Server::start(ServerParts parts) {
  auto server = std::make_unique<HeedServer>(std::move(parts));
  HEED_CHECK(server->start());
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace heed::server
