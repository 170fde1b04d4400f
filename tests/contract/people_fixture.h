// A control room of Northmoor on a ledger in memory, with a clock that a test moves, and its routes
// asked without a socket: for the tests of what the people beside the handler are shown.
#pragma once

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "base/json.h"
#include "journal/memory_journal.h"
#include "server/people_door.h"
#include "views/who_saw.h"

namespace heed::server {

struct Asking {
  std::map<std::string, std::string, std::less<>> path = {};
  std::map<std::string, std::string, std::less<>> query = {};
  std::string reason = {};
  boost::json::value body = nullptr;
  std::string purpose = "supervision";
};

class RoomOfPeople : public testing::Test {
 protected:
  static std::string file(const std::string& path) {
    std::ifstream in(std::string(HEED_SOURCE_DIR) + "/" + path);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
  }
  // Once for all tests: reading the whole policy takes a while under the sanitizers.
  static void SetUpTestSuite() {
    zone_ = std::make_unique<Zone>(*Zone::load("Europe/London"));
    auto policy = desk::load_force_policy(HEED_SOURCE_DIR "/policy", *zone_);
    ASSERT_TRUE(policy) << policy.error().message();
    policy_ = *policy;
    auto staff = access::Staff::read(
        *policy::Document::parse(file("config/northmoor/staff.toml"), "staff.toml"),
        policy_->access, *zone_);
    ASSERT_TRUE(staff) << staff.error().message();
    staff_ = std::move(*staff);
    auto wards = desk::Wards::read(
        *policy::Document::parse(file("config/northmoor/wards.toml"), "wards.toml"));
    ASSERT_TRUE(wards) << wards.error().message();
    wards_ = std::move(*wards);
  }

  void SetUp() override {
    journal::EventTypes types;
    desk::add_types(types);
    auto journal = journal::new_memory_journal(
        {"Northmoor Police", "NM", "Europe/London", journal::Nature::rehearsal}, types,
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
        [this](const checks::SourceDeclaration&) { return checks::timer_workers(timers_); },
        [](const journal::Alarm&) {},
        {},
        {&who_saw_},
        Micros(0)});
    consultations_ = std::make_unique<desk::Consultations>(*journal_, clock_, random_);
    boards_ = std::make_unique<desk::Boards>(room_->desk(), wards_);
    room_->feed().watch("boards", 0,
                        [this](const journal::StoredEvent& event) { boards_->changed(event); });
    ASSERT_TRUE(room_->open());
    routes_ = people_routes(people_door());
    for (auto* more : {&command_routes, &query_routes}) {
      for (auto& route : (*more)(door())) routes_.push_back(std::move(route));
    }
  }
  void TearDown() override { room_->stop(); }

  DeskDoor door() {
    return {room_->desk(),
            *journal_,
            staff_,
            *consultations_,
            [this](checks::CheckId id) { return room_->runner().state_of(id); },
            {},
            nullptr,
            &who_saw_,
            {},
            nullptr,
            boards_.get()};
  }
  PeopleDoor people_door() { return {door(), *boards_}; }

  Result<Answer> ask(const std::string& login, const std::string& name, Asking asked) {
    for (const auto& route : routes_) {
      if (route.name != name) continue;
      const auto* person = staff_.find_login(login);
      Call call;
      call.who = {person->id, login, person->name, {person->roles.begin(), person->roles.end()}};
      call.purpose = asked.purpose;
      call.reason = asked.reason;
      call.path = std::move(asked.path);
      call.query = std::move(asked.query);
      if (!asked.body.is_null()) call.body = write_json(asked.body);
      call.idempotency_key = "k" + std::to_string(++keys_);
      return route.act(call);
    }
    ADD_FAILURE() << "no route is called " << name;
    return error(Code::not_found, name);
  }
  boost::json::object shown(const std::string& login, const std::string& name, Asking asked = {}) {
    const auto got = ask(login, name, std::move(asked));
    EXPECT_TRUE(got) << name << ": " << (got ? "" : got.error().message());
    return got ? parse_json(got->body)->as_object() : boost::json::object{};
  }
  std::string text_of(const std::string& login, const std::string& name, Asking asked = {}) {
    const auto got = ask(login, name, std::move(asked));
    EXPECT_TRUE(got) << name << ": " << (got ? "" : got.error().message());
    return got ? got->body : std::string();
  }
  Code refused(const std::string& login, const std::string& name, Asking asked = {}) {
    const auto got = ask(login, name, std::move(asked));
    EXPECT_FALSE(got) << name << " was allowed to " << login;
    return got ? Code::corrupt : got.error().code;
  }
  // A command; what follows from it is settled.
  boost::json::object does(const std::string& login, const std::string& command,
                           const std::string& incident, boost::json::object body) {
    Asking asked;
    asked.purpose = "call_handling";
    asked.body = std::move(body);
    if (!incident.empty()) asked.path["incident"] = incident;
    auto out = shown(login, command, std::move(asked));
    settle();
    return out;
  }
  void settle() {
    for (int i = 0; i < 3; ++i) {
      EXPECT_TRUE(room_->settle());
      timers_.run_until(clock_.steady());
    }
    EXPECT_TRUE(room_->settle());
  }
  // A child who is pressed, as the first call of the case goes in a few words.
  std::string child_in_danger() {
    const auto opened = does("b.shaw", "open_contact", "",
                             {{"channel", "emergency_999"},
                              {"line", "+447700900123"},
                              {"location",
                               {{"address", "4 Quay Row, Northmoor ZZ1 4TR"},
                                {"radius_m", 18},
                                {"method", "subscriber"}}}});
    const std::string id(opened.at("incident").as_string());
    does("b.shaw", "write_entry", id,
         {{"voice", "caller"},
          {"text",
           "My name is Quentin Zebedee, I am 15. He says he will tell my mum if I do not meet him "
           "for sex tonight. His number is 07700 900461. Please do not ring my house."}});
    return id;
  }
  std::vector<access::ViewOpened> views_of(const std::string& login) const {
    std::vector<access::ViewOpened> out;
    const auto events = journal_->read_stream({"viewer", access::actor_of(login).uuid}, 1, 1000);
    for (const auto& event : *events) {
      const auto decoded = access::decode(event.type, *event.payload);
      if (const auto* opened = std::get_if<access::ViewOpened>(&*decoded)) out.push_back(*opened);
    }
    return out;
  }

  inline static std::unique_ptr<Zone> zone_;
  inline static std::shared_ptr<const desk::ForcePolicy> policy_;
  inline static access::Staff staff_;
  inline static desk::Wards wards_;
  ManualClock clock_{*parse_instant("2026-11-19T12:00:00Z")};
  SeededRandom random_{20261119};
  ManualTimers timers_{clock_};
  training::Register competences_;
  views::WhoSaw who_saw_;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<desk::ControlRoom> room_;
  std::unique_ptr<desk::Consultations> consultations_;
  std::unique_ptr<desk::Boards> boards_;
  RouteTable routes_;
  int keys_ = 0;
};

}  // namespace heed::server
