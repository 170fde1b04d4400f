#include "checks/source.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "checks/example.h"
#include "checks/testing.h"

namespace heed::checks {
namespace {

using testing::register_toml;

std::string refusal(const std::string& text) {
  const auto sources = Sources::from_files({{"s.toml", text}});
  return sources ? "accepted" : sources.error().message();
}

std::string without(std::string text, const std::string& line) {
  const auto at = text.find(line);
  EXPECT_NE(at, std::string::npos) << line;
  return text.erase(at, text.find('\n', at) - at + 1);
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Source, readsWhatAnEngineerDeclares) {
  const auto sources = testing::sources_of({register_toml("[limits]\ndeadline = \"3s\"\n")});
  const auto* source = sources.find("register");
  ASSERT_NE(source, nullptr);
  EXPECT_EQ(source->limits.deadline, std::chrono::seconds(3));
  EXPECT_EQ(source->shown_to("anybody"), Shown::flag);
  EXPECT_EQ(sources.find("registry"), nullptr);
}

// Each part of the rule for completeness is required: a mapping without it cannot load (I9).
TEST(Source, withoutARuleForCompletenessDoesNotLoad) {
  for (const auto* line :
       {"subject =", "searched =", "rows_declared =", "last_page =", "as_of ="}) {
    const auto said = refusal(without(register_toml(), line));
    EXPECT_NE(said, "accepted") << line;
    EXPECT_NE(said.find("s.toml:"), std::string::npos) << said;
  }
  EXPECT_NE(refusal(without(register_toml(), "[complete]")), "accepted");
}

TEST(Source, aFixedEchoIsNoEcho) {
  EXPECT_NE(refusal(with(register_toml(), "phone = \"/asked/number\"",
                         "phone = { value = \"+447700900123\" }")),
            "accepted");
}

TEST(Source, mistakesSayWhereTheyAre) {
  EXPECT_NE(refusal(with(register_toml(), "given_name =", "givenname =")).find("given_name"),
            std::string::npos);
  EXPECT_NE(
      refusal(with(register_toml(), "rows_declared = \"/total\"", "rows_declared = \"total\""))
          .find("JSON Pointer"),
      std::string::npos);
  EXPECT_NE(refusal(with(register_toml(), "accepts = [[\"phone\"]]",
                         "accepts = [[\"phone\"], [\"email\"]]"))
                .find("no request for the keys email"),
            std::string::npos);
  EXPECT_NE(refusal(with(register_toml(), "others = \"flag\"", "others = \"flags\"")), "accepted");
}

TEST(Source, itsOwnExamplesMustComeOutAsTheyClaim) {
  EXPECT_NE(refusal(with(register_toml(), "gives = \"no_trace\"", "gives = \"hit\"")), "accepted");
  EXPECT_NE(refusal(with(register_toml(), "family_name = \"/family\"",
                         "family_name = \"/family\"\nsex = \"/phones\"")),
            "accepted")
      << "a row that cannot be read is not a hit without a word";
}

TEST(Source, anExtractIsNotANationalSource) {
  EXPECT_NE(refusal(with(testing::list_toml(), "holder = \"force\"", "holder = \"national\""))
                .find("never answers for a national source"),
            std::string::npos);
}

TEST(Source, anExtractIsNotSearchedByWhatItDoesNotHold) {
  EXPECT_NE(refusal(with(testing::list_toml(), "accepts = [[\"phone\"]",
                         "accepts = [[\"pncid\"], [\"phone\"]"))
                .find("no column holds the key pncid"),
            std::string::npos);
}

TEST(Source, keysFillTheLargestSets) {
  SourceDeclaration source;
  source.title = "S";
  source.accepts = {{"phone"}, {"family_name"}, {"family_name", "born"}};
  const SearchKey phone{"phone", "+447700900123", ""}, name{"family_name", "Quill", ""},
      born{"born", "1970-03-02", ""};
  EXPECT_EQ(source.usable({name, born}).size(), 1U);
  EXPECT_EQ(source.usable({name, born})[0].size(), 2U);
  EXPECT_EQ(source.usable({phone, name}).size(), 2U);
  EXPECT_TRUE(source.usable({born}).empty());
}

TEST(Source, aDeskOpensWhenItSays) {
  const auto zone = Zone::load("Europe/London");
  ASSERT_TRUE(zone);
  const auto sources = testing::sources_of(
      {testing::desk_toml("[[open]]\ndays = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]\nfrom = "
                          "\"20:00\"\nto = \"06:00\"\n")});
  const auto& desk = *sources.find("desk");
  const auto at = [](const char* text) { return *parse_instant(text); };
  EXPECT_EQ(*desk.opens_at(at("2026-11-19T18:33:00Z"), *zone), at("2026-11-19T20:00:00Z"));
  EXPECT_FALSE(desk.opens_at(at("2026-11-19T21:00:00Z"), *zone));
  EXPECT_FALSE(desk.opens_at(at("2026-11-21T05:59:00Z"), *zone)) << "Friday's night goes on";
  EXPECT_EQ(*desk.opens_at(at("2026-11-21T06:00:00Z"), *zone), at("2026-11-23T20:00:00Z"));
}

// Every declaration that is shipped: loads, and its examples come out. The contract suite.
TEST(ShippedSources, loadAndTheirExamplesComeOut) {
  const auto sources = Sources::load(std::string(HEED_SOURCE_DIR) + "/policy/sources");
  ASSERT_TRUE(sources) << sources.error().message();
  EXPECT_GE(sources->all().size(), 10U);
  for (const auto& source : sources->all()) {
    EXPECT_TRUE(example_problems(*source).empty()) << source->source;
    EXPECT_FALSE(source->lawful_basis.empty());
  }
}

// No claim of a "no trace" reply is idle: without any one of its fields it is not one. Fields that
// say the same by their absence (no further page) and names for people are not claims.
TEST(ShippedSources, aNoTraceWithoutOneOfItsClaimsIsNone) {
  const auto sources = Sources::load(std::string(HEED_SOURCE_DIR) + "/policy/sources");
  ASSERT_TRUE(sources);
  int spoilt = 0;
  for (const auto& source : sources->all()) {
    if (source->kind != SourceKind::http) continue;
    for (const auto& example : source->examples) {
      if (example.gives != OutcomeKind::no_trace) continue;
      for (const auto* claim : {"\"recordsFound\"", "\"lastPage\"", "\"dataAsAt\"", "\"coverage\"",
                                "\"searchedBy\"", "\"enquiry\"", "\"nominals\""}) {
        Example broken = example;
        broken.reply = with(broken.reply, claim, "\"other\"");
        const auto outcome = play_example(*source, broken);
        ASSERT_TRUE(outcome);
        EXPECT_EQ(kind_of(*outcome), OutcomeKind::not_searched) << source->source << claim;
        ++spoilt;
      }
    }
  }
  EXPECT_GE(spoilt, 14);
}

// A role that access does not know would never be shown what is meant for it.
TEST(ShippedSources, showToRolesThatThereAre) {
  const std::string root = std::string(HEED_SOURCE_DIR) + "/policy/";
  const auto sources = Sources::load(root + "sources");
  const auto access = read_file(root + "access.toml", 1 << 20);
  ASSERT_TRUE(sources && access);
  for (const auto& source : sources->all()) {
    for (const auto& [role, shown] : source->show) {
      EXPECT_NE(access->find("\"" + role + "\""), std::string::npos)
          << source->source << " shows something to " << role;
    }
  }
}

TEST(ShippedSources, theNationalPoliceIsNeverSentAPhone) {
  const auto sources = Sources::load(std::string(HEED_SOURCE_DIR) + "/policy/sources");
  ASSERT_TRUE(sources);
  const auto* police = sources->find("national_police");
  ASSERT_NE(police, nullptr);
  EXPECT_TRUE(police->usable({{"phone", "+447700900123", ""}}).empty());
}

}  // namespace
}  // namespace heed::checks
