#include "base/civil.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace heed {
namespace {

LocalDate date(int y, unsigned m, unsigned d) {
  return std::chrono::year(y) / std::chrono::month(m) / std::chrono::day(d);
}

Zone london() { return Zone::load("Europe/London").value(); }

LocalTime at(LocalDate day, int hour, int minute) {
  return {day, std::chrono::hours(hour) + std::chrono::minutes(minute)};
}

TEST(Zone, RefusesANameThatDoesNotExist) {
  const auto zone = Zone::load("Europe/Londn");
  ASSERT_FALSE(zone);
  EXPECT_EQ(zone.error().code, Code::invalid);
}

TEST(Zone, TakesTheEarlierInstantOfATimeThatComesTwice) {
  const Resolved resolved = london().instant(at(date(2026, 10, 25), 1, 30));
  EXPECT_EQ(resolved.clarity, Clarity::ambiguous);
  EXPECT_EQ(format_instant(resolved.at), "2026-10-25T00:30:00.000000Z");
}

TEST(Zone, MovesATimeThatTheClocksSkipForward) {
  const Resolved resolved = london().instant(at(date(2026, 3, 29), 1, 30));
  EXPECT_EQ(resolved.clarity, Clarity::gap);
  EXPECT_EQ(format_clock(london(), resolved.at), "02:30");
}

TEST(Zone, ReadsALateEveningInSummerOnItsOwnDay) {
  const Instant late = parse_instant("2026-07-14T22:30:00Z").value();
  EXPECT_EQ(london().date_of(late), date(2026, 7, 14));
  EXPECT_EQ(format_for_people(london(), late), "Tue 14 Jul 2026 23:30");
  EXPECT_EQ(format_instant(london().start_of(date(2026, 7, 15))), "2026-07-14T23:00:00.000000Z");
}

TEST(Age, ChangesOnTheBirthday) {
  EXPECT_EQ(age_on(date(2010, 3, 14), date(2026, 3, 13)), 15);
  EXPECT_EQ(age_on(date(2010, 3, 14), date(2026, 3, 14)), 16);
}

TEST(Age, OfSomebodyBornOn29FebruaryChangesOn1MarchInOtherYears) {
  EXPECT_EQ(age_on(date(2008, 2, 29), date(2026, 2, 28)), 17);
  EXPECT_EQ(age_on(date(2008, 2, 29), date(2026, 3, 1)), 18);
  EXPECT_EQ(age_on(date(2008, 2, 29), date(2024, 2, 29)), 16);
}

RC_GTEST_PROP(Age, BornBetweenIsExactlyThoseOfThatAge, ()) {
  const int low = *rc::gen::inRange(0, 100);
  const int high = low + *rc::gen::inRange(0, 20);
  const LocalDate on = add_days(date(2000, 1, 1), *rc::gen::inRange(0, 20'000));
  const BornBetween born = born_between(low, high, on);
  RC_ASSERT(age_on(born.earliest, on) <= high);
  RC_ASSERT(age_on(add_days(born.earliest, -1), on) > high);
  RC_ASSERT(age_on(born.latest, on) >= low);
  RC_ASSERT(age_on(add_days(born.latest, 1), on) < low);
}

TEST(Dates, RefuseWhatDoesNotExist) {
  for (const char* text : {"2026-02-30", "2026-13-01", "2026-1-01", "20260101", "", "31/02/2026"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
}

RC_GTEST_PROP(Instants, ReadBackWhatTheyWrote, ()) {
  const Instant instant{
      Micros(*rc::gen::inRange<std::int64_t>(-2'000'000'000'000'000, 5'000'000'000'000'000))};
  RC_ASSERT(parse_instant(format_instant(instant)).value() == instant);
}

TEST(Instants, AcceptAnOffset) {
  EXPECT_EQ(parse_instant("2026-07-14T23:30:00+01:00").value(),
            parse_instant("2026-07-14T22:30:00.000Z").value());
  EXPECT_FALSE(parse_instant("2026-07-14T23:30:00"));
  EXPECT_FALSE(parse_instant("2026-07-14T24:30:00Z"));
}

TEST(Durations, ReadAndWrite) {
  EXPECT_EQ(parse_duration("90s").value(), std::chrono::seconds(90));
  EXPECT_EQ(parse_duration("250ms").value(), std::chrono::milliseconds(250));
  EXPECT_EQ(format_duration(std::chrono::hours(48)), "2d");
  for (const char* text : {"", "5", "m", "-1m", "0s", "1w", "1 m", "99999999999d"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

}  // namespace
}  // namespace heed
