#include <gtest/gtest.h>

#include "incident/incident_test_world.h"

namespace heed::incident {
namespace {

using test::day;
using test::OneIncident;

const LocalDate today = day(2026, 11, 19);

void hear_child_cue(OneIncident& one) {
  CueHeard cue;
  cue.finding = FindingId::fresh(one.now, one.random);
  cue.meaning = "child";
  cue.about = one.caller();
  one.put(cue);
}

TEST(PossibleChild, IsUnknownWhileNothingIsSaid) {
  OneIncident one;
  EXPECT_EQ(possible_child(one.state, one.caller(), today), PossibleChild::unknown);
  EXPECT_EQ(age_of(one.state, one.caller(), today).status, AgeStatus::not_asked);
}

TEST(PossibleChild, AnAdultAgeJudgedByEarEndsNothing) {
  OneIncident one;
  hear_child_cue(one);
  one.take(RecordAge{one.caller(), AgeStatus::estimated, AgeBasis::heard_in_voice, {}, 30, 40});
  EXPECT_EQ(possible_child(one.state, one.caller(), today), PossibleChild::yes);
}

TEST(PossibleChild, AnAdultAgeSaidEndsIt) {
  OneIncident one;
  hear_child_cue(one);
  one.take(RecordAge{one.caller(), AgeStatus::known, AgeBasis::said, day(1988, 7, 25), {}, {}});
  EXPECT_EQ(possible_child(one.state, one.caller(), today), PossibleChild::no);
}

TEST(PossibleChild, AnAdultAgeThatWasOnlyHeardEndsNothing) {
  OneIncident one;
  hear_child_cue(one);
  one.put(AgeHeard{FindingId::fresh(one.now, one.random),
                   std::nullopt,
                   one.caller(),
                   {AgeStatus::known, AgeBasis::said, std::nullopt, 30, 30, one.now, "thirty"}});
  EXPECT_EQ(possible_child(one.state, one.caller(), today), PossibleChild::yes);
}

TEST(PossibleChild, AnAdultAgeSeenByAnOfficerEndsIt) {
  OneIncident one;
  hear_child_cue(one);
  one.take(RecordAge{one.caller(), AgeStatus::estimated, AgeBasis::seen_by_officer, {}, 30, 40});
  EXPECT_EQ(possible_child(one.state, one.caller(), today), PossibleChild::no);
}

TEST(PossibleChild, SixteenAndSeventeenAreChildrenAndEighteenIsNot) {
  for (const auto& [born, expected] :
       {std::pair(day(2010, 11, 19), PossibleChild::yes),    // 16 today
        std::pair(day(2008, 11, 20), PossibleChild::yes),    // 18 tomorrow
        std::pair(day(2008, 11, 19), PossibleChild::no)}) {  // 18 today
    OneIncident one;
    one.take(RecordAge{one.caller(), AgeStatus::known, AgeBasis::said, born, {}, {}});
    EXPECT_EQ(possible_child(one.state, one.caller(), today), expected) << format_date(born);
  }
}

TEST(PossibleChild, ARecordEndsItOnlyForAPersonWhoWasAccepted) {
  OneIncident one;
  hear_child_cue(one);
  CandidateFound found;
  found.candidate = HistoryId::fresh(one.now, one.random);
  found.person = one.caller();
  found.born = day(1980, 1, 1);
  one.put(found);
  EXPECT_EQ(possible_child(one.state, one.caller(), today), PossibleChild::yes);
  one.take(AcceptCandidate{found.candidate});
  EXPECT_EQ(possible_child(one.state, one.caller(), today), PossibleChild::no);
}

TEST(PossibleChild, TwoStatementsThatCannotBothBeTrueAreAConflictAndAChild) {
  OneIncident one;
  AgeHeard heard{FindingId::fresh(one.now, one.random),
                 std::nullopt,
                 one.caller(),
                 {AgeStatus::known, AgeBasis::said, std::nullopt, 15, 15, one.now, "fifteen"}};
  one.put(heard);
  one.take(RecordAge{one.caller(), AgeStatus::known, AgeBasis::said, day(1975, 1, 1), {}, {}});
  EXPECT_EQ(possible_child(one.state, one.caller(), today), PossibleChild::yes);
  EXPECT_TRUE(age_of(one.state, one.caller(), today).conflict);
}

TEST(Age, RefusedIsNotNotAsked) {
  OneIncident one;
  one.take(RecordAge{one.caller(), AgeStatus::refused, AgeBasis::said, {}, {}, {}});
  EXPECT_EQ(age_of(one.state, one.caller(), today).status, AgeStatus::refused);
}

TEST(Age, ALaterCorrectionOfTheSameBasisStands) {
  OneIncident one;
  one.take(RecordAge{one.caller(), AgeStatus::known, AgeBasis::said, day(1951, 1, 1), {}, {}});
  one.take(RecordAge{one.caller(), AgeStatus::known, AgeBasis::said, day(2011, 1, 1), {}, {}});
  EXPECT_EQ(*age_of(one.state, one.caller(), today).low, 15);
}

TEST(Age, RefusesADateOfBirthAheadOrTooLongAgo) {
  OneIncident one;
  const RecordAge ahead{one.caller(), AgeStatus::known, AgeBasis::said, day(2027, 1, 1), {}, {}};
  EXPECT_EQ(one.refused(ahead, one.handler, {"handler"}).where, "/born");
}

TEST(PossibleVictim, AReporterIsOneUntilSomebodySaysWhoIs) {
  OneIncident one;
  EXPECT_TRUE(possible_victim(one.state, one.caller()));
  one.take(AddPerson{{PersonRole::victim}, "Sam", "Hill", "", "grandson"});
  EXPECT_FALSE(possible_victim(one.state, one.caller()));
}

}  // namespace
}  // namespace heed::incident
