#include "checks/runner.h"

#include <gtest/gtest.h>

#include "checks/connectors/native/answer.h"
#include "checks/testing.h"

namespace heed::checks {
namespace {

using testing::FoldingSink;
using testing::intended;
using testing::ok_with;
using testing::register_reply;
using testing::ScriptedExchange;

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr const char* phone = "+447700900123";

// A room of one thread whose clock stands still until told.
class RunnerTest : public ::testing::Test {
 protected:
  RunnerTest()
      : clock(*parse_instant("2026-11-19T18:30:00Z")),
        timers(clock),
        random(11),
        zone(*Zone::load("Europe/London")),
        sink(clock) {}

  void open(std::vector<std::string> files) {
    sources = testing::sources_of(files);
    restart();
  }
  ScriptedExchange& exchange(const std::string& source) {
    auto& found = exchanges[source];
    if (!found) found = std::make_shared<ScriptedExchange>(timers);
    return *found;
  }
  // A new process on the same ledger: nothing is left but what was recorded.
  void restart() {
    if (runner) runner->stop();
    std::map<std::string, std::shared_ptr<Exchange>> all(exchanges.begin(), exchanges.end());
    runner = std::make_unique<Runner>(
        Runner::Parts{sources, timers, random, zone, sink, std::move(all),
                      [this](const SourceDeclaration&) { return timer_workers(timers); },
                      [this](const SourceHealth& health) { changes.push_back(health); }});
  }
  CheckId begin(const std::string& source, const std::string& number = phone, int n = 1,
                bool urgent = false, std::uint64_t incident = 1) {
    auto event = intended(source, number, static_cast<std::uint64_t>(n));
    event.urgent = urgent;
    sink.intend(event);
    runner->start(IncidentId::derived("test incident", std::to_string(incident)),
                  sink.check(event.check));
    return event.check;
  }
  void pass(Micros time) { timers.run_until(clock.steady() + time); }
  Reason reason(CheckId id) { return sink.check(id).not_searched().value().reason; }

  ManualClock clock;
  ManualTimers timers;
  SeededRandom random;
  Zone zone;
  FoldingSink sink;
  Sources sources;
  std::map<std::string, std::shared_ptr<ScriptedExchange>> exchanges;
  std::vector<SourceHealth> changes;
  std::unique_ptr<Runner> runner;
};

TEST_F(RunnerTest, aCompleteAnswerIsRecordedOnce) {
  exchange("register").then(ok_with(register_reply(phone, 0)));
  open({testing::register_toml()});
  const auto id = begin("register");
  EXPECT_TRUE(exchange("register").asked.empty()) << "nothing runs within start()";
  pass(seconds(1));
  EXPECT_EQ(sink.check(id).outcome(), OutcomeKind::no_trace);
  EXPECT_EQ(sink.events_of(id),
            (std::vector<std::string>{"check.intended.v1", "check.asked.v1", "check.answered.v1"}));
  ASSERT_EQ(exchange("register").asked.size(), 1U);
  EXPECT_EQ(exchange("register").asked[0].request_id, id.str());
  EXPECT_TRUE(runner->idle());
}

TEST_F(RunnerTest, itIsOnRecordAsAskedBeforeAByteLeaves) {
  open({testing::register_toml()});
  std::vector<std::string> seen;
  struct Spy final : Exchange {
    std::function<void()> see;
    void exchange(Outgoing, Micros, std::size_t, std::function<void(Reply)>) override { see(); }
  };
  auto spy = std::make_shared<Spy>();
  runner = std::make_unique<Runner>(
      Runner::Parts{sources,
                    timers,
                    random,
                    zone,
                    sink,
                    {{"register", spy}},
                    [this](const SourceDeclaration&) { return timer_workers(timers); },
                    {}});
  const auto id = intended("register", phone).check;
  spy->see = [&] { seen = sink.events_of(id); };
  begin("register");
  pass(seconds(1));
  EXPECT_EQ(seen, (std::vector<std::string>{"check.intended.v1", "check.asked.v1"}));
}

TEST_F(RunnerTest, aSourceThatHangsTimesOutAndIsTriedAgain) {
  exchange("register").then_hang().then(ok_with(register_reply(phone, 1)));
  open({testing::register_toml("[limits]\ndeadline = \"5s\"\nfirst_retry = \"2s\"\n")});
  const auto id = begin("register");
  pass(seconds(4));
  EXPECT_FALSE(sink.check(id).outcome());
  pass(seconds(1));
  EXPECT_EQ(reason(id), Reason::timeout);
  EXPECT_EQ(sink.check(id).state, RunState::retrying);
  EXPECT_TRUE(sink.check(id).open());
  const auto next = *sink.check(id).next_try();
  EXPECT_LE(next, clock.now() + seconds(2));
  EXPECT_GE(next, clock.now() + milliseconds(1600));
  pass(seconds(3));
  EXPECT_EQ(sink.check(id).outcome(), OutcomeKind::hit);
  EXPECT_EQ(exchange("register").asked[0].request_id, exchange("register").asked[1].request_id);
}

TEST_F(RunnerTest, aReplyAfterTheDeadlineIsNotTheAnswerOfTheNextAttempt) {
  exchange("register")
      .then(ok_with(register_reply(phone, 0)), seconds(6))
      .then(ok_with(register_reply(phone, 1)), seconds(1));
  open({testing::register_toml("[limits]\ndeadline = \"5s\"\nfirst_retry = \"500ms\"\n")});
  const auto id = begin("register");
  pass(seconds(20));
  EXPECT_EQ(sink.check(id).outcome(), OutcomeKind::hit);
}

TEST_F(RunnerTest, itGivesUpAfterSoManyAttemptsAndSaysWhy) {
  exchange("register").then(Fault{Reason::unavailable, "down", {}});
  open({testing::register_toml("[limits]\nattempts = 4\nbreaker_failures = 0\n")});
  const auto id = begin("register");
  pass(hours(1));
  EXPECT_TRUE(sink.check(id).done());
  EXPECT_EQ(reason(id), Reason::unavailable);
  EXPECT_EQ(exchange("register").asked.size(), 4U);
  EXPECT_TRUE(sink.check(id).open()) << "closing still waits for it";
}

TEST_F(RunnerTest, backOffDoublesToItsLimitLessAFifth) {
  Limits limits;
  limits.retry_first = seconds(2);
  limits.retry_max = seconds(30);
  (void)limits;
  exchange("register").then(Fault{Reason::unavailable, "down", {}});
  open(
      {testing::register_toml("[limits]\nattempts = 8\nfirst_retry = \"2s\"\nlongest_retry = "
                              "\"30s\"\nbreaker_failures = 0\n")});
  begin("register");
  pass(hours(1));
  const auto& at = exchange("register").asked_at;
  ASSERT_EQ(at.size(), 8U);
  Micros expected = seconds(2);
  for (std::size_t i = 1; i < at.size(); ++i) {
    EXPECT_LE(at[i] - at[i - 1], expected) << i;
    EXPECT_GE(at[i] - at[i - 1], expected * 4 / 5) << i;
    expected = std::min(expected * 2, Micros(seconds(30)));
  }
}

TEST_F(RunnerTest, refusedIsNotTriedAgain) {
  exchange("register").then(Incoming{403, {}, ""});
  open({testing::register_toml()});
  const auto id = begin("register");
  pass(hours(1));
  EXPECT_EQ(reason(id), Reason::denied);
  EXPECT_TRUE(sink.check(id).done());
  EXPECT_EQ(exchange("register").asked.size(), 1U);
}

TEST_F(RunnerTest, anAnswerThatCannotBeBelievedIsAskedThrice) {
  exchange("register").then(ok_with(register_reply("+447700900999", 0)));
  open({testing::register_toml()});
  const auto id = begin("register");
  pass(hours(1));
  EXPECT_EQ(reason(id), Reason::wrong_subject);
  EXPECT_EQ(exchange("register").asked.size(), 3U);
}

TEST_F(RunnerTest, theSourcesOwnWordOnWhenToComeBackIsKept) {
  exchange("register")
      .then(Incoming{429, {{"Retry-After", "90"}}, ""})
      .then(ok_with(register_reply(phone)));
  open({testing::register_toml()});
  const auto id = begin("register");
  pass(seconds(89));
  EXPECT_EQ(reason(id), Reason::rate_limited);
  pass(seconds(2));
  EXPECT_EQ(sink.check(id).outcome(), OutcomeKind::no_trace);
}

TEST_F(RunnerTest, aDeadSourceDelaysNoOther) {
  exchange("register").then_hang();
  exchange("own").then(ok_with([] {
    NativeAnswer answer;
    answer.subject = {{"phone", phone, ""}};
    answer.searched = {"phone"};
    answer.rows_declared = 0;
    answer.last_page = true;
    answer.as_of = *parse_instant("2026-11-19T18:30:00Z");
    return encode(answer);
  }()));
  open({testing::register_toml(), testing::journal_toml()});
  for (int i = 0; i < 50; ++i) begin("register", phone, i);
  const auto id = begin("own");
  pass(milliseconds(1));
  EXPECT_EQ(sink.check(id).outcome(), OutcomeKind::no_trace);
}

TEST_F(RunnerTest, theBreakerOpensOnceAndLetsOneThroughAfterwards) {
  exchange("register").then(Fault{Reason::unavailable, "down", {}});
  open(
      {testing::register_toml("[limits]\nbreaker_failures = 3\nbreaker_open = \"1m\"\nattempts = "
                              "100\nlongest_retry = \"10s\"\n")});
  std::vector<CheckId> ids;
  for (int i = 0; i < 20; ++i) ids.push_back(begin("register", phone, i));
  pass(seconds(30));
  const auto asked = exchange("register").asked.size();
  EXPECT_LE(asked, 8U + 3U) << "the eight workers' first attempts, and no more";
  for (const auto& id : ids) EXPECT_EQ(reason(id), Reason::unavailable) << "shown wherever it is";
  ASSERT_EQ(changes.size(), 1U) << "an outage is told once";
  EXPECT_FALSE(changes[0].up);
  pass(minutes(5));
  EXPECT_LE(exchange("register").asked.size(), asked + 8U) << "one probe a minute";
  exchange("register").steps.clear();
  exchange("register").then(ok_with(register_reply(phone, 1)));
  pass(seconds(75));
  for (const auto& id : ids) EXPECT_EQ(sink.check(id).outcome(), OutcomeKind::hit);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_TRUE(changes[1].up);
}

TEST_F(RunnerTest, urgentChecksGoFirstAndIncidentsTakeTurns) {
  exchange("register").then(ok_with(register_reply(phone)), seconds(1));
  open({testing::register_toml("[limits]\nworkers = 1\nqueue = 100\n")});
  std::vector<CheckId> many;
  for (int i = 0; i < 10; ++i) many.push_back(begin("register", phone, i, false, 1));
  const auto other = begin("register", phone, 50, false, 2);
  const auto urgent = begin("register", phone, 99, true, 3);
  pass(milliseconds(4500));
  EXPECT_TRUE(sink.check(urgent).done());
  EXPECT_TRUE(sink.check(other).done()) << "one of ten does not wait for the other nine";
  EXPECT_FALSE(sink.check(many[9]).done());
}

TEST_F(RunnerTest, aRateIsKept) {
  exchange("register").then(ok_with(register_reply(phone)));
  open({testing::register_toml("[limits]\nrate_per_minute = 60\n")});
  for (int i = 0; i < 30; ++i) begin("register", phone, i);
  pass(milliseconds(10));
  EXPECT_EQ(exchange("register").asked.size(), 10U) << "ten seconds' worth at once";
  pass(seconds(5));
  EXPECT_EQ(exchange("register").asked.size(), 15U);
  pass(minutes(1));
  EXPECT_EQ(exchange("register").asked.size(), 30U);
}

TEST_F(RunnerTest, aFullQueueSaysSoAndTheUrgentLaneHasRoom) {
  exchange("register").then_hang();
  open({testing::register_toml("[limits]\nworkers = 1\nqueue = 2\ndeadline = \"1m\"\n")});
  begin("register", phone, 0);
  pass(milliseconds(1));
  begin("register", phone, 1);
  begin("register", phone, 2);
  const auto third = begin("register", phone, 3);
  const auto urgent = begin("register", phone, 4, true);
  pass(milliseconds(1));
  EXPECT_EQ(reason(third), Reason::rate_limited);
  EXPECT_FALSE(sink.check(urgent).outcome());
  EXPECT_EQ(runner->state_of(urgent), RunState::queued);
}

TEST_F(RunnerTest, whatCannotBeReachedIsMisconfigured) {
  open({testing::register_toml()});
  const auto id = begin("register");
  const auto unknown = begin("nowhere");
  pass(seconds(1));
  EXPECT_EQ(reason(id), Reason::misconfigured);
  EXPECT_EQ(reason(unknown), Reason::misconfigured);
}

TEST_F(RunnerTest, aKilledProcessGoesOnWhereItWas) {
  exchange("register").then_hang();
  open({testing::register_toml("[limits]\ndeadline = \"1m\"\n")});
  const auto running = begin("register", phone, 1);
  pass(milliseconds(1));
  exchange("register").steps.clear();
  exchange("register").then(Fault{Reason::unavailable, "", {}});
  const auto retrying = begin("register", phone, 2);
  pass(milliseconds(1));
  ASSERT_EQ(sink.check(running).state, RunState::running);
  ASSERT_EQ(sink.check(retrying).state, RunState::retrying);
  exchange("register").steps.clear();
  exchange("register").then(ok_with(register_reply(phone, 1)));
  restart();
  const auto never = intended("register", phone, 3);  // intended, and killed before it was started
  sink.intend(never);
  runner->resume(IncidentId::derived("test incident", "1"), sink.state);
  pass(seconds(30));
  for (const auto& id : {running, retrying, never.check}) {
    EXPECT_EQ(sink.check(id).outcome(), OutcomeKind::hit);
    const auto events = sink.events_of(id);
    EXPECT_EQ(std::count(events.begin(), events.end(), "check.answered.v1"), 1);
  }
  EXPECT_EQ(sink.check(running).attempts, 2) << "asked at least once, with the same request id";
  for (const auto& asked : exchange("register").asked) {
    EXPECT_TRUE(asked.request_id == running.str() || asked.request_id == retrying.str() ||
                asked.request_id == never.check.str());
  }
}

TEST_F(RunnerTest, startingTwiceAsksOnce) {
  exchange("register").then(ok_with(register_reply(phone)), seconds(1));
  open({testing::register_toml()});
  const auto id = begin("register");
  runner->start(IncidentId::derived("test incident", "1"), sink.check(id));
  pass(seconds(5));
  runner->start(IncidentId::derived("test incident", "1"), sink.check(id));
  pass(seconds(5));
  EXPECT_EQ(exchange("register").asked.size(), 1U);
}

TEST_F(RunnerTest, aResultIsDeliveredUntilTheDeskHasTakenIt) {
  exchange("register").then(ok_with(register_reply(phone, 1)));
  open({testing::register_toml()});
  const auto id = begin("register");
  pass(Micros(0));
  for (int i = 0; i < 3; ++i) sink.refuse_next.push_back(error(Code::unavailable, "disk full"));
  pass(seconds(30));
  EXPECT_EQ(sink.check(id).outcome(), OutcomeKind::hit);
  EXPECT_LE(exchange("register").asked.size(), 1U);
}

TEST_F(RunnerTest, whatTheDeskNoLongerWantsIsNotSent) {
  exchange("register").then(ok_with(register_reply(phone, 1)));
  open({testing::register_toml()});
  const auto id = begin("register");
  ASSERT_TRUE(sink.deliver({}, WaiveCheck{id, "known already"}));
  pass(seconds(5));
  EXPECT_TRUE(exchange("register").asked.empty());
  EXPECT_FALSE(runner->state_of(id));
}

TEST_F(RunnerTest, droppingAnsweredChecksFreesTheirPlace) {
  exchange("register").then_hang();
  open({testing::register_toml("[limits]\nworkers = 1\ndeadline = \"10m\"\n")});
  const auto first = begin("register", phone, 1);
  pass(milliseconds(1));
  exchange("register").steps.clear();
  exchange("register").then(ok_with(register_reply(phone)));
  const auto second = begin("register", phone, 2);
  pass(milliseconds(1));
  EXPECT_FALSE(sink.check(second).done());
  runner->drop(first);
  pass(milliseconds(1));
  EXPECT_TRUE(sink.check(second).done());
}

TEST_F(RunnerTest, pagesAreOneAnswerAndALostPageIsPartial) {
  const auto page = [](bool last, const std::string& person) {
    return std::string(R"({"asked": {"number": "+447700900123"}, "searched": ["phone"], "total": 2,
      "last": )") +
           (last ? "true" : "false") +
           R"(, "as_of": "2026-11-19T12:00:00Z", "coverage": "all records", )" +
           (last ? "" : R"("next": "/next/1", )") + R"("people": [{"id": ")" + person +
           R"(", "family": "Quill", "phones": [{"number": "07700 900123"}]}]})";
  };
  exchange("register").then(ok_with(page(false, "R1"))).then(ok_with(page(true, "R2")));
  open({testing::register_toml()});
  const auto id = begin("register");
  pass(seconds(1));
  ASSERT_NE(sink.check(id).hit(), nullptr);
  EXPECT_EQ(sink.check(id).hit()->said.findings.people.size(), 2U);
  EXPECT_FALSE(sink.check(id).hit()->incomplete);
  EXPECT_EQ(exchange("register").asked[1].path, "/next/1");

  exchange("register").steps.clear();
  exchange("register").then(ok_with(page(false, "R1"))).then(Fault{Reason::timeout, "", {}});
  const auto half = begin("register", phone, 2);
  pass(seconds(1));
  ASSERT_NE(sink.check(half).hit(), nullptr) << "what was found is not thrown away";
  EXPECT_EQ(sink.check(half).hit()->incomplete->reason, Reason::partial);
}

TEST_F(RunnerTest, aDeskIsAskedOnceAndPolledUntilItAnswers) {
  NativeAnswer answer;
  answer.outcome = "nothing_found";
  answer.subject = {{"phone", phone, ""}};
  answer.searched = {"phone"};
  answer.searched_by = "Duty officer";
  answer.searched_at = *parse_instant("2026-11-19T18:30:40Z");
  exchange("desk")
      .then(Incoming{202, {}, R"({"state": "pending"})"})
      .then(ok_with(R"({"state": "pending"})"))
      .then(ok_with(encode(answer)));
  open({testing::desk_toml()});
  const auto id = begin("desk");
  pass(seconds(31));
  EXPECT_EQ(sink.check(id).outcome(), OutcomeKind::no_trace);
  EXPECT_EQ(sink.check(id).said()->searched_by, "Duty officer");
  ASSERT_EQ(exchange("desk").asked.size(), 3U);
  EXPECT_EQ(exchange("desk").asked[0].method, "POST");
  EXPECT_EQ(exchange("desk").asked[1].method, "GET");
  EXPECT_EQ(exchange("desk").asked[1].path, "/requests/" + id.str());
}

TEST_F(RunnerTest, aDeskThatIsWaitedForHoldsUpNobody) {
  exchange("desk").then(Incoming{202, {}, R"({"state": "pending"})"});
  open({testing::desk_toml("[limits]\nworkers = 1\ndeadline = \"1h\"\n")});
  for (int i = 0; i < 20; ++i) begin("desk", phone, i);
  pass(seconds(1));
  EXPECT_EQ(exchange("desk").asked.size(), 20U);
}

TEST_F(RunnerTest, aClosedDeskIsUnavailableUntilItOpens) {
  exchange("desk").then(Incoming{202, {}, R"({"state": "pending"})"});
  open({testing::desk_toml("[[open]]\nfrom = \"20:00\"\nto = \"18:00\"\n")});
  const auto id = begin("desk");
  pass(seconds(1));
  EXPECT_EQ(reason(id), Reason::unavailable);
  EXPECT_EQ(sink.check(id).next_try(), parse_instant("2026-11-19T20:00:00Z").value());
  EXPECT_TRUE(exchange("desk").asked.empty());
  pass(hours(2));
  EXPECT_FALSE(exchange("desk").asked.empty());
}

TEST_F(RunnerTest, atOurOwnScreenAPersonAnswersOrTheDeadlinePasses) {
  std::string text = testing::desk_toml("[limits]\ndeadline = \"10m\"\n");
  text.replace(text.find("[desk]"), 6, "[desk]\nat_own_screen = true");
  open({text});
  const auto id = begin("desk");
  pass(minutes(1));
  EXPECT_EQ(sink.check(id).state, RunState::running);
  pass(minutes(10));
  EXPECT_EQ(reason(id), Reason::timeout);
  AnswerByPerson answer;
  answer.check = id;
  answer.what = AnswerByPerson::What::nothing_found;
  answer.searched = {"phone"};
  answer.searched_by = "PC 1234";
  answer.searched_at = clock.now();
  answer.coverage = "the desk's own files";
  ASSERT_TRUE(sink.deliver({}, answer));
  EXPECT_EQ(sink.check(id).outcome(), OutcomeKind::no_trace);
}

}  // namespace
}  // namespace heed::checks
