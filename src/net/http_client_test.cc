#include "net/http_client.h"

#include <gtest/gtest.h>

#include <atomic>

#include "net/http_server.h"
#include "net/raw_connection.h"

namespace heed::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Ending = RawAnswer::Ending;

std::unique_ptr<HttpServer> serve_raw(RawAnswer answer) {
  auto server = HttpServer::listen(
      {}, [answer](HttpRequest, Responder responder) { responder.respond_raw(answer); });
  EXPECT_TRUE(server);
  return std::move(*server);
}

Outcome ask(const HttpServer& server, Micros deadline = seconds(5)) {
  ClientRequest request;
  request.url = "http://127.0.0.1:" + std::to_string(server.port()) + "/";
  request.deadline = deadline;
  request.response_bytes_max = 1000;
  return HttpClient().ask(request);
}

const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";

TEST(HttpClient, a_whole_answer_has_status_headers_and_body) {
  const auto server =
      serve_raw({{{"HTTP/1.1 404 Not Found\r\nX-A: b\r\nContent-Length: 2\r\n\r\nno", {}}}});
  const auto outcome = ask(*server);
  EXPECT_EQ(outcome.reached, Reached::answered);
  EXPECT_EQ(outcome.status, 404);
  EXPECT_EQ(header(outcome.headers, "x-a"), "b");
  EXPECT_EQ(outcome.body, "no");
}

TEST(HttpClient, a_redirect_is_not_followed) {
  const auto server = serve_raw(
      {{{"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", {}}}});
  EXPECT_EQ(ask(*server).status, 302);
}

TEST(HttpClient, a_body_that_ends_early_is_a_reset_and_is_not_handed_over) {
  for (const auto ending : {Ending::close, Ending::reset}) {
    const auto outcome = ask(*serve_raw({{{head + "half", {}}}, ending}));
    EXPECT_EQ(outcome.reached, Reached::reset);
    EXPECT_EQ(outcome.body, "");
    EXPECT_EQ(outcome.status, 0);
  }
}

TEST(HttpClient, a_connection_that_breaks_before_the_answer_is_a_reset) {
  EXPECT_EQ(ask(*serve_raw({{}, Ending::close})).reached, Reached::reset);
  EXPECT_EQ(ask(*serve_raw({{}, Ending::reset})).reached, Reached::reset);
  EXPECT_EQ(ask(*serve_raw({{{"HTTP/1.1 200 OK\r\n", {}}}, Ending::reset})).reached,
            Reached::reset);
}

TEST(HttpClient, silence_and_a_slow_drip_both_end_at_the_deadline) {
  EXPECT_EQ(ask(*serve_raw({{}, Ending::hang}), milliseconds(100)).reached, Reached::timed_out);
  EXPECT_EQ(ask(*serve_raw({{{head + "half", {}}}, Ending::hang}), milliseconds(100)).reached,
            Reached::timed_out);
  RawAnswer drip{{{head, {}}}};
  for (int i = 0; i < 10; ++i) drip.parts.push_back({"x", milliseconds(40)});
  EXPECT_EQ(ask(*serve_raw(drip), milliseconds(100)).reached, Reached::timed_out);
  EXPECT_EQ(ask(*serve_raw(drip)).body, "xxxxxxxxxx");
}

TEST(HttpClient, more_than_allowed_is_too_large) {
  const std::string big(2000, 'a');
  EXPECT_EQ(
      ask(*serve_raw({{{"HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n" + big, {}}}})).reached,
      Reached::too_large);
  EXPECT_EQ(ask(*serve_raw({{{"HTTP/1.1 200 OK\r\n\r\n" + big, {}}}})).reached, Reached::too_large);
  std::string headers = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 100; ++i) headers += "X: " + std::string(1000, 'a') + "\r\n";
  EXPECT_EQ(ask(*serve_raw({{{headers + "\r\n", {}}}})).reached, Reached::too_large);
}

TEST(HttpClient, what_is_not_http_is_malformed) {
  EXPECT_EQ(ask(*serve_raw({{{"SSH-2.0-OpenSSH_9.2\r\n", {}}}})).reached, Reached::malformed);
  EXPECT_EQ(ask(*serve_raw({{{"HTTP/1.1 banana\r\n\r\n", {}}}})).reached, Reached::malformed);
}

TEST(HttpClient, nobody_there_is_refused_and_no_name_is_not_resolved) {
  auto server = serve_raw({});
  const auto port = server->port();
  server.reset();
  ClientRequest request;
  request.url = "http://127.0.0.1:" + std::to_string(port) + "/";
  EXPECT_EQ(HttpClient().ask(request).reached, Reached::refused);
  request.url = "https://source.invalid/";
  EXPECT_EQ(HttpClient().ask(request).reached, Reached::not_resolved);
}

TEST(HttpClient, a_request_that_cannot_be_made_is_misconfigured) {
  HttpClient client;
  for (const char* url : {"", "ftp://127.0.0.1/", "file:///etc/passwd", "http://192.0.2.1/",
                          "http://example.org/", "not a url"}) {
    EXPECT_EQ(client.ask({.url = url}).reached, Reached::misconfigured) << url;
  }
  EXPECT_EQ(client.ask({.url = "http://127.0.0.1/", .headers = {{"A", "b\r\nC: d"}}}).reached,
            Reached::misconfigured);
}

TEST(HttpClient, gives_up_when_the_asker_does) {
  const auto server = serve_raw({{}, Ending::hang});
  ClientRequest request;
  request.url = "http://127.0.0.1:" + std::to_string(server->port()) + "/";
  request.is_cancelled = [] { return true; };
  EXPECT_EQ(HttpClient().ask(request).reached, Reached::cancelled);
}

TEST(HttpClient, keeps_its_connection_for_the_next_request) {
  auto server = HttpServer::listen({}, [](HttpRequest request, Responder responder) {
    responder.respond(HttpResponse::text(200, request.body));
  });
  ASSERT_TRUE(server);
  HttpClient client;
  for (int i = 0; i < 5; ++i) {
    const auto outcome =
        client.ask({.method = "POST",
                    .url = "http://127.0.0.1:" + std::to_string((*server)->port()) + "/",
                    .body = std::to_string(i)});
    EXPECT_EQ(outcome.body, std::to_string(i));
  }
  EXPECT_EQ((*server)->counters().accepted, 1u);
}

class Tls : public testing::Test {
 protected:
  std::unique_ptr<HttpServer> serve(bool client_certificate_required,
                                    const std::vector<std::string>& names = {"127.0.0.1"}) {
    ListenOptions options;
    options.tls = ServerTls{*authority_.server(names), std::nullopt};
    if (client_certificate_required)
      options.tls->client_authorities_pem = authority_.certificate_pem();
    options.limits.handshake_time = seconds(1);
    auto server = HttpServer::listen(options, [](HttpRequest request, Responder responder) {
      responder.respond(HttpResponse::text(200, request.secure ? request.client_subject : "plain"));
    });
    EXPECT_TRUE(server) << server.error().message();
    return std::move(*server);
  }
  static Outcome ask(const HttpServer& server, ClientOptions options) {
    return HttpClient(std::move(options))
        .ask({.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/"});
  }
  Authority authority_ = *Authority::make("Test authority");
};

TEST_F(Tls, a_trusted_server_is_asked_over_tls) {
  const auto server = serve(false);
  const auto outcome = ask(*server, {.authorities_pem = authority_.certificate_pem()});
  EXPECT_EQ(outcome.status, 200);
  EXPECT_EQ(outcome.body, "");
}

TEST_F(Tls, a_server_signed_by_another_authority_or_under_another_name_is_not_asked) {
  const auto other = *Authority::make("Other authority");
  EXPECT_EQ(ask(*serve(false), {.authorities_pem = other.certificate_pem()}).reached,
            Reached::tls_failed);
  EXPECT_EQ(ask(*serve(false), {}).reached, Reached::tls_failed);
  EXPECT_EQ(ask(*serve(false, {"example.org"}), {.authorities_pem = authority_.certificate_pem()})
                .reached,
            Reached::tls_failed);
}

TEST_F(Tls, a_required_client_certificate_is_seen_by_its_name) {
  const auto server = serve(true);
  const auto outcome = ask(*server, {.identity = *authority_.client("Control room"),
                                     .authorities_pem = authority_.certificate_pem()});
  EXPECT_EQ(outcome.status, 200);
  EXPECT_EQ(outcome.body, "Control room");
}

TEST_F(Tls, without_the_required_client_certificate_nobody_gets_in) {
  const auto server = serve(true);
  const auto other = *Authority::make("Other authority");
  EXPECT_EQ(ask(*server, {.authorities_pem = authority_.certificate_pem()}).reached,
            Reached::tls_failed);
  EXPECT_EQ(ask(*server, {.identity = *other.client("Control room"),
                          .authorities_pem = authority_.certificate_pem()})
                .reached,
            Reached::tls_failed);
  EXPECT_EQ(server->counters().requests, 0u);
}

TEST_F(Tls, a_client_key_that_does_not_fit_is_misconfigured) {
  const auto server = serve(true);
  Identity mixed = *authority_.client("A");
  mixed.key_pem = authority_.client("B")->key_pem;
  EXPECT_EQ(
      ask(*server, {.identity = mixed, .authorities_pem = authority_.certificate_pem()}).reached,
      Reached::misconfigured);
}

TEST_F(Tls, plain_http_and_silence_at_a_tls_port_are_let_go) {
  const auto server = serve(false);
  RawConnection plain(server->port());
  plain.send("GET / HTTP/1.1\r\n\r\n");
  const std::string answer = plain.read_to_end();
  EXPECT_EQ(answer.find("HTTP/"), std::string::npos);
  RawConnection silent(server->port());
  EXPECT_EQ(silent.read_to_end(), "");  // after the second that a handshake may take
  EXPECT_EQ(ask(*server, {.authorities_pem = authority_.certificate_pem()}).status, 200);
}

TEST_F(Tls, a_body_over_the_limit_is_refused_over_tls_as_well) {
  ListenOptions options;
  options.tls = ServerTls{*authority_.server({"127.0.0.1"}), std::nullopt};
  options.limits.body_bytes_max = 1000;
  auto server = HttpServer::listen(options, [](HttpRequest, Responder responder) {
    responder.respond(HttpResponse::text(200, ""));
  });
  ASSERT_TRUE(server);
  HttpClient client({.authorities_pem = authority_.certificate_pem()});
  const auto outcome =
      client.ask({.method = "POST",
                  .url = "https://127.0.0.1:" + std::to_string((*server)->port()) + "/",
                  .body = std::string(100'000, 'a')});
  EXPECT_EQ(outcome.status, 413);
}

}  // namespace
}  // namespace heed::net
