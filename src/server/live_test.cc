#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <future>

#include "base/json.h"
#include "net/http_client.h"
#include "net/raw_connection.h"
#include "server/server.h"

namespace heed::server {
namespace {

namespace json = boost::json;

// A ledger of notices, and a server that shows it.
class LiveScreens : public testing::Test {
 protected:
  void SetUp() override {
    const Principal handler{
        ActorId::derived("test", "handler"), "handler", "A. Handler", {"handler"}};
    sign_ins_ = std::make_shared<DemoSignIns>(std::vector{handler}, random_);
    ServerParts parts;
    parts.sign_in = sign_ins_;
    parts.clock = &clock_;
    parts.random = &random_;
    parts.version = "test";
    parts.workers = 2;
    parts.live.ledger = "ledger-1";
    parts.live.read = [this](std::uint64_t after, std::size_t limit) {
      const std::lock_guard lock(mutex_);
      std::vector<Notice> out;
      for (const auto& notice : ledger_) {
        if (notice.seq > after && out.size() < limit) out.push_back(notice);
      }
      return Result<std::vector<Notice>>(std::move(out));
    };
    parts.live.gone = [this](const Principal& who) {
      if (!went_.exchange(true)) gone_.set_value(who.login);
    };
    parts.live.audience = [](const Notice& notice) {
      return notice.incident == "hidden" ? Audience{} : Audience{{}, {"handler"}};
    };
    auto server = Server::start(std::move(parts));
    ASSERT_TRUE(server) << server.error().message();
    server_ = std::move(*server);
  }
  void happen(std::string incident = "i1") {
    Notice notice;
    {
      const std::lock_guard lock(mutex_);
      notice = {ledger_.size() + 1, clock_.now(), std::move(incident), "entry.written.v1"};
      ledger_.push_back(notice);
    }
    server_->publish(notice);
  }
  std::unique_ptr<net::RawWebSocket> connect(const std::string& query = "",
                                             const std::string& more = "") {
    return std::make_unique<net::RawWebSocket>(
        server_->port(), "/v1/live" + query,
        "Authorization: Bearer " + sign_ins_->all().front().token + "\r\n" + more);
  }
  static json::object next(net::RawWebSocket& socket) {
    const auto value = parse_json(socket.receive().payload);
    return value && value->is_object() ? value->get_object() : json::object{{"type", "nothing"}};
  }
  static std::uint64_t seq(const json::object& message) {
    return message.contains("seq") ? message.at("seq").to_number<std::uint64_t>() : 0;
  }

  SystemClock clock_;
  SeededRandom random_{7};
  std::shared_ptr<DemoSignIns> sign_ins_;
  std::mutex mutex_;
  std::atomic<bool> went_{false};
  std::promise<std::string> gone_;
  std::vector<Notice> ledger_;
  std::unique_ptr<Server> server_;
};

TEST_F(LiveScreens, hear_of_what_happens_from_now_on) {
  happen();
  auto screen = connect();
  ASSERT_TRUE(screen->is_open()) << screen->handshake_answer();
  const auto hello = next(*screen);
  EXPECT_EQ(hello.at("type"), json::value("hello"));
  EXPECT_EQ(hello.at("ledger"), json::value("ledger-1"));
  EXPECT_EQ(seq(hello), 1u);
  EXPECT_EQ(next(*screen).at("type"), json::value("caught_up"));
  happen("i2");
  const auto event = next(*screen);
  EXPECT_EQ(seq(event), 2u);
  EXPECT_EQ(event.at("incident"), json::value("i2"));
  EXPECT_EQ(event.at("event"), json::value("entry.written.v1"));
}

TEST_F(LiveScreens, go_on_after_a_break_without_a_gap_and_without_hearing_twice) {
  for (int i = 0; i < 1500; ++i) happen();
  auto screen = connect("?after=700");
  next(*screen);
  std::thread more([&] {
    for (int i = 0; i < 500; ++i) happen();
  });
  std::uint64_t expected = 701;
  while (expected <= 2000) {
    const auto message = next(*screen);
    ASSERT_NE(message.at("type"), json::value("nothing"));
    if (message.at("type") != json::value("event")) continue;
    ASSERT_EQ(seq(message), expected);
    ++expected;
  }
  more.join();
}

TEST_F(LiveScreens, too_far_behind_start_over) {
  for (std::uint64_t i = 0; i <= resume_max; ++i) happen();
  auto screen = connect("?after=0");
  next(*screen);
  const auto told = next(*screen);
  EXPECT_EQ(told.at("type"), json::value("start_over"));
  EXPECT_EQ(seq(told), resume_max + 1);
  happen();
  EXPECT_EQ(seq(next(*screen)), resume_max + 2);
}

TEST_F(LiveScreens, never_hear_of_what_they_may_not) {
  auto screen = connect();
  next(*screen);
  next(*screen);
  happen("hidden");
  happen("i1");
  EXPECT_EQ(seq(next(*screen)), 2u);
  auto again = connect("?after=0");
  next(*again);
  EXPECT_EQ(seq(next(*again)), 2u);
}

TEST_F(LiveScreens, are_only_for_who_is_signed_in_on_our_own_page) {
  EXPECT_FALSE(net::RawWebSocket(server_->port(), "/v1/live").is_open());
  EXPECT_FALSE(connect("", "Origin: http://evil.example\r\n")->is_open());
  // The raw client calls itself "localhost", without a port.
  EXPECT_TRUE(connect("", "Origin: http://localhost\r\n")->is_open());
  net::HttpClient client;
  const auto plain =
      client.ask({.url = server_->url() + "/v1/live",
                  .headers = {{"Authorization", "Bearer " + sign_ins_->all().front().token}}});
  EXPECT_EQ(plain.status, 426);
}

TEST_F(LiveScreens, the_last_one_of_a_person_to_go_is_told) {
  auto first = connect();
  auto second = connect();
  next(*first);
  next(*second);
  first.reset();
  second.reset();
  auto gone = gone_.get_future();
  ASSERT_EQ(gone.wait_for(std::chrono::seconds(10)), std::future_status::ready);
  EXPECT_EQ(gone.get(), "handler");
}

TEST_F(LiveScreens, answer_a_ping_and_name_what_they_do_not_know) {
  auto screen = connect();
  next(*screen);
  next(*screen);
  screen->send_text(R"({"type":"ping"})");
  EXPECT_EQ(next(*screen).at("type"), json::value("pong"));
  screen->send_text("nonsense");
  EXPECT_EQ(next(*screen).at("type"), json::value("problem"));
  for (int i = 0; i < 60; ++i) screen->send_text(R"({"type":"ping"})");
  int code = 0;
  while (code == 0) {
    const auto frame = screen->receive();
    if (frame.opcode < 0) break;
    code = frame.close_code();
  }
  EXPECT_EQ(code, 1008);
}

}  // namespace
}  // namespace heed::server
