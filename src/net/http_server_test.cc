#include "net/http_server.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <future>
#include <thread>

#include "net/http_client.h"
#include "net/raw_connection.h"

namespace heed::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

void echo(const HttpRequest& request, const Responder& responder) {
  responder.respond(
      HttpResponse::text(200, request.method + " " + request.target + " " + request.body));
}

std::unique_ptr<HttpServer> serve(HttpHandler handler, HttpLimits limits = {}) {
  ListenOptions options;
  options.limits = limits;
  auto server = HttpServer::listen(std::move(options), std::move(handler));
  EXPECT_TRUE(server) << server.error().message();
  return std::move(*server);
}

std::string status_line(const std::string& answer) { return answer.substr(0, answer.find('\r')); }

std::string url(const HttpServer& server, const std::string& path = "/") {
  return "http://127.0.0.1:" + std::to_string(server.port()) + path;
}

TEST(HttpServer, answers_and_keeps_the_connection) {
  const auto server = serve(echo);
  RawConnection connection(server->port());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(connection.send("POST /a?b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi"));
    const std::string answer = connection.read_answer();
    EXPECT_EQ(status_line(answer), "HTTP/1.1 200 OK");
    EXPECT_TRUE(answer.ends_with("\r\n\r\nPOST /a?b hi")) << answer;
  }
  EXPECT_EQ(server->counters().accepted, 1u);
  EXPECT_EQ(server->counters().requests, 3u);
}

TEST(HttpServer, pipelined_requests_are_answered_in_their_order) {
  std::vector<std::thread> workers;
  int seen = 0;
  const auto server = serve([&](HttpRequest request, Responder responder) {
    ++seen;  // only ever one at a time
    workers.emplace_back([request, responder] { echo(request, responder); });
  });
  RawConnection connection(server->port());
  std::string all;
  for (int i = 0; i < 20; ++i) {
    all += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n\r\n";
  }
  ASSERT_TRUE(connection.send(all));
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(connection.read_answer().ends_with("GET /" + std::to_string(i) + " "));
  }
  server->stop(seconds(1));
  for (auto& worker : workers) worker.join();
  EXPECT_EQ(seen, 20);
}

TEST(HttpServer, requests_arriving_byte_by_byte_are_read) {
  const auto server = serve(echo);
  RawConnection connection(server->port());
  for (const char c :
       std::string("POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                   "3\r\nabc\r\n0\r\n\r\n")) {
    ASSERT_TRUE(connection.send({&c, 1}));
  }
  EXPECT_TRUE(connection.read_answer().ends_with("POST /x abc"));
}

TEST(HttpServer, what_is_not_http_is_refused_and_the_next_client_is_served) {
  const auto server = serve(echo);
  for (const auto& bad : {
           std::string("\0\0\0\0\r\n\r\n", 8),
           std::string("GET\r\n\r\n"),
           std::string("GET / HTTP/9.9\r\n\r\n"),
           std::string("GET / HTTP/1.1\r\nbad header\r\n\r\n"),
           std::string("GET / HTTP/1.1\r\nA: \x01\r\n\r\n"),
           std::string("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"),
           std::string("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
           std::string("POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n"),
           std::string("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"
                       "abc"),
           std::string("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
           std::string("\x16\x03\x01\x02\x01\x01\x01\xfc\x03\x03\r\n\r\n", 14),
       }) {
    RawConnection connection(server->port());
    ASSERT_TRUE(connection.send(bad));
    EXPECT_EQ(status_line(connection.read_to_end()), "HTTP/1.1 400 Bad Request") << bad;
  }
  EXPECT_EQ(server->counters().bad_requests, 11u);
  EXPECT_EQ(HttpClient().ask({.url = url(*server)}).status, 200);
}

TEST(HttpServer, each_limit_has_its_own_answer) {
  HttpLimits limits;
  limits.header_bytes_max = 1000;
  limits.body_bytes_max = 1000;
  limits.read_time = milliseconds(100);
  const auto server = serve(echo, limits);
  const auto answer_to = [&](const std::string& bytes) {
    RawConnection connection(server->port());
    connection.send(bytes);
    return status_line(connection.read_to_end());
  };
  const std::string big(100'000, 'a');
  EXPECT_EQ(answer_to("GET / HTTP/1.1\r\nA: " + big + "\r\n\r\n"),
            "HTTP/1.1 431 Request Header Fields Too Large");
  EXPECT_EQ(answer_to("GET /" + big + " HTTP/1.1\r\n\r\n"),
            "HTTP/1.1 431 Request Header Fields Too Large");
  EXPECT_EQ(answer_to("POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n" + big),
            "HTTP/1.1 413 Content Too Large");
  EXPECT_EQ(answer_to("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n186a0\r\n" + big),
            "HTTP/1.1 413 Content Too Large");
  EXPECT_EQ(answer_to("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc"),
            "HTTP/1.1 408 Request Timeout");
  EXPECT_EQ(answer_to("GET / HTT"), "HTTP/1.1 408 Request Timeout");
  EXPECT_EQ(answer_to("POST / HTTP/1.1\r\nConnection: close\r\nContent-Length: 1000\r\n\r\n" +
                      big.substr(0, 1000)),
            "HTTP/1.1 200 OK");
}

TEST(HttpServer, idle_connections_are_closed) {
  HttpLimits limits;
  limits.idle_time = milliseconds(50);
  const auto server = serve(echo, limits);
  RawConnection connection(server->port());
  EXPECT_EQ(connection.read_to_end(), "");
  EXPECT_EQ(server->counters().bad_requests, 0u);
}

TEST(HttpServer, connections_past_the_limit_are_closed_at_once) {
  HttpLimits limits;
  limits.connections_max = 2;
  const auto server = serve(echo, limits);
  auto first = std::make_unique<RawConnection>(server->port());
  RawConnection second(server->port());
  first->send("GET / HTTP/1.1\r\n\r\n");
  second.send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_NE(first->read_answer(), "");
  EXPECT_NE(second.read_answer(), "");
  RawConnection third(server->port());
  EXPECT_EQ(third.read_to_end(), "");
  EXPECT_EQ(server->counters().over_limit, 1u);
}

TEST(HttpServer, a_client_that_asks_first_is_told_to_go_on) {
  const auto server = serve(echo);
  RawConnection connection(server->port());
  connection.send("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(connection.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  connection.send("ok");
  EXPECT_TRUE(connection.read_answer().ends_with("POST / ok"));
}

TEST(HttpServer, a_request_nobody_answers_becomes_500_and_a_late_answer_503) {
  HttpLimits limits;
  limits.answer_time = milliseconds(50);
  std::vector<Responder> kept;
  const auto server = serve(
      [&](HttpRequest request, Responder responder) {
        if (request.target == "/keep") kept.push_back(responder);
        if (request.target == "/throw") throw std::runtime_error("ours");
      },
      limits);
  HttpClient client;
  EXPECT_EQ(client.ask({.url = url(*server, "/drop")}).status, 500);
  EXPECT_EQ(client.ask({.url = url(*server, "/throw")}).status, 500);
  EXPECT_EQ(client.ask({.url = url(*server, "/keep")}).status, 503);
  kept.front().respond(HttpResponse::text(200, "too late"));
  EXPECT_EQ(client.ask({.url = url(*server, "/drop")}).status, 500);
}

TEST(HttpServer, only_the_first_answer_counts_and_one_after_the_end_is_harmless) {
  std::optional<Responder> kept;
  auto server = serve([&](HttpRequest, Responder responder) {
    kept = responder;
    responder.respond(HttpResponse::text(201, "first"));
    responder.respond(HttpResponse::text(202, "second"));
  });
  EXPECT_EQ(HttpClient().ask({.url = url(*server)}).status, 201);
  server.reset();
  kept->respond(HttpResponse::text(203, "third"));
}

TEST(HttpServer, a_header_cannot_carry_another_header) {
  const auto server = serve([](HttpRequest, Responder responder) {
    HttpResponse response = HttpResponse::text(200, "x");
    response.headers.emplace_back("X-A", "1\r\nX-Evil: 2");
    responder.respond(response);
  });
  const auto outcome = HttpClient().ask({.url = url(*server)});
  EXPECT_FALSE(header(outcome.headers, "X-Evil"));
  EXPECT_EQ(header(outcome.headers, "X-A"), "1X-Evil: 2");
}

TEST(HttpServer, says_which_port_is_in_use_and_what_to_do) {
  const auto server = serve(echo);
  ListenOptions options;
  options.port = server->port();
  const auto second = HttpServer::listen(options, echo);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::unavailable);
  EXPECT_EQ(second.error().message(),
            "127.0.0.1 port " + std::to_string(server->port()) +
                ": the port is in use by another program. Stop that program, or choose another "
                "port");
}

TEST(HttpServer, off_loopback_is_refused_without_tls) {
  for (const char* address : {"0.0.0.0", "::", "192.0.2.1"}) {
    ListenOptions options;
    options.address = address;
    const auto server = HttpServer::listen(options, echo);
    ASSERT_FALSE(server) << address;
    EXPECT_EQ(server.error().code, Code::refused);
  }
  ListenOptions options;
  options.address = "not an address";
  EXPECT_EQ(HttpServer::listen(options, echo).error().code, Code::invalid);
  options.address = "0.0.0.0";
  options.tls = ServerTls{{"no", "certificate"}, {}};
  EXPECT_EQ(HttpServer::listen(options, echo).error().code, Code::invalid);
}

TEST(HttpServer, refuses_connections_while_told_to_and_takes_them_again_on_the_same_port) {
  const auto server = serve(echo);
  HttpClient client;
  EXPECT_EQ(client.ask({.url = url(*server)}).status, 200);
  ASSERT_TRUE(server->set_accepting(false));
  EXPECT_EQ(client.ask({.url = url(*server)}).reached, Reached::refused);
  ASSERT_TRUE(server->set_accepting(true));
  EXPECT_EQ(client.ask({.url = url(*server)}).status, 200);
}

TEST(HttpServer, stopping_lets_an_answer_finish_and_closes_idle_connections) {
  std::promise<Responder> asked;
  const auto server = serve([&](HttpRequest, Responder responder) { asked.set_value(responder); });
  RawConnection idle(server->port());
  RawConnection busy(server->port());
  busy.send("GET / HTTP/1.1\r\n\r\n");
  const Responder responder = asked.get_future().get();
  std::thread stopping([&] { server->stop(seconds(10)); });
  EXPECT_EQ(idle.read_to_end(), "");  // closed, so the stop has begun
  responder.respond(HttpResponse::text(200, "done"));
  const std::string answer = busy.read_to_end();
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
  EXPECT_TRUE(answer.ends_with("done"));
  stopping.join();
  EXPECT_FALSE(RawConnection(server->port()).connected());
}

TEST(HttpServer, serves_two_hundred_connections_at_once) {
  const auto server = serve(echo);
  std::vector<std::unique_ptr<RawConnection>> all;
  for (int i = 0; i < 200; ++i) {
    all.push_back(std::make_unique<RawConnection>(server->port()));
    all.back()->send("GET /" + std::to_string(i) + " HTTP/1.1\r\n\r\n");
  }
  for (int i = 0; i < 200; ++i) {
    EXPECT_TRUE(all[i]->read_answer().ends_with("GET /" + std::to_string(i) + " "));
  }
  EXPECT_EQ(server->counters().open, 200u);
}

}  // namespace
}  // namespace heed::net
