// The line to the telephone switch: what rings, is answered, lost and hung up comes in as events,
// and calls that people place go out. The switch keeps its events; we ask for those after the last
// one that was dealt with, so that a call taken while Heed was down is not missed. What they mean
// for the desk is told in desk_telephone.h.
//
// One thread of its own, which blocks in a held request. An event whose handler fails is asked for
// again; each is handed over at least once, in order. A switch that does not answer is tried again
// with growing pauses, at most ten seconds; `state` says since when. Calls are placed on the
// thread that asks, at most once for each request id.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "base/clock.h"
#include "base/result.h"
#include "net/http_client.h"

namespace heed::server {

struct PhoneEvent {
  std::string run;  // of the switch: its numbers begin anew when it does
  std::int64_t seq = 0;
  std::string type;  // call.offered, call.answered, call.lost, call.ended
  Instant at;
  std::string call;
  std::string service;  // 999, 101
  std::string number;   // empty where withheld
  std::string subscriber_name;
  std::string subscriber_address;
  std::optional<double> latitude;
  std::optional<double> longitude;
  std::optional<int> radius_m;
  std::optional<int> fix_age_s;
  std::string agent;  // the switch's name for who answered
  std::string queue;
  std::string recording;
  std::optional<std::int64_t> recording_offset_ms;
};

// One answer of GET /events. Code::invalid with the place of what is wrong.
struct PhoneEvents {
  std::string run;
  std::vector<PhoneEvent> events;
};
Result<PhoneEvents> read_phone_events(std::string_view json);

struct PhoneCursor {
  std::string run;
  std::int64_t seq = 0;
};

class Telephone {
 public:
  struct Parts {
    std::string url;
    net::ClientOptions client;
    const Clock* clock = nullptr;
    std::function<Status(const PhoneEvent&)> happened;
    // Where we stand with that run of the switch; 0 where it is new to us.
    std::function<Result<std::int64_t>(const std::string& run)> load;
    std::function<Status(const PhoneCursor&)> save;  // after each event that was dealt with
    // Told when the switch stops answering, and when it answers again. No personal data.
    std::function<void(bool reached, const std::string& why)> reached;
    Micros poll_time{std::chrono::seconds(20)};
    Micros pause_first{std::chrono::milliseconds(100)};
  };
  explicit Telephone(Parts parts);
  ~Telephone();  // stops
  Telephone(const Telephone&) = delete;
  Telephone& operator=(const Telephone&) = delete;

  void start();
  void stop();
  bool is_reached() const { return reached_; }

 private:
  void run();
  Status poll(net::HttpClient& client);
  Status take(PhoneEvents events);
  void pause(int failures);
  void say(bool reached, const std::string& why);

  Parts parts_;
  PhoneCursor cursor_;
  std::atomic<bool> reached_{false};
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::thread thread_;
};

// Asks the switch to ring that number. `request_id`: the same for the same wish to ring.
struct PlaceCall {
  std::string request_id;
  std::string number;
  std::string by;         // the agent whose set is to ring
  std::string reference;  // of the incident
};
Status place_call(net::HttpClient& client, const std::string& url, const PlaceCall& call);

}  // namespace heed::server
