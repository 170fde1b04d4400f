#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

#include "base/json.h"
#include "net/http_client.h"
#include "net/raw_connection.h"
#include "server/server.h"
#include "server/session_routes.h"

namespace heed::server {
namespace {

namespace json = boost::json;

class Browsers : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) / ("console_" + std::to_string(getpid()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ / "assets");
    file("index.html", "<!doctype html>");
    file("assets/main-1a2b3c4d.js", "let plain");
    file("assets/main-1a2b3c4d.js.gz", "squeezed");
    const Zone zone = *Zone::load("Europe/London");
    staff_ = access::Staff::make(
        {{access::actor_of("a.handler"), "a.handler", "A. Handler", {"handler"}, "room A", true},
         {access::actor_of("b.gone"), "b.gone", "B. Gone", {"handler"}, "room A", false}},
        {}, zone);
    ASSERT_TRUE(accounts_.set_password("a.handler", password));
    ASSERT_TRUE(accounts_.set_password("b.gone", password));
    sessions_ = std::move(*access::Sessions::open(*rows_, clock_, random_));
    tokens_ = std::make_shared<DemoSignIns>(
        std::vector<Principal>{{access::actor_of("machine"), "machine", "Machine", {}, {}}},
        random_);
  }
  void TearDown() override {
    server_.reset();
    std::filesystem::remove_all(folder_);
  }
  void file(const std::string& name, const std::string& content) {
    std::ofstream(folder_ / name) << content;
  }

  void serve(bool demonstration = false) {
    ServerParts parts;
    parts.sign_in = std::make_shared<SignIns>(
        std::make_shared<BearerSignIns>(tokens_, programs_, staff_), *sessions_, staff_);
    parts.clock = &clock_;
    parts.random = &random_;
    parts.version = "test";
    parts.workers = 2;
    parts.console = *StaticFiles::load(folder_);
    parts.live.audience = [](const Notice&) { return Audience{{}, {"handler"}}; };
    parts.live.read = [](std::uint64_t, std::size_t) {
      return Result<std::vector<Notice>>(std::vector<Notice>());
    };
    parts.routes = session_routes(
        {*sessions_, accounts_, attempts_, staff_, clock_, "Test Police", "Europe/London", true,
         demonstration, [this](const std::string& session) { server_->session_ended(session); }});
    auto server = Server::start(std::move(parts));
    ASSERT_TRUE(server) << server.error().message();
    server_ = std::move(*server);
  }

  net::Outcome send(std::string method, const std::string& path, std::string body = {},
                    net::Headers headers = {}) {
    net::ClientRequest request;
    request.method = std::move(method);
    request.url = server_->url() + path;
    request.body = std::move(body);
    request.headers = std::move(headers);
    if (!cookie_.empty()) request.headers.emplace_back("Cookie", "other=1; " + cookie_);
    if (!request.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    return net::HttpClient().ask(request);
  }
  net::Outcome sign_in(const std::string& login, const std::string& with) {
    return keep(send("POST", "/v1/session",
                     write_json(json::object{{"login", login}, {"password", with}})));
  }
  net::Outcome keep(net::Outcome outcome) {
    if (const auto set = net::header(outcome.headers, "set-cookie"); set && outcome.status == 201) {
      cookie_ = std::string(set->substr(0, set->find(';')));
      csrf_ = std::string(object(outcome).at("csrf").as_string());
    }
    return outcome;
  }
  net::Headers word() const { return {{"Heed-CSRF", csrf_}}; }
  static json::object object(const net::Outcome& outcome) {
    const auto value = parse_json(outcome.body);
    return value && value->is_object() ? value->get_object() : json::object{};
  }
  static std::string where(const net::Outcome& outcome) {
    const auto body = object(outcome);
    return body.contains("where") ? std::string(body.at("where").as_string()) : "";
  }
  std::unique_ptr<net::RawWebSocket> live(const std::string& headers) {
    return std::make_unique<net::RawWebSocket>(server_->port(), "/v1/live", headers);
  }
  std::string cookie_and(const std::string& origin) const {
    return "Cookie: " + cookie_ + "\r\n" + (origin.empty() ? "" : "Origin: " + origin + "\r\n");
  }
  static std::string own_origin() { return "http://localhost"; }  // as the test's socket says Host

  static constexpr const char* password = "correct horse battery";
  ManualClock clock_{Instant(std::chrono::hours(24 * 20'000))};
  SeededRandom random_{7};
  std::unique_ptr<Rows> rows_ = memory_rows();
  access::Accounts accounts_{*rows_, clock_};
  access::Attempts attempts_{clock_};
  access::Staff staff_;
  std::unique_ptr<access::Sessions> sessions_;
  access::Tokens programs_{*rows_, clock_, random_};
  std::shared_ptr<DemoSignIns> tokens_;
  std::filesystem::path folder_;
  std::string cookie_;
  std::string csrf_;
  std::unique_ptr<Server> server_;
};

TEST_F(Browsers, sign_in_with_a_password_and_out_again) {
  serve();
  EXPECT_EQ(send("GET", "/v1/session").status, 401);
  const auto in = sign_in("a.handler", password);
  ASSERT_EQ(in.status, 201) << in.body;
  const auto set = std::string(*net::header(in.headers, "set-cookie"));
  EXPECT_NE(set.find("; HttpOnly; SameSite=Strict; Path=/"), std::string::npos) << set;
  EXPECT_EQ(set.find("Secure"), std::string::npos) << "in the clear, on loopback";
  EXPECT_EQ(object(in).at("person").at("login"), "a.handler");
  const auto who = send("GET", "/v1/session");
  EXPECT_EQ(who.status, 200);
  EXPECT_EQ(object(who).at("csrf"), json::value(csrf_));
  EXPECT_EQ(object(who).at("rehearsal"), json::value(true));
  EXPECT_EQ(where(send("DELETE", "/v1/session")), "Heed-CSRF");
  EXPECT_EQ(send("DELETE", "/v1/session", {}, {{"Heed-CSRF", "wrong"}}).status, 403);
  EXPECT_EQ(send("DELETE", "/v1/session", {}, word()).status, 200);
  EXPECT_EQ(send("GET", "/v1/session").status, 401);
}

TEST_F(Browsers, learn_nothing_from_a_wrong_name_a_wrong_password_or_who_has_left) {
  serve();
  const auto body = [&](const net::Outcome& outcome) {
    auto one = object(outcome);
    one.erase("instance");
    return write_json(one);
  };
  const auto wrong = sign_in("a.handler", "not the password");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(body(sign_in("nobody", password)), body(wrong));
  EXPECT_EQ(body(sign_in("b.gone", password)), body(wrong));
}

TEST_F(Browsers, are_slowed_by_wrong_passwords_and_never_locked_out) {
  serve();
  for (int i = 0; i < 4; ++i) EXPECT_EQ(sign_in("a.handler", "wrong").status, 401);
  const auto slowed = sign_in("a.handler", password);
  EXPECT_EQ(slowed.status, 429);
  EXPECT_EQ(net::header(slowed.headers, "retry-after"), "1");
  clock_.advance(std::chrono::seconds(1));
  EXPECT_EQ(sign_in("a.handler", password).status, 201);
}

TEST_F(Browsers, a_lapsed_session_opens_nothing_and_is_signed_again_in_place) {
  serve();
  sign_in("a.handler", password);
  clock_.advance(std::chrono::hours(1));
  ASSERT_TRUE(sessions_->tend([](ActorId) { return false; }, [](ActorId) { return true; }));
  EXPECT_EQ(where(send("GET", "/v1/session")), "lapsed");
  EXPECT_EQ(send("POST", "/v1/session/again", R"({"password":"not this one"})").status, 401);
  const auto again =
      send("POST", "/v1/session/again", write_json(json::object{{"password", password}}));
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(object(again).at("csrf"), json::value(csrf_)) << "the page goes on with its word";
  EXPECT_EQ(send("GET", "/v1/session").status, 200);
  cookie_ = "heed_session=0000";
  EXPECT_EQ(send("POST", "/v1/session/again", R"({"password":"x"})").status, 401);
}

TEST_F(Browsers, open_a_live_socket_from_our_own_page_only) {
  serve();
  sign_in("a.handler", password);
  EXPECT_TRUE(live(cookie_and(own_origin()))->is_open());
  EXPECT_FALSE(live(cookie_and("http://evil.example"))->is_open());
  EXPECT_FALSE(live(cookie_and(""))->is_open()) << "a browser always says where it asks from";
  EXPECT_TRUE(live("Authorization: Bearer " + tokens_->all().front().token + "\r\n")->is_open())
      << "a machine has no page";
}

TEST_F(Browsers, signing_out_closes_the_live_socket) {
  serve();
  sign_in("a.handler", password);
  const auto socket = live(cookie_and(own_origin()));
  ASSERT_TRUE(socket->is_open());
  ASSERT_EQ(send("DELETE", "/v1/session", {}, word()).status, 200);
  for (;;) {
    const auto frame = socket->receive();
    if (frame.opcode == 1) continue;
    EXPECT_EQ(frame.close_code(), 4001);
    break;
  }
}

TEST_F(Browsers, a_programs_token_is_its_account_until_it_is_revoked_and_then_closes_what_it_held) {
  serve();
  const auto issued = programs_.issue("a.handler", "dispatch gateway", 1);
  ASSERT_TRUE(issued);
  const net::Headers bearer{{"Authorization", "Bearer " + issued->token}};
  EXPECT_EQ(send("GET", "/v1/session", {}, bearer).status, 401) << "not yet looked at";
  ASSERT_TRUE(programs_.refresh());
  const auto who = send("GET", "/v1/session", {}, bearer);
  EXPECT_EQ(who.status, 200) << who.body;
  EXPECT_EQ(object(who).at("person").at("login"), "a.handler");
  const auto socket = live("Authorization: Bearer " + issued->token + "\r\n");
  ASSERT_TRUE(socket->is_open());
  ASSERT_NE(socket->receive().payload.find("hello"), std::string::npos)
      << "it is known from then on";
  ASSERT_TRUE(programs_.revoke(issued->kept.id));
  const auto gone = programs_.refresh();
  ASSERT_TRUE(gone);
  ASSERT_EQ(gone->size(), 1U);
  server_->session_ended(session_of_token(gone->front()));
  EXPECT_EQ(send("GET", "/v1/session", {}, bearer).status, 401);
  for (;;) {
    const auto frame = socket->receive();
    if (frame.opcode == 1) continue;
    EXPECT_EQ(frame.close_code(), 4001);
    break;
  }
}

TEST_F(Browsers, a_token_of_somebody_who_has_left_opens_nothing) {
  serve();
  const auto issued = programs_.issue("b.gone", "old report", 1);
  ASSERT_TRUE(issued && programs_.refresh());
  EXPECT_EQ(send("GET", "/v1/session", {}, {{"Authorization", "Bearer " + issued->token}}).status,
            401);
}

TEST_F(Browsers, the_demonstration_is_not_there_where_it_may_not_be) {
  serve(false);
  EXPECT_EQ(send("GET", "/v1/session/demonstration").status, 404);
  EXPECT_EQ(send("POST", "/v1/session/demonstration", R"({"login":"a.handler"})").status, 404);
}

TEST_F(Browsers, a_demonstration_signs_in_one_of_its_cast) {
  serve(true);
  const auto cast = object(send("GET", "/v1/session/demonstration")).at("cast").as_array();
  ASSERT_EQ(cast.size(), 1U);
  EXPECT_EQ(cast[0].at("says"), "room A");
  EXPECT_EQ(send("POST", "/v1/session/demonstration", R"({"login":"b.gone"})").status, 404);
  keep(send("POST", "/v1/session/demonstration", R"({"login":"a.handler"})"));
  EXPECT_EQ(object(send("GET", "/v1/session")).at("demonstration"), json::value(true));
}

TEST_F(Browsers, get_the_console_with_a_strict_policy_and_no_file_beside_it) {
  file("../outside.txt", "outside");
  serve();
  const auto page = send("GET", "/incidents/NM-20261101-00001");
  EXPECT_EQ(page.body, "<!doctype html>");
  EXPECT_EQ(net::header(page.headers, "cache-control"), "no-store");
  const auto policy = std::string(net::header(page.headers, "content-security-policy").value());
  EXPECT_NE(policy.find("script-src 'self';"), std::string::npos);
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  EXPECT_EQ(net::header(page.headers, "x-frame-options"), "DENY");
  const auto script = send("GET", "/assets/main-1a2b3c4d.js");
  EXPECT_EQ(script.body, "let plain");
  EXPECT_NE(net::header(script.headers, "cache-control")->find("immutable"), std::string::npos);
  EXPECT_EQ(net::header(script.headers, "content-type"), "text/javascript; charset=utf-8");
  for (const char* path : {"/../outside.txt", "/%2e%2e/outside.txt", "/assets/../../outside.txt"}) {
    EXPECT_EQ(send("GET", path).body.find("outside"), std::string::npos) << path;
  }
  EXPECT_EQ(send("GET", "/assets/no.js").status, 404);
  EXPECT_EQ(send("POST", "/").status, 405);
  EXPECT_EQ(send("GET", "/v1/nothing").status, 404);
  EXPECT_EQ(send("GET", "/", {}, {{"Host", "evil.example"}}).status, 400);
  std::filesystem::remove(folder_ / "../outside.txt");
}

}  // namespace
}  // namespace heed::server
