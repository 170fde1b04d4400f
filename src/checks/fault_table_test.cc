// I9, reason by kind of connector, on a clock that stands still. tests/contract has the same
// through real sockets for what has sockets.
#include <gtest/gtest.h>

#include <cstdio>

#include "checks/connectors/journal/exchange.h"
#include "checks/exchanges.h"
#include "checks/runner.h"
#include "checks/testing.h"

namespace heed::checks {
namespace {

using testing::ScriptedExchange;

constexpr const char* phone = "+447700900123";
constexpr const char* reasons[] = {"timeout",       "unavailable", "denied",         "rate_limited",
                                   "malformed",     "partial",     "wrong_subject",  "stale",
                                   "misconfigured", "cancelled",   "not_applicable", "waived"};

class FaultTable : public ::testing::Test {
 protected:
  FaultTable()
      : clock(*parse_instant("2026-11-19T18:30:00Z")),
        timers(clock),
        random(11),
        zone(*Zone::load("Europe/London")),
        sink(clock),
        sources(testing::sources_of({testing::register_toml(), testing::desk_toml(),
                                     testing::journal_toml(), testing::list_toml()})) {}

  // What the check reads once its first attempt has ended, and once it has been given up on.
  std::pair<std::string, std::string> told(const std::string& source,
                                           std::shared_ptr<Exchange> exchange) {
    Runner runner({sources,
                   timers,
                   random,
                   zone,
                   sink,
                   {{source, std::move(exchange)}},
                   [this](const SourceDeclaration&) { return timer_workers(timers); },
                   {}});
    const auto event = testing::intended(source, phone, ++made);
    sink.intend(event);
    runner.start({}, sink.check(event.check));
    timers.run_until(clock.steady() + std::chrono::seconds(1));
    const auto first = word(sink.check(event.check));
    timers.run_until(clock.steady() + std::chrono::hours(24));
    EXPECT_TRUE(sink.check(event.check).done());
    return {first, word(sink.check(event.check))};
  }
  static std::string word(const Check& check) {
    if (const auto why = check.not_searched()) return reasons[static_cast<int>(why->reason)];
    const auto outcome = check.outcome();
    return !outcome ? "nothing yet" : *outcome == OutcomeKind::hit ? "hit" : "no_trace";
  }

  ManualClock clock;
  ManualTimers timers;
  SeededRandom random;
  Zone zone;
  testing::FoldingSink sink;
  Sources sources;
  std::uint64_t made = 0;
};

TEST_F(FaultTable, everyReasonIsSaidAsItIsByEveryKind) {
  for (const auto* source : {"register", "desk", "own", "list"}) {
    for (int i = 0; i < 12; ++i) {
      auto exchange = std::make_shared<ScriptedExchange>(timers);
      exchange->then(Fault{static_cast<Reason>(i), "ordered", {}});
      const auto [first, last] = told(source, exchange);
      EXPECT_EQ(first, reasons[i]) << source;
      EXPECT_EQ(last, reasons[i]) << source;
      std::printf("| %s | %s | %s |\n", source, reasons[i], last.c_str());
    }
  }
}

struct Lookup final : HistoryLookup {
  std::optional<Error> fails;
  HistoryAnswer answer;
  Result<HistoryAnswer> look_up(const std::vector<SearchKey>&, IncidentId) const override {
    if (fails) return *fails;
    return answer;
  }
};

TEST_F(FaultTable, ownRecordsThatCannotBeReadAreNotSearched) {
  const auto lookup = std::make_shared<Lookup>();
  lookup->answer.as_of = clock.now();
  EXPECT_EQ(told("own", journal_exchange(lookup)).first, "no_trace");
  const std::pair<Code, const char*> table[] = {
      {Code::unavailable, "unavailable"}, {Code::timeout, "timeout"},
      {Code::denied, "denied"},           {Code::limit, "partial"},
      {Code::corrupt, "malformed"},       {Code::not_found, "unavailable"},
      {Code::invalid, "misconfigured"}};
  for (const auto& [code, expected] : table) {
    lookup->fails = error(code, "the view has stopped");
    EXPECT_EQ(told("own", journal_exchange(lookup)).second, expected);
  }
  lookup->fails.reset();
  lookup->answer.complete = false;
  lookup->answer.incomplete_because = "the view is behind";
  EXPECT_EQ(told("own", journal_exchange(lookup)).second, "partial");
}

TEST_F(FaultTable, whatIsNotPutTogetherIsMisconfiguredAndSaysWhatItNeeds) {
  const auto exchanges = real_exchanges(sources, {}, nullptr, nullptr);
  EXPECT_TRUE(exchanges.by_source.empty());
  EXPECT_EQ(exchanges.missing.size(), 4U);
  for (const auto* source : {"register", "desk", "own", "list"}) {
    const auto it = exchanges.by_source.find(source);
    EXPECT_EQ(it, exchanges.by_source.end());
  }
}

}  // namespace
}  // namespace heed::checks
