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
  // What is to be decided so far is what to record as a crime.
  const auto decide = shown("m.lane", "work", {{}, {{"kind", "decide"}}});
  for (const auto& one : decide.at("owed").as_array()) {
    EXPECT_EQ(one.at("first_duty"), "crime_recorder");
  }
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

// ---- desks --------------------------------------------------------------------------------------
class DesksOfPeople : public RoomOfPeople {
 protected:
  // The number that was said is searched by the national desk once somebody has said whose it is.
  std::string incident_with_a_question() {
    const auto id = child_in_danger();
    const auto before = shown("s.khan", "incident", {{{"incident", id}}});
    for (const auto& one : before.at("identifiers").as_array()) {
      if (one.at("value") == "+447700900461" && one.at("state") != "accepted") {
        does("b.shaw", "accept_identifier", id,
             {{"identifier", one.at("id")}, {"role", "complained_of"}});
      }
    }
    const auto after = shown("s.khan", "incident", {{{"incident", id}}});
    for (const auto& check : after.at("checks").as_array()) {
      if (check.at("source") == "national_intel") check_ = std::string(check.at("id").as_string());
    }
    EXPECT_FALSE(check_.empty());
    return id;
  }
  json::object answer_of(const char* what) const {
    return {{"check", check_},
            {"what", what},
            {"searched", {"phone"}},
            {"searched_by", "Duty officer Reed"},
            {"searched_at", format_instant(clock_.now())},
            {"words", "nothing held for that number"},
            {"coverage", "all forces of England and Wales"}};
  }
  static Asking why(const char* purpose) {
    Asking asked;
    asked.purpose = purpose;
    return asked;
  }
  std::string check_;
};

TEST_F(DesksOfPeople, a_desk_reads_its_own_questions_each_on_record_and_no_others) {
  const auto id = incident_with_a_question();
  const auto list = shown("w.tan", "desk_questions", why("investigation"));
  ASSERT_TRUE(find(list, "questions", "check", check_)) << write_json(list);
  EXPECT_EQ(write_json(list).find("900461"), std::string::npos) << "a list says nothing of whom";
  Asking one{{{"incident", id}, {"check", check_}}};
  one.purpose = "investigation";
  const auto question = shown("w.tan", "desk_question", one);
  EXPECT_EQ(question.at("keys").at(0).at("value"), "+447700900461");
  ASSERT_EQ(views_of("w.tan").size(), 1u);
  EXPECT_EQ(views_of("w.tan")[0].subject_kind, "question/" + check_);
  EXPECT_EQ(views_of("w.tan")[0].subject, id);
  const auto other = shown("e.moss", "desk_questions", why("safeguarding"));
  for (const auto& one : other.at("questions").as_array()) {
    EXPECT_NE(one.at("source"), "national_intel") << "another desk's";
  }
  EXPECT_EQ(refused("e.moss", "desk_question", one), Code::denied);
  EXPECT_TRUE(views_of("e.moss").empty());
}

TEST_F(DesksOfPeople, only_its_own_people_type_its_answer_and_it_is_listed_then) {
  const auto id = incident_with_a_question();
  Asking asked{{{"incident", id}}};
  asked.body = answer_of("nothing_found");
  for (const auto& [who, purpose] : std::map<std::string, std::string>{
           {"e.moss", "safeguarding"}, {"d.price", "supervision"}, {"p.nair", "call_handling"}}) {
    asked.purpose = purpose;
    EXPECT_EQ(refused(who, "answer_check", asked), Code::denied) << who;
  }
  does("w.tan", "answer_check", id, answer_of("nothing_found"));
  const auto list = shown("w.tan", "desk_questions", why("investigation"));
  EXPECT_FALSE(find(list, "questions", "check", check_));
  const auto answers = shown("w.tan", "desk_answers", why("investigation"));
  const auto* answered = find(answers, "answers", "check", check_);
  ASSERT_TRUE(answered) << write_json(answers);
  EXPECT_EQ(answered->at("outcome"), "no_trace");
  EXPECT_EQ(answered->at("searched_by"), "Duty officer Reed");
  EXPECT_TRUE(answered->contains("answered_at"));
}

TEST_F(DesksOfPeople, whoever_is_on_the_incident_types_what_they_were_told) {
  const auto id = incident_with_a_question();
  does("b.shaw", "answer_check", id, answer_of("nothing_found"));
  const auto view = shown("s.khan", "incident", {{{"incident", id}}});
  const auto* check = find(view, "checks", "id", check_);
  ASSERT_TRUE(check);
  EXPECT_EQ(check->at("outcome"), "no_trace");
}

TEST_F(DesksOfPeople, not_searched_stays_asked_and_another_reason_is_on_record_too) {
  const auto id = incident_with_a_question();
  for (const char* reason : {"unavailable", "denied"}) {
    auto body = answer_of("not_searched");
    body["reason"] = reason;
    does("w.tan", "answer_check", id, body);
    const auto view = shown("s.khan", "incident", {{{"incident", id}}});
    const auto* check = find(view, "checks", "id", check_);
    EXPECT_EQ(check->at("outcome"), "not_searched");
    EXPECT_EQ(check->at("reason"), reason);
  }
  EXPECT_TRUE(
      find(shown("w.tan", "desk_questions", why("investigation")), "questions", "check", check_))
      << "not searched is no answer";
}

TEST_F(People, who_saw_it_lists_slips_records_and_what_was_looked_at_of_what_is_owed) {
  const auto id = child_in_danger();
  does("b.shaw", "set_grade", id, {{"grade", "emergency"}});
  Asking slip{{{"incident", id}}};
  slip.purpose = "dispatch";
  shown("g.marsden", "dispatch_slip", slip);
  shown("s.khan", "incident", {{{"incident", id}}});
  const auto owed = shown("s.khan", "incident", {{{"incident", id}}}).at("owed").at(0).at("id");
  shown("s.khan", "obligation",
        {{{"incident", id}, {"obligation", std::string(owed.as_string())}}});
  settle();
  Asking audit{{{"incident", id}}};
  audit.purpose = "professional_standards";
  audit.reason = "complaint 2026/114 by the family";
  const auto saw = shown("a.coles", "consultations", audit);
  std::set<std::string> kinds;
  for (const auto& one : saw.at("shown").as_array()) {
    const std::string as(one.at("as").as_string());
    kinds.insert(as.substr(0, as.find('/')));
  }
  EXPECT_EQ(kinds, (std::set<std::string>{"incident", "slip", "obligation"})) << write_json(saw);
}

TEST_F(People, looking_after_the_system_has_a_purpose_of_its_own) {
  Asking asked;
  asked.purpose = "administration";
  EXPECT_FALSE(shown("v.stone", "accounts", asked).at("accounts").as_array().empty());
  EXPECT_EQ(refused("l.adeyemi", "accounts", asked), Code::denied);
}

}  // namespace
}  // namespace heed::server
