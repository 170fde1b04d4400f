#include <gtest/gtest.h>

#include <future>
#include <mutex>

#include "net/http_client.h"
#include "net/http_server.h"
#include "net/raw_connection.h"

namespace heed::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// A server that echoes, and hands out its newest WebSocket.
class WebSockets : public testing::Test {
 protected:
  void serve(HttpLimits limits = {}, ListenOptions options = {}) {
    options.limits = limits;
    auto server = HttpServer::listen(options, [this](HttpRequest, Responder responder) {
      responder.upgrade({[this](std::shared_ptr<WebSocket> socket) {
                           echoing_ = socket;
                           opened_.set_value(socket);
                         },
                         [this](std::string text) { echoing_->send("echo " + text); },
                         [this] { closed_.set_value(); }});
    });
    ASSERT_TRUE(server) << server.error().message();
    server_ = std::move(*server);
  }
  std::shared_ptr<WebSocket> opened() { return opened_.get_future().get(); }
  bool closes() { return closed_.get_future().wait_for(seconds(10)) == std::future_status::ready; }

  std::promise<std::shared_ptr<WebSocket>> opened_;
  std::promise<void> closed_;
  std::shared_ptr<WebSocket> echoing_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(WebSockets, carry_text_both_ways_in_order) {
  serve();
  RawWebSocket client(server_->port(), "/live");
  ASSERT_TRUE(client.is_open()) << client.handshake_answer();
  const auto socket = opened();
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(socket->send(std::to_string(i)));
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(client.receive().payload, std::to_string(i));
  client.send_text("hello");
  EXPECT_EQ(client.receive().payload, "echo hello");
  const std::string big(60'000, 'x');
  client.send_text(big);
  EXPECT_TRUE(client.receive().payload == "echo " + big);
  EXPECT_EQ(server_->counters().websockets, 1u);
}

TEST_F(WebSockets, close_after_what_was_queued) {
  serve();
  RawWebSocket client(server_->port(), "/live");
  const auto socket = opened();
  socket->send("last words");
  socket->close(1008, "signed out");
  EXPECT_EQ(client.receive().payload, "last words");
  const auto frame = client.receive();
  EXPECT_EQ(frame.close_code(), 1008);
  client.send_frame(0x8, frame.payload);
  EXPECT_TRUE(closes());
  EXPECT_FALSE(socket->is_open());
  EXPECT_FALSE(socket->send("more"));
}

TEST_F(WebSockets, a_message_over_the_limit_ends_it) {
  HttpLimits limits;
  limits.message_bytes_max = 100;
  serve(limits);
  RawWebSocket client(server_->port(), "/live");
  opened();
  client.send_text(std::string(101, 'a'));
  EXPECT_EQ(client.receive().close_code(), 1009);
  EXPECT_TRUE(closes());
}

struct BadFrame {
  int opcode;
  std::string payload;
  bool masked;
  int close_code;
};
class BadFrames : public WebSockets, public testing::WithParamInterface<BadFrame> {};
TEST_P(BadFrames, end_it_with_their_code) {
  serve();
  RawWebSocket client(server_->port(), "/live");
  opened();
  client.send_frame(GetParam().opcode, GetParam().payload, GetParam().masked);
  const auto frame = client.receive();
  EXPECT_EQ(frame.close_code(), GetParam().close_code);
  client.send_frame(0x8, frame.payload);
  EXPECT_TRUE(closes());
}
INSTANTIATE_TEST_SUITE_P(All, BadFrames,
                         testing::Values(BadFrame{0x1, "\xff\xfe", true, 1007},
                                         BadFrame{0x1, "unmasked", false, 1002},
                                         BadFrame{0x2, "binary", true, 1003},
                                         BadFrame{0x3, "reserved opcode", true, 1002}));

TEST_F(WebSockets, a_slow_reader_is_dropped_and_holds_no_more_than_its_queue) {
  HttpLimits limits;
  limits.send_queue_bytes_max = 1 << 20;
  serve(limits);
  RawWebSocket client(server_->port(), "/live");
  const auto socket = opened();
  const std::string message(64 * 1024, 'm');
  std::size_t sent = 0;
  while (socket->send(message) && sent < 10'000) ++sent;  // the client reads nothing
  EXPECT_LT(sent, 10'000u);
  EXPECT_TRUE(closes());
  EXPECT_FALSE(socket->is_open());
  EXPECT_EQ(server_->counters().slow_readers, 1u);
}

TEST_F(WebSockets, a_peer_that_vanishes_is_noticed) {
  serve();
  auto client = std::make_unique<RawWebSocket>(server_->port(), "/live");
  opened();
  client.reset();
  EXPECT_TRUE(closes());
}

TEST_F(WebSockets, a_peer_that_answers_no_ping_is_closed) {
  HttpLimits limits;
  limits.websocket_idle_time = milliseconds(200);
  serve(limits);
  RawWebSocket client(server_->port(), "/live");
  opened();
  EXPECT_TRUE(closes());
}

TEST_F(WebSockets, are_told_when_the_server_goes) {
  serve();
  RawWebSocket client(server_->port(), "/live");
  const auto socket = opened();
  std::thread stopping([&] { server_->stop(seconds(10)); });
  const auto frame = client.receive();
  EXPECT_EQ(frame.close_code(), 1001);
  client.send_frame(0x8, frame.payload);
  stopping.join();
  server_.reset();
  EXPECT_FALSE(socket->send("to nobody"));
  EXPECT_FALSE(socket->is_open());
}

TEST_F(WebSockets, an_ordinary_request_cannot_be_upgraded) {
  serve();
  HttpClient client;
  EXPECT_EQ(client.ask({.url = "http://127.0.0.1:" + std::to_string(server_->port()) + "/"}).status,
            400);
  RawConnection half(server_->port());
  half.send("GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n");
  EXPECT_TRUE(half.read_to_end().starts_with("HTTP/1.1 400")) << "a handshake without its key";
}

}  // namespace
}  // namespace heed::net
