#include "rehearsal/script.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "rehearsal/vocabulary.h"

namespace heed::rehearsal {
namespace {

constexpr const char* head =
    "title = \"t\"\nshows = \"s\"\nstarts = 2026-11-19T18:30:00\n"
    "[[person]]\nname = \"P. One\"\nroles = [\"handler\"]\n"
    "[[source]]\nsource = \"local\"\n[[source.answer]]\nbody = { found = [] }\nafter = \"2s\"\n";

Result<Script> read(const std::string& rest) {
  return read_script("r.toml", {{"r.toml", head + rest}});
}

TEST(Script, IsReadInTheOrderOfTheFile) {
  const auto script = read(R"(
[[step]]
call = { line = "07700 900016", answered_by = "P. One", as = "first" }
[[must]]
at = "18:30:05"
owed = { what = "date of birth", to = "P. One", by = "18:32" }
[[step]]
at = "+90s"
by = "P. One"
on = "first"
types = "he said"
[[never]]
rang = "07700 900461"
[[step]]
by = "P. One"
closes = { code = "x", outcome = "y" }
refused = "open"
)");
  ASSERT_TRUE(script) << script.error().message();
  ASSERT_EQ(script->moments.size(), 5u);
  const auto& call = std::get<Act>(script->moments[0].what);
  EXPECT_EQ(call.given.at("line").text, "07700 900016");
  const auto& owed = std::get<Expectation>(script->moments[1].what);
  EXPECT_EQ(owed.sight, "owed");
  EXPECT_EQ(owed.given.at("by").time.precision, std::chrono::minutes(1));
  EXPECT_EQ(std::get<Act>(script->moments[2].what).on, "first");
  EXPECT_EQ(std::get<Expectation>(script->moments[3].what).mood, Mood::never);
  EXPECT_EQ(std::get<Act>(script->moments[4].what).refused, "open");
  EXPECT_EQ(script->sources[0].answers[0].body, "{\"found\":[]}");
  EXPECT_EQ(script->sources[0].answers[0].after, std::chrono::seconds(2));
}

TEST(Script, SaysWhereAMistakeIs) {
  const std::pair<const char*, const char*> mistakes[] = {
      {"[[step]]\ncal = { answered_by = \"P. One\" }", "did you mean \"call\"?"},
      {"[[step]]\ncall = { line = \"07700 900016\" }", "\"answered_by\" is missing: call needs"},
      {"[[step]]\ncall = { answered_by = \"P. Two\" }", "expected P. One, found \"P. Two\""},
      {"[[step]]\ncall = \"07700 900016\"", "write call = { line = …, answered_by = … }"},
      {"[[step]]\ntypes = \"x\"", "\"by\" is missing: somebody types"},
      {"[[step]]\nby = \"P. One\"\ncaller_says = \"x\"", "nobody of the cast caller_says"},
      {"[[step]]\nat = \"soon\"\ncaller_says = \"x\"", "expected a time"},
      {"[[step]]\nby = \"P. One\"\ntypes = \"x\"\nquotes = \"y\"", "expected one"},
      {"[[step]]\nat = \"18:31\"", "it does not say what happens"},
      {"[[must]]\nchek = \"local\"", "did you mean \"check\"?"},
      {"[[must]]\ncheck = { source = \"local\", is = \"hti\" }", "expected hit, no_trace"},
      {"[[must]]\nowed = { what = \"x\", colour = \"y\" }", "unknown key \"colour\""},
      {"[[must]]\nowed = { what = \"x\", times = \"2\" }", "expected a whole number"},
      {"[[must]]\non = \"second\"\nclosed = true", "no call is named \"second\""},
      {"[[never]]\nat = \"18:31\"\nclosed = true", "what must never be has no time"},
      {"[[person]]\nname = \"P. One\"\nroles = []", "\"P. One\" is there already"},
      {"[[source]]\nsource = \"b\"\n[[source.answer]]\nstatus = 200",
       "expected a body, nothing_found"},
      {"[[source]]\nsource = \"b\"\n[[source.answer]]\nfault = \"tired\"", "expected timeout"},
      {"[[step]]\ncaller_says = \"x\"\nrefused = false", "the words of the refusal"},
  };
  for (const auto& [text, says] : mistakes) {
    const auto script = read(text);
    ASSERT_FALSE(script) << text;
    EXPECT_NE(script.error().message().find(says), std::string::npos) << script.error().message();
    EXPECT_EQ(script.error().where.substr(0, 7), "r.toml:") << script.error().message();
  }
}

TEST(Script, ContinuesAnother) {
  const std::string second =
      "title = \"u\"\nshows = \"s\"\nstarts = 2026-11-22T17:10:00\nafter = \"r.toml\"\n"
      "[[source]]\nsource = \"local\"\n"
      "[[step]]\nby = \"P. One\"\non = \"first\"\ntypes = \"again\"\n";
  const std::string first = std::string(head) +
                            "[[step]]\ncall = { answered_by = \"P. One\", as = \"first\" }\n"
                            "[[must]]\nclosed = false\n";
  const auto script = read_script("s.toml", {{"s.toml", second}, {"r.toml", first}});
  ASSERT_TRUE(script) << script.error().message();
  EXPECT_EQ(script->before.size(), 1u);
  EXPECT_EQ(script->moments.size(), 1u);
  EXPECT_NE(script->member("P. One"), nullptr);
  ASSERT_EQ(script->sources.size(), 1u);
  EXPECT_TRUE(script->sources[0].answers.empty());
  EXPECT_EQ(read_script("s.toml", {{"s.toml", second}}).error().code, Code::not_found);
  const auto loop = read_script("s.toml", {{"s.toml", second}, {"r.toml", second}});
  EXPECT_EQ(loop.error().code, Code::limit);
}

TEST(TimeText, IsAsExactAsItIsWritten) {
  const Zone zone = *Zone::load("Europe/London");
  const Instant now = *parse_instant("2026-11-19T18:30:00Z");
  const auto at = [&](const char* text) {
    return format_instant(resolve(*parse_time_text(text), now, zone));
  };
  EXPECT_EQ(at("+90s"), "2026-11-19T18:31:30.000000Z");
  EXPECT_EQ(at("18:52"), "2026-11-19T18:52:00.000000Z");
  EXPECT_EQ(at("2026-07-01 17:10"), "2026-07-01T16:10:00.000000Z");
  EXPECT_EQ(at("2026-10-25T01:30:00+00:00"), "2026-10-25T01:30:00.000000Z");
  EXPECT_EQ(at("2026-07-01"), "2026-06-30T23:00:00.000000Z");
  for (const char* bad : {"", "+", "+soon", "24:00", "18:60", "7:10", "2026-02-30 10:00", "18"}) {
    EXPECT_FALSE(parse_time_text(bad)) << bad;
  }
}

RC_GTEST_PROP(TimeText, SurvivesAnything, (const std::string& text)) {
  (void)parse_time_text(text);
}

TEST(Vocabulary, SaysSomethingOfEveryWordAndEachOnce) {
  std::set<std::string> names;
  for (const Verb& verb : verbs()) {
    EXPECT_TRUE(names.insert(verb.name).second) << verb.name;
    EXPECT_FALSE(verb.says.empty() || verb.arguments.empty()) << verb.name;
  }
  for (const Sight& sight : sights()) {
    EXPECT_TRUE(names.insert(sight.name).second) << sight.name;
    EXPECT_FALSE(sight.says.empty() || sight.arguments.empty()) << sight.name;
  }
}

}  // namespace
}  // namespace heed::rehearsal
