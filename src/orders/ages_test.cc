// Who is protected: every age against every way of wording a limit, at the edges of a birthday.
#include <gtest/gtest.h>

#include "orders/in_force.h"
#include "orders/test_world.h"

namespace heed::orders {
namespace {

using test::at;
using test::contact;
using test::day;
using test::World;
using Outcome = ConditionOutcome;

constexpr auto possible = Outcome::possible_breach;
constexpr auto open = Outcome::insufficient_facts;
constexpr auto not_met = Outcome::not_met;

struct Limit {
  const char* clause;
  int limit;
  bool inclusive;
};
constexpr Limit under_16{"no contact by any means with any person under 16", 16, false};
constexpr Limit to_16{"no contact by any means with any person aged 16 or under", 16, true};
constexpr Limit under_18{"no contact by any means with any child under the age of 18", 18, false};

Outcome by(const Limit& limit, World& world) {
  world.number();
  return test::outcome(world,
                       test::order(world, {contact(limit.clause, limit.limit, limit.inclusive)}));
}

TEST(Ages, EachAgeAgainstEachWording) {
  struct Row {
    int age;
    Outcome under_16, to_16, under_18;
  };
  for (const Row& row :
       {Row{15, possible, possible, possible}, Row{16, not_met, possible, possible},
        Row{17, not_met, not_met, possible}, Row{18, not_met, not_met, not_met}}) {
    // By date of birth, half a year past the birthday, and by an age said.
    const std::string born = std::to_string(2026 - row.age) + "-05-19";
    EXPECT_EQ(by(under_16, World().born(born)), row.under_16) << row.age;
    EXPECT_EQ(by(to_16, World().born(born)), row.to_16) << row.age;
    EXPECT_EQ(by(under_18, World().born(born)), row.under_18) << row.age;
    EXPECT_EQ(by(under_16, World().aged(row.age, row.age)), row.under_16) << row.age;
    EXPECT_EQ(by(to_16, World().aged(row.age, row.age)), row.to_16) << row.age;
    EXPECT_EQ(by(under_18, World().aged(row.age, row.age)), row.under_18) << row.age;
  }
}

TEST(Ages, UnknownIsTakenAtItsWorstAndAskedFor) {
  for (const Limit& limit : {under_16, to_16, under_18}) {
    World world;
    world.number();
    const auto judged = test::judge_one(
        world, test::order(world, {contact(limit.clause, limit.limit, limit.inclusive)}));
    EXPECT_EQ(judged.outcome, open);
    EXPECT_TRUE(test::lacks(judged, "the age of the person at risk"));
  }
}

TEST(Ages, JudgedByEarOrImpliedNeverExcludes) {
  using incident::AgeBasis;
  EXPECT_EQ(by(under_18, World().aged(30, 40, AgeBasis::heard_in_voice)), open);
  EXPECT_EQ(by(under_16, World().aged(17, 18, AgeBasis::implied)), open);
  EXPECT_EQ(by(under_18, World().aged(30, 40, AgeBasis::seen_by_officer)), not_met);
  EXPECT_EQ(by(to_16, World().aged(15, 16, AgeBasis::implied)), possible);
  EXPECT_EQ(by(under_16, World().aged(15, 16, AgeBasis::implied)), open);
  EXPECT_EQ(by(under_18, World().aged(12, 14, AgeBasis::heard_in_voice)), open);
}

TEST(Ages, ABirthdayToday) {
  // Sixteen today: the messages of the days before came to somebody of fifteen.
  EXPECT_EQ(by(under_16, World().born("2010-11-19")), open);
  EXPECT_EQ(by(to_16, World().born("2010-11-19")), possible);
  // Seventeen today, eighteen today.
  EXPECT_EQ(by(to_16, World().born("2009-11-19")), open);
  EXPECT_EQ(by(under_18, World().born("2008-11-19")), open);
  // Sixteen tomorrow: fifteen at the time, whatever comes tomorrow.
  EXPECT_EQ(by(under_16, World().born("2010-11-20")), possible);
  // The birthday was before anything that may be meant.
  EXPECT_EQ(by(under_16, World().born("2010-11-04")), not_met);
  EXPECT_EQ(by(under_16, World().born("2010-11-06")), open);
}

TEST(Ages, BornOnTheTwentyNinthOfFebruary) {
  const auto held = [](const char* now, const Limit& limit) {
    World world(now);
    world.born("2008-02-29");
    return is_protected(world.incident, contact(limit.clause, limit.limit, limit.inclusive),
                        world.caller, {world.now, world.now}, test::london())
        .truth;
  };
  // Eighteen on 1 March 2026, not on 28 February.
  EXPECT_EQ(held("2026-02-28T23:59:59Z", under_18), Truth::yes);
  EXPECT_EQ(held("2026-03-01T00:00:00Z", under_18), Truth::no);
  // Sixteen on 29 February 2024 itself.
  EXPECT_EQ(held("2024-02-28T12:00:00Z", under_16), Truth::yes);
  EXPECT_EQ(held("2024-02-29T00:00:00Z", under_16), Truth::no);
}

TEST(Ages, ADayBeginsAtLocalMidnight) {
  const auto held = [](const char* now) {
    World world(now);
    world.born("2010-07-15");
    return is_protected(world.incident, contact(under_16.clause, 16, false), world.caller,
                        {world.now, world.now}, test::london())
        .truth;
  };
  EXPECT_EQ(held("2026-07-14T22:59:59Z"), Truth::yes);  // 23:59:59 on the 14th
  EXPECT_EQ(held("2026-07-14T23:00:00Z"), Truth::no);   // midnight in summer time
}

TEST(Ages, ConflictingAgesLeaveItOpenNeverShut) {
  World adult_first;
  adult_first.aged(19, 19).aged(15, 15, incident::AgeBasis::implied);
  EXPECT_EQ(by(under_18, adult_first), open);
  World child_first;
  child_first.born("2011-01-01").aged(20, 20, incident::AgeBasis::seen_by_officer);
  EXPECT_EQ(by(under_18, child_first), possible);
}

TEST(Ages, TheCourtsWordsRuleOverTheStructure) {
  // Somebody structured "16 or under" as under 16: a person of sixteen stays protected.
  World world;
  world.born("2010-03-14").number();
  const auto judged = test::judge_one(
      world,
      test::order(world, {contact("no contact with any person aged 16 or under", 16, false)}));
  EXPECT_EQ(judged.outcome, possible);
  EXPECT_TRUE(test::lacks(judged, "its words and their structure differ"));
}

TEST(Ages, LimitsInWords) {
  const auto read = [](const char* clause) {
    const auto age = age_in_words(clause);
    return age ? std::to_string(age->limit) + (age->inclusive ? "+" : "-") : std::string();
  };
  EXPECT_EQ(read("any person aged 16 or under"), "16+");
  EXPECT_EQ(read("a person 16 years of age or younger"), "16+");
  EXPECT_EQ(read("children aged sixteen and under"), "16+");
  EXPECT_EQ(read("under 16"), "16-");
  EXPECT_EQ(read("a child under the age of eighteen years"), "18-");
  EXPECT_EQ(read("who has not attained the age of 18"), "18-");
  EXPECT_EQ(read("any under-16s club"), "16-");
  EXPECT_EQ(read("not to come within 100 m of 12 Weir Street"), "");
  EXPECT_EQ(read("under 16, or any girl under 18"), "");
  EXPECT_EQ(read("16 hours of work or under"), "");
}

}  // namespace
}  // namespace heed::orders
