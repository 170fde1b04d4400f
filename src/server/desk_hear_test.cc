#include "server/desk_hear.h"

#include <boost/json.hpp>

#include "server/desk_fixture.h"

namespace heed::server::test {
namespace {

class Drafted : public DeskRoom {
 protected:
  boost::json::object hear(const std::string& who, const std::string& incident,
                           const std::string& text) {
    HearMessage message;
    message.draft = "0191d2b0-0000-7000-8000-000000000001";
    message.rev = ++rev_;
    message.incident = incident;
    message.voice = "handler_note";
    message.text = text;
    auto& ear = ears_[who];
    if (!ear) ear = listen_for(door(), person(who));
    return parse_json(ear->hear(message))->as_object();
  }
  static std::set<std::string> words(const boost::json::object& heard, const char* list,
                                     const char* field = nullptr) {
    std::set<std::string> out;
    for (const auto& one : heard.at(list).as_array()) {
      out.emplace(field ? one.at(field).as_string() : one.as_string());
    }
    return out;
  }
  std::map<std::string, std::shared_ptr<Listening>> ears_;
  std::int64_t rev_ = 0;
};

constexpr const char* threat =
    "Caller é afraid, says his girlfriend's ex threatened to kill him, number 07700 900461";

TEST_F(Drafted, words_are_heard_with_their_place_in_code_points) {
  const auto heard = hear("l.adeyemi", take_call("l.adeyemi"), threat);
  EXPECT_EQ(heard.at("type"), "heard");
  EXPECT_EQ(heard.at("rev"), 1);
  bool phone = false;
  for (const auto& one : heard.at("findings").as_array()) {
    if (one.at("meaning") != "phone") continue;
    phone = true;
    EXPECT_EQ(one.at("value"), "+447700900461");
    EXPECT_EQ(one.at("quote"), "07700 900461");
    EXPECT_EQ(one.at("start"), 73) << "bytes would be one more";
  }
  EXPECT_TRUE(phone) << write_json(heard);
}

TEST_F(Drafted, questions_that_the_words_would_raise_come_with_them_and_nothing_is_written) {
  const auto incident = take_call("l.adeyemi");
  const auto before = all_->journal->head().seq;
  const auto heard = hear("l.adeyemi", incident, threat);
  EXPECT_FALSE(words(heard, "questions").empty()) << write_json(heard);
  EXPECT_EQ(all_->journal->head().seq, before);
  EXPECT_TRUE(words(hear("l.adeyemi", incident, "hello"), "questions").empty());
}

TEST_F(Drafted, what_a_person_rejected_stays_rejected_in_that_incident) {
  const auto incident = take_call("l.adeyemi");
  write("l.adeyemi", incident, threat);
  const auto view = told(ask("l.adeyemi", "incident", {.incident = incident}));
  std::set<std::string> rejected;
  for (const auto& one : view.at("findings").as_array()) {
    rejected.emplace(one.at("meaning").as_string());
    ASSERT_TRUE(ask("l.adeyemi", "reject_finding",
                    {.incident = incident,
                     .body = write_json(boost::json::object{{"finding", one.at("id")}})}));
  }
  ASSERT_FALSE(rejected.empty());
  const auto elsewhere = words(hear("p.nair", "", threat), "findings", "meaning");
  const auto here = words(hear("l.adeyemi", incident, threat), "findings", "meaning");
  for (const auto& meaning : rejected) {
    EXPECT_TRUE(elsewhere.count(meaning)) << meaning;
    EXPECT_FALSE(here.count(meaning)) << meaning;
  }
}

TEST_F(Drafted, somebody_elses_incident_lends_nothing_and_is_not_told_of) {
  const auto incident = take_call("l.adeyemi");
  write("l.adeyemi", incident, threat);
  auto theirs = hear("p.nair", incident, "he is sixteen");
  auto none = hear("p.nair", "0191d2b0-0000-7000-8000-00000000ffff", "he is sixteen");
  for (auto* one : {&theirs, &none}) {
    one->erase("micros");
    one->erase("rev");
  }
  EXPECT_EQ(theirs, none);
}

}  // namespace
}  // namespace heed::server::test
