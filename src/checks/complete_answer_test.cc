#include "checks/complete_answer.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <type_traits>

#include "checks/testing.h"

namespace heed::checks {
namespace {

// I9, at compile time: nothing but meaning_of() makes a NoTrace, nothing but judge() a
// CompleteAnswer. Should one of these become true, this file does not compile.
static_assert(!std::is_default_constructible_v<NoTrace>);
static_assert(!std::is_aggregate_v<NoTrace>);
static_assert(!std::is_constructible_v<NoTrace, CompleteAnswer>);
static_assert(!std::is_constructible_v<NoTrace, Said>);
static_assert(!std::is_constructible_v<NoTrace, NotSearched>);
static_assert(!std::is_constructible_v<NoTrace, Hit>);
static_assert(!std::is_constructible_v<NoTrace, records::Findings>);
static_assert(!std::is_convertible_v<CompleteAnswer, NoTrace>);
static_assert(!std::is_default_constructible_v<CompleteAnswer>);
static_assert(!std::is_aggregate_v<CompleteAnswer>);
static_assert(!std::is_constructible_v<CompleteAnswer, Said>);
static_assert(!std::is_constructible_v<CompleteAnswer, Said, std::vector<SearchKey>>);
static_assert(!std::is_default_constructible_v<Outcome> ||
              std::is_same_v<std::variant_alternative_t<0, Outcome>, Hit>);

const Instant now =
    std::chrono::sys_days(std::chrono::year(2026) / 11 / 19) + std::chrono::hours(18);
const std::vector<SearchKey> asked{{"phone", "+447700900123", ""}};

Said complete() {
  Said said;
  said.subject = asked;
  said.searched = {"phone"};
  said.rows_declared = 0;
  said.last_page = true;
  said.as_of = now - std::chrono::hours(1);
  said.coverage = "all records";
  return said;
}

Reason reason_of(const Outcome& outcome) { return std::get<NotSearched>(outcome).reason; }
Outcome judged(Said said) {
  return outcome_of(asked, std::move(said), {std::chrono::hours(48)}, now);
}

TEST(CompleteAnswer, thatFoundNothingIsNoTrace) {
  EXPECT_TRUE(std::holds_alternative<NoTrace>(judged(complete())));
}

TEST(CompleteAnswer, isNotOneAboutSomethingElse) {
  auto said = complete();
  said.subject = {{"phone", "+447700900124", ""}};
  EXPECT_EQ(reason_of(judged(said)), Reason::wrong_subject);
  said.subject.clear();
  EXPECT_EQ(reason_of(judged(said)), Reason::wrong_subject);
  said.subject = {asked[0], {"phone", "+447700900124", ""}};
  EXPECT_EQ(reason_of(judged(said)), Reason::wrong_subject);
}

TEST(CompleteAnswer, isNotOneThatSearchedByLess) {
  auto said = complete();
  said.searched.clear();
  EXPECT_EQ(reason_of(judged(said)), Reason::partial);
}

TEST(CompleteAnswer, countsItsRows) {
  auto said = complete();
  said.rows_declared.reset();
  EXPECT_EQ(reason_of(judged(said)), Reason::malformed);
  said.rows_declared = 1;
  EXPECT_EQ(reason_of(judged(said)), Reason::partial);
  said.rows_received = 1;
  EXPECT_EQ(reason_of(judged(said)), Reason::malformed) << "received and not read";
  said.rows_read = 1;
  EXPECT_EQ(reason_of(judged(said)), Reason::malformed) << "read and lost";
  said.rejected.push_back({"R1", "rejected", 0, false, false, {}});
  EXPECT_TRUE(std::holds_alternative<NoTrace>(judged(said))) << "read and rejected by matching";
}

TEST(CompleteAnswer, isTheLastPageAndSaysWhenAndOfWhat) {
  auto said = complete();
  said.last_page = false;
  EXPECT_EQ(reason_of(judged(said)), Reason::partial);
  said = complete();
  said.incomplete_because = "three rows were rejected";
  EXPECT_EQ(reason_of(judged(said)), Reason::partial);
  said = complete();
  said.as_of.reset();
  EXPECT_EQ(reason_of(judged(said)), Reason::malformed);
  said.as_of = now + std::chrono::hours(1);
  EXPECT_EQ(reason_of(judged(said)), Reason::malformed);
  said.as_of = now - std::chrono::hours(49);
  EXPECT_EQ(reason_of(judged(said)), Reason::stale);
  said = complete();
  said.coverage = " ";
  EXPECT_EQ(reason_of(judged(said)), Reason::malformed);
}

TEST(CompleteAnswer, aHitOfAnIncompleteAnswerIsAHitThatSaysSo) {
  auto said = complete();
  said.findings.people.emplace_back().record_id = "R1";
  said.rows_declared = 2;
  said.rows_received = said.rows_read = 1;
  const auto outcome = judged(said);
  ASSERT_TRUE(std::holds_alternative<Hit>(outcome));
  EXPECT_EQ(std::get<Hit>(outcome).incomplete->reason, Reason::partial);
  said.subject = {{"phone", "+447700900124", ""}};
  EXPECT_EQ(reason_of(judged(said)), Reason::wrong_subject) << "a hit about somebody else is none";
}

TEST(CompleteAnswer, aStoredNoTraceIsJudgedAgain) {
  auto said = complete();
  said.last_page = false;
  EXPECT_EQ(reason_of(recorded_outcome(OutcomeKind::no_trace, {}, "", asked, said)),
            Reason::malformed);
  EXPECT_TRUE(std::holds_alternative<NoTrace>(
      recorded_outcome(OutcomeKind::no_trace, {}, "", asked, complete())));
}

// Spoils a complete answer in one to four random ways. At least one of them must be noticed.
void spoil(Said& said, int way) {
  switch (way) {
    case 0: said.subject.clear(); break;
    case 1: said.subject[0].value += "9"; break;
    case 2: said.subject.push_back({"phone", "+447700900999", ""}); break;
    case 3: said.searched.clear(); break;
    case 4: said.searched = {"email"}; break;
    case 5: said.rows_declared.reset(); break;
    case 6: said.rows_declared = 1; break;
    case 7: said.rows_received = 1; break;
    case 8: said.last_page = false; break;
    case 9: said.incomplete_because = "not all"; break;
    case 10: said.as_of.reset(); break;
    case 11: said.as_of = now - std::chrono::hours(49); break;
    case 12: said.as_of = now + std::chrono::hours(2); break;
    case 13: said.coverage.clear(); break;
    case 14: said.rows_declared = -1; break;
    default: said.subject[0].kind = "email"; break;
  }
}

RC_GTEST_PROP(CompleteAnswerProperty, noSpoiltAnswerIsNoTrace, ()) {
  const auto ways = *rc::gen::nonEmpty(rc::gen::container<std::set<int>>(rc::gen::inRange(0, 16)));
  auto said = complete();
  for (const int way : ways) {
    if (said.subject.empty() && (way == 1 || way == 15)) continue;
    spoil(said, way);
  }
  RC_LOG() << "ways: " << ways.size();
  // Two ways may cancel each other: a row declared and a row received. What is left of it is then
  // caught as a row that nobody read.
  RC_ASSERT(kind_of(outcome_of(asked, said, {std::chrono::hours(48)}, now)) !=
            OutcomeKind::no_trace);
}

}  // namespace
}  // namespace heed::checks
