#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>

#include "base/civil.h"
#include "base/json.h"
#include "net/http_client.h"
#include "world/document.h"
#include "world/stand_in.h"

namespace heed::world {
namespace {

namespace json = boost::json;
using net::Outcome;
using net::Reached;
using std::chrono::milliseconds;
using std::chrono::seconds;

const std::filesystem::path data_folder = std::filesystem::path(HEED_SOURCE_DIR) / "world/data";

class World : public testing::Test {
 protected:
  void start(const std::string& file, WorldOptions options = {}) {
    auto one = start_stand_in(data_folder / file, options);
    ASSERT_TRUE(one) << one.error().message();
    stand_in_ = std::move(*one);
    client_ = net::HttpClient(
        {stand_in_->certificates().client, stand_in_->certificates().authority_pem});
  }
  Outcome ask(const std::string& method, const std::string& path, const json::value& body = nullptr,
              Micros deadline = seconds(10)) {
    return send(stand_in_->url(), method, path, body, deadline);
  }
  Outcome control(const std::string& method, const std::string& path,
                  const json::value& body = nullptr) {
    return send(stand_in_->control_url(), method, path, body, seconds(10));
  }
  Outcome send(const std::string& base, const std::string& method, const std::string& path,
               const json::value& body, Micros deadline) {
    net::ClientRequest request;
    request.method = method;
    request.url = base + path;
    if (!body.is_null()) request.body = write_json(body);
    request.deadline = deadline;
    request.response_bytes_max = 1 << 20;
    return client_.ask(request);
  }
  Outcome search(json::object keys, Micros deadline = seconds(10)) {
    keys["reference"] = "r-1";
    keys["reason"] = "safeguarding";
    keys["originator"] = "A/HANDLER CONTROL ROOM";
    return ask("POST", "/search", keys, deadline);
  }
  static json::object object(const Outcome& outcome) {
    const auto value = parse_json(outcome.body);
    EXPECT_TRUE(value) << outcome.body;
    return value && value->is_object() ? value->get_object() : json::object{};
  }
  void order(const std::string& fault, int times = 1) {
    ASSERT_EQ(control("POST", "/faults", json::object{{"fault", fault}, {"times", times}}).status,
              200);
  }

  std::unique_ptr<StandIn> stand_in_;
  net::HttpClient client_;
};

TEST_F(World, offender_management_finds_a_number_and_says_what_it_did) {
  WorldOptions options;
  options.now = *parse_instant("2026-11-01T18:31:00Z");
  start("offender_management.toml", options);
  const auto outcome = search({{"telephone", "+447700900461"}});
  ASSERT_EQ(outcome.status, 200) << outcome.detail;
  const auto reply = object(outcome);
  EXPECT_EQ(reply.at("enquiry").at("telephone"), json::value("+447700900461"));
  EXPECT_EQ(reply.at("searchedBy"), json::value(json::array{"telephone"}));
  EXPECT_EQ(reply.at("recordsFound"), json::value(1));
  EXPECT_EQ(reply.at("lastPage"), json::value(true));
  EXPECT_TRUE(text_of(reply, "dataAsAt").starts_with("2026-11-01T18:31"));
  EXPECT_FALSE(text_of(reply, "coverage").empty());
  const auto& person = reply.at("nominals").at(0);
  EXPECT_EQ(person.at("surname"), json::value("ARKWRIGHT"));
  const auto& clause = person.at("orders").at(0).at("clauses").at(1);
  EXPECT_EQ(clause.at("age_limit"), json::value(16));
  EXPECT_EQ(clause.at("age_limit_included"), json::value(true));
}

TEST_F(World, registers_answer_their_own_keys_only) {
  start("offender_management.toml");
  const auto found = [&](json::object keys) {
    return object(search(std::move(keys))).at("recordsFound").to_number<int>();
  };
  EXPECT_EQ(found({{"surname", "Arkwright"}, {"forename", "Dennis"}, {"dob", "1971-09-02"}}), 1);
  EXPECT_EQ(found({{"surname", "Arkwright"}, {"forename", "Den"}, {"dob", "1971-09-02"}}), 1);
  EXPECT_EQ(found({{"surname", "Arkwright"}, {"forename", "Dennis"}, {"dob", "1971-09-03"}}), 0);
  EXPECT_EQ(found({{"username", "M_Crow83"}, {"platform", "chatnook"}}), 1);
  EXPECT_EQ(found({{"vrm", "qx19 mcr"}}), 1);
  EXPECT_EQ(found({{"telephone", "07700 900999"}}), 0);
  EXPECT_EQ(search({{"surname", "Arkwright"}}).status, 400);
  start("national_police.toml");
  const auto refused = search({{"telephone", "07700 900461"}});
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("not held"), std::string::npos);
  EXPECT_EQ(found({{"surname", "Arkwright"}, {"forename", "Dennis"}, {"dob", "1971-09-02"}}), 1);
  EXPECT_EQ(ask("POST", "/search", json::object{{"surname", "A"}}).status, 400) << "no originator";
}

TEST_F(World, offender_management_wants_our_certificate_and_national_police_does_not) {
  start("offender_management.toml");
  net::HttpClient stranger({{}, stand_in_->certificates().authority_pem});
  EXPECT_EQ(stranger.ask({.url = stand_in_->url() + "/search"}).reached, Reached::tls_failed);
  start("national_police.toml");
  net::HttpClient other({{}, stand_in_->certificates().authority_pem});
  EXPECT_EQ(other.ask({.url = stand_in_->url() + "/search"}).status, 404);
}

TEST_F(World, a_register_gives_its_pages_one_after_another) {
  auto data = read_document(data_folder / "offender_management.toml");
  ASSERT_TRUE(data);
  (*data)["page_size"] = 1;
  auto twin = data->at("nominal").at(0);
  twin.as_object()["reference"] = "OM-TWIN";
  data->at("nominal").as_array().push_back(twin);
  auto one = StandIn::start("pages", {},
                            [&](const WorldClock& clock) { return make_registry(*data, clock); });
  ASSERT_TRUE(one);
  stand_in_ = std::move(*one);
  client_ =
      net::HttpClient({stand_in_->certificates().client, stand_in_->certificates().authority_pem});
  const auto first = object(search({{"telephone", "07700 900461"}}));
  EXPECT_EQ(first.at("recordsFound"), json::value(2));
  EXPECT_EQ(first.at("lastPage"), json::value(false));
  const auto second = object(ask("GET", text_of(first, "nextPage")));
  EXPECT_EQ(second.at("lastPage"), json::value(true));
  EXPECT_EQ(second.at("enquiry"), first.at("enquiry"));
  EXPECT_EQ(second.at("nominals").at(0).at("reference"), json::value("OM-TWIN"));
  EXPECT_EQ(ask("GET", "/next/unknown").status, 404);
}

struct Expected {
  Reached reached = Reached::answered;
  int status = 200;
  std::function<bool(const Outcome&)> seen = [](const Outcome&) { return true; };
};

const std::map<std::string, Expected>& expectations() {
  const auto reply = [](std::function<bool(const json::object&)> test) {
    return Expected{Reached::answered, 200, [test](const Outcome& outcome) {
                      const auto value = parse_json(outcome.body);
                      return value && value->is_object() && test(value->get_object());
                    }};
  };
  const auto unreadable = Expected{Reached::answered, 200, [](const Outcome& outcome) {
                                     const auto value = parse_json(outcome.body);
                                     return !value || !value->is_object();
                                   }};
  static const std::map<std::string, Expected> all = {
      {"refuse", {Reached::refused, 0}},
      {"hang", {Reached::timed_out, 0}},
      {"hang_mid_body", {Reached::timed_out, 0}},
      {"slow_drip", {Reached::timed_out, 0}},
      {"reset", {Reached::reset, 0}},
      {"reset_mid_body", {Reached::reset, 0}},
      {"close_mid_body", {Reached::reset, 0}},
      {"oversized", {Reached::too_large, 0}},
      {"not_http", {Reached::malformed, 0}},
      {"status_400", {Reached::answered, 400}},
      {"status_401", {Reached::answered, 401}},
      {"status_403", {Reached::answered, 403}},
      {"status_404", {Reached::answered, 404}},
      {"status_429",
       {Reached::answered, 429,
        [](const Outcome& outcome) { return net::header(outcome.headers, "retry-after") == "2"; }}},
      {"status_500", {Reached::answered, 500}},
      {"status_503", {Reached::answered, 503}},
      {"status_504", {Reached::answered, 504}},
      {"redirect", {Reached::answered, 302}},
      {"not_json", unreadable},
      {"malformed_json", unreadable},
      {"invalid_utf8", unreadable},
      {"wrong_type", unreadable},
      {"wrong_subject", reply([](const json::object& r) {
         return r.at("enquiry").at("telephone") == json::value("somebody else");
       })},
      {"no_subject", reply([](const json::object& r) { return !r.contains("enquiry"); })},
      {"fewer_keys",
       reply([](const json::object& r) { return r.at("searchedBy").as_array().empty(); })},
      {"rows_differ", reply([](const json::object& r) {
         return r.at("recordsFound").to_number<std::size_t>() ==
                r.at("nominals").as_array().size() + 1;
       })},
      {"no_count", reply([](const json::object& r) { return !r.contains("recordsFound"); })},
      {"partial_page", reply([](const json::object& r) {
         return r.at("lastPage") == json::value(false) && !r.contains("nextPage");
       })},
      {"stale",
       reply([](const json::object& r) { return text_of(r, "dataAsAt").starts_with("2023"); })},
      {"no_as_of", reply([](const json::object& r) { return !r.contains("dataAsAt"); })},
      {"bad_row", reply([](const json::object& r) {
         const auto& rows = r.at("nominals").as_array();
         return rows.size() == 1 && !rows[0].as_object().contains("reference");
       })},
  };
  return all;
}

class EveryFault : public World, public testing::WithParamInterface<std::string> {};

TEST_P(EveryFault, is_seen_as_what_it_is_and_is_over_when_cleared) {
  start("offender_management.toml");
  const auto& expected = expectations().at(GetParam());
  const Micros deadline =
      expected.reached == Reached::timed_out ? Micros(milliseconds(300)) : Micros(seconds(10));
  // A number that is on record, and one that is not: a fault must not turn into "nobody".
  for (const char* number : {"07700 900461", "07700 900999"}) {
    order(GetParam(), 0);
    const auto outcome = search({{"telephone", number}}, deadline);
    EXPECT_EQ(outcome.reached, expected.reached) << to_string(outcome.reached) << outcome.detail;
    EXPECT_EQ(outcome.status, expected.status);
    EXPECT_TRUE(expected.seen(outcome)) << outcome.body.substr(0, 2000);
    ASSERT_EQ(control("DELETE", "/faults").status, 200);
    EXPECT_EQ(search({{"telephone", number}}).status, 200);
  }
}

std::vector<std::string> every_fault() {
  std::vector<std::string> names;
  for (const auto& fault : fault_names()) names.emplace_back(fault.name);
  return names;
}
INSTANTIATE_TEST_SUITE_P(All, EveryFault, testing::ValuesIn(every_fault()),
                         [](const auto& info) { return info.param; });

TEST_F(World, faults_last_as_often_as_ordered_and_unknown_ones_are_refused) {
  start("national_police.toml");
  order("status_500", 2);
  EXPECT_EQ(ask("GET", "/x").status, 500);
  EXPECT_EQ(ask("GET", "/x").status, 500);
  EXPECT_EQ(ask("GET", "/x").status, 404);
  order("status_503", 0);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(ask("GET", "/x").status, 503);
  EXPECT_EQ(control("POST", "/faults", json::object{{"fault", "gremlins"}}).status, 400);
}

TEST_F(World, what_was_asked_can_be_read_in_order) {
  start("offender_management.toml");
  search({{"telephone", "07700 900461"}});
  search({{"telephone", "07700 900462"}});
  const auto log = object(control("GET", "/log")).at("asked").as_array();
  ASSERT_EQ(log.size(), 2u);
  EXPECT_EQ(log[1].at("body").at("telephone"), json::value("07700 900462"));
  EXPECT_EQ(log[1].at("client"), json::value("Heed"));
}

json::object question(const std::string& id, const std::string& value) {
  return {{"request_id", id},
          {"purpose", "safeguarding"},
          {"keys", json::array{json::object{{"kind", "family_name"}, {"value", value}}}}};
}

TEST_F(World, a_desk_answers_late_and_says_who_searched_what_and_when) {
  WorldOptions options;
  options.now = *parse_instant("2026-11-01T18:31:00Z");
  start("childrens_social_care.toml", options);
  EXPECT_EQ(ask("POST", "/requests", question("q1", "Morland")).status, 202);
  EXPECT_EQ(ask("POST", "/requests", question("q1", "Morland")).status, 202);
  EXPECT_EQ(ask("POST", "/requests", question("q1", "Other")).status, 409);
  EXPECT_EQ(object(ask("GET", "/requests/q1")).at("state"), json::value("pending"));
  EXPECT_EQ(ask("GET", "/requests/q2").status, 404);
  EXPECT_EQ(object(control("GET", "/waiting")).at("waiting").as_array().size(), 1u);
  control("POST", "/clock", json::object{{"now", "2026-11-01T18:52:00Z"}});
  const auto answer = object(ask("GET", "/requests/q1"));
  EXPECT_EQ(answer.at("state"), json::value("answered"));
  EXPECT_EQ(answer.at("outcome"), json::value("nothing_found"));
  EXPECT_EQ(answer.at("searched"), json::value(json::array{"family_name"}));
  EXPECT_EQ(answer.at("subject"), question("q1", "Morland").at("keys"));
  EXPECT_FALSE(text_of(answer, "searched_by").empty());
  EXPECT_TRUE(text_of(answer, "searched_at").starts_with("2026-11-01T18:51"));
}

TEST_F(World, a_desk_can_be_answered_for_by_hand) {
  start("childrens_social_care.toml");
  ask("POST", "/requests", question("q1", "Nobody"));
  EXPECT_EQ(control("POST", "/answers",
                    json::object{{"request_id", "q1"}, {"outcome", "found"}, {"words", "Known."}})
                .status,
            200);
  const auto answer = object(ask("GET", "/requests/q1"));
  EXPECT_EQ(answer.at("outcome"), json::value("found"));
  EXPECT_EQ(answer.at("words"), json::value("Known."));
  EXPECT_EQ(control("POST", "/answers", json::object{{"request_id", "q9"}}).status, 404);
}

TEST_F(World, a_closed_desk_says_that_it_did_not_search) {
  WorldOptions options;
  options.now = *parse_instant("2026-11-19T18:33:00Z");
  start("national_intel.toml", options);
  const auto closed = object(ask("POST", "/requests", question("q1", "Lister")));
  EXPECT_EQ(closed.at("outcome"), json::value("not_searched"));
  EXPECT_EQ(closed.at("reason"), json::value("unavailable"));
  EXPECT_FALSE(closed.contains("searched_by"));
  control("POST", "/clock", json::object{{"now", "2026-11-19T20:01:00Z"}});
  EXPECT_EQ(ask("POST", "/requests", question("q2", "Lister")).status, 202);
}

class Switch : public World {
 protected:
  json::array events(int after = 0, int wait_ms = 0) {
    return object(ask("GET", "/events?after=" + std::to_string(after) +
                                 "&wait_ms=" + std::to_string(wait_ms)))
        .at("events")
        .as_array();
  }
  std::string play(const std::string& script) {
    const auto outcome = control("POST", "/play", json::object{{"script", script}});
    EXPECT_EQ(outcome.status, 201) << outcome.body;
    return text_of(object(outcome), "call");
  }
  void set_clock(const char* now) { control("POST", "/clock", json::object{{"now", now}}); }
};

TEST_F(Switch, a_call_is_offered_answered_spoken_and_ended_as_time_goes) {
  WorldOptions options;
  options.now = *parse_instant("2026-11-01T18:30:00Z");
  start("telephone.toml", options);
  const auto call = play("contact-1");
  auto all = events();
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].at("type"), json::value("call.offered"));
  EXPECT_EQ(all[0].at("service"), json::value("999"));
  EXPECT_EQ(all[0].at("number"), json::value("+447700900016"));
  EXPECT_EQ(all[0].at("location").at("radius_m"), json::value(24));
  EXPECT_EQ(all[0].at("location").at("age_s"), json::value(9));
  set_clock("2026-11-01T18:30:07Z");
  all = events(1);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].at("type"), json::value("call.answered"));
  EXPECT_EQ(all[0].at("agent"), json::value("handler"));
  EXPECT_EQ(all[0].at("recording").at("reference"), json::value("REC-" + call));
  EXPECT_EQ(all[0].at("recording").at("offset_ms"), json::value(6000));
  set_clock("2026-11-01T18:32:00Z");
  all = events(2);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].at("type"), json::value("call.ended"));
  const auto heard = object(control("GET", "/headset?call=" + call));
  EXPECT_EQ(heard.at("over"), json::value(true));
  EXPECT_EQ(heard.at("heard").as_array().size(), 6u);
}

TEST_F(Switch, a_poll_is_held_until_something_happens) {
  WorldOptions options;
  options.pace = 1000;
  start("telephone.toml", options);
  EXPECT_TRUE(events(0, 20).empty()) << "nothing happened, and it came back";
  play("lost-line");
  std::vector<std::string> types;
  while (types.size() < 3) {
    for (const auto& event : events(static_cast<int>(types.size()), 10'000)) {
      types.emplace_back(event.at("type").as_string());
    }
  }
  EXPECT_EQ(types, (std::vector<std::string>{"call.offered", "call.answered", "call.lost"}));
}

TEST_F(Switch, keeps_its_events_and_logs_every_call_it_places) {
  start("telephone.toml");
  play("noise");
  EXPECT_EQ(events().size(), 1u);
  EXPECT_EQ(events().size(), 1u) << "asked again, the same";
  EXPECT_EQ(ask("POST", "/calls", json::object{{"number", "07700 900744"}}).status, 400);
  EXPECT_EQ(ask("POST", "/calls",
                json::object{{"number", "07700 900744"}, {"by", "handler"}, {"incident", "NM-1"}})
                .status,
            201);
  for (int i = 0; i < 2; ++i) {
    const auto again =
        ask("POST", "/calls",
            json::object{{"request_id", "r7"}, {"number", "07700 900745"}, {"by", "a"}});
    EXPECT_EQ(again.status, i == 0 ? 201 : 200);
  }
  const auto placed = object(control("GET", "/placed")).at("placed").as_array();
  ASSERT_EQ(placed.size(), 2u) << "the same request rings once";
  EXPECT_EQ(placed[0].at("number"), json::value("07700 900744"));
  EXPECT_EQ(control("POST", "/play", json::object{{"script", "none"}}).status, 404);
}

TEST_F(Switch, a_call_can_be_answered_and_lost_by_hand) {
  start("telephone.toml");
  const auto call = play("noise");
  EXPECT_EQ(control("POST", "/answer", json::object{{"call", call}, {"agent", "second"}}).status,
            200);
  EXPECT_EQ(control("POST", "/lose", json::object{{"call", call}}).status, 200);
  const auto all = events();
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[1].at("agent"), json::value("second"));
  EXPECT_EQ(all[2].at("type"), json::value("call.lost"));
  EXPECT_EQ(control("POST", "/lose", json::object{{"call", "none"}}).status, 404);
}

TEST(Documents, a_mistake_is_named_with_its_line) {
  const auto bad = parse_document("kind = \"desk\"\nname = \n", "desk.toml");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().where, "desk.toml:2:8");
}

TEST(Certificates, are_made_once_and_kept) {
  const auto folder = std::filesystem::temp_directory_path() / "heed_world_test_certificates";
  std::filesystem::remove_all(folder);
  const auto first = certificates_in(folder);
  ASSERT_TRUE(first);
  const auto second = certificates_in(folder);
  ASSERT_TRUE(second);
  EXPECT_EQ(first->authority_pem, second->authority_pem);
  EXPECT_EQ(first->client.key_pem, second->client.key_pem);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace heed::world
