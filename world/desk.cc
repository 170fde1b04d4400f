// A desk where people answer late: an inbox by HTTP. POST /requests takes a question, GET
// /requests/<id> says whether it is answered. Whether anybody is there depends on its hours; how
// long they take on its data, or on a test that answers for them (control: GET /waiting, POST
// /answers). An answer says who searched, when, by what; a desk that does not search says why.
#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "base/civil.h"
#include "base/json.h"
#include "base/text.h"
#include "world/document.h"
#include "world/stand_in.h"

namespace heed::world {
namespace json = boost::json;
using net::HttpRequest;
using net::HttpResponse;

namespace {

constexpr std::size_t requests_max = 10'000;

// "08:00" as time since midnight.
Micros time_of_day(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() != 2) return Micros(0);
  return std::chrono::hours(std::atoi(std::string(parts[0]).c_str())) +
         std::chrono::minutes(std::atoi(std::string(parts[1]).c_str()));
}

struct Hours {
  std::vector<int> days;  // 1 Monday to 7 Sunday
  Micros from{0};
  Micros to{0};
  bool cover(const LocalTime& local) const {
    const auto day =
        static_cast<int>(std::chrono::weekday(std::chrono::sys_days(local.date)).iso_encoding());
    const bool day_fits = days.empty() || std::find(days.begin(), days.end(), day) != days.end();
    const auto at = local.since_midnight;
    return day_fits && (from < to ? at >= from && at < to : at >= from || at < to);
  }
};

class Desk final : public Kind {
 public:
  Desk(const json::object& data, const WorldClock& clock, double pace, Zone zone)
      : clock_(clock),
        zone_(std::move(zone)),
        answer_after_(std::chrono::duration_cast<Micros>(
            duration_of(data, "answer_after", std::chrono::minutes(15)) / pace)),
        searched_by_(text_of(data, "searched_by", "Duty officer")),
        refuses_when_closed_(text_of(data, "when_closed", "queue") == "refuse"),
        closed_words_(text_of(data, "closed_words", "The desk is closed")) {
    if (const auto* open = data.if_contains("open")) {
      for (const auto& item : open->as_array()) {
        const auto& window = item.as_object();
        Hours hours;
        if (const auto* days = window.if_contains("days")) {
          for (const auto& day : days->as_array()) hours.days.push_back(int(day.as_int64()));
        }
        hours.from = time_of_day(text_of(window, "from", "00:00"));
        hours.to = time_of_day(text_of(window, "to", "24:00"));
        open_.push_back(hours);
      }
    }
    if (const auto* answers = data.if_contains("answer")) {
      for (const auto& answer : answers->as_array()) answers_.push_back(answer.as_object());
    }
  }

  std::optional<HttpResponse> answer(const HttpRequest& request, const net::Responder&) override {
    const auto path = request.path();
    if (request.method == "POST" && path == "/requests") return take(request);
    if (request.method == "GET" && path.starts_with("/requests/")) {
      const auto at = requests_.find(std::string(path.substr(10)));
      if (at == requests_.end()) return json_error(404, "no such request");
      return json_answer(200, state_of(at->second));
    }
    return json_error(404, "POST /requests, GET /requests/<id>");
  }

  std::optional<HttpResponse> control(const HttpRequest& request) override {
    if (request.method == "GET" && request.path() == "/waiting") {
      json::array waiting;
      for (auto& [id, asked] : requests_) {
        if (state_of(asked).at("state") == json::value("pending"))
          waiting.push_back(asked.question);
      }
      return json_answer(200, json::object{{"waiting", waiting}});
    }
    if (request.method != "POST" || request.path() != "/answers") return std::nullopt;
    const auto body = body_of(request);
    if (!body) return json_error(400, body.error().message());
    const auto at = requests_.find(text_of(*body, "request_id"));
    if (at == requests_.end()) return json_error(404, "no such request");
    const bool not_searched = text_of(*body, "outcome") == "not_searched";
    const auto searched_by = text_of(*body, "searched_by", not_searched ? "" : searched_by_);
    at->second.answered = answered(at->second, *body, clock_.now(), searched_by);
    return json_answer(200, *at->second.answered);
  }

 private:
  struct Asked {
    json::object question;
    std::string bytes;
    Instant at;
    std::optional<json::object> answered;
  };

  HttpResponse take(const HttpRequest& request) {
    auto question = body_of(request);
    if (!question) return json_error(400, question.error().message());
    const std::string id = text_of(*question, "request_id");
    const auto* keys = question->if_contains("keys");
    if (id.empty() || !keys || !keys->is_array() || text_of(*question, "purpose").empty()) {
      return json_error(400, "expected request_id, keys and purpose");
    }
    const std::string bytes = write_json(*question);
    const auto known = requests_.find(id);
    if (known != requests_.end()) {
      if (known->second.bytes != bytes)
        return json_error(409, "that id came with another question");
      return json_answer(202, json::object{{"state", "pending"}});
    }
    if (requests_.size() >= requests_max) return json_error(503, "the inbox is full");
    auto& asked = requests_[id] = Asked{std::move(*question), bytes, clock_.now(), {}};
    if (refuses_when_closed_ && !is_open(clock_.now())) {
      asked.answered = json::object{{"state", "answered"},
                                    {"outcome", "not_searched"},
                                    {"reason", "unavailable"},
                                    {"words", closed_words_}};
      return json_answer(200, *asked.answered);
    }
    return json_answer(202, json::object{{"state", "pending"}});
  }

  json::object state_of(Asked& asked) {
    if (asked.answered) return *asked.answered;
    const Instant ready = starts(asked.at) + answer_after_;
    if (clock_.now() < ready) return json::object{{"state", "pending"}};
    asked.answered = answered(asked, planned(asked.question), ready, searched_by_);
    return *asked.answered;
  }

  bool is_open(Instant at) const {
    if (open_.empty()) return true;
    const auto local = zone_.local(at);
    return std::any_of(open_.begin(), open_.end(),
                       [&](const Hours& hours) { return hours.cover(local); });
  }
  // When somebody is there to begin: to the quarter of an hour.
  Instant starts(Instant at) const {
    for (int i = 0; i < 7 * 24 * 4 && !is_open(at); ++i) {
      at = std::chrono::floor<std::chrono::minutes>(at) + std::chrono::minutes(1);
      while (at.time_since_epoch() % std::chrono::minutes(15) != Micros(0)) {
        at += std::chrono::minutes(1);
      }
    }
    return at;
  }

  json::object planned(const json::object& question) const {
    for (const auto& candidate : answers_) {
      const auto* wanted = candidate.if_contains("key");
      for (const auto& key : question.at("keys").as_array()) {
        const auto* given = key.if_object();
        if (given && wanted && text_of(*given, "kind") == text_of(wanted->as_object(), "kind") &&
            lower_ascii(text_of(*given, "value")) ==
                lower_ascii(text_of(wanted->as_object(), "value"))) {
          return candidate;
        }
      }
    }
    return json::object{{"outcome", "nothing_found"}};
  }

  json::object answered(const Asked& asked, const json::object& by, Instant at,
                        const std::string& searched_by) const {
    json::object out{{"state", "answered"}, {"outcome", text_of(by, "outcome", "nothing_found")}};
    if (const auto words = text_of(by, "words"); !words.empty()) out["words"] = words;
    if (const auto reason = text_of(by, "reason"); !reason.empty()) out["reason"] = reason;
    if (const auto* findings = by.if_contains("findings")) out["findings"] = *findings;
    out["subject"] = asked.question.at("keys");
    json::array searched;
    for (const auto& key : asked.question.at("keys").as_array()) {
      if (const auto* object = key.if_object())
        searched.push_back(json::string(text_of(*object, "kind")));
    }
    out["searched"] = searched;
    if (!searched_by.empty()) {
      out["searched_by"] = searched_by;
      out["searched_at"] = format_instant(at);
    }
    return out;
  }

  const WorldClock& clock_;
  Zone zone_;
  Micros answer_after_;
  std::string searched_by_;
  bool refuses_when_closed_;
  std::string closed_words_;
  std::vector<Hours> open_;
  std::vector<json::object> answers_;
  std::map<std::string, Asked> requests_;
};

}  // namespace

Result<std::unique_ptr<Kind>> make_desk(const json::object& data, const WorldClock& clock,
                                        double pace) {
  HEED_TRY(auto zone, Zone::load(text_of(data, "zone", "Europe/London")));
  try {
    return std::unique_ptr<Kind>(std::make_unique<Desk>(data, clock, pace, std::move(zone)));
  } catch (const std::exception& failure) {
    return error(Code::invalid, "expected open = [{days, from, to}] and [[answer]] tables",
                 failure.what());
  }
}

}  // namespace heed::world
