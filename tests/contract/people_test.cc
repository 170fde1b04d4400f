// What supervisors, dispatchers and those who decide are shown, and what of it is on record.
#include <chrono>

#include "people_fixture.h"

namespace heed::server {
namespace {

namespace json = boost::json;

class People : public RoomOfPeople {};

const json::object* find(const json::object& answer, const char* list, const char* key,
                         std::string_view value) {
  for (const auto& one : answer.at(list).as_array()) {
    if (one.at(key).as_string() == value) return &one.as_object();
  }
  return nullptr;
}

TEST_F(People, the_board_tells_themes_age_band_ward_and_time_left_and_no_names) {
  const auto id = child_in_danger();
  const auto body = text_of("s.khan", "room_board");
  for (const char* personal :
       {"Quentin", "Zebedee", "900123", "900461", "Quay Row", "ZZ1", "mum"}) {
    EXPECT_EQ(body.find(personal), std::string::npos) << personal << " in " << body;
  }
  const auto board = parse_json(body)->as_object();
  const auto* line = find(board, "incidents", "id", id);
  ASSERT_TRUE(line) << body;
  EXPECT_EQ(line->at("age_band"), "child");
  EXPECT_EQ(line->at("ward"), "Harbour");
  EXPECT_EQ(line->at("handler"), "PC Bryn Shaw");
  EXPECT_EQ(line->at("live_contact"), true);
  EXPECT_TRUE(line->contains("next_due"));
  EXPECT_GT(line->at("owed").as_int64(), 5);
  EXPECT_EQ(board.at("totals").at("children"), 1);
  EXPECT_TRUE(views_of("s.khan").empty()) << "a board is no consultation of anybody";
}

TEST_F(People, the_board_says_who_works_without_a_certificate) {
  child_in_danger();  // nobody is in the register of this room
  const auto board = shown("s.khan", "room_board");
  EXPECT_EQ(board.at("totals").at("guided"), 1);
}

TEST_F(People, the_board_keeps_up_and_forgets_what_is_closed) {
  const auto id = child_in_danger();
  const auto before = shown("s.khan", "room_board").at("totals").at("overdue").as_int64();
  EXPECT_EQ(before, 0);
  clock_.advance(std::chrono::minutes(6));
  timers_.run_until(clock_.steady());
  settle();
  EXPECT_GT(shown("s.khan", "room_board").at("totals").at("overdue").as_int64(), 0);
}

TEST_F(People, the_room_is_for_those_who_oversee_it) {
  child_in_danger();
  EXPECT_EQ(refused("l.adeyemi", "room_board"), Code::denied);
  EXPECT_EQ(refused("a.coles", "work"), Code::denied);
}

TEST_F(People, work_is_listed_by_duty_and_kind_in_policy_words_alone) {
  const auto id = child_in_danger();
  const auto body = text_of("m.lane", "work", {{}, {{"duty", "public_protection"}}});
  EXPECT_EQ(body.find("Zebedee"), std::string::npos);
  const auto list = parse_json(body)->as_object();
  ASSERT_FALSE(list.at("owed").as_array().empty());
  for (const auto& one : list.at("owed").as_array()) {
    EXPECT_EQ(one.at("first_duty"), "public_protection");
  }
  EXPECT_TRUE(shown("m.lane", "work", {{}, {{"kind", "decide"}}}).at("owed").as_array().empty());
}

TEST_F(People, whoever_is_sent_reads_wishes_needs_and_safe_contact_first_and_it_is_on_record) {
  const auto id = child_in_danger();
  does("b.shaw", "set_grade", id, {{"grade", "emergency"}});
  const auto queue = shown("g.marsden", "work", {{}, {{"kind", "dispatch"}}});
  ASSERT_FALSE(queue.at("owed").as_array().empty());
  EXPECT_EQ(queue.at("owed").at(0).at("offered_me"), true);
  Asking asked{{{"incident", id}}};
  asked.purpose = "dispatch";
  const auto slip = shown("g.marsden", "dispatch_slip", asked);
  EXPECT_EQ(slip.at("wishes").at(0).at("kind"), "do_not_call");
  EXPECT_EQ(slip.at("place").at("address"), "4 Quay Row, Northmoor ZZ1 4TR");
  ASSERT_EQ(views_of("g.marsden").size(), 1u);
  EXPECT_EQ(views_of("g.marsden")[0].subject_kind, "slip");
  EXPECT_EQ(views_of("g.marsden")[0].subject, id);
  // Accepted by name.
  does("g.marsden", "accept_obligation", id,
       {{"obligation", queue.at("owed").at(0).at("obligation")}});
  const auto after = shown("g.marsden", "work", {{}, {{"kind", "dispatch"}}});
  EXPECT_EQ(after.at("owed").at(0).at("mine"), true);
  EXPECT_EQ(after.at("owed").at(0).at("holder"), "Gail Marsden");
}

TEST_F(People, a_dispatcher_who_is_not_on_it_gives_a_reason_before_anything_is_shown) {
  const auto id = child_in_danger();
  Asking asked{{{"incident", id}}};
  asked.purpose = "dispatch";
  const auto got = ask("j.okoro", "dispatch_slip", asked);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().message().find("Zebedee"), std::string::npos);
  EXPECT_TRUE(views_of("j.okoro").empty());
  asked.reason = "taking over from the day shift";
  EXPECT_TRUE(ask("j.okoro", "dispatch_slip", asked));
  EXPECT_EQ(views_of("j.okoro").size(), 1u);
}

TEST_F(People, a_release_opens_what_it_would_set_aside) {
  const auto id = child_in_danger();
  const auto view = shown("s.khan", "incident", {{{"incident", id}}});
  const auto* owed = find(view, "owed", "kind", "check");
  ASSERT_TRUE(owed);
  const std::string obligation(owed->at("id").as_string());
  const auto aside =
      shown("s.khan", "obligation", {{{"incident", id}, {"obligation", obligation}}});
  EXPECT_EQ(aside.at("owed").at("id"), obligation.c_str());
  EXPECT_FALSE(aside.at("checks").as_array().empty());
  EXPECT_FALSE(aside.at("entries").as_array().empty());
  EXPECT_EQ(aside.at("by_me"), false);
  EXPECT_EQ(views_of("s.khan").back().subject_kind, "obligation/" + obligation);
  // One at a time, with a reason, and never one's own.
  does("s.khan", "release_obligation", id,
       {{"obligation", obligation}, {"reason", "asked by telephone, nothing held"}});
  EXPECT_EQ(refused("s.khan", "obligation",
                    {{{"incident", id}, {"obligation", "01890000-0000-7000-8000-000000000000"}}}),
            Code::not_found);
}

}  // namespace
}  // namespace heed::server
