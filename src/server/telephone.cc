#include "server/telephone.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/civil.h"
#include "base/json.h"

namespace heed::server {
namespace json = boost::json;
namespace {

constexpr Micros pause_longest = std::chrono::seconds(10);

std::string text(const json::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  const auto* found = value ? value->if_string() : nullptr;
  return found ? std::string(*found) : std::string();
}

const json::object* part(const json::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  return value ? value->if_object() : nullptr;
}

template <class T>
std::optional<T> number(const json::object* object, const char* name) {
  const auto* value = object ? object->if_contains(name) : nullptr;
  if (!value || !value->is_number()) return std::nullopt;
  boost::system::error_code failure;
  const T found = value->to_number<T>(failure);
  return failure ? std::nullopt : std::optional<T>(found);
}

Error expected(const char* what, std::size_t index) {
  return error(Code::invalid, std::string("expected ") + what, "/events/" + std::to_string(index));
}

Result<PhoneEvent> read_event(const json::value& value, std::size_t index) {
  const auto* object = value.if_object();
  if (!object) return expected("an object", index);
  PhoneEvent event;
  event.seq = number<std::int64_t>(object, "seq").value_or(0);
  event.type = text(*object, "type");
  event.call = text(*object, "call");
  if (event.seq <= 0 || event.type.empty() || event.call.empty()) {
    return expected("seq, type and call", index);
  }
  const auto at = parse_instant(text(*object, "at"));
  if (!at) return expected("at as an instant", index);
  event.at = *at;
  event.service = text(*object, "service");
  event.number = text(*object, "number");
  event.agent = text(*object, "agent");
  event.queue = text(*object, "queue");
  if (const auto* subscriber = part(*object, "subscriber")) {
    event.subscriber_name = text(*subscriber, "name");
    event.subscriber_address = text(*subscriber, "address");
  }
  const auto* location = part(*object, "location");
  event.latitude = number<double>(location, "latitude");
  event.longitude = number<double>(location, "longitude");
  event.radius_m = number<int>(location, "radius_m");
  event.fix_age_s = number<int>(location, "age_s");
  if (const auto* recording = part(*object, "recording")) {
    event.recording = text(*recording, "reference");
    event.recording_offset_ms = number<std::int64_t>(recording, "offset_ms");
  }
  return event;
}

}  // namespace

Result<PhoneEvents> read_phone_events(std::string_view body) {
  HEED_TRY(const auto value, parse_json(body, {4 << 20, 16}));
  const auto* object = value.if_object();
  const auto* list =
      object && object->if_contains("events") ? object->at("events").if_array() : nullptr;
  PhoneEvents out;
  if (object) out.run = text(*object, "run");
  if (!list || out.run.empty()) return error(Code::invalid, "expected run and events", "/");
  for (const auto& item : *list) {
    HEED_TRY(auto event, read_event(item, out.events.size()));
    event.run = out.run;
    out.events.push_back(std::move(event));
  }
  return out;
}

Telephone::Telephone(Parts parts) : parts_(std::move(parts)) {}

Telephone::~Telephone() { stop(); }

void Telephone::start() {
  thread_ = std::thread([this] { run(); });
}

void Telephone::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void Telephone::run() {
  net::HttpClient client(parts_.client);
  int failures = 0;
  while (!stopping_) {
    const Status status = poll(client);
    if (stopping_) return;
    if (status) {
      failures = 0;
      say(true, {});
    } else {
      say(false, status.error().detail);
      pause(++failures);
    }
  }
}

Status Telephone::poll(net::HttpClient& client) {
  net::ClientRequest request;
  // The first time only to learn which run of the switch this is, and so where we stand in it.
  const Micros held = cursor_.run.empty() ? Micros(0) : parts_.poll_time;
  const auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(held);
  request.url = parts_.url + "/events?after=" + std::to_string(cursor_.seq) +
                "&wait_ms=" + std::to_string(wait.count());
  request.deadline = parts_.poll_time + std::chrono::seconds(5);
  request.response_bytes_max = 4 << 20;
  request.is_cancelled = [this] { return stopping_.load(); };
  const auto outcome = client.ask(request);
  if (outcome.reached != net::Reached::answered) {
    return error(Code::unavailable, std::string(to_string(outcome.reached)));
  }
  if (outcome.status != 200) {
    return error(Code::unavailable, "HTTP status " + std::to_string(outcome.status));
  }
  HEED_TRY(auto events, read_phone_events(outcome.body));
  return take(std::move(events));
}

Status Telephone::take(PhoneEvents events) {
  if (events.run != cursor_.run) {
    // Another switch, or the same one started anew, or we have: ask again from where we stand.
    HEED_TRY(const auto seq, parts_.load(events.run));
    const bool same_place = seq == cursor_.seq;
    cursor_ = {events.run, seq};
    if (!same_place) return ok();
  }
  for (const auto& event : events.events) {
    if (event.seq <= cursor_.seq) continue;
    HEED_CHECK(parts_.happened(event));
    cursor_.seq = event.seq;
    HEED_CHECK(parts_.save(cursor_));
    if (stopping_) return ok();
  }
  return ok();
}

void Telephone::pause(int failures) {
  const Micros wait =
      std::min(pause_longest, parts_.pause_first * (1 << std::min(failures - 1, 10)));
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, wait, [this] { return stopping_.load(); });
}

void Telephone::say(bool reached, const std::string& why) {
  if (reached_.exchange(reached) == reached && (reached || why.empty())) return;
  if (parts_.reached) parts_.reached(reached, why);
}

Status place_call(net::HttpClient& client, const std::string& url, const PlaceCall& call) {
  net::ClientRequest request;
  request.method = "POST";
  request.url = url + "/calls";
  request.headers = {{"Content-Type", "application/json"}};
  request.body = write_json(json::object{{"request_id", call.request_id},
                                         {"number", call.number},
                                         {"by", call.by},
                                         {"incident", call.reference}});
  const auto outcome = client.ask(request);
  if (outcome.reached != net::Reached::answered) {
    return error(Code::unavailable, "the switch: " + std::string(to_string(outcome.reached)));
  }
  if (outcome.status != 200 && outcome.status != 201) {
    return error(Code::refused, "the switch: HTTP status " + std::to_string(outcome.status));
  }
  return ok();
}

}  // namespace heed::server
