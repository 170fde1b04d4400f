// For tests: a control room in memory, and its routes asked as any of its people, without HTTP.
#pragma once

#include <gtest/gtest.h>

#include "base/json.h"
#include "base/rows.h"
#include "desk/boards.h"
#include "desk/test_room.h"
#include "desk/wards.h"
#include "server/desk_door.h"
#include "views/who_saw.h"

namespace heed::server::test {

struct Asking {
  std::string incident = {};
  std::string body = {};
  std::string reason = {};
  std::string purpose = "call_handling";
  std::map<std::string, std::string, std::less<>> path = {};
  std::map<std::string, std::string, std::less<>> query = {};
};

class DeskRoom : public testing::Test {
 protected:
  void SetUp() override;

  DeskDoor door();
  Principal person(const std::string& login) const;
  const Route& route(std::string_view name) const;
  Result<Answer> ask(const std::string& who, std::string_view name, Asking asking = Asking());
  // What was answered; of a refusal its code and message.
  boost::json::object told(const Result<Answer>& answer);
  // A contact taken by that person: the incident's id.
  std::string take_call(const std::string& who, const std::string& line = "07700 900118");
  void write(const std::string& who, const std::string& incident, const std::string& text);

  views::WhoSaw who_saw_;
  std::unique_ptr<desk::TestRoom> all_;
  desk::Wards wards_;
  std::unique_ptr<desk::Boards> boards_;
  std::unique_ptr<Rows> rows_ = memory_rows();
  RouteTable table_;
  int keys_ = 0;
};

}  // namespace heed::server::test
