#include <gtest/gtest.h>

#include <boost/mp11.hpp>

#include "incident/incident_test_world.h"

namespace heed::incident {
namespace {

using test::OneIncident;

TEST(Events, OfEveryTypeAreReadBackAsTheyWereWritten) {
  std::set<std::string_view> names;
  boost::mp11::mp_for_each<boost::mp11::mp_iota_c<std::variant_size_v<Event>>>([&](auto index) {
    Event event{std::variant_alternative_t<index, Event>{}};
    if (auto* opened = std::get_if<IncidentOpened>(&event)) opened->date = test::day(2026, 11, 19);
    const auto read = decode(type_name(event), encode(event));
    ASSERT_TRUE(read) << type_name(event) << ": " << read.error().message();
    EXPECT_EQ(read->index(), event.index());
    EXPECT_EQ(encode(*read), encode(event));
    names.insert(type_name(event));
  });
  EXPECT_EQ(names.size(), std::variant_size_v<Event>);
  EXPECT_EQ(decode("contact.opened.v1", "{\"nonsense\":1}").error().code, Code::corrupt);
  EXPECT_EQ(decode("nothing.such.v1", "{}").error().code, Code::not_found);
}

TEST(Opening, KeepsTheLineAsTheCallersOwnAcceptedIdentifier) {
  OneIncident one("07700 900560");
  const Identifier* line = find_identifier(one.state, "phone", "+447700900560", "");
  ASSERT_NE(line, nullptr);
  EXPECT_EQ(line->state, IdentifierState::accepted);
  EXPECT_EQ(line->role, IdentifierRole::callers);
}

TEST(Opening, TakesAWithheldNumber) {
  OneIncident one("");
  EXPECT_TRUE(one.state.identifiers.empty());
  EXPECT_NE(one.state.live_contact(), nullptr);
}

TEST(TheLog, IsNeverRefusedWhateverIsTyped) {
  OneIncident one;
  for (const char* text : {"", "No apparent vulnerability.", "\xff\xfe broken"}) {
    WriteEntry entry;
    entry.text = text;
    one.take(entry);
  }
  EXPECT_EQ(one.state.entries.size(), 3u);
  EXPECT_TRUE(one.state.entries.back().written.text.find("broken") != std::string::npos);
}

TEST(TheLog, MarksAConclusionThatPassesOverSomethingOpen) {
  OneIncident one;
  WriteEntry entry;
  entry.text = "No apparent vulnerability.";
  hearing::HeardCue cue;
  cue.meaning = "concludes_no_risk";
  cue.key = "k";
  entry.heard.cues = {cue};
  entry.open_against = {"age not asked"};
  one.take(entry);
  ASSERT_EQ(one.state.entries.back().marked.size(), 1u);
  EXPECT_EQ(one.state.entries.back().marked[0].open_against[0], "age not asked");
}

TEST(Conclusions, NoneFoundIsRefusedOverWhatIsOpen) {
  OneIncident one;
  Conclude conclude{"risk", Conclusion::none_found, "sounded fine", {"age not asked"}};
  EXPECT_EQ(one.refused(conclude, one.handler, {"handler"}).code, Code::refused);
  conclude.conclusion = Conclusion::not_established;
  one.take(conclude);
  EXPECT_EQ(one.state.conclusions.count("risk"), 1u);
}

TEST(Grades, AreRaisedByAnybodyAndLoweredByASupervisorWithFreshThriveAndAReason) {
  OneIncident one;
  one.take(SetGrade{Grade::scheduled, "", {}, false});
  one.take(SetGrade{Grade::priority, "", {}, false});
  SetGrade lower{Grade::scheduled, "nobody hurt", one.state.grade_version, true};
  EXPECT_EQ(one.refused(lower, one.handler, {"handler"}).code, Code::denied);
  lower.fresh_assessment = false;
  EXPECT_EQ(one.refused(lower, one.supervisor, {"supervisor"}).code, Code::refused);
  lower.fresh_assessment = true;
  lower.reason = " ";
  EXPECT_EQ(one.refused(lower, one.supervisor, {"supervisor"}).where, "/reason");
  lower.reason = "nobody hurt";
  lower.if_version = one.state.grade_version - 1;
  EXPECT_EQ(one.refused(lower, one.supervisor, {"supervisor"}).code, Code::conflict);
  lower.if_version = one.state.grade_version;
  one.take(lower, one.supervisor, {"supervisor"});
  EXPECT_EQ(one.state.grade, Grade::scheduled);
}

TEST(Grades, AFloorHoldsAgainstALowerFirstGrade) {
  OneIncident one;
  one.put(GradeFloorRaised{Grade::priority, "rule", "a child"});
  EXPECT_EQ(one.state.effective_grade(), Grade::priority);
  const SetGrade lower{Grade::scheduled, "", {}, false};
  EXPECT_EQ(one.refused(lower, one.handler, {"handler"}).code, Code::invalid);
}

ObligationRaised owed(OneIncident& one, ObligationKind kind, std::string duty) {
  ObligationRaised raised;
  raised.obligation = ObligationId::fresh(one.now, one.random);
  raised.rule = "rule";
  raised.kind = kind;
  raised.what = "tell somebody";
  raised.duty = std::move(duty);
  raised.holder = one.handler;
  raised.offered = one.supervisor;
  raised.due = one.now;
  return raised;
}

TEST(Closing, IsRefusedOverWhatIsOwedAndTheRefusalIsOnRecord) {
  OneIncident one;
  one.take(SetOpeningCode{"noise", {}});
  one.put(owed(one, ObligationKind::act, "handler"));
  const auto decided = decide(one.state, Close{"nuisance", "advice", "", 0, {}},
                              one.deciding(one.handler, {"handler"}));
  ASSERT_TRUE(decided && decided->refusal);
  EXPECT_NE(decided->refusal->detail.find("tell somebody"), std::string::npos);
  EXPECT_TRUE(std::holds_alternative<ClosingRefused>(decided->events.at(0)));
}

TEST(Closing, NeedsAnOpeningCodeAndNoSupervisorWhereNothingIsOwed) {
  OneIncident one;
  const Close close{"nuisance", "advice", "", 0, {}};
  EXPECT_EQ(one.refused(close, one.handler, {"handler"}).code, Code::refused);
  one.take(SetOpeningCode{"noise", {}});
  EXPECT_EQ(one.refused(close, one.handler, {"handler"}, true).code, Code::denied);  // guided
  one.take(close);
  EXPECT_TRUE(one.state.closed);
}

TEST(Obligations, StayWithTheGiverUntilTheReceiverAccepts) {
  OneIncident one;
  const auto raised = owed(one, ObligationKind::tell, "supervisor");
  one.put(raised);
  const Obligation& obligation = one.state.obligations.at(raised.obligation);
  EXPECT_EQ(obligation.holder, one.handler);
  EXPECT_FALSE(obligation.accepted);
  // Telling is met by whoever was told, not by whoever sent it.
  EXPECT_EQ(one.refused(MeetObligation{raised.obligation, "sent"}, one.handler, {"handler"}).code,
            Code::refused);
  one.take(AcceptObligation{raised.obligation}, one.supervisor, {"supervisor"});
  EXPECT_EQ(obligation.holder, one.supervisor);
  one.take(MeetObligation{raised.obligation, "read"}, one.supervisor, {"supervisor"});
  EXPECT_EQ(obligation.state, ObligationState::met);
}

TEST(Obligations, EndOnceAndASecondEndingIsLogged) {
  OneIncident one;
  const auto raised = owed(one, ObligationKind::act, "handler");
  one.put(raised);
  one.take(MeetObligation{raised.obligation, "done"});
  const Decision again =
      one.take(ReleaseObligation{raised.obligation, "not needed"}, one.supervisor, {"supervisor"});
  EXPECT_TRUE(std::holds_alternative<ObligationEndedAgain>(again.events.at(0)));
  EXPECT_EQ(one.state.obligations.at(raised.obligation).state, ObligationState::met);
}

TEST(Obligations, NobodyReleasesHisOwnWork) {
  OneIncident one;
  const auto raised = owed(one, ObligationKind::act, "handler");
  one.put(raised);
  EXPECT_EQ(one.refused(ReleaseObligation{raised.obligation, "not needed"}, one.handler,
                        {"handler", "supervisor"})
                .code,
            Code::denied);
}

TEST(Wishes, StandAgainstEveryNumberButTheCallersOwnLine) {
  OneIncident one("07700 900560");
  one.take(RecordWish{"do_not_call", "suspect", "please don't ring it"});
  for (const char* number : {"07700 900461", "01632 960016"}) {
    EXPECT_EQ(one.refused(PlaceCall{number, ""}, one.handler, {"handler"}).code, Code::refused);
    EXPECT_EQ(one.refused(PlaceCall{number, "because"}, one.handler, {"handler"}).code,
              Code::refused);
    one.take(PlaceCall{number, "life at risk"}, one.supervisor, {"supervisor"});
  }
  one.take(PlaceCall{"07700 900560", ""});
}

// Ringing whoever is complained of may warn or provoke him, wish or no wish.
TEST(Calls, ToTheNumberComplainedOfNeedASupervisorsReason) {
  OneIncident one("07700 900560");
  AddIdentifier add;
  add.kind = "phone";
  add.value = "07700 900461";
  add.role = IdentifierRole::complained_of;
  one.take(add);
  EXPECT_EQ(one.refused(PlaceCall{"07700900461", ""}, one.handler, {"handler"}).code,
            Code::refused);
  EXPECT_EQ(one.refused(PlaceCall{"07700900461", "because"}, one.handler, {"handler"}).code,
            Code::refused);
  EXPECT_EQ(one.refused(PlaceCall{"07700900461", ""}, one.supervisor, {"supervisor"}).code,
            Code::refused);
  one.take(PlaceCall{"07700900461", "agreed with the investigator"}, one.supervisor,
           {"supervisor"});
  one.take(PlaceCall{"07700900462", ""});
  one.take(RejectIdentifier{one.state.identifiers.begin()->first});
  one.take(PlaceCall{"07700900461", ""});
}

TEST(People, WhoseNameOrAgeIsToldAsTheVictimsIsOneWhateverElseWasHeard) {
  const auto people_after = [](bool age_told) {
    OneIncident one;
    WriteEntry entry;
    entry.text = "a text";
    hearing::HeardCue of_caller, of_victim;
    of_caller.meaning = of_victim.meaning = "grooming";
    of_caller.about = hearing::Who::caller;
    of_victim.about = hearing::Who::victim;
    of_caller.key = "a";
    of_victim.key = "b";
    entry.heard.cues = {of_caller, of_victim};
    if (age_told) {
      hearing::HeardAge age;
      age.who = hearing::Who::victim;
      age.low = age.high = 15;
      age.key = "c";
      entry.heard.ages = {age};
    }
    one.take(entry);
    return one.state.people.size();
  };
  EXPECT_EQ(people_after(false), 1u);  // words about "my mum" make nobody a second victim
  EXPECT_EQ(people_after(true), 2u);
}

TEST(Questions, LaterNeedsNoReasonAndStaysOwedWhileDismissedNeedsOne) {
  OneIncident one;
  auto raised = owed(one, ObligationKind::question, "handler");
  raised.details["question"] = "self_harm";
  raised.subject = {"incident", ""};
  one.put(raised);
  one.take(AnswerQuestion{"self_harm", {"incident", ""}, Outcome::later, "", ""});
  EXPECT_TRUE(one.state.obligations.at(raised.obligation).open());
  EXPECT_EQ(one.refused(AnswerQuestion{"self_harm", {"incident", ""}, Outcome::dismissed, "", ""},
                        one.handler, {"handler"})
                .where,
            "/reason");
  one.take(AnswerQuestion{"self_harm", {"incident", ""}, Outcome::refused, "", ""});
  EXPECT_FALSE(one.state.obligations.at(raised.obligation).open());
}

}  // namespace
}  // namespace heed::incident
