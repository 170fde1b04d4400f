// Contact, whose order it is, and when it was in force.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "orders/in_force.h"
#include "orders/orders_facts.h"
#include "orders/test_world.h"

namespace heed::orders {
namespace {

using incident::IdentifierRole;
using test::at;
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
// ---- contact ------------------------------------------------------------------------------------

TEST(Contact, AccessIsOpenWhileNoMeetingIsKnownAndPossibleOnceTheyHaveMet) {
  for (const auto& modes : {std::vector<std::string>{"in_person"}, {"any"}, {}}) {
    World world;
    world.born("2010-03-14").number();
    const auto known = order(world, {contact(access_clause, 16, true, modes, {"supervised"})});
    const auto first = judge_one(world, known);
    EXPECT_EQ(first.outcome, open);
    EXPECT_EQ(first.clause, access_clause);
    EXPECT_TRUE(lacks(first, "whether they have met in person"));
    ASSERT_FALSE(first.missing.empty());
    bool asked = false;
    for (const auto& missing : first.missing) {
      asked = asked || (missing.question == "met_before" && missing.ask_now);
    }
    EXPECT_TRUE(asked);

    world.cue("met_before");
    const auto second = judge_one(world, known);
    EXPECT_EQ(second.outcome, possible);
    EXPECT_TRUE(lacks(second, "whether anybody whom the order allows was with them"));
    EXPECT_TRUE(lacks(second, "when they met"));
    EXPECT_EQ(second.condition, first.condition);
  }
}

TEST(Contact, SayingThatTheyNeverMetLeavesItOpenWhileTheyAreInTouch) {
  World world;
  world.born("2010-03-14").answer("met_before", "no").number();
  const auto known = order(world, {contact(access_clause, 16, true, {"in_person"})});
  const auto judged = judge_one(world, known);
  EXPECT_EQ(judged.outcome, open);
  EXPECT_TRUE(lacks(judged, "it was said that they have not, and they are in touch"));
  for (const auto& missing : judged.missing) EXPECT_FALSE(missing.ask_now);
  world.incident.identifiers.clear();
  EXPECT_EQ(outcome(world, known), not_met);
}

TEST(Contact, ACueHoldsAgainstAnAnswerOfNoUntilItIsRejected) {
  World world;
  world.born("2010-03-14").answer("met_before", "no");
  const auto cue = world.cue("met_before");
  const auto known = order(world, {contact(access_clause, 16, true, {"in_person"})});
  EXPECT_EQ(outcome(world, known), possible);
  EXPECT_TRUE(lacks(judge_one(world, known), "the answer to the question was no"));
  world.incident.cues[cue].rejected = true;
  EXPECT_EQ(outcome(world, known), not_met);
}

TEST(Contact, ByAnyMeansIsMetByMessages) {
  World world;
  world.born("2009-01-30").number();
  const auto known =
      order(world, {contact("no contact by any means with a person under 18", 18, false)});
  const auto judged = judge_one(world, known);
  EXPECT_EQ(judged.outcome, possible);
  EXPECT_TRUE(lacks(judged, "that it was they who used the number"));
  EXPECT_TRUE(judged.in_force);
  EXPECT_EQ(judged.with, std::vector{world.caller});
  world.answer("who_used_number", "no");
  EXPECT_EQ(outcome(world, known), open);
}

TEST(Contact, UnsupervisedContactByMessageIsStillContact) {
  World world;
  world.born("2011-06-11").number();
  EXPECT_EQ(outcome(world, order(world, {contact("no unsupervised contact with any child under 18",
                                                 18, false, {"any"}, {"supervised"})})),
            possible);
}

TEST(Contact, SupervisionThatWasSaidLeavesItOpen) {
  World world;
  world.born("2010-03-14").answer("anybody_with_them", "yes").cue("met_before");
  const auto known =
      order(world, {contact(access_clause, 16, true, {"in_person"}, {"supervised"})});
  EXPECT_EQ(outcome(world, known), open);
  world.answer("anybody_with_them", "no");
  EXPECT_EQ(outcome(world, known), possible);
}

TEST(Contact, AMeetingAheadIsToldAndIsNotYetAnAct) {
  World world;
  world.born("2010-03-14").cue("meeting");
  const auto judged =
      judge_one(world, order(world, {contact(access_clause, 16, true, {"in_person"})}));
  EXPECT_EQ(judged.outcome, open);
  EXPECT_TRUE(judged.act_ahead);
}

TEST(Contact, NamedPeople) {
  World world;
  world.number();
  auto condition = of_kind("contact", "not to contact Shona Kerr directly or indirectly");
  condition.modes = {"direct", "indirect"};
  condition.named_persons = {"Shona Kerr"};
  const auto known = order(world, {condition});
  EXPECT_EQ(outcome(world, known), open);  // nobody has said who rings
  world.incident.people[world.caller].name = "KERR, Shona";
  EXPECT_EQ(outcome(world, known), possible);
  world.incident.people[world.caller].name = "Shona";
  EXPECT_EQ(outcome(world, known), open);
  world.incident.people[world.caller].name = "Petra Lind";
  EXPECT_EQ(outcome(world, known), not_met);
}

TEST(Contact, ASexThatIsNotRecordedIsTakenAsProtected) {
  World world;
  world.born("2009-01-30").number();
  auto condition = contact("no contact by any means with a female under 18", 18, false);
  condition.protected_sex = "female";
  const auto known = order(world, {condition});
  EXPECT_EQ(outcome(world, known), possible);
  auto& held = world.incident.candidates[incident::HistoryId::derived("test", "c")];
  held.found.person = world.caller;
  held.found.sex = "male";
  held.state = incident::Candidate::State::accepted;
  EXPECT_EQ(outcome(world, known), not_met);
}

TEST(Contact, ANumberThatNobodyHasSaidWhoseItIsLeavesItOpen) {
  World world;
  world.born("2010-03-14").number(IdentifierRole::unknown);
  EXPECT_EQ(outcome(world, order(world, {contact("no contact with anybody under 18", 18, false)})),
            open);
}

TEST(Contact, ANewNumberOfNobodyWithSeveralSuspectsIsOpen) {
  World world;
  world.born("2010-03-14").number().person.reset();
  const auto known = order(world, {contact("no contact with anybody under 18", 18, false)});
  EXPECT_EQ(outcome(world, known), possible);
  const auto other = incident::PersonId::derived("test", "other");
  world.incident.people[other].id = other;
  world.incident.people[other].roles = {incident::PersonRole::suspect};
  EXPECT_EQ(outcome(world, known), open);
}

TEST(Contact, TheCallersOwnNumberIsNoContact) {
  World world;
  world.born("2010-03-14").number(IdentifierRole::callers);
  const auto judged =
      judge_one(world, order(world, {contact("no contact with anybody under 18", 18, false)}));
  EXPECT_EQ(judged.outcome, open);
  for (const auto& fact : judged.matched) EXPECT_EQ(fact.words.find("in touch"), std::string::npos);
}

TEST(Contact, ANumberThatOnlyARecordNamesIsNoContact) {
  World world;
  world.born("2010-03-14").number().heard.hops = 1;
  EXPECT_EQ(outcome(world, order(world, {contact("no contact with anybody under 18", 18, false)})),
            open);
}

// ---- whose order --------------------------------------------------------------------------------

TEST(Identity, APossibleMatchIsOpenAndARejectedOneEndsIt) {
  World world;
  world.born("2010-03-14").number();
  auto known = order(world, {contact("no contact with anybody under 18", 18, false)});
  known.band = "possible";
  EXPECT_EQ(outcome(world, known), open);
  world.candidate(known).state = incident::Candidate::State::accepted;
  EXPECT_EQ(outcome(world, known), possible);
  world.candidate(known).state = incident::Candidate::State::rejected;
  EXPECT_EQ(outcome(world, known), not_met);
  known.band = "strong";
  world.candidate(known).state = incident::Candidate::State::open;
  world.candidate(known).found.tied = true;
  EXPECT_EQ(outcome(world, known), open);
}

// ---- dates --------------------------------------------------------------------------------------

TEST(Dates, JudgedByWhatWasInForceAtTheTimeOfTheAct) {
  const auto judged = [](auto change) {
    World world;
    world.born("2010-03-14").number();
    auto known = order(world, {contact("no contact with anybody under 18", 18, false)});
    change(known.order);
    return judge_one(world, known);
  };
  EXPECT_EQ(judged([](auto&) {}).outcome, possible);
  const auto expired = judged([](auto& o) { o.expires = day("2026-10-01"); });
  EXPECT_EQ(expired.outcome, not_met);
  EXPECT_TRUE(says_against(expired, "the order expired with 2026-10-01"));
  EXPECT_FALSE(expired.in_force);
  // To the end of its last day; a part of what is meant was before it.
  EXPECT_EQ(judged([](auto& o) { o.expires = day("2026-11-19"); }).outcome, possible);
  EXPECT_EQ(judged([](auto& o) { o.expires = day("2026-11-18"); }).outcome, open);
  // Until the day before it was discharged.
  EXPECT_EQ(judged([](auto& o) { o.discharged = day("2026-11-20"); }).outcome, possible);
  EXPECT_EQ(judged([](auto& o) { o.discharged = day("2026-11-19"); }).outcome, open);
  EXPECT_EQ(judged([](auto& o) { o.discharged = day("2026-11-01"); }).outcome, not_met);
  EXPECT_EQ(judged([](auto& o) { o.made = day("2026-11-20"); }).outcome, not_met);
  EXPECT_EQ(judged([](auto& o) { o.made = day("2026-11-19"); }).outcome, possible);
  EXPECT_EQ(judged([](auto& o) { o.made.reset(); }).outcome, possible);
  EXPECT_EQ(judged([](auto& o) { o.varied = day("2026-11-20"); }).outcome, open);
  EXPECT_EQ(judged([](auto& o) { o.varied = day("2020-11-20"); }).outcome, possible);
}

TEST(Dates, TheActKeepsItsTimeWhenTheOrderEndsLater) {
  World world;
  world.born("2010-03-14").number();
  auto known = order(world, {contact("no contact with anybody under 18", 18, false)});
  known.order.expires = day("2026-11-19");
  EXPECT_EQ(outcome(world, known), possible);
  world.now = at("2026-12-24T12:00:00Z");
  EXPECT_EQ(outcome(world, known), possible);
}

TEST(Dates, AContactEnteredAfterwardsIsOfItsOwnTime) {
  World world;
  world.born("2010-03-14").number();
  auto known = order(world, {contact("no contact with anybody under 18", 18, false)});
  known.order.made = day("2026-11-19");
  EXPECT_EQ(outcome(world, known), possible);
  auto& opened = world.incident.contacts[world.contact].opened;
  opened.entered_afterwards = true;
  opened.answered_at = at("2026-11-17T10:00:00Z");
  EXPECT_EQ(outcome(world, known), not_met);
}

TEST(Dates, ServiceEvidencesThatTheyKnew) {
  const auto judged = [](const std::string& kind, std::optional<LocalDate> served) {
    World world;
    world.born("2010-03-14").number();
    auto known = order(world, {contact("no contact with anybody under 18", 18, false)});
    known.order.kind = kind;
    known.order.served = served;
    return judge_one(world, known);
  };
  const auto served = judged("non_molestation", day("2026-06-04"));
  EXPECT_EQ(served.outcome, possible);
  EXPECT_FALSE(lacks(served, "that they knew"));
  EXPECT_EQ(judged("non_molestation", day("2026-11-20")).outcome, open);
  EXPECT_TRUE(lacks(judged("non_molestation", std::nullopt), "whether it was served"));
  EXPECT_EQ(judged("non_molestation", std::nullopt).outcome, possible);
  EXPECT_EQ(judged("shpo", day("2026-11-20")).outcome, possible);
}

TEST(Dates, TheLastDayEndsAtLocalMidnightOnTheNightsTheClocksChange) {
  const auto held = [](const char* expires, const char* when) {
    World world(when);
    auto known = order(world, {});
    known.order.expires = day(expires);
    return in_force(known.order, nullptr, {world.now, world.now}, test::london()).truth;
  };
  // 29 March: the day has 23 hours and ends at 23:00 UTC. 25 October: 25 hours, ends at 24:00 UTC.
  EXPECT_EQ(held("2026-03-29", "2026-03-29T22:59:59Z"), Truth::yes);
  EXPECT_EQ(held("2026-03-29", "2026-03-29T23:00:00Z"), Truth::no);
  EXPECT_EQ(held("2026-03-28", "2026-03-28T23:59:59Z"), Truth::yes);
  EXPECT_EQ(held("2026-03-28", "2026-03-29T00:00:00Z"), Truth::no);
  EXPECT_EQ(held("2026-10-25", "2026-10-25T23:59:59Z"), Truth::yes);
  EXPECT_EQ(held("2026-10-25", "2026-10-26T00:00:00Z"), Truth::no);
  EXPECT_EQ(held("2026-10-24", "2026-10-24T22:59:59Z"), Truth::yes);
  EXPECT_EQ(held("2026-10-24", "2026-10-24T23:00:00Z"), Truth::no);
}

}  // namespace
}  // namespace heed::orders
