// The whole way: real HTTP, the shipped policy, Northmoor's staff, a ledger in memory.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <future>
#include <sstream>

#include "base/json.h"
#include "desk/boards.h"
#include "journal/memory_journal.h"
#include "net/http_client.h"
#include "net/raw_connection.h"
#include "server/desk_door.h"
#include "server/desk_telephone.h"
#include "server/server.h"

namespace heed::server {
namespace {

namespace json = boost::json;

std::string file(const std::string& path) {
  std::ifstream in(std::string(HEED_SOURCE_DIR) + "/" + path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

journal::EventTypes types() {
  journal::EventTypes all;
  desk::add_types(all);
  return all;
}

class DeskServing : public testing::Test {
 protected:
  // Once for all tests: reading the whole policy takes a while under the sanitizers.
  static void SetUpTestSuite() {
    zone_ = std::make_unique<Zone>(*Zone::load("Europe/London"));
    auto policy = desk::load_force_policy(HEED_SOURCE_DIR "/policy", *zone_);
    ASSERT_TRUE(policy) << policy.error().message();
    policy_ = *policy;
    auto document = policy::Document::parse(file("config/northmoor/staff.toml"), "staff.toml");
    auto staff = access::Staff::read(std::move(*document), policy_->access, *zone_);
    ASSERT_TRUE(staff) << staff.error().message();
    staff_ = std::move(*staff);
  }

  void SetUp() override {
    auto journal = journal::new_memory_journal(
        {"Northmoor Police", "NM", "Europe/London", journal::Nature::rehearsal}, types(),
        {clock_, random_});
    ASSERT_TRUE(journal) << journal.error().message();
    journal_ = std::move(*journal);
    room_ = std::make_unique<desk::ControlRoom>(desk::ControlRoom::Parts{
        *journal_,
        clock_,
        timers_,
        random_,
        *zone_,
        policy_,
        staff_,
        competences_,
        {},
        [](const checks::SourceDeclaration&) { return checks::thread_workers(1); },
        [](const journal::Alarm&) {},
        {},
        {}});
    boards_ = std::make_unique<desk::Boards>(room_->desk(), wards_);
    room_->feed().watch("boards", 0,
                        [this](const journal::StoredEvent& event) { boards_->changed(event); });
    ASSERT_TRUE(room_->open());
    consultations_ = std::make_unique<desk::Consultations>(*journal_, clock_, random_);
    std::vector<Principal> people;
    for (const auto& person : staff_.people()) {
      people.push_back(
          {person.id, person.login, person.name, {person.roles.begin(), person.roles.end()}});
    }
    sign_ins_ = std::make_shared<DemoSignIns>(people, random_);
    ServerParts parts;
    parts.sign_in = sign_ins_;
    parts.clock = &clock_;
    parts.random = &random_;
    parts.workers = 4;
    parts.routes = command_routes(door());
    for (auto& route : query_routes(door())) parts.routes.push_back(std::move(route));
    parts.live.ledger = "test";
    parts.live.read = [this](std::uint64_t after, std::size_t limit) {
      return notices_after(*journal_, after, limit);
    };
    parts.live.audience = [door = door()](const Notice& notice) {
      return audience_of(door, notice);
    };
    parts.live.gone = [this](const Principal& who) {
      EXPECT_TRUE(consultations_->all_left(who.id, "disconnected"));
      if (!went_.exchange(true)) gone_.set_value();
    };
    parts.head = journal_->head().seq;
    auto server = Server::start(std::move(parts));
    ASSERT_TRUE(server) << server.error().message();
    server_ = std::move(*server);
    room_->feed().watch("live", journal_->head().seq, [this](const journal::StoredEvent& event) {
      server_->publish(notice_of(event));
    });
    room_->start();
  }
  void TearDown() override {
    room_->stop();
    server_.reset();
  }
  DeskDoor door() {
    return {room_->desk(),
            *journal_,
            staff_,
            *consultations_,
            [this](checks::CheckId id) { return room_->runner().state_of(id); },
            {},
            nullptr,
            nullptr,
            {},
            nullptr,
            boards_.get()};
  }

  std::string token(const std::string& login) const {
    for (const auto& one : sign_ins_->all()) {
      if (one.person.login == login) return one.token;
    }
    ADD_FAILURE() << "nobody is called " << login;
    return {};
  }
  net::Outcome send(const std::string& login, const std::string& method, const std::string& path,
                    const json::value& body = nullptr, net::Headers headers = {}) {
    net::ClientRequest request;
    request.method = method;
    request.url = server_->url() + path;
    request.headers = std::move(headers);
    request.headers.emplace_back("Authorization", "Bearer " + token(login));
    if (!net::header(request.headers, "Heed-Purpose")) {
      request.headers.emplace_back("Heed-Purpose", "call_handling");
    }
    if (!body.is_null()) {
      request.body = write_json(body);
      request.headers.emplace_back("Content-Type", "application/json");
      if (!net::header(request.headers, "Idempotency-Key")) {
        request.headers.emplace_back("Idempotency-Key", "k" + std::to_string(++keys_));
      }
    }
    return net::HttpClient().ask(request);
  }
  static json::object object(const net::Outcome& outcome) {
    const auto value = parse_json(outcome.body);
    return value && value->is_object() ? value->get_object() : json::object{};
  }
  static std::string text(const json::object& object, const char* name) {
    const auto* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : "";
  }
  static const json::value& call() {
    static const json::value body{{"channel", "emergency_999"}, {"line", "+447700900123"}};
    return body;
  }
  std::string open(const std::string& login = "l.adeyemi") {
    const auto outcome = send(login, "POST", "/v1/contacts", call());
    EXPECT_EQ(outcome.status, 201) << outcome.body;
    return text(object(outcome), "incident");
  }
  std::size_t views_of(const std::string& login) const {
    const auto events = journal_->read_stream({"viewer", access::actor_of(login).uuid}, 1, 1000);
    std::size_t count = 0;
    for (const auto& event : *events) {
      const auto decoded = access::decode(event.type, *event.payload);
      count += decoded && std::holds_alternative<access::ViewOpened>(*decoded) ? 1 : 0;
    }
    return count;
  }

  static std::unique_ptr<Zone> zone_;
  static std::shared_ptr<const desk::ForcePolicy> policy_;
  static access::Staff staff_;
  SystemClock clock_;
  SeededRandom random_{20261119};
  ThreadTimers timers_{clock_};
  training::Register competences_;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<desk::ControlRoom> room_;
  std::unique_ptr<desk::Consultations> consultations_;
  desk::Wards wards_;
  std::unique_ptr<desk::Boards> boards_;
  std::shared_ptr<DemoSignIns> sign_ins_;
  std::unique_ptr<Server> server_;
  std::atomic<bool> went_{false};
  std::promise<void> gone_;
  int keys_ = 0;
};
std::unique_ptr<Zone> DeskServing::zone_;
std::shared_ptr<const desk::ForcePolicy> DeskServing::policy_;
access::Staff DeskServing::staff_;

TEST_F(DeskServing, a_contact_opens_an_incident_once_however_often_it_is_sent) {
  const net::Headers key{{"Idempotency-Key", "same"}};
  const auto first = send("l.adeyemi", "POST", "/v1/contacts", call(), key);
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_TRUE(text(object(first), "reference").starts_with("NM-"));
  const auto again = send("l.adeyemi", "POST", "/v1/contacts", call(), key);
  EXPECT_EQ(text(object(again), "incident"), text(object(first), "incident"));
  EXPECT_EQ(text(object(again), "reference"), text(object(first), "reference"));
  EXPECT_EQ(object(again).at("repeated"), json::value(true));
  const auto other =
      send("l.adeyemi", "POST", "/v1/contacts", json::object{{"channel", "chat"}}, key);
  EXPECT_EQ(other.status, 409);
}

TEST_F(DeskServing, what_is_written_is_seen_by_who_works_on_it) {
  const auto incident = open();
  const auto done =
      send("l.adeyemi", "POST", "/v1/incidents/" + incident + "/write_entry",
           json::object{{"text", "He says he will wait outside."}, {"voice", "caller"}});
  ASSERT_EQ(done.status, 200) << done.body;
  const auto seen = send("l.adeyemi", "GET", "/v1/incidents/" + incident);
  ASSERT_EQ(seen.status, 200) << seen.body;
  const auto view = object(seen);
  EXPECT_EQ(view.at("log").at(0).at("text"), json::value("He says he will wait outside."));
  EXPECT_EQ(view.at("contacts").at(0).at("line"), json::value("+447700900123"));
  EXPECT_FALSE(view.at("owed").as_array().empty());
  EXPECT_EQ(net::header(seen.headers, "etag"),
            "\"" + std::to_string(view.at("versions").at("stream").to_number<int>()) + "\"");
  // By its reference as well.
  EXPECT_EQ(send("l.adeyemi", "GET", "/v1/incidents/" + text(view, "reference")).status, 200);
}

TEST_F(DeskServing, looking_is_on_record_once_per_view_and_before_anything_is_shown) {
  const auto incident = open();
  EXPECT_EQ(views_of("l.adeyemi"), 0u);
  for (int i = 0; i < 3; ++i) send("l.adeyemi", "GET", "/v1/incidents/" + incident);
  EXPECT_EQ(views_of("l.adeyemi"), 1u);
  send("l.adeyemi", "DELETE", "/v1/incidents/" + incident + "/look");
  EXPECT_EQ(consultations_->open(), 0u);
  send("l.adeyemi", "GET", "/v1/incidents/" + incident);
  EXPECT_EQ(views_of("l.adeyemi"), 2u);
}

TEST_F(DeskServing, who_is_not_on_it_needs_a_reason_and_is_told_nothing_without_one) {
  const auto incident = open();
  send("l.adeyemi", "POST", "/v1/incidents/" + incident + "/write_entry",
       json::object{{"text", "nobody else may read this"}});
  const auto without = send("t.ellis", "GET", "/v1/incidents/" + incident);
  EXPECT_EQ(without.status, 403) << without.body;
  EXPECT_EQ(without.body.find("nobody else"), std::string::npos);
  EXPECT_EQ(without.body.find("900123"), std::string::npos);
  EXPECT_EQ(views_of("t.ellis"), 0u);
  const auto with = send("t.ellis", "GET", "/v1/incidents/" + incident, nullptr,
                         {{"Heed-Reason", "the%20same%20caller%20rang%20me%20just%20now"}});
  EXPECT_EQ(with.status, 200) << with.body;
  EXPECT_EQ(views_of("t.ellis"), 1u);
  // A supervisor oversees without one.
  EXPECT_EQ(send("s.khan", "GET", "/v1/incidents/" + incident).status, 200);
}

TEST_F(DeskServing, a_purpose_is_asked_for_and_must_be_one_of_policy) {
  const auto incident = open();
  net::Outcome outcome = send("l.adeyemi", "GET", "/v1/incidents/" + incident, nullptr,
                              {{"Heed-Purpose", "curiosity"}});
  EXPECT_GE(outcome.status, 400) << outcome.body;
  EXPECT_EQ(views_of("l.adeyemi"), 0u);
  outcome = send("l.adeyemi", "POST", "/v1/incidents/" + incident + "/write_entry",
                 json::object{{"text", "a"}}, {{"Heed-Purpose", "curiosity"}});
  EXPECT_GE(outcome.status, 400) << outcome.body;
}

TEST_F(DeskServing, closing_over_what_is_owed_is_refused_with_what_would_allow_it) {
  const auto incident = open();
  const auto choices = object(send("l.adeyemi", "GET", "/v1/choices"));
  const json::object close{{"closing_code", choices.at("closing_codes").at(0).at("code")},
                           {"outcome", choices.at("outcomes").at(0).at("code")}};
  const auto path = "/v1/incidents/" + incident;
  EXPECT_EQ(send("l.adeyemi", "POST", path + "/close", close).status, 428) << "without a version";
  const auto seen = object(send("l.adeyemi", "GET", path));
  const auto version = std::to_string(seen.at("versions").at("closing").to_number<int>());
  const auto outcome =
      send("l.adeyemi", "POST", path + "/close", close, {{"If-Match", "\"" + version + "\""}});
  EXPECT_EQ(outcome.status, 422) << outcome.body;
  EXPECT_FALSE(text(object(outcome), "detail").empty());
}

TEST_F(DeskServing, what_only_the_desk_may_fill_in_is_refused_from_outside) {
  const auto incident = open();
  for (const json::object& body : {json::object{{"text", "a"}, {"heard", json::object{}}},
                                   json::object{{"text", "a"}, {"open_against", json::array{}}}}) {
    EXPECT_EQ(send("l.adeyemi", "POST", "/v1/incidents/" + incident + "/write_entry", body).status,
              400);
  }
  EXPECT_EQ(send("l.adeyemi", "POST", "/v1/incidents/" + incident + "/mark_overdue",
                 json::object{{"obligation", incident}})
                .status,
            404)
      << "no route for what the system does by itself";
}

TEST_F(DeskServing, what_is_not_there_is_not_found) {
  EXPECT_EQ(send("l.adeyemi", "GET", "/v1/incidents/NM-20200101-00001").status, 404);
  EXPECT_EQ(send("s.khan", "GET", "/v1/incidents/01890000-0000-7000-8000-000000000000").status,
            404);
}

TEST_F(DeskServing, the_board_holds_no_personal_data) {
  const auto incident = open();
  send("l.adeyemi", "POST", "/v1/incidents/" + incident + "/add_person",
       json::object{{"given_name", "Quentin"}, {"family_name", "Zebedee"}});
  room_->feed().wait_until(journal_->head().seq, std::chrono::seconds(10));
  const auto board = send("s.khan", "GET", "/v1/incidents");
  ASSERT_EQ(board.status, 200) << board.body;
  EXPECT_EQ(object(board).at("incidents").as_array().size(), 1u);
  const auto owed = send("s.khan", "GET", "/v1/owed");
  ASSERT_EQ(owed.status, 200) << owed.body;
  EXPECT_FALSE(object(owed).at("owed").as_array().empty());
  for (const auto* body : {&board.body, &owed.body}) {
    for (const char* personal : {"Quentin", "Zebedee", "900123"}) {
      EXPECT_EQ(body->find(personal), std::string::npos) << *body;
    }
  }
}

TEST_F(DeskServing, a_role_without_it_can_send_no_command_and_see_nothing) {
  const auto incident = open();
  const auto table = command_routes(door());
  ASSERT_GT(table.size(), 40u);
  const auto operators = std::find_if(staff_.people().begin(), staff_.people().end(),
                                      [](const access::Person& person) {
                                        return person.roles == std::set<std::string>{"operator"};
                                      });
  ASSERT_NE(operators, staff_.people().end());
  for (const auto& route : table) {
    std::string path = route.path;
    if (const auto at = path.find("{incident}"); at != std::string::npos) {
      path.replace(at, 10, incident);
    }
    const auto outcome =
        send(operators->login, "POST", path, json::object{{"channel", "chat"}, {"text", "a"}},
             {{"Heed-Reason", "a%20reason%20that%20is%20long%20enough"}});
    EXPECT_GE(outcome.status, 400) << route.name;
    EXPECT_LT(outcome.status, 500) << route.name << outcome.body;
  }
  const auto stream = desk::stream_of(*incident::IncidentId::parse(incident));
  for (const auto& event : *journal_->read_stream(stream, 1, 1000)) {
    EXPECT_NE(event.header.actor, operators->id) << event.type;
  }
  EXPECT_EQ(send(operators->login, "GET", "/v1/incidents/" + incident).status, 403);
}

TEST_F(DeskServing, nothing_that_is_sent_breaks_a_route) {
  const auto incident = open();
  const std::string deep(200, '[');
  const std::vector<std::string> bodies = {
      "",
      "null",
      "[]",
      "{",
      "\"",
      "{\"a\":",
      deep,
      "{\"text\":\"\xff\"}",
      std::string(1, '\0'),
      R"({"text":{"a":[1,2,{}]},"channel":7,"incident":null})",
      R"({"contact":"x","identifier":"y","person":"z","obligation":1,"check":true})",
      R"({"grade":"emergency","channel":"emergency_999","text":")" + std::string(60'000, 'a') +
          "\"}",
      R"({"due":"yesterday","at":"2026-13-45T99:99:99Z","what":"","kept":"maybe"})",
      R"({"number":"\u0000","line":"\ud800","words":"\u202e"})",
      R"({"lost":1e400,"low":9223372036854775807,"high":-9223372036854775808})"};
  net::HttpClient client;
  for (const auto& route : command_routes(door())) {
    std::string path = route.path;
    if (const auto at = path.find("{incident}"); at != std::string::npos) {
      path.replace(at, 10, incident);
    }
    for (const auto& body : bodies) {
      net::ClientRequest request;
      request.method = "POST";
      request.url = server_->url() + path;
      request.body = body;
      request.headers = {{"Authorization", "Bearer " + token("l.adeyemi")},
                         {"Heed-Purpose", "call_handling"},
                         {"Content-Type", "application/json"},
                         {"Idempotency-Key", "f" + std::to_string(++keys_)}};
      const auto outcome = client.ask(request);
      ASSERT_EQ(outcome.reached, net::Reached::answered) << route.name;
      EXPECT_LT(outcome.status, 500) << route.name << " " << body.substr(0, 60) << outcome.body;
    }
  }
  EXPECT_EQ(send("l.adeyemi", "GET", "/v1/incidents/" + incident).status, 200);
}

TEST_F(DeskServing, screens_hear_of_their_own_incidents_alone) {
  const auto incident = open();
  room_->feed().wait_until(journal_->head().seq, std::chrono::seconds(10));
  net::RawWebSocket own(server_->port(), "/v1/live",
                        "Authorization: Bearer " + token("l.adeyemi") + "\r\n");
  net::RawWebSocket strange(server_->port(), "/v1/live",
                            "Authorization: Bearer " + token("t.ellis") + "\r\n");
  for (auto* socket : {&own, &strange}) {
    socket->receive();
    socket->receive();
  }
  send("l.adeyemi", "POST", "/v1/incidents/" + incident + "/write_entry",
       json::object{{"text", "words that nobody is pushed"}});
  const auto heard = own.receive().payload;
  EXPECT_NE(heard.find(incident), std::string::npos) << heard;
  EXPECT_EQ(heard.find("words"), std::string::npos);
  strange.send_text(R"({"type":"ping"})");
  EXPECT_EQ(strange.receive().payload, R"({"type":"pong"})") << "and nothing before it";
}

TEST_F(DeskServing, a_screen_that_is_cut_off_ends_what_its_person_was_looking_at) {
  const auto incident = open();
  auto screen = std::make_unique<net::RawWebSocket>(
      server_->port(), "/v1/live", "Authorization: Bearer " + token("l.adeyemi") + "\r\n");
  screen->receive();
  send("l.adeyemi", "GET", "/v1/incidents/" + incident);
  EXPECT_EQ(consultations_->open(), 1u);
  screen.reset();
  ASSERT_EQ(gone_.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
  EXPECT_EQ(consultations_->open(), 0u);
}

TEST_F(DeskServing, an_answered_call_opens_its_contact_and_a_lost_line_ends_it) {
  PhoneDesk phones(door());
  PhoneEvent event;
  event.run = "run";
  event.seq = 1;
  event.type = "call.answered";
  event.at = clock_.now();
  event.call = "c-1";
  event.service = "999";
  event.number = "+447700900123";
  event.agent = "l.adeyemi";
  event.latitude = 52.9;
  event.longitude = -1.2;
  event.radius_m = 24;
  event.fix_age_s = 9;
  std::vector<std::string> refused;
  const auto told = [&](const Error& why) { refused.push_back(why.message()); };
  ASSERT_TRUE(phones.happened(event, told));
  ASSERT_TRUE(phones.happened(event, told)) << "told twice";
  event.seq = 2;
  event.type = "call.lost";
  ASSERT_TRUE(phones.happened(event, told));
  EXPECT_TRUE(refused.empty()) << refused.front();
  room_->feed().wait_until(journal_->head().seq, std::chrono::seconds(10));
  const auto known = room_->desk().index().by_call("c-1");
  ASSERT_TRUE(known);
  EXPECT_EQ(room_->desk().index().all().size(), 1u);
  const auto view = object(send("l.adeyemi", "GET", "/v1/incidents/" + known->incident.str()));
  EXPECT_EQ(view.at("contacts").at(0).at("lost"), json::value(true));
  EXPECT_EQ(view.at("location").at("radius_m"), json::value(24));
  EXPECT_FALSE(view.at("owed").as_array().empty()) << "a decision whether to ring back";
}

TEST_F(DeskServing, the_whole_table_makes_one_document) {
  const auto document = object(send("l.adeyemi", "GET", "/v1/openapi.json"));
  EXPECT_GT(document.at("paths").as_object().size(), 45u);
  const auto& schemas = document.at("components").at("schemas").as_object();
  EXPECT_TRUE(schemas.contains("IncidentView"));
  EXPECT_TRUE(schemas.contains("WriteEntry"));
  EXPECT_FALSE(schemas.at("WriteEntry").at("properties").as_object().contains("heard"));
  const auto choices = object(send("l.adeyemi", "GET", "/v1/choices"));
  EXPECT_FALSE(choices.at("opening_codes").as_array().empty());
  EXPECT_FALSE(choices.at("questions").as_array().empty());
  EXPECT_EQ(object(send("l.adeyemi", "GET", "/v1/me")).at("login"), json::value("l.adeyemi"));
}

}  // namespace
}  // namespace heed::server
