#include "server/desk_fixture.h"

#include <boost/json.hpp>

#include "server/drafts.h"
#include "server/people_door.h"

namespace heed::server::test {

void DeskRoom::SetUp() {
  auto room = desk::TestRoom::make(HEED_SOURCE_DIR, {&who_saw_});
  ASSERT_TRUE(room) << room.error().message();
  all_ = std::move(*room);
  boards_ = std::make_unique<desk::Boards>(all_->room->desk(), wards_);
  all_->room->feed().watch("boards", 0,
                           [this](const journal::StoredEvent& event) { boards_->changed(event); });
  for (RouteTable table :
       {command_routes(door()), query_routes(door()), draft_routes({*rows_, all_->clock}),
        left_draft_routes({*rows_, all_->clock}, door()), people_routes({door(), *boards_})}) {
    for (Route& route : table) table_.push_back(std::move(route));
  }
}

DeskDoor DeskRoom::door() {
  return {all_->room->desk(),
          *all_->journal,
          all_->staff,
          *all_->consultations,
          {},
          [this](ActorId who, const std::string& draft) { (void)end_draft(*rows_, who, draft); },
          nullptr,
          &who_saw_,
          {},
          nullptr,
          boards_.get()};
}

Principal DeskRoom::person(const std::string& login) const {
  const access::Person* found = all_->staff.find_login(login);
  if (!found) return {};
  return {found->id, found->login, found->name, {found->roles.begin(), found->roles.end()}, {}};
}

const Route& DeskRoom::route(std::string_view name) const {
  for (const auto& one : table_) {
    if (one.name == name) return one;
  }
  ADD_FAILURE() << "no route " << name;
  return table_.front();
}

Result<Answer> DeskRoom::ask(const std::string& who, std::string_view name, Asking asking) {
  Call call;
  call.who = person(who);
  call.purpose = asking.purpose;
  call.reason = asking.reason;
  call.idempotency_key = "key-" + std::to_string(++keys_);
  call.path = asking.path;
  if (!asking.incident.empty()) call.path["incident"] = asking.incident;
  call.query = asking.query;
  call.body = asking.body;
  call.body_hash = hash_bytes(asking.body);
  auto answer = route(name).act(call);
  EXPECT_TRUE(all_->room->settle());
  return answer;
}

boost::json::object DeskRoom::told(const Result<Answer>& answer) {
  if (!answer) {
    return {{"error", answer.error().message()},
            {"code", std::string(to_string(answer.error().code))}};
  }
  const auto value = parse_json(answer->body);
  return value && value->is_object() ? value->get_object() : boost::json::object{};
}

std::string DeskRoom::take_call(const std::string& who, const std::string& line) {
  const auto done = told(
      ask(who, "open_contact", {.body = R"({"channel":"emergency_999","line":")" + line + "\"}"}));
  EXPECT_TRUE(done.contains("incident")) << write_json(done);
  return done.contains("incident") ? std::string(done.at("incident").as_string()) : "";
}

void DeskRoom::write(const std::string& who, const std::string& incident, const std::string& text) {
  const boost::json::object body{{"text", text}, {"voice", "handler_note"}};
  const auto done = ask(who, "write_entry", {.incident = incident, .body = write_json(body)});
  EXPECT_TRUE(done) << done.error().message();
}

}  // namespace heed::server::test
