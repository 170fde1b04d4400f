#include "server/server.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <future>

#include "base/json.h"
#include "net/http_client.h"
#include "net/raw_connection.h"
#include "server/typed_route.h"

namespace heed::server::test {

struct Note {
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Note, (), (text))

namespace {

namespace json = boost::json;

class Serving : public testing::Test {
 protected:
  void SetUp() override {
    const Principal handler{
        ActorId::derived("test", "handler"), "handler", "A. Handler", {"handler"}};
    sign_ins_ = std::make_shared<DemoSignIns>(std::vector{handler}, random_);
    token_ = sign_ins_->all().front().token;
  }
  void serve(std::size_t queue_max = 512) {
    ServerParts parts;
    parts.sign_in = sign_ins_;
    parts.clock = &clock_;
    parts.random = &random_;
    parts.version = "test";
    parts.workers = 2;
    parts.queue_max = queue_max;
    parts.listen.limits.body_bytes_max = 10'000;
    parts.health = [this] { return health_; };
    parts.log = [this](const std::string& line) {
      const std::lock_guard lock(mutex_);
      log_ += line + "\n";
    };
    parts.routes = routes();
    auto server = Server::start(std::move(parts));
    ASSERT_TRUE(server) << server.error().message();
    server_ = std::move(*server);
  }

  RouteTable routes() {
    Route write;
    write.method = Method::post;
    write.path = "/v1/incidents/{incident}/notes";
    write.name = "write_note";
    write.says = "Write a note";
    write.group = "notes";
    write.needs_key = true;
    write.takes_if_match = true;
    write.lane = Lane::intake;
    write.body = schema<Note>({"text"});
    write.answer = schema<Note>();
    write.act = [this](const Call& call) -> Result<Answer> {
      HEED_TRY(const auto note, read_body<Note>(call, {"text"}));
      const std::lock_guard lock(mutex_);
      last_ = call;
      if (note.text == "conflict") {
        return error(Code::conflict, "the grade was set in between",
                     call.if_match ? "If-Match" : "");
      }
      if (note.text == "throw") throw std::runtime_error("a caller's name");
      auto out = answer(note);
      out.etag = 7;
      return out;
    };
    Route wait = write;
    wait.method = Method::get;
    wait.path = "/v1/incidents/{incident}/wait";
    wait.name = "wait";
    wait.body = {};
    wait.needs_key = wait.takes_if_match = false;
    wait.lane = Lane::ordinary;
    wait.query = {{"word", "which", true}};
    wait.act = [this](const Call&) -> Result<Answer> {
      if (!waited_.exchange(true)) {
        waiting_.set_value();
        gate_.get_future().wait();
      }
      return Answer{};
    };
    return {write, wait};
  }

  net::Outcome send(std::string method, const std::string& path, std::string body = {},
                    net::Headers headers = {}, bool signed_in = true) {
    net::ClientRequest request;
    request.method = std::move(method);
    request.url = server_->url() + path;
    request.body = std::move(body);
    request.headers = std::move(headers);
    if (signed_in) request.headers.emplace_back("Authorization", "Bearer " + token_);
    if (!request.body.empty() && !net::header(request.headers, "Content-Type")) {
      request.headers.emplace_back("Content-Type", "application/json");
    }
    return net::HttpClient().ask(request);
  }
  net::Outcome note(std::string body, net::Headers headers = {{"Idempotency-Key", "k1"}}) {
    return send("POST", "/v1/incidents/i1/notes", std::move(body), std::move(headers));
  }
  static json::object object(const net::Outcome& outcome) {
    const auto value = parse_json(outcome.body);
    return value && value->is_object() ? value->get_object() : json::object{};
  }
  static std::string where(const net::Outcome& outcome) {
    const auto body = object(outcome);
    return body.contains("where") ? std::string(body.at("where").as_string()) : "";
  }

  SystemClock clock_;
  SeededRandom random_{7};
  std::shared_ptr<DemoSignIns> sign_ins_;
  std::string token_;
  Health health_;
  std::mutex mutex_;
  std::string log_;
  Call last_;
  std::atomic<bool> waited_{false};
  std::promise<void> waiting_;
  std::promise<void> gate_;
  std::unique_ptr<Server> server_;
};

TEST_F(Serving, a_request_reaches_its_act_whole) {
  serve();
  const auto outcome = note(R"({"text":"hello"})", {{"Idempotency-Key", "k1"},
                                                    {"Heed-Purpose", "policing"},
                                                    {"Heed-Reason", "caf%C3%A9"},
                                                    {"If-Match", "\"3\""}});
  EXPECT_EQ(outcome.status, 200) << outcome.body;
  EXPECT_EQ(outcome.body, R"({"text":"hello"})");
  EXPECT_EQ(net::header(outcome.headers, "etag"), "\"7\"");
  EXPECT_EQ(net::header(outcome.headers, "cache-control"), "no-store");
  EXPECT_EQ(last_.who.login, "handler");
  EXPECT_EQ(last_.path.at("incident"), "i1");
  EXPECT_EQ(last_.purpose, "policing");
  EXPECT_EQ(last_.reason, "café");
  EXPECT_EQ(last_.if_match, 3);
  EXPECT_EQ(last_.idempotency_key, "k1");
  const auto first = last_.body_hash;
  note(R"({"text":"other"})");
  EXPECT_NE(last_.body_hash, first);
}

TEST_F(Serving, nobody_gets_in_without_signing_in) {
  serve();
  for (const net::Headers& headers :
       {net::Headers{}, net::Headers{{"Authorization", "Bearer wrong"}},
        net::Headers{{"Authorization", token_}},
        net::Headers{{"Authorization", "Basic " + token_}}}) {
    const auto outcome = send("POST", "/v1/incidents/i1/notes", "{}", headers, false);
    EXPECT_EQ(outcome.status, 401);
    EXPECT_EQ(net::header(outcome.headers, "content-type"), "application/problem+json");
  }
  for (const char* path : {"/v1/openapi.json", "/v1/health", "/v1/metrics"}) {
    EXPECT_EQ(send("GET", path, {}, {}, false).status, 200) << path;
  }
}

TEST_F(Serving, what_is_wrong_is_named_by_its_place) {
  serve();
  EXPECT_EQ(where(note(R"({"text":1})")), "/text");
  EXPECT_EQ(where(note(R"({})")), "/text");
  EXPECT_EQ(where(note(R"({"text":"a","more":1})")), "/more");
  EXPECT_EQ(note("{").status, 400);
  EXPECT_EQ(note("{\"text\":\"\xff\"}").status, 400);
  EXPECT_EQ(where(note(R"({"text":"a"})", {})), "Idempotency-Key");
  EXPECT_EQ(where(note(R"({"text":"a"})", {{"Idempotency-Key", std::string(201, 'k')}})),
            "Idempotency-Key");
  EXPECT_EQ(where(note(R"({"text":"a"})", {{"Idempotency-Key", "k"}, {"If-Match", "x"}})),
            "If-Match");
  EXPECT_EQ(where(note(R"({"text":"a"})", {{"Idempotency-Key", "k"}, {"Heed-Reason", "%zz"}})),
            "Heed-Reason");
  EXPECT_EQ(
      note(R"({"text":"a"})", {{"Idempotency-Key", "k"}, {"Content-Type", "text/plain"}}).status,
      415);
  EXPECT_EQ(where(send("GET", "/v1/incidents/i1/wait")), "query word");
  EXPECT_EQ(send("GET", "/v1/incidents/i1/wait?word=a&other=b").status, 400);
  EXPECT_EQ(note(std::string(20'000, ' ')).status, 413);
  EXPECT_EQ(send("GET", "/v1/nothing").status, 404);
  const auto wrong_method = send("PUT", "/v1/incidents/i1/wait?word=a");
  EXPECT_EQ(wrong_method.status, 405);
  EXPECT_EQ(net::header(wrong_method.headers, "allow"), "GET");
}

TEST_F(Serving, another_page_or_another_name_is_turned_away) {
  serve();
  const std::string own = "http://127.0.0.1:" + std::to_string(server_->port());
  EXPECT_EQ(note(R"({"text":"a"})", {{"Idempotency-Key", "k"}, {"Origin", own}}).status, 200);
  EXPECT_EQ(
      note(R"({"text":"a"})", {{"Idempotency-Key", "k"}, {"Origin", "http://evil.example"}}).status,
      403);
  EXPECT_EQ(note(R"({"text":"a"})", {{"Idempotency-Key", "k"}, {"Host", "evil.example"}}).status,
            400);
}

TEST_F(Serving, a_version_that_moved_on_is_412_and_a_conflict_without_one_409) {
  serve();
  EXPECT_EQ(note(R"({"text":"conflict"})").status, 409);
  EXPECT_EQ(
      note(R"({"text":"conflict"})", {{"Idempotency-Key", "k"}, {"If-Match", "\"3\""}}).status,
      412);
}

TEST_F(Serving, our_own_mistake_tells_the_client_nothing) {
  serve();
  const auto outcome = note(R"({"text":"throw"})");
  EXPECT_EQ(outcome.status, 500);
  EXPECT_EQ(outcome.body.find("caller"), std::string::npos);
}

TEST_F(Serving, the_log_holds_route_status_and_time_and_nothing_of_the_request) {
  serve();
  note(R"({"text":"secret words"})", {{"Idempotency-Key", "k"}, {"Heed-Reason", "secret"}});
  send("GET", "/v1/nothing/secret");
  server_->stop(std::chrono::seconds(1));
  EXPECT_NE(log_.find(" write_note 200 "), std::string::npos) << log_;
  EXPECT_NE(log_.find(" none 404 "), std::string::npos) << log_;
  EXPECT_EQ(log_.find("secret"), std::string::npos);
  EXPECT_EQ(log_.find("i1"), std::string::npos);
}

TEST_F(Serving, what_is_too_much_is_503_with_a_time_to_try_again) {
  serve(4);
  const std::string path = "/v1/incidents/i1/wait?word=a";
  auto first = std::async(std::launch::async, [&] { return send("GET", path); });
  waiting_.get_future().wait();
  // Three wait behind it; there is no room for a fourth, whichever of the four that is.
  std::atomic<int> refused{0};
  std::promise<void> turned_away;
  std::vector<std::future<int>> four;
  for (int i = 0; i < 4; ++i) {
    four.push_back(std::async(std::launch::async, [&] {
      const auto outcome = send("GET", path);
      if (outcome.status == 503 && net::header(outcome.headers, "retry-after") == "2") {
        if (++refused == 1) turned_away.set_value();
      }
      return outcome.status;
    }));
  }
  turned_away.get_future().wait();
  gate_.set_value();
  EXPECT_EQ(first.get().status, 200);
  for (auto& one : four) one.get();
  EXPECT_EQ(refused, 1);
}

TEST_F(Serving, what_is_being_done_when_the_server_goes_is_finished) {
  serve();
  auto asked = std::async(std::launch::async,
                          [&] { return send("GET", "/v1/incidents/i1/wait?word=a").reached; });
  waiting_.get_future().wait();
  server_->stop(Micros(0));
  EXPECT_NE(asked.get(), net::Reached::answered);
  std::thread going([&] { server_.reset(); });
  gate_.set_value();
  going.join();
}

TEST_F(Serving, health_and_metrics_hold_no_content) {
  health_.says = {{"ledger", "rehearsal"}, {"head", "12"}};
  serve();
  auto outcome = send("GET", "/v1/health", {}, {}, false);
  EXPECT_EQ(outcome.body,
            R"({"good":true,"rehearsal":false,"says":{"head":"12","ledger":"rehearsal"}})");
  health_.good = false;
  EXPECT_EQ(send("GET", "/v1/health", {}, {}, false).status, 503);
  note(R"({"text":"a"})");
  outcome = send("GET", "/v1/metrics", {}, {}, false);
  EXPECT_NE(outcome.body.find("heed_requests_total{route=\"write_note\",status=\"200\"} 1"),
            std::string::npos)
      << outcome.body;
  EXPECT_NE(outcome.body.find("heed_request_seconds_count{route=\"write_note\"} 1"),
            std::string::npos);
}

TEST_F(Serving, keeps_house_until_it_stops) {
  std::promise<void> thrice;
  int times = 0;
  ServerParts parts;
  parts.sign_in = sign_ins_;
  parts.clock = &clock_;
  parts.random = &random_;
  parts.workers = 1;
  parts.housekeeping_every = std::chrono::milliseconds(1);
  parts.housekeeping = [&] {
    if (++times == 3) thrice.set_value();
  };
  auto server = Server::start(std::move(parts));
  ASSERT_TRUE(server);
  EXPECT_EQ(thrice.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
  server->reset();
}

TEST_F(Serving, the_document_lists_every_route) {
  serve();
  const auto document = object(send("GET", "/v1/openapi.json"));
  const auto& paths = document.at("paths").as_object();
  for (const char* path : {"/v1/openapi.json", "/v1/health", "/v1/metrics", "/v1/live",
                           "/v1/incidents/{incident}/notes", "/v1/incidents/{incident}/wait"}) {
    EXPECT_TRUE(paths.contains(path)) << path;
  }
}

}  // namespace
}  // namespace heed::server::test
