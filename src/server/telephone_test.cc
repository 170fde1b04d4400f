#include "server/telephone.h"

#include <gtest/gtest.h>

#include <future>

#include "net/http_server.h"

namespace heed::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::string event(std::int64_t seq, const std::string& type = "call.offered") {
  return R"({"seq":)" + std::to_string(seq) + R"(,"at":"2026-11-01T18:30:0)" +
         std::to_string(seq % 10) + R"(Z","type":")" + type + R"(","call":"c1","service":"999"})";
}

// A switch that says what the test wants, and remembers what it was asked.
class Phones : public testing::Test {
 protected:
  void SetUp() override {
    auto server =
        net::HttpServer::listen({}, [this](net::HttpRequest request, net::Responder responder) {
          const std::lock_guard lock(mutex_);
          asked_.push_back(request.method + " " + request.target + " " + request.body);
          const auto query = *net::parse_query(request.query());
          const auto after =
              std::atoll(std::string(net::header(query, "after").value_or("0")).c_str());
          if (broken_ > 0) {
            --broken_;
            responder.respond(net::HttpResponse::json(200, "{\"events\":"));
            return;
          }
          if (request.method == "POST") {
            responder.respond(net::HttpResponse::json(status_, "{}"));
            return;
          }
          std::string body = "{\"run\":\"" + run_ + "\",\"events\":[";
          for (std::size_t i = static_cast<std::size_t>(after); i < events_.size(); ++i) {
            body += (body.back() == '[' ? "" : ",") + events_[i];
          }
          if (static_cast<std::size_t>(after) >= events_.size() &&
              net::header(query, "wait_ms") != "0") {
            held_.push_back(responder);  // until the test ends
            return;
          }
          responder.respond(net::HttpResponse::json(200, body + "]}"));
        });
    ASSERT_TRUE(server);
    server_ = std::move(*server);
  }
  void TearDown() override {
    // Answers what is held, so that the telephone's thread need not wait for its deadline.
    server_->stop(Micros(0));
    telephone_.reset();
  }

  void start() {
    Telephone::Parts parts;
    parts.url = "http://127.0.0.1:" + std::to_string(server_->port());
    parts.clock = &clock_;
    parts.pause_first = milliseconds(1);
    parts.happened = [this](const PhoneEvent& event) -> Status {
      const std::lock_guard lock(mutex_);
      if (failures_ > 0) {
        --failures_;
        return error(Code::unavailable, "the disk");
      }
      happened_.push_back(event.run + "/" + std::to_string(event.seq));
      if (happened_.size() == wanted_) enough_.set_value();
      return ok();
    };
    parts.load = [this](const std::string& run) -> Result<std::int64_t> {
      const std::lock_guard lock(mutex_);
      return saved_[run];
    };
    parts.save = [this](const PhoneCursor& cursor) {
      const std::lock_guard lock(mutex_);
      saved_[cursor.run] = cursor.seq;
      return ok();
    };
    telephone_ = std::make_unique<Telephone>(std::move(parts));
    telephone_->start();
  }
  bool enough() { return enough_.get_future().wait_for(seconds(10)) == std::future_status::ready; }

  SystemClock clock_;
  std::mutex mutex_;
  std::string run_ = "run1";
  std::vector<std::string> events_;
  std::vector<std::string> asked_;
  std::vector<std::string> happened_;
  std::vector<net::Responder> held_;
  std::map<std::string, std::int64_t> saved_;
  int failures_ = 0;
  int broken_ = 0;
  int status_ = 201;
  std::size_t wanted_ = 3;
  std::promise<void> enough_;
  std::unique_ptr<net::HttpServer> server_;
  std::unique_ptr<Telephone> telephone_;
};

using List = std::vector<std::string>;

TEST_F(Phones, events_come_in_order_and_the_place_is_kept) {
  events_ = {event(1), event(2), event(3)};
  start();
  ASSERT_TRUE(enough());
  telephone_->stop();
  EXPECT_EQ(happened_, (List{"run1/1", "run1/2", "run1/3"}));
  EXPECT_EQ(saved_["run1"], 3);
}

TEST_F(Phones, after_a_restart_only_what_is_new_comes) {
  events_ = {event(1), event(2), event(3)};
  saved_["run1"] = 2;
  wanted_ = 1;
  start();
  ASSERT_TRUE(enough());
  telephone_->stop();
  EXPECT_EQ(happened_, (List{"run1/3"}));
}

TEST_F(Phones, an_event_that_could_not_be_dealt_with_comes_again) {
  events_ = {event(1), event(2), event(3)};
  failures_ = 2;
  start();
  ASSERT_TRUE(enough());
  telephone_->stop();
  EXPECT_EQ(happened_, (List{"run1/1", "run1/2", "run1/3"}));
}

TEST_F(Phones, a_switch_that_answers_nonsense_is_asked_again) {
  events_ = {event(1), event(2), event(3)};
  broken_ = 3;
  start();
  ASSERT_TRUE(enough());
  EXPECT_EQ(happened_.size(), 3u);
}

TEST_F(Phones, a_call_is_placed_with_its_request_id) {
  net::HttpClient client;
  const std::string url = "http://127.0.0.1:" + std::to_string(server_->port());
  EXPECT_TRUE(place_call(client, url, {"77", "07700 900123", "handler", "NM-1"}));
  EXPECT_NE(asked_.front().find("\"request_id\":\"77\""), std::string::npos);
  status_ = 409;
  EXPECT_EQ(place_call(client, url, {"77", "07700 900123", "handler", "NM-1"}).error().code,
            Code::refused);
  const auto port = server_->port();
  server_.reset();
  EXPECT_EQ(place_call(client, "http://127.0.0.1:" + std::to_string(port), {}).error().code,
            Code::unavailable);
  server_ = std::move(*net::HttpServer::listen({}, [](net::HttpRequest, net::Responder) {}));
}

TEST(PhoneEvents, are_read_whole) {
  const auto read = read_phone_events(
      R"({"run":"r","last":1,"events":[{"seq":1,"at":"2026-11-01T18:30:00.5Z","type":"call.answered",
          "call":"c","service":"999","number":"+447700900016","agent":"handler",
          "subscriber":{"name":"A","address":"B"},
          "location":{"latitude":52.9,"longitude":-1.2,"radius_m":24,"age_s":9},
          "recording":{"reference":"REC","offset_ms":6000}}]})");
  ASSERT_TRUE(read) << read.error().message();
  const auto& one = read->events.front();
  EXPECT_EQ(one.number, "+447700900016");
  EXPECT_EQ(one.radius_m, 24);
  EXPECT_EQ(one.fix_age_s, 9);
  EXPECT_EQ(one.subscriber_address, "B");
  EXPECT_EQ(one.recording_offset_ms, 6000);
  EXPECT_EQ(one.agent, "handler");
}

TEST(PhoneEvents, what_is_wrong_is_named) {
  for (const char* bad : {"", "[]", "{}", R"({"run":"r"})", R"({"events":[]})",
                          R"({"run":"r","events":[1]})", R"({"run":"r","events":[{}]})",
                          R"({"run":"r","events":[{"seq":1,"type":"t","call":"c","at":"noon"}]})",
                          R"({"run":"r","events":[{"seq":-1,"type":"t","call":"c"}]})"}) {
    EXPECT_FALSE(read_phone_events(bad)) << bad;
  }
}

}  // namespace
}  // namespace heed::server
