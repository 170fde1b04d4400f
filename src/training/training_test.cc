#include "training/training.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "training/csv.h"
#include "training/training_facts.h"

namespace heed::training {
namespace {

const Zone& london() {
  static const Zone zone = Zone::load("Europe/London").value();
  return zone;
}

Instant at(const char* text) { return parse_instant(text).value(); }

const TrainingPolicy& shipped() {
  static const TrainingPolicy policy = [] {
    auto read =
        TrainingPolicy::read(*policy::Document::load(HEED_SOURCE_DIR "/policy/training.toml"));
    EXPECT_TRUE(read) << read.error().message();
    return *read;
  }();
  return policy;
}

const char* const heading = "who,what,level,gained,expires,restrictions,tutor,provider,evidence\n";

Register of(const std::string& rows) {
  const auto read = Register::import_csv(heading + rows, shipped());
  EXPECT_TRUE(read) << read.error().message();
  EXPECT_TRUE(read->errors.empty()) << read->summary();
  return read->accepted;
}

const std::string trained =
    "a.one,emergency_call_handling,,2026-03-02,,,,,\n"
    "a.one,safeguarding,,2025-06-01,,,,,\n"
    "a.one,thrive,,2025-06-01,,,,,\n";

Gate gate_of(const Register& reg, const char* channel = "999",
             const char* now = "2026-11-19T18:30:00Z") {
  return gate(reg, shipped(), "a.one", channel, at(now), london());
}

// ---- gate ---------------------------------------------------------------------------------------

TEST(Gate, OpensForWhoHasWhatTheChannelNeeds) {
  const Gate open = gate_of(of(trained));
  EXPECT_TRUE(open.unguided);
  EXPECT_TRUE(open.reasons.empty());
}

TEST(Gate, NamesEachThingThatIsMissing) {
  const Gate shut = gate_of(of("a.one,safeguarding,,2019-11-01,,,,,\n"));
  EXPECT_FALSE(shut.unguided);
  EXPECT_EQ(shut.reasons,
            (std::vector<std::string>{"999 call handling: not in the register",
                                      "safeguarding and vulnerability: last refreshed on "
                                      "2019-11-01, to be refreshed every 24 months",
                                      "THRIVE+ and grading: not in the register"}));
}

TEST(Gate, SomebodyNotInTheRegisterAndAChannelNotInPolicyAreGuided) {
  EXPECT_FALSE(gate_of(Register()).unguided);
  EXPECT_FALSE(gate_of(of(trained), "smoke").unguided);
}

TEST(Gate, ChangesAtLocalMidnight) {
  const Register reg = of(trained);
  // Refreshed on 2 March 2026, good to the end of 2 March 2027.
  EXPECT_TRUE(gate_of(reg, "999", "2027-03-02T23:59:59Z").unguided);
  EXPECT_FALSE(gate_of(reg, "999", "2027-03-03T00:00:00Z").unguided);
  // Summer time: midnight on 1 June is 23:00 UTC the day before.
  EXPECT_FALSE(gate_of(reg, "999", "2027-06-01T23:00:00Z").unguided);
  // Not before it was gained.
  EXPECT_FALSE(gate_of(reg, "999", "2026-03-01T12:00:00Z").unguided);
  // The certificate's own last day counts.
  const Register dated = of("a.one,emergency_call_handling,,2026-03-02,2026-07-15,,,,\n" +
                            trained.substr(trained.find('\n') + 1));
  EXPECT_TRUE(gate_of(dated, "999", "2026-07-15T22:59:59Z").unguided);
  EXPECT_FALSE(gate_of(dated, "999", "2026-07-15T23:00:00Z").unguided);
}

TEST(Gate, RestrictionsAndTutors) {
  const std::string rest = trained.substr(trained.find('\n') + 1);
  EXPECT_FALSE(
      gate_of(of("a.one,emergency_call_handling,,2026-03-02,,supervised,,,\n" + rest)).unguided);
  const Register narrow = of("a.one,emergency_call_handling,,2026-03-02,,chat; 999,,,\n" + rest);
  EXPECT_FALSE(gate_of(narrow).unguided);
  // A second, better entry counts.
  const Register both = of("a.one,emergency_call_handling,,2026-03-02,,999,,,\n" + trained);
  EXPECT_TRUE(gate_of(both).unguided);
}

TEST(Gate, BornOfALeapDay) {
  auto document = policy::Document::parse(
      "shifts = [\"07:00\"]\n[[competence]]\nid = \"a\"\nsays = \"a\"\nrefresh_months = 12\n"
      "[[channel]]\nid = \"999\"\nrequires = [\"a\"]\n",
      "t.toml");
  const auto policy = TrainingPolicy::read(*document);
  ASSERT_TRUE(policy);
  const auto read = Register::import_csv("who,what,gained\na.one,a,2024-02-29\n", *policy);
  ASSERT_TRUE(read);
  const auto open = [&](const char* when) {
    return gate(read->accepted, *policy, "a.one", "999", at(when), london()).unguided;
  };
  EXPECT_TRUE(open("2025-02-28T12:00:00Z"));
  EXPECT_FALSE(open("2025-03-01T00:00:00Z"));
}

TEST(Shift, IsTheSameKeyUntilTheNextBegins) {
  const auto shift = [](const char* when) { return shipped().shift_of(at(when), london()); };
  EXPECT_EQ(shift("2026-11-19T18:30:00Z"), "2026-11-19 15:00");
  EXPECT_EQ(shift("2026-11-19T22:59:59Z"), "2026-11-19 15:00");
  EXPECT_EQ(shift("2026-11-19T23:00:00Z"), "2026-11-19 23:00");
  EXPECT_EQ(shift("2026-11-20T06:59:59Z"), "2026-11-19 23:00");
  EXPECT_EQ(shift("2026-11-20T07:00:00Z"), "2026-11-20 07:00");
  // 23:30 in July is 22:30 UTC; both nights of clock change are one night each.
  EXPECT_EQ(shift("2026-07-14T22:30:00Z"), "2026-07-14 23:00");
  EXPECT_EQ(shift("2026-10-25T00:30:00Z"), "2026-10-24 23:00");
  EXPECT_EQ(shift("2026-10-25T01:30:00Z"), "2026-10-24 23:00");
  EXPECT_EQ(shift("2026-03-29T01:30:00Z"), "2026-03-28 23:00");
}

TEST(Shift, OneAlertForEachPersonAndShift) {
  const Gate evening = gate_of(Register());
  const Gate later = gate_of(Register(), "101", "2026-11-19T22:30:00Z");
  const Gate night = gate_of(Register(), "999", "2026-11-19T23:30:00Z");
  EXPECT_EQ(alert_key("a.one", evening), alert_key("a.one", later));
  EXPECT_NE(alert_key("a.one", evening), alert_key("a.one", night));
  EXPECT_NE(alert_key("a.one", evening), alert_key("b.two", evening));
}

// ---- register -----------------------------------------------------------------------------------

TEST(RegisterCsv, RefusesRowsOneByOneAndSaysWhere) {
  const auto read =
      Register::import_csv(std::string("\xEF\xBB\xBF") + heading +
                               "a.one,safeguarding,,2026-03-02,,,,,\r\n"
                               "a.one,safegarding,,2026-03-02,,,,,\r\n"
                               ",thrive,,02/03/2026,,,,,\r\n"
                               "\r\n"
                               "b.two,thrive,,2026-03-02,2025-03-02,,\"Lee, T.\n(tutor)\",,\r\n"
                               "b.two,thrive,,2026-03-02\r\n"
                               "c.three,thrive,,2026-03-02,,,\"said \"\"yes\"\"\",,\r\n",
                           shipped());
  ASSERT_TRUE(read) << read.error().message();
  EXPECT_EQ(read->rows, 6);
  ASSERT_EQ(read->accepted.all().size(), 2u);
  EXPECT_EQ(read->accepted.all()[1].tutor, "said \"yes\"");
  ASSERT_EQ(read->errors.size(), 5u);
  EXPECT_EQ(read->errors[0].row, 3);
  EXPECT_NE(read->errors[0].detail.find("did you mean \"safeguarding\"?"), std::string::npos);
  EXPECT_EQ(read->errors[1].row, 4);
  EXPECT_EQ(read->errors[1].field, "who");
  EXPECT_EQ(read->errors[2].field, "gained");
  EXPECT_EQ(read->errors[3].row, 6);
  EXPECT_EQ(read->errors[3].field, "expires");
  EXPECT_EQ(read->errors[4].row, 8);  // the row before had a line end inside
  EXPECT_EQ(read->summary().substr(0, 26), "6 rows: 2 read, 4 refused\n");
}

TEST(RegisterCsv, WhatIsNoSuchFileIsRefusedWhole) {
  const auto refused = [](const std::string& text) {
    const auto read = Register::import_csv(text, shipped());
    return read ? std::string("read") : read.error().message();
  };
  EXPECT_NE(refused("").find("first row"), std::string::npos);
  EXPECT_NE(refused("who,what\n").find("\"gained\""), std::string::npos);
  EXPECT_NE(refused("who,what,gained,shoe\n").find("\"shoe\""), std::string::npos);
  EXPECT_NE(refused("who,what,gained\n\"a,b,2026-01-01\n").find("row 2"), std::string::npos);
  EXPECT_NE(refused("who,what,gained\n\xff\n").find("UTF-8"), std::string::npos);
}

TEST(RegisterToml, MistakesHaveTheirPlace) {
  auto good = policy::Document::parse(
      "[[competence]]\nwho = \"a.one\"\nwhat = \"thrive\"\ngained = 2026-03-02\n", "c.toml");
  EXPECT_EQ(Register::read(*good, shipped())->all().size(), 1u);
  auto bad = policy::Document::parse(
      "[[competence]]\nwho = \"a.one\"\nwhat = \"thrice\"\ngained = 2026-03-02\n", "c.toml");
  EXPECT_NE(Register::read(*bad, shipped()).error().message().find("c.toml:3"), std::string::npos);
}

TEST(PolicyFile, MistakesHaveTheirPlace) {
  auto bad = policy::Document::parse(
      "shifts = [\"15:00\", \"07:00\"]\n[[competence]]\nid = \"a\"\nsays = \"a\"\n"
      "[[channel]]\nid = \"999\"\nrequires = [\"b\"]\n",
      "training.toml");
  const auto read = TrainingPolicy::read(*bad);
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().message().find("training.toml:7"), std::string::npos);
  EXPECT_NE(read.error().message().find("07:00"), std::string::npos);
}

// Any bytes get rows or an error, and quoting brings every text back.
RC_GTEST_PROP(Csv, ReadsBackWhatWasQuoted, (const std::vector<std::string>& cells)) {
  std::string text;
  std::vector<std::string> kept;
  for (const std::string& cell : cells) {
    std::string clean;
    for (const char c : cell) {
      if (c >= ' ' || c == '\n') clean += c;
    }
    kept.push_back(clean);
    std::string quoted = "\"";
    for (const char c : clean) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    text += (text.empty() ? "" : ",") + quoted + "\"";
  }
  RC_PRE(!kept.empty() && kept.size() < 100);
  const auto rows = read_csv(text);
  RC_ASSERT(rows.has_value());
  RC_ASSERT(rows->size() == 1u);
  RC_ASSERT(rows->front().cells == kept);
}

RC_GTEST_PROP(Csv, NeverFailsOtherwiseThanByAnError, (const std::string& bytes)) {
  const auto rows = read_csv(bytes);
  RC_ASSERT(rows.has_value() || !rows.error().detail.empty());
}

// ---- events, facts ------------------------------------------------------------------------------

TEST(Events, FoldAndKeepTheirNames) {
  EXPECT_EQ(type_names(), (std::vector<std::string_view>{"training.guided_mode_began.v1",
                                                         "training.guided_mode_alerted.v1"}));
  const ActorId who = ActorId::derived("test", "who");
  State state;
  for (const Event& event :
       {Event(GuidedModeBegan{"c1", who, "999", {"999 call handling: not in the register"}, "s"}),
        Event(GuidedModeAlerted{who, "s", "supervisor"})}) {
    const auto again = decode(type_name(event), encode(event));
    ASSERT_TRUE(again) << again.error().message();
    apply(state, *again, {}, {});
  }
  EXPECT_TRUE(state.is_guided(who));
  EXPECT_FALSE(state.is_guided({}));
  EXPECT_TRUE(state.alerted);

  auto declared = fact_declarations();
  const auto catalogue =
      policy::FactCatalogue::join("incident", {"incident", "contact"}, {declared});
  ASSERT_TRUE(catalogue) << catalogue.error().message();
  policy::FactTable facts(*catalogue);
  facts.add({"contact", "c1"});
  facts.add({"contact", "c2"});
  fill_facts(state, facts);
  EXPECT_EQ(facts.get({"contact", "c1"}, "guided").as_truth(), policy::Truth::yes);
  EXPECT_EQ(facts.get({"contact", "c2"}, "guided").as_truth(), policy::Truth::no);
  EXPECT_EQ(facts.get({"incident", ""}, "handled_under_guidance").as_truth(), policy::Truth::yes);
}

}  // namespace
}  // namespace heed::training
