// Other conditions, what nobody has structured, events, facts, properties.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "orders/in_force.h"
#include "orders/orders_facts.h"
#include "orders/test_world.h"

namespace heed::orders {
namespace {

using incident::IdentifierRole;
using test::contact;
using test::day;
using test::judge_one;
using test::lacks;
using test::of_kind;
using test::order;
using test::outcome;
using test::says_against;
using test::World;

constexpr auto possible = ConditionOutcome::possible_breach;
constexpr auto open = ConditionOutcome::insufficient_facts;
constexpr auto not_met = ConditionOutcome::not_met;

const char* const access_clause = "no unsupervised access to any person aged 16 or under";
// ---- internet, devices, notification, places ----------------------------------------------------

TEST(Internet, TextsAndCallsAreNotTheInternet) {
  World world;
  world.born("2010-03-14").number();
  auto condition = of_kind("internet", "no access to the internet");
  condition.allowed = "never";
  const auto known = order(world, {condition});
  const auto judged = judge_one(world, known);
  EXPECT_EQ(judged.outcome, open);
  EXPECT_TRUE(lacks(judged, "how they met"));
  world.answer("how_met", "She says on an app, ChatNook");
  EXPECT_EQ(outcome(world, known), possible);
  world.answer("how_met", "in person");
  EXPECT_EQ(outcome(world, known), not_met);
  world.number(IdentifierRole::complained_of, "username", "a_b").heard.platform = "ChatNook";
  EXPECT_EQ(outcome(world, known), possible);
}

TEST(Internet, ConditionalUseIsOpenThoughItWasUsed) {
  World world;
  world.cue("online");
  auto condition = of_kind("internet", "no internet without the history being kept");
  condition.allowed = "conditional";
  const auto judged = judge_one(world, order(world, {condition}));
  EXPECT_EQ(judged.outcome, open);
  EXPECT_TRUE(lacks(judged, "whether the conditions on its use were kept"));
}

TEST(Internet, ANamedPlatformHasToBeThatOne) {
  World world;
  auto condition = of_kind("identity", "not to hold an account on ChatNook");
  condition.platforms = {"ChatNook"};
  const auto known = order(world, {condition});
  world.number(IdentifierRole::complained_of, "username", "a_b").heard.platform = "Pixly";
  EXPECT_EQ(outcome(world, known), open);
  world.number(IdentifierRole::complained_of, "username", "a_b").heard.platform = "chatnook";
  EXPECT_EQ(outcome(world, known), possible);
}

TEST(Devices, ConditionalUseIsOpenAndNoneAtAllIsPossibleOnceOnline) {
  World world;
  world.number();
  auto condition = of_kind("device_use", "no device capable of accessing the internet");
  condition.allowed = "never";
  EXPECT_EQ(outcome(world, order(world, {condition})), open);
  world.cue("online");
  EXPECT_EQ(outcome(world, order(world, {condition})), possible);
  condition.allowed = "conditional";
  EXPECT_EQ(outcome(world, order(world, {condition})), open);
}

TEST(Devices, ADutyToNotifyIsOpenUnlessTheRecordNotesItUndeclared) {
  World world;
  auto condition = of_kind("notify", "to notify any new device within 3 days");
  condition.notify_what = "device";
  condition.notify_within_days = 3;
  auto known = order(world, {condition});
  EXPECT_EQ(outcome(world, known), not_met);
  const auto& said = world.number();
  EXPECT_EQ(outcome(world, known), open);
  known.recorded.emplace_back();
  known.recorded.back().kind = said.heard.kind;
  known.recorded.back().value = said.heard.value;
  known.recorded.back().note = "seen on visit, undeclared";
  const auto judged = judge_one(world, known);
  EXPECT_EQ(judged.outcome, possible);
  EXPECT_TRUE(lacks(judged, "since when it has been used"));
}

TEST(Places, BeingThereHasToBeReportedAndThePlaceToBeOneOfThem) {
  World world;
  auto condition = of_kind("place", "not to come within 100 m of Calder Mill");
  condition.uprns = {"999000000055"};
  condition.radius_m = 100;
  const auto known = order(world, {condition});
  EXPECT_EQ(outcome(world, known), open);
  world.cue("location_risk");
  EXPECT_EQ(outcome(world, known), open);
  world.incident.location.emplace();
  world.incident.location->uprn = "999000000055";
  world.incident.location->radius_m = 20;
  const auto judged = judge_one(world, known);
  EXPECT_EQ(judged.outcome, possible);
  EXPECT_TRUE(lacks(judged, "the position is known to 20 m"));
  world.incident.location->uprn.clear();
  world.incident.location->address = "Calder Mill";
  EXPECT_EQ(outcome(world, known), possible);
}

// ---- what nobody has structured -----------------------------------------------------------------

TEST(Unstructured, IsNeverSilent) {
  World world;
  KnownOrder known = order(world, {});
  known.order.structured = false;
  known.order.verbatim = "the defendant shall not";
  auto judged = judge_one(world, known);
  EXPECT_EQ(judged.outcome, open);
  EXPECT_TRUE(judged.unstructured);
  EXPECT_EQ(judged.clause, "the defendant shall not");
  EXPECT_TRUE(lacks(judged, "public protection must read it now"));
  // One clause of several.
  known = order(world, {of_kind("", "not to do as he did")});
  judged = judge_one(world, known);
  EXPECT_EQ(judged.outcome, open);
  EXPECT_TRUE(judged.unstructured);
  known = order(world, {of_kind("gardening", "not to garden")});
  EXPECT_TRUE(judge_one(world, known).unstructured);
  known.order.expires = day("2020-01-01");
  EXPECT_EQ(judge_one(world, known).outcome, not_met);
}

TEST(Unreported, TravelIsNotMetAndSaysThatNothingBearsOnIt) {
  World world;
  const auto judged = judge_one(world, order(world, {of_kind("travel", "no foreign travel")}));
  EXPECT_EQ(judged.outcome, not_met);
  EXPECT_TRUE(says_against(judged, "nothing that was reported bears on it"));
}

// ---- events, facts ------------------------------------------------------------------------------

TEST(Changes, OnlyWhatChangedAndARejectedRecordEndsWhatItSaid) {
  World world;
  world.born("2010-03-14").number();
  const auto known = order(world, {contact("no contact with anybody under 18", 18, false)});
  State state;
  const auto turn = [&](const std::vector<KnownOrder>& orders) {
    const auto events =
        changes(state, world.incident,
                judge(world.incident, orders, test::vocabulary(), world.now, test::london()));
    for (const auto& event : events) {
      const auto again = decode(type_name(event), encode(event));
      EXPECT_TRUE(again) << again.error().message();
      EXPECT_EQ(std::get<OrderJudged>(*again).judgement, std::get<OrderJudged>(event).judgement);
      EXPECT_EQ(sealed_for(event), world.suspect);
      apply(state, *again, world.now, {});
    }
    return events.size();
  };
  KnownOrder weaker = known;
  weaker.band = "possible";
  weaker.from_check = "check2";
  EXPECT_EQ(turn({weaker, known}), 1u);
  EXPECT_EQ(turn({known, weaker}), 0u);
  EXPECT_EQ(turn({known}), 0u);
  EXPECT_EQ(turn({}), 0u);  // no longer told of: it stays
  EXPECT_TRUE(state.any(possible));
  world.candidate(known).state = incident::Candidate::State::rejected;
  EXPECT_EQ(turn({}), 1u);
  EXPECT_FALSE(state.any(possible));
  EXPECT_EQ(turn({}), 0u);
  EXPECT_EQ(state.judged.begin()->second.highest, possible);
}

TEST(Changes, AnOrderStructuredLaterIsJudgedByItsConditionsAlone) {
  World world;
  world.born("2010-03-14").number();
  State state;
  const auto turn = [&](const KnownOrder& known) {
    for (const auto& event :
         changes(state, world.incident,
                 judge(world.incident, {known}, test::vocabulary(), world.now, test::london()))) {
      apply(state, event, world.now, {});
    }
  };
  auto known = order(world, {});
  known.order.structured = false;
  turn(known);
  EXPECT_TRUE(state.any(open));
  turn(order(world, {contact("no contact with anybody under 18", 18, false)}));
  EXPECT_FALSE(state.any(open));
  EXPECT_TRUE(state.any(possible));
  EXPECT_EQ(state.order.size(), 2u);
  // A condition that the source no longer tells of stays: what was done was done under it.
  auto other = of_kind("travel", "no foreign travel");
  turn(order(world, {other}));
  EXPECT_TRUE(state.any(possible));
}

TEST(Events, NamesAreFrozen) {
  EXPECT_EQ(type_names(), std::vector<std::string_view>{"order.judged.v1"});
  EXPECT_EQ(decode("order.judged.v2", "{}").error().code, Code::not_found);
  EXPECT_EQ(decode("order.judged.v1", "{\"x\":1}").error().code, Code::corrupt);
}

TEST(Facts, TellOfTheIncidentAndOfEachCondition) {
  const auto catalogue = policy::FactCatalogue::join("incident", {"incident", "order_condition"},
                                                     {fact_declarations()});
  ASSERT_TRUE(catalogue) << catalogue.error().message();
  World world;
  world.born("2010-03-14").number();
  State state;
  policy::FactTable before(*catalogue);
  fill_facts(state, before);
  EXPECT_EQ(before.get({"incident", ""}, "any_possible_breach").as_truth(), Truth::no);
  auto unread = order(world, {});
  unread.order.order_id = "o2";
  unread.order.structured = false;
  const auto judgements =
      judge(world.incident,
            {order(world, {contact("no contact with anybody under 18", 18, false)}), unread},
            test::vocabulary(), world.now, test::london());
  for (const auto& event : changes(state, world.incident, judgements)) {
    apply(state, event, world.now, {});
  }
  policy::FactTable facts(*catalogue);
  fill_facts(state, facts);
  for (const char* fact : {"any_possible_breach", "any_insufficient", "order_unstructured",
                           "order_in_force_known", "order_known"}) {
    EXPECT_EQ(facts.get({"incident", ""}, fact).as_truth(), Truth::yes) << fact;
  }
  const policy::Subject first{"order_condition", judgements[0].condition.str()};
  EXPECT_EQ(*facts.get(first, "outcome").as_text(), "possible_breach");
  EXPECT_EQ(facts.get(first, "unstructured").as_truth(), Truth::no);
  const policy::Subject second{"order_condition", judgements[1].condition.str()};
  EXPECT_EQ(facts.get(second, "unstructured").as_truth(), Truth::yes);
  EXPECT_EQ(facts.rows().size(), 3u);
}

// The word "breach" never stands by itself, and nobody's age or name is in the words.
TEST(Words, ArePossibleAndNameNobody) {
  EXPECT_EQ(in_words(possible), "possible breach");
  World world;
  world.born("2010-03-14").number();
  world.incident.people[world.caller].name = "Petra Lind";
  world.cue("met_before");
  const std::string written = encode(OrderJudged{
      judge_one(world, order(world, {contact("no contact with anybody under 18", 18, false)}))});
  EXPECT_EQ(written.find("Lind"), std::string::npos);
  EXPECT_EQ(written.find("2010"), std::string::npos);
  std::string rest = written;
  for (std::size_t found; (found = rest.find("possible_breach")) != std::string::npos;) {
    rest.erase(found, 15);
  }
  EXPECT_EQ(rest.find("breach"), std::string::npos);
}

// ---- vocabulary ---------------------------------------------------------------------------------

TEST(VocabularyFile, AMistakeIsNamedWithItsPlace) {
  const auto read = [](const std::string& text) {
    auto document = policy::Document::parse(text, "orders.toml");
    return Vocabulary::read(*document, {});
  };
  const auto bad = read(
      "together_words = []\ncommunicating_words = []\nundeclared_words = []\n"
      "[[condition]]\nid = \"a\"\nsays = \"a\"\njudged_by = \"contct\"\n");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, Code::invalid);
  EXPECT_NE(bad.error().message().find("orders.toml:7"), std::string::npos)
      << bad.error().message();
}

TEST(VocabularyFile, EveryQuestionIsOneOfThePolicys) {
  auto document = policy::Document::load(HEED_SOURCE_DIR "/policy/questions.toml");
  ASSERT_TRUE(document) << document.error().message();
  std::vector<std::string> ids;
  for (const auto& table : document->root().tables("question")) ids.push_back(table.string("id"));
  for (const std::string& question : test::vocabulary().questions()) {
    EXPECT_EQ(std::count(ids.begin(), ids.end(), question), 1) << question;
  }
}

// ---- properties ---------------------------------------------------------------------------------

// Adding what is reported never lowers an outcome, whatever else is there.
RC_GTEST_PROP(Monotone, AReportedActNeverLowersAnOutcome, ()) {
  World world;
  const int age = *rc::gen::inRange(10, 22);
  if (*rc::gen::arbitrary<bool>()) world.aged(age, age);
  const int limit = *rc::gen::inRange(14, 19);
  const bool inclusive = *rc::gen::arbitrary<bool>();
  const std::vector<std::string> modes{*rc::gen::element<std::string>("any", "in_person", "text")};
  auto known = order(world, {contact("", limit, inclusive, modes, {"supervised"})});
  known.band = *rc::gen::element<std::string>("exact", "strong", "possible");
  if (*rc::gen::arbitrary<bool>()) known.order.expires = day("2026-11-15");
  auto internet = of_kind("internet", "no internet");
  internet.condition_id = "c2";
  internet.allowed = *rc::gen::element<std::string>("never", "conditional");
  known.order.conditions.push_back(internet);
  std::vector<ConditionOutcome> reached(2, not_met);
  for (int step = 0; step < 6; ++step) {
    switch (*rc::gen::inRange(0, 6)) {
      case 0: world.number(); break;
      case 1: world.cue("met_before"); break;
      case 2: world.cue("meeting"); break;
      case 3: world.cue("online"); break;
      case 4: world.number(IdentifierRole::complained_of, "username", "a_b"); break;
      default: world.cue("coercion"); break;
    }
    const auto judged =
        judge(world.incident, {known}, test::vocabulary(), world.now, test::london());
    RC_ASSERT(judged.size() == 2u);
    for (std::size_t i = 0; i < judged.size(); ++i) {
      RC_ASSERT(judged[i].outcome >= reached[i]);
      reached[i] = judged[i].outcome;
      RC_ASSERT(judged[i].outcome != open || !judged[i].missing.empty());
      RC_ASSERT(judged[i].outcome != not_met || !judged[i].against_it.empty());
      RC_ASSERT(judged[i].outcome != possible || !judged[i].matched.empty());
    }
  }
}

// A younger age of the same basis is never less protected.
RC_GTEST_PROP(Monotone, YoungerIsNeverLessProtected, ()) {
  const int limit = *rc::gen::inRange(12, 19);
  const bool inclusive = *rc::gen::arbitrary<bool>();
  ConditionOutcome before = not_met;
  for (int age = 22; age >= 8; --age) {
    World world;
    world.born(std::to_string(2026 - age) + "-06-01").number();
    const auto now = outcome(world, order(world, {contact("", limit, inclusive)}));
    RC_ASSERT(now >= before);
    RC_ASSERT((now == possible) == (inclusive ? age <= limit : age < limit));
    before = now;
  }
}

}  // namespace
}  // namespace heed::orders
