#include "rehearsal/twin.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace heed::rehearsal {
namespace {

Texts original() {
  return {{"r.toml", R"(title = "t"
shows = "s"
starts = 2026-11-01T18:30:00
[twin]
given = ["Alex"]
family = ["Morland"]
wording = [["a man I never met", "somebody I do not know", "a stranger"]]
[[person]]
name = "P. One"
roles = ["handler"]
[[step]]
call = { line = "07700 900016", answered_by = "P. One" }
[[step]]
at = "2026-11-01 18:31"
caller_says = "I'm Alex Morland, there's a man I never met, +44 7700 900461. Not Alexander. Log NM-20261029-0644."
[[must]]
sees = ["MORLAND", "14/03/2010", "07700900461"]
[[must]]
sees = "2010-03-14"
)"}};
}

TEST(Twin, HasOtherNamesNumbersDatesAndWording) {
  const Texts texts = original();
  const auto twin = twin_of("r.toml", texts, 7);
  ASSERT_TRUE(twin) << twin.error().message();
  const std::string& text = twin->texts.at("r.toml");
  for (const char* gone : {"Alex ", "Morland,", "MORLAND", "900016", "900461", "2026-11-01",
                           "14/03/2010", "20261029", "there's a man I never met"}) {
    EXPECT_EQ(text.find(gone), std::string::npos) << gone << "\n" << text;
  }
  EXPECT_NE(text.find("Alexander"), std::string::npos);
  const auto script = read_script("r.toml", twin->texts);
  ASSERT_TRUE(script) << script.error().message();
  EXPECT_EQ(script->moments.size(), 4u);
  const auto original_script = read_script("r.toml", texts);
  EXPECT_EQ(days_between(original_script->starts.date, script->starts.date) % 7, 0);
  EXPECT_EQ(script->moments[3].place.line, original_script->moments[3].place.line);
  EXPECT_EQ(twin_of("r.toml", texts, 7)->texts, twin->texts);
  EXPECT_NE(twin_of("r.toml", texts, 8)->texts, twin->texts);
}

TEST(Twin, KeepsWhatItIsToldToKeep) {
  Texts texts = original();
  std::string& text = texts["r.toml"];
  text.replace(text.find("given ="), 7, "dates = false\nkeep = [\"461\"]\ngiven =");
  const auto twin = twin_of("r.toml", texts, 7);
  ASSERT_TRUE(twin) << twin.error().message();
  EXPECT_NE(twin->texts.at("r.toml").find("900461"), std::string::npos);
  EXPECT_NE(twin->texts.at("r.toml").find("2026-11-01"), std::string::npos);
}

TEST(Twin, SaysWhereItsOwnTableIsWrong) {
  Texts texts = original();
  std::string& text = texts["r.toml"];
  text.replace(text.find("family ="), 8, "familly =");
  const auto twin = twin_of("r.toml", texts, 7);
  ASSERT_FALSE(twin);
  EXPECT_EQ(twin.error().where, "r.toml:6:1") << twin.error().message();
}

RC_GTEST_PROP(Twin, IsARehearsalInWhichDifferentNumbersStayDifferent, (std::uint64_t seed)) {
  Texts texts = original();
  if (seed % 2 == 0) {
    std::string& text = texts["r.toml"];
    text.replace(text.find("given ="), 7, "keep = [\"461\", \"037\"]\ngiven =");
  }
  for (int i = 0; i < 1000; i += 37) {
    texts["r.toml"] +=
        "[[must_not]]\nrang = \"07700 900" + std::to_string(1000 + i).substr(1) + "\"\n";
  }
  const auto twin = twin_of("r.toml", texts, seed);
  RC_ASSERT(twin.has_value());
  const auto script = read_script("r.toml", twin->texts);
  RC_ASSERT(script.has_value());
  std::set<std::string> numbers;
  std::size_t count = 0;
  for (const Moment& moment : script->moments) {
    const auto* expectation = std::get_if<Expectation>(&moment.what);
    if (expectation == nullptr || expectation->sight != "rang") continue;
    numbers.insert(expectation->given.at("number").text);
    ++count;
  }
  RC_ASSERT(numbers.size() == count);
}

}  // namespace
}  // namespace heed::rehearsal
