#include "world/faults.h"

#include <boost/json.hpp>

#include "base/json.h"

namespace heed::world {
namespace json = boost::json;
using net::HttpResponse;
using net::RawAnswer;

const std::vector<FaultName>& fault_names() {
  static const std::vector<FaultName> names = {
      {"refuse", "the port is closed until the faults are cleared"},
      {"hang", "accepts, reads the request, never answers"},
      {"hang_mid_body", "half the answer, then silence"},
      {"reset", "the connection breaks instead of an answer"},
      {"reset_mid_body", "half the answer, then the connection breaks"},
      {"close_mid_body", "half the answer, then an orderly end"},
      {"slow_drip", "the answer a few bytes at a time, over a minute"},
      {"oversized", "eight megabytes more than the answer"},
      {"not_http", "bytes that are not HTTP"},
      {"status_400", "400"},
      {"status_401", "401"},
      {"status_403", "403"},
      {"status_404", "404"},
      {"status_429", "429 with Retry-After: 2"},
      {"status_500", "500"},
      {"status_503", "503"},
      {"status_504", "504: the source's own gateway gave up"},
      {"redirect", "302 to somewhere else"},
      {"not_json", "200 with a page of HTML"},
      {"malformed_json", "200 with JSON that is cut off"},
      {"invalid_utf8", "200 with JSON that holds bytes that are not UTF-8"},
      {"wrong_type", "200 with a list where an object belongs"},
      {"wrong_subject", "an answer about somebody else"},
      {"no_subject", "an answer that does not say about whom"},
      {"fewer_keys", "an answer that searched by nothing that was asked"},
      {"rows_differ", "one record more declared than sent"},
      {"no_count", "no number of records declared"},
      {"partial_page", "says that there is another page, and gives none"},
      {"stale", "an answer as of three years ago"},
      {"no_as_of", "an answer that does not say as of when"},
      {"bad_row", "a record without its reference"},
  };
  return names;
}

Status Faults::order(std::string_view name, int times) {
  std::string all;
  for (const auto& known : fault_names()) {
    if (known.name == name) {
      const std::lock_guard lock(mutex_);
      ordered_.push_back({std::string(name), times});
      return ok();
    }
    all += (all.empty() ? "" : ", ") + std::string(known.name);
  }
  return error(Code::invalid, "there is no such fault", std::string(name), "Choose one of: " + all);
}

void Faults::clear() {
  const std::lock_guard lock(mutex_);
  ordered_.clear();
}

std::optional<std::string> Faults::take() {
  const std::lock_guard lock(mutex_);
  if (ordered_.empty()) return std::nullopt;
  std::string name = ordered_.front().name;
  if (ordered_.front().left > 0 && --ordered_.front().left == 0) ordered_.erase(ordered_.begin());
  return name;
}

std::vector<std::string> Faults::pending() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> names;
  for (const auto& ordered : ordered_) names.push_back(ordered.name);
  return names;
}

namespace {

std::string wire(const HttpResponse& response, std::size_t length) {
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + " " +
                    std::string(net::reason_phrase(response.status)) + "\r\n";
  for (const auto& [name, value] : response.headers) out += name + ": " + value + "\r\n";
  return out + "Content-Length: " + std::to_string(length) + "\r\n\r\n";
}

RawAnswer half(const HttpResponse& good, RawAnswer::Ending ending) {
  const std::string body = good.body + std::string(64, ' ');
  return {{{wire(good, body.size()) + body.substr(0, good.body.size() / 2), Micros(0)}}, ending};
}

RawAnswer drip(const HttpResponse& good) {
  RawAnswer answer;
  answer.parts.push_back({wire(good, good.body.size()), Micros(0)});
  const std::size_t step = good.body.size() / 60 + 1;
  for (std::size_t at = 0; at < good.body.size(); at += step) {
    answer.parts.push_back({good.body.substr(at, step), std::chrono::seconds(1)});
  }
  return answer;
}

bool connection_fault(std::string_view fault, const HttpResponse& good,
                      const net::Responder& responder) {
  using Ending = RawAnswer::Ending;
  if (fault == "hang") {
    responder.respond_raw({{}, Ending::hang});
  } else if (fault == "hang_mid_body") {
    responder.respond_raw(half(good, Ending::hang));
  } else if (fault == "reset") {
    responder.respond_raw({{}, Ending::reset});
  } else if (fault == "reset_mid_body") {
    responder.respond_raw(half(good, Ending::reset));
  } else if (fault == "close_mid_body") {
    responder.respond_raw(half(good, Ending::close));
  } else if (fault == "slow_drip") {
    responder.respond_raw(drip(good));
  } else if (fault == "not_http") {
    responder.respond_raw({{{"220 mail.example.org ESMTP\r\n", Micros(0)}}, Ending::close});
  } else {
    return false;
  }
  return true;
}

bool body_fault(std::string_view fault, HttpResponse& good) {
  if (fault == "oversized") {
    good.body += std::string(8 << 20, ' ');
  } else if (fault == "not_json") {
    good = {200, {{"Content-Type", "text/html"}}, "<html><body>Please sign in</body></html>"};
  } else if (fault == "malformed_json") {
    good.body.resize(good.body.size() / 2);
  } else if (fault == "invalid_utf8") {
    good.body.insert(good.body.size() - 1, ",\"x\":\"\xff\xfe\"");
  } else if (fault == "wrong_type") {
    good.body = "[]";
  } else if (fault == "redirect") {
    good = {302, {{"Location", "http://127.0.0.1:9/"}}, ""};
  } else {
    return false;
  }
  return true;
}

// The names in which our stand-ins say it; a stand-in without one of them is not spoiled by it.
void change_first(json::object& reply, std::initializer_list<const char*> names,
                  json::value value) {
  for (const char* name : names) {
    if (reply.if_contains(name)) {
      reply[name] = std::move(value);
      return;
    }
  }
}

json::value somebody_else(const json::value& subject) {
  if (subject.is_array()) return json::array{};
  json::object other;
  for (const auto& [key, value] : subject.get_object()) {
    const bool is_date = key == "dob";
    other[key] = value.is_string() && key != "reference"
                     ? json::value(is_date ? "1900-01-01" : "somebody else")
                     : value;
  }
  return other;
}

void spoil_rows(json::object& reply) {
  for (const char* name : {"nominals", "people"}) {
    auto* list = reply.if_contains(name) ? reply[name].if_array() : nullptr;
    if (!list) continue;
    if (list->empty()) {
      list->push_back(json::object{{"surname", "NO REFERENCE"}});
      if (reply.if_contains("recordsFound")) reply["recordsFound"] = 1;
    } else {
      list->front().get_object().erase("reference");
    }
  }
}

void content_fault(std::string_view fault, json::object& reply) {
  if (fault == "wrong_subject") {
    for (const char* name : {"enquiry", "subject"}) {
      if (reply.if_contains(name)) reply[name] = somebody_else(reply[name]);
    }
  } else if (fault == "no_subject") {
    reply.erase("enquiry");
    reply.erase("subject");
  } else if (fault == "fewer_keys") {
    change_first(reply, {"searchedBy", "searched"}, json::array{});
  } else if (fault == "rows_differ") {
    const auto* rows = reply.if_contains("recordsFound");
    change_first(reply, {"recordsFound"}, rows && rows->is_int64() ? rows->get_int64() + 1 : 1);
  } else if (fault == "no_count") {
    reply.erase("recordsFound");
  } else if (fault == "partial_page") {
    change_first(reply, {"lastPage"}, false);
    reply.erase("nextPage");
  } else if (fault == "stale") {
    change_first(reply, {"dataAsAt", "searched_at"}, "2023-11-19T00:00:00Z");
  } else if (fault == "no_as_of") {
    reply.erase("dataAsAt");
    reply.erase("searched_at");
  } else if (fault == "bad_row") {
    spoil_rows(reply);
  }
}

}  // namespace

void spoil(std::string_view fault, HttpResponse good, const net::Responder& responder) {
  if (fault.starts_with("status_")) {
    const int status = std::stoi(std::string(fault.substr(7)));
    auto answer = HttpResponse::json(status, "{\"error\":\"ordered\"}");
    if (status == 429) answer.headers.emplace_back("Retry-After", "2");
    responder.respond(std::move(answer));
    return;
  }
  if (connection_fault(fault, good, responder)) return;
  if (!body_fault(fault, good)) {
    auto reply = parse_json(good.body);
    if (reply && reply->is_object()) {
      content_fault(fault, reply->get_object());
      good.body = write_json(*reply);
    }
  }
  responder.respond(std::move(good));
}

}  // namespace heed::world
