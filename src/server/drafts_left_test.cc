// What somebody left typed goes to whoever has the incident after them, and to nobody else.
#include <boost/json.hpp>

#include "server/desk_fixture.h"

namespace heed::server::test {
namespace {

constexpr const char* draft = "0191d2b0-0000-7000-8000-0000000000aa";
constexpr const char* reason = "a supervisor asked me to look at this one";

class DraftsLeft : public DeskRoom {
 protected:
  void SetUp() override {
    DeskRoom::SetUp();
    incident_ = take_call("l.adeyemi");
    keep("He says he is outside the", incident_);
  }
  void keep(const std::string& text, const std::string& incident) {
    const auto body = write_json(boost::json::object{
        {"incident", incident}, {"text", text}, {"rev", ++rev_}, {"voice", "caller"}});
    ASSERT_TRUE(ask("l.adeyemi", "keep_draft", {.body = body, .path = {{"draft", draft}}}));
  }
  // The texts that are offered to that person.
  std::string offered(const std::string& who) {
    const auto answer = told(ask(who, "left_drafts", {.incident = incident_, .reason = reason}));
    if (!answer.contains("drafts")) return "refused";
    std::string out;
    for (const auto& one : answer.at("drafts").as_array()) {
      out += std::string(one.at("by").as_string()) + ": " + one.at("text").as_string().c_str();
    }
    return out;
  }
  void hand_over(const std::string& from, const std::string& to) {
    const auto body = write_json(boost::json::object{{"to", person(to).id.str()}});
    ASSERT_TRUE(ask(from, "hand_over", {.incident = incident_, .body = body}));
  }

  std::string incident_;
  int rev_ = 0;
};

TEST_F(DraftsLeft, are_offered_once_it_was_taken_over_and_then_to_that_person_alone) {
  EXPECT_EQ(offered("s.khan"), "") << "while its writer still has the incident";
  hand_over("s.khan", "s.khan");
  EXPECT_EQ(offered("s.khan"), "Lola Adeyemi: He says he is outside the");
  EXPECT_EQ(offered("l.adeyemi"), "");
  EXPECT_EQ(offered("d.price"), "") << "another supervisor";
  EXPECT_EQ(offered("p.nair"), "") << "another handler, with a reason";
}

TEST_F(DraftsLeft, of_another_incident_stay_their_writers) {
  keep("What my other caller said", take_call("l.adeyemi", "07700 900222"));
  hand_over("s.khan", "s.khan");
  EXPECT_EQ(offered("s.khan"), "");
}

TEST_F(DraftsLeft, are_on_record_when_they_are_shown_and_gone_when_they_are_dealt_with) {
  hand_over("s.khan", "s.khan");
  const auto before = all_->journal->head().seq;
  offered("s.khan");
  EXPECT_GT(all_->journal->head().seq, before);
  const Asking end{.incident = incident_, .reason = reason, .path = {{"draft", draft}}};
  ASSERT_TRUE(ask("d.price", "end_left_draft", end));
  EXPECT_NE(offered("s.khan"), "") << "not another’s to end";
  ASSERT_TRUE(ask("s.khan", "end_left_draft", end));
  EXPECT_EQ(offered("s.khan"), "");
}

}  // namespace
}  // namespace heed::server::test
