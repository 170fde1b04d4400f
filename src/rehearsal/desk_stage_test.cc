// A whole control room, rehearsed: what it does, and that a rehearsal can fail on it.
#include "rehearsal/desk_stage.h"

#include <gtest/gtest.h>

#include "rehearsal/play.h"
#include "rehearsal/trial.h"

namespace heed::rehearsal {
namespace {

std::shared_ptr<const desk::ForcePolicy> policy() {
  static const auto loaded = [] {
    auto read = desk::load_force_policy(std::string(HEED_SOURCE_DIR) + "/policy",
                                        *Zone::load("Europe/London"));
    EXPECT_TRUE(read) << read.error().message();
    return *read;
  }();
  return loaded;
}

constexpr const char* head =
    "title = \"t\"\nshows = \"s\"\nstarts = 2026-11-19T18:30:00\n"
    "[[person]]\nname = \"P. One\"\nroles = [\"handler\"]\n"
    "[[person]]\nname = \"S. Two\"\nroles = [\"supervisor\"]\n"
    "[[step]]\ncall = { line = \"01632 960001\", channel = \"101\", answered_by = \"P. One\" }\n"
    "[[step]]\nat = \"18:31\"\nby = \"P. One\"\n"
    "promises = { what = \"ring back about the gate\", due = \"19:00\" }\n";

Result<Report> played(const std::string& rest, std::uint64_t seed = 1) {
  const auto script = read_script("r.toml", {{"r.toml", head + rest}});
  if (!script) return script.error();
  return rehearse(*script, policy(), {}, seed);
}

std::string words(const Result<Report>& report) {
  if (!report) return report.error().message();
  return in_words(*report, *Zone::load("Europe/London"));
}

TEST(DeskStage, KeepsWhatIsOwedThroughARestart) {
  const auto report = played(R"(
[[must]]
owed = { what = "ring back about the gate", to = "P. One", by = "19:00" }
[[step]]
restart = true
[[must]]
owed = { what = "ring back about the gate", to = "P. One", by = "19:00" }
[[must]]
at = "19:01"
owed = { what = "ring back about the gate", overdue = true }
)");
  ASSERT_TRUE(report && report->passed()) << words(report);
  EXPECT_EQ(report->fulfilled, 3u);
}

TEST(DeskStage, FailsARehearsalThatExpectsWhatIsNot) {
  const auto report = played(R"(
[[must]]
owed = { what = "ring back about the gate", by = "19:01" }
[[must_not]]
owed = "ring back about the gate"
[[must]]
closed = true
)");
  ASSERT_TRUE(report) << words(report);
  EXPECT_EQ(report->misses.size(), 3u) << words(report);
}

TEST(DeskStage, PlaysTheSameFromTheSameSeed) {
  const std::string rest = "[[must]]\nowed = { what = \"nothing of the kind\" }\n";
  EXPECT_EQ(words(played(rest, 5)), words(played(rest, 5)));
}

TEST(DeskStage, RefusesWhatThePolicyDoesNotKnow) {
  const std::pair<const char*, const char*> mistakes[] = {
      {"[[person]]\nname = \"X\"\nroles = [\"wizard\"]\n", "\"wizard\" is no role of this policy"},
      {"[[person]]\nname = \"X\"\nroles = [\"handler\"]\ncompetences = [{ what = \"magic\" }]\n",
       "\"magic\" is no competence of this policy"},
      {"[[source]]\nsource = \"oracle\"\n", "the policy declares no source \"oracle\""},
      {"[[must_not]]\ncheck = \"oracle\"\n", "the policy declares no source \"oracle\""},
      {"[[source]]\nsource = \"local_intel\"\nrows = [{ colour = \"red\" }]\n",
       "\"colour\" is no column of local_intel"}};
  for (const auto& [rest, says] : mistakes) {
    const auto report = played(rest);
    ASSERT_FALSE(report) << says;
    EXPECT_NE(report.error().message().find(says), std::string::npos) << report.error().message();
    EXPECT_EQ(report.error().where.substr(0, 7), "r.toml:") << report.error().message();
  }
}

TEST(DeskStage, ListsTheChangesThatNoRehearsalNotices) {
  const auto script = read_script(
      "r.toml", {{"r.toml", std::string(head) + "[[must]]\nowed = { what = \"ring back about the "
                                                "gate\", to = \"P. One\" }\n"}});
  ASSERT_TRUE(script) << script.error().message();
  TrialOptions options;
  options.rule = "keep_promise";
  const auto tried = try_changes({*script}, policy(), options);
  ASSERT_TRUE(tried) << tried.error().message();
  bool dropped = false, survives = false;
  for (const auto& each : *tried) {
    if (each.mutant.name == "keep_promise: dropped") dropped = !each.noticed_by.empty();
    survives = survives || each.noticed_by.empty();
  }
  EXPECT_TRUE(dropped);
  EXPECT_TRUE(survives);  // whether it is ever met is nothing that this rehearsal looks at
}

}  // namespace
}  // namespace heed::rehearsal
