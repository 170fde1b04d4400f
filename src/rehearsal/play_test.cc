#include "rehearsal/play.h"

#include <gtest/gtest.h>

#include "rehearsal/fake_stage.h"

namespace heed::rehearsal {
namespace {

constexpr const char* head =
    "title = \"t\"\nshows = \"s\"\nstarts = 2026-11-19T18:30:00\n"
    "[[person]]\nname = \"P. One\"\nroles = [\"handler\"]\n";

Report played(const std::string& rest) {
  const auto script = read_script("r.toml", {{"r.toml", head + rest}});
  EXPECT_TRUE(script) << script.error().message();
  test::FakeStage stage(*script);
  auto report = play(*script, stage);
  EXPECT_TRUE(report) << report.error().message();
  return *report;
}

constexpr const char* promise =
    "[[step]]\nby = \"P. One\"\npromises = { what = \"Ring the caller back\", due = \"21:00\" }\n";

TEST(Play, CountsWhatIsAsExpected) {
  const Report report = played(std::string(promise) + R"(
[[must]]
promise = { what = "ring  the CALLER", due = "21:00" }
[[must]]
owed = { what = "ring", to = "P. One", by = "21:00:00" }
[[must_not]]
owed = { what = "ring", state = "met" }
[[step]]
by = "P. One"
closes = { code = "x", outcome = "y" }
refused = "the promise"
[[step]]
by = "P. One"
rings = "07700 900461"
[[must]]
rang = "07700 900461"
[[must]]
rang = { number = "+44 7700 900461", times = 1 }
[[never]]
rang = "07700 900462"
)");
  EXPECT_TRUE(report.passed()) << in_words(report, *Zone::load("Europe/London"));
  EXPECT_EQ(report.fulfilled, 7u);
}

TEST(Play, SaysWhereWhatAndWhatInstead) {
  const Report report = played(std::string(promise) + R"(
[[must]]
at = "18:31"
owed = { what = "ring", by = "20:59" }
[[must_not]]
owed = "ring"
[[must]]
rang = "07700 900461"
[[never]]
log = "secret"
[[step]]
by = "P. One"
types = "a Secret"
[[step]]
by = "P. One"
closes = { code = "x", outcome = "y" }
[[step]]
by = "P. One"
closes = { code = "x", outcome = "y" }
refused = "a supervisor"
[[step]]
by = "P. One"
types = "b"
refused = true
)");
  ASSERT_EQ(report.misses.size(), 7u);
  EXPECT_EQ(report.misses[0].place.str(), "r.toml:11:1");
  EXPECT_EQ(report.misses[0].expected, "must: owed \"ring\", by \"20:59\"");
  ASSERT_EQ(report.misses[0].instead.size(), 1u);
  EXPECT_NE(report.misses[0].instead[0].find("by \"Thu 19 Nov 2026 21:00\""), std::string::npos)
      << report.misses[0].instead[0];
  EXPECT_EQ(report.misses[2].instead[0], "nothing of the kind");
  EXPECT_EQ(report.misses[3].expected, "never: log \"secret\"");
  EXPECT_NE(report.misses[4].instead[0].find("refused: closing waits"), std::string::npos);
  EXPECT_NE(report.misses[5].instead[0].find("refused: closing waits"), std::string::npos);
  EXPECT_EQ(report.misses[6].instead[0], "it was allowed");
  const std::string words = in_words(report, *Zone::load("Europe/London"));
  EXPECT_NE(words.find("FAILED r.toml: t. 0 as expected, 7 missed"), std::string::npos) << words;
}

TEST(Play, GoesOnFromWhatItFollows) {
  const std::string first =
      std::string(head) + promise +
      "[[step]]\nby = \"P. One\"\ncloses = { code = \"x\", outcome = \"y\" }\n"
      "refused = true\n[[must]]\nowed = \"not there\"\n";
  const std::string second =
      "title = \"u\"\nshows = \"s\"\nstarts = 2026-11-22T17:10:00\nafter = \"r.toml\"\n"
      "[[must]]\npromise = { what = \"ring\", due = \"2026-11-19 21:00\" }\n"
      "[[must]]\nat = \"17:11\"\nowed = \"ring\"\n";
  const auto script = read_script("s.toml", {{"s.toml", second}, {"r.toml", first}});
  ASSERT_TRUE(script) << script.error().message();
  test::FakeStage stage(*script);
  const auto report = play(*script, stage);
  ASSERT_TRUE(report) << report.error().message();
  EXPECT_EQ(report->fulfilled, 2u);
  EXPECT_TRUE(report->passed());
}

TEST(Play, RefusesATimeThatRunsBack) {
  const auto script = read_script(
      "r.toml",
      {{"r.toml", std::string(head) + "[[step]]\nat = \"18:29\"\ncaller_says = \"x\"\n"}});
  test::FakeStage stage(*script);
  const auto report = play(*script, stage);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().where, "r.toml:7:1");
}

}  // namespace
}  // namespace heed::rehearsal
