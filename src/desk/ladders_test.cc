// Ladders: whose turn it is by the hour, and what a policy officer is told of a mistake.
#include "desk/ladders.h"

#include <gtest/gtest.h>

namespace heed::desk {
namespace {

const std::map<std::string, std::string> duties{{"handler", ""}, {"desk", ""}, {"manager", ""}};

Result<Ladders> read(const std::string& toml) {
  HEED_TRY(const policy::Document document, policy::Document::parse(toml, "duties.toml"));
  Ladders ladders = Ladders::read(document.root(), duties);
  HEED_CHECK(document.finish());
  return ladders;
}

std::string ladder(const std::string& hours, const std::string& first, const std::string& after) {
  return "[[ladder]]\nid = \"a\"\n" + hours + "[[ladder.rung]]\nduty = \"" + first + "\"\n" +
         after + "[[ladder.rung]]\nduty = \"manager\"\n";
}

const std::string by_day = ladder("", "desk", "after = \"10m\"\n");
const std::string by_night =
    ladder("from = \"22:00\"\nto = \"07:00\"\n", "desk", "after = \"5m\"\n");

TEST(Ladders, AreThoseOfTheHourByTheForcesClock) {
  const Zone zone = *Zone::load("Europe/London");
  for (const std::string& text : {by_day + by_night, by_night + by_day}) {
    const auto ladders = read(text);
    ASSERT_TRUE(ladders) << ladders.error().message();
    const auto minutes = [&](const char* instant) {
      const auto* rungs = ladders->at("a", zone, *parse_instant(instant));
      return rungs->at(0).after / Micros(std::chrono::minutes(1));
    };
    EXPECT_EQ(minutes("2026-07-14T20:59:59Z"), 10);  // 21:59:59 in July
    EXPECT_EQ(minutes("2026-07-14T21:00:00Z"), 5);
    EXPECT_EQ(minutes("2026-11-20T06:59:59Z"), 5);
    EXPECT_EQ(minutes("2026-11-20T07:00:00Z"), 10);
    EXPECT_EQ(ladders->at("b", zone, *parse_instant("2026-11-20T07:00:00Z")), nullptr);
  }
}

TEST(Ladders, KnowWhereADutyStandsAndWhoStandsBelow) {
  const std::vector<Rung> rungs{{"desk", Micros(1)}, {"manager", Micros(0)}};
  EXPECT_EQ(Ladders::rung_of(rungs, "desk"), 0);
  EXPECT_EQ(Ladders::rung_of(rungs, "manager"), 1);
  EXPECT_EQ(Ladders::rung_of(rungs, "handler"), -1);
}

TEST(Ladders, SayWhatIsWrong) {
  const std::pair<std::string, const char*> mistakes[] = {
      {ladder("", "dusk", "after = \"1m\"\n"), "expected a duty of this file"},
      {ladder("from = \"22:00\"\n", "desk", "after = \"1m\"\n"), "belong together"},
      {ladder("from = \"22\"\nto = \"07:00\"\n", "desk", "after = \"1m\"\n"), "a time of day"},
      {by_night, "no rungs for the rest of the day"},
      {by_day + by_day, "a second ladder of that name"},
      {ladder("", "desk", ""), "after"},
      {ladder("", "handler", "after = \"1m\"\n"), "climbs once it is overdue"},
      {by_day + "after = \"1m\"\n", "nobody stands above"}};
  for (const auto& [text, says] : mistakes) {
    const auto ladders = read(text);
    ASSERT_FALSE(ladders) << says;
    EXPECT_NE(ladders.error().message().find(says), std::string::npos) << ladders.error().message();
  }
}

}  // namespace
}  // namespace heed::desk
