// The telephone switch and the callers. Heed reads events (GET /events?after=N&wait_ms=M, held open
// until there is one) and asks for calls to be placed (POST /calls); a switch keeps its events, so
// that nothing is missed while Heed is down. Callers are scripts: POST /play on the control port.
// What they say is heard in the headset (control: GET /headset), never by Heed. Every call that was
// placed is in GET /placed, for whoever must show that one was not.
#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "base/civil.h"
#include "base/json.h"
#include "base/random.h"
#include "base/timers.h"
#include "world/document.h"
#include "world/stand_in.h"

namespace heed::world {
namespace json = boost::json;
using net::HttpRequest;
using net::HttpResponse;

namespace {

constexpr std::size_t events_max = 100'000;
constexpr std::size_t pollers_max = 64;
constexpr Micros poll_longest = std::chrono::seconds(30);

class Telephone final : public Kind {
 public:
  Telephone(const json::object& data, const WorldClock& clock, double pace)
      : clock_(clock), pace_(pace), timers_(clock) {
    if (const auto* scripts = data.if_contains("call")) {
      for (const auto& script : scripts->as_array()) {
        scripts_[text_of(script.as_object(), "script")] = script.as_object();
      }
    }
    SecureRandom random;
    run_ = std::to_string(random.next());
  }
  ~Telephone() override {
    const std::lock_guard lock(mutex_);
    pollers_.clear();
  }

  bool wants_tls() const override { return false; }

  std::optional<HttpResponse> answer(const HttpRequest& request,
                                     const net::Responder& responder) override {
    const std::lock_guard lock(mutex_);
    if (request.method == "GET" && request.path() == "/events") return poll(request, responder);
    if (request.method == "POST" && request.path() == "/calls") return place(request);
    if (request.method == "POST" && request.path() == "/hang_up") return end(request, "call.ended");
    return json_error(404, "GET /events, POST /calls, POST /hang_up");
  }

  std::optional<HttpResponse> control(const HttpRequest& request) override {
    const std::lock_guard lock(mutex_);
    advance();
    const auto path = request.path();
    if (request.method == "POST" && path == "/play") return play(request);
    if (request.method == "POST" && path == "/answer") return answer_call(request);
    if (request.method == "POST" && path == "/lose") return end(request, "call.lost");
    if (request.method == "GET" && path == "/headset") return headset(request);
    if (request.method == "GET" && path == "/placed") {
      return json_answer(200, json::object{{"placed", placed_}});
    }
    if (request.method == "GET" && path == "/scripts") {
      json::array names;
      for (const auto& [name, script] : scripts_) {
        names.push_back(json::object{{"script", name}, {"title", text_of(script, "title")}});
      }
      return json_answer(200, json::object{{"scripts", names}});
    }
    return std::nullopt;
  }

  void clock_was_set() override {
    const std::lock_guard lock(mutex_);
    advance();
  }

 private:
  struct Call {
    json::object about;  // service, number, subscriber, location
    Instant offered;
    std::string agent;
    bool over = false;
    json::array heard;
  };
  struct Poller {
    std::int64_t after;
    net::Responder responder;
    Steady until;
  };

  std::optional<HttpResponse> poll(const HttpRequest& request, net::Responder responder) {
    advance();
    std::int64_t after = 0;
    Micros wait{0};
    if (const auto query = net::parse_query(request.query())) {
      after = std::atoll(std::string(net::header(*query, "after").value_or("0")).c_str());
      wait = std::chrono::milliseconds(
          std::atoll(std::string(net::header(*query, "wait_ms").value_or("0")).c_str()));
    }
    wait = std::clamp(wait, Micros(0), poll_longest);
    if (after < static_cast<std::int64_t>(events_.size()) || wait.count() == 0) {
      return events_after(after);
    }
    if (pollers_.size() >= pollers_max) return json_error(503, "too many are waiting");
    pollers_.push_back({after, std::move(responder), clock_.steady() + wait});
    tick_after(wait);
    return std::nullopt;
  }

  HttpResponse events_after(std::int64_t after) const {
    json::array events;
    const auto from = static_cast<std::size_t>(std::max<std::int64_t>(after, 0));
    for (std::size_t i = from; i < events_.size() && events.size() < 1000; ++i) {
      events.push_back(events_[i]);
    }
    return json_answer(200,
                       json::object{{"run", run_}, {"last", events_.size()}, {"events", events}});
  }

  HttpResponse place(const HttpRequest& request) {
    const auto body = body_of(request);
    if (!body) return json_error(400, body.error().message());
    if (text_of(*body, "number").empty() || text_of(*body, "by").empty()) {
      return json_error(400, "expected number and by");
    }
    // The same wish to ring, asked again: it rings once.
    const std::string wish = text_of(*body, "request_id");
    for (const auto& earlier : placed_) {
      if (!wish.empty() && text_of(earlier.as_object(), "request_id") == wish) {
        return json_answer(200, json::object{{"call", earlier.at("call")}});
      }
    }
    const std::string call = "out-" + std::to_string(placed_.size() + 1);
    json::object entry = *body;
    entry["call"] = call;
    entry["at"] = format_instant(clock_.now());
    placed_.push_back(std::move(entry));
    return json_answer(201, json::object{{"call", call}});
  }

  HttpResponse play(const HttpRequest& request) {
    const auto body = body_of(request);
    if (!body) return json_error(400, body.error().message());
    const auto script = scripts_.find(text_of(*body, "script"));
    if (script == scripts_.end()) return json_error(404, "no such script");
    const std::string call = text_of(*body, "call", script->first + "-" + std::to_string(++plays_));
    if (calls_.count(call)) return json_error(409, "that call is known already");
    start(call, script->second);
    advance();
    return json_answer(201, json::object{{"call", call}});
  }

  void start(const std::string& id, const json::object& script) {
    const Instant now = clock_.now();
    Call call;
    call.offered = now;
    for (const char* field : {"service", "number", "subscriber", "location"}) {
      if (const auto* value = script.if_contains(field)) call.about[field] = *value;
    }
    calls_[id] = std::move(call);
    plan(now, id,
         json::object{{"type", "call.offered"},
                      {"queue", text_of(script, "queue", text_of(script, "service"))}});
    Micros at = duration_of(script, "answered_after", Micros(0));
    if (const auto agent = text_of(script, "agent"); !agent.empty()) {
      plan(now + scaled(at), id, json::object{{"type", "call.answered"}, {"agent", agent}});
    }
    if (const auto* lines = script.if_contains("line")) {
      for (const auto& item : lines->as_array()) {
        const auto& line = item.as_object();
        at += duration_of(line, "after", std::chrono::seconds(2));
        plan(now + scaled(at), id,
             json::object{{"says", text_of(line, "says", "caller")},
                          {"text", text_of(line, "text")}});
      }
    }
    if (script.if_contains("ends_after")) {
      plan(now + scaled(at + duration_of(script, "ends_after", Micros(0))), id,
           json::object{{"type", text_of(script, "ending", "call.ended")}});
    }
  }

  Micros scaled(Micros delay) const {
    return Micros(static_cast<std::int64_t>(static_cast<double>(delay.count()) / pace_));
  }

  void plan(Instant due, const std::string& call, json::object what) {
    what["call"] = call;
    planned_.emplace(due, std::move(what));
    tick_after(due - clock_.now());
  }

  // A millisecond late rather than early: the wall clock decides, the timer only wakes.
  void tick_after(Micros delay) {
    timers_.after(std::max(delay, Micros(0)) + std::chrono::milliseconds(1), [this] {
      const std::lock_guard lock(mutex_);
      advance();
    });
  }

  void advance() {
    while (!planned_.empty() && planned_.begin()->first <= clock_.now()) {
      const Instant due = planned_.begin()->first;
      const json::object what = std::move(planned_.begin()->second);
      planned_.erase(planned_.begin());
      happen(due, what);
    }
    const Steady now = clock_.steady();
    for (auto poller = pollers_.begin(); poller != pollers_.end();) {
      if (poller->after < static_cast<std::int64_t>(events_.size()) || poller->until <= now) {
        poller->responder.respond(events_after(poller->after));
        poller = pollers_.erase(poller);
      } else {
        ++poller;
      }
    }
  }

  void happen(Instant at, const json::object& what) {
    auto& call = calls_[text_of(what, "call")];
    if (call.over) return;
    if (what.if_contains("says")) {
      json::object line = what;
      line["at"] = format_instant(at);
      call.heard.push_back(std::move(line));
      return;
    }
    const std::string type = text_of(what, "type");
    if (type == "call.answered") {
      if (!call.agent.empty()) return;
      call.agent = text_of(what, "agent");
    }
    call.over = type == "call.lost" || type == "call.ended";
    if (events_.size() >= events_max) return;
    json::object event{{"seq", events_.size() + 1}, {"at", format_instant(at)}};
    for (const auto& [name, value] : what) event[name] = value;
    for (const auto& [name, value] : call.about) event[name] = value;
    if (!call.agent.empty()) event["agent"] = call.agent;
    const auto offset = std::chrono::duration_cast<std::chrono::milliseconds>(at - call.offered);
    event["recording"] =
        json::object{{"reference", "REC-" + text_of(what, "call")}, {"offset_ms", offset.count()}};
    events_.push_back(std::move(event));
  }

  HttpResponse answer_call(const HttpRequest& request) {
    const auto body = body_of(request);
    if (!body) return json_error(400, body.error().message());
    const std::string id = text_of(*body, "call");
    if (!calls_.count(id) || text_of(*body, "agent").empty()) {
      return json_error(400, "expected a call that is known, and an agent");
    }
    happen(
        clock_.now(),
        json::object{{"type", "call.answered"}, {"call", id}, {"agent", text_of(*body, "agent")}});
    advance();
    return json_answer(200, json::object{});
  }

  HttpResponse end(const HttpRequest& request, const char* type) {
    const auto body = body_of(request);
    if (!body) return json_error(400, body.error().message());
    const std::string id = text_of(*body, "call");
    if (!calls_.count(id)) return json_error(404, "no such call");
    happen(clock_.now(), json::object{{"type", type}, {"call", id}});
    advance();
    return json_answer(200, json::object{});
  }

  HttpResponse headset(const HttpRequest& request) {
    const auto query = net::parse_query(request.query());
    if (!query) return json_error(400, query.error().message());
    const auto call = calls_.find(std::string(net::header(*query, "call").value_or("")));
    if (call == calls_.end()) return json_error(404, "no such call");
    return json_answer(200,
                       json::object{{"over", call->second.over}, {"heard", call->second.heard}});
  }

  const WorldClock& clock_;
  double pace_;
  std::string run_;
  std::mutex mutex_;
  std::map<std::string, json::object> scripts_;
  std::map<std::string, Call> calls_;
  std::multimap<Instant, json::object> planned_;
  std::vector<json::object> events_;
  std::vector<Poller> pollers_;
  json::array placed_;
  std::uint64_t plays_ = 0;
  ThreadTimers timers_;  // last: its thread uses all the others
};

}  // namespace

Result<std::unique_ptr<Kind>> make_telephone(const json::object& data, const WorldClock& clock,
                                             double pace) {
  try {
    return std::unique_ptr<Kind>(std::make_unique<Telephone>(data, clock, pace));
  } catch (const std::exception& failure) {
    return error(Code::invalid, "expected [[call]] tables with script, number and line",
                 failure.what());
  }
}

}  // namespace heed::world
