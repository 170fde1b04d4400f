// The bytes of a rehearsal's sources, held against what the connectors make of them: every fault of
// the vocabulary reads as its reason, never as "no trace".
#include "rehearsal/scripted_source.h"

#include <gtest/gtest.h>

#include "rehearsal/vocabulary.h"

namespace heed::rehearsal {
namespace {

class Sources : public testing::Test {
 protected:
  Sources()
      : declared_(*checks::Sources::load(std::string(HEED_SOURCE_DIR) + "/policy/sources")),
        zone_(*Zone::load("Europe/London")),
        clock_(*parse_instant("2026-11-19T18:30:00Z")),
        timers_(clock_) {}

  std::shared_ptr<const checks::SourceDeclaration> declaration(const std::string& name) {
    for (const auto& each : declared_.all()) {
      if (each->source == name) return each;
    }
    return nullptr;
  }

  // What one question to such a source comes to.
  std::optional<checks::Reply> reply_of(const std::string& name, ScriptedAnswer answer,
                                        const std::string& phone) {
    SourceSetup setup;
    setup.source = name;
    setup.answers = {std::move(answer)};
    asked_.source = name;
    asked_.request_id = "r-1";
    asked_.keys = {{"phone", phone, ""}};
    source_ = std::make_unique<ScriptedSource>(declaration(name), setup, nullptr, timers_, zone_);
    const auto connector = checks::make_connector(declaration(name));
    auto outgoing = connector->request(asked_);
    std::optional<checks::Reply> reply;
    source_->exchange(std::get<checks::Outgoing>(outgoing), std::chrono::seconds(5), 1 << 20,
                      [&](checks::Reply got) { reply = std::move(got); });
    timers_.run_until(clock_.steady() + std::chrono::seconds(60));
    return reply;
  }

  checks::Outcome outcome_of(const std::string& name, ScriptedAnswer answer) {
    const auto reply = reply_of(name, std::move(answer), "+447700900111");
    if (!reply) return checks::NotSearched{checks::Reason::timeout, ""};
    return checks::read_once(asked_, *declaration(name), *reply, clock_.now());
  }

  checks::Sources declared_;
  Zone zone_;
  ManualClock clock_;
  ManualTimers timers_;
  checks::Asked asked_;
  std::unique_ptr<ScriptedSource> source_;
};

ScriptedAnswer nothing(const std::string& fault = {}) {
  ScriptedAnswer answer;
  answer.nothing_found = true;
  answer.fault = fault;
  return answer;
}

TEST_F(Sources, NothingFoundIsACompleteAnswerInTheSourcesOwnForm) {
  EXPECT_EQ(kind_of(outcome_of("offender_management", nothing())), checks::OutcomeKind::no_trace);
}

TEST_F(Sources, EveryFaultReadsAsNotSearched) {
  using checks::Reason;
  const std::map<std::string, Reason> reasons = {{"timeout", Reason::timeout},
                                                 {"reset", Reason::unavailable},
                                                 {"refused_connection", Reason::unavailable},
                                                 {"error_500", Reason::unavailable},
                                                 {"error_503", Reason::unavailable},
                                                 {"denied", Reason::denied},
                                                 {"rate_limited", Reason::rate_limited},
                                                 {"malformed", Reason::malformed},
                                                 {"cut_short", Reason::malformed},
                                                 {"partial", Reason::partial},
                                                 {"wrong_subject", Reason::wrong_subject},
                                                 {"stale", Reason::stale}};
  for (const auto& fault : faults()) {
    if (fault == "slow") continue;  // answers, after everybody has stopped waiting
    const auto outcome = outcome_of("offender_management", nothing(fault));
    const auto* failed = std::get_if<checks::NotSearched>(&outcome);
    ASSERT_NE(failed, nullptr) << fault;
    EXPECT_EQ(failed->reason, reasons.at(fault)) << fault << ": " << failed->detail;
  }
}

TEST_F(Sources, KeepWhatTheyWereAsked) {
  ScriptedAnswer answer = nothing();
  answer.asked_with = {"07700 900111"};
  EXPECT_TRUE(reply_of("offender_management", answer, "+447700900111"));
  ASSERT_EQ(source_->received().size(), 1u);
  EXPECT_NE(source_->received()[0].question.find("+447700900111"), std::string::npos);
  const auto other = reply_of("offender_management", answer, "+447700900112");
  ASSERT_TRUE(other);
  EXPECT_TRUE(std::holds_alternative<checks::Fault>(*other));
}

TEST_F(Sources, AnAnswerGivenOnceIsNotGivenAgain) {
  ScriptedAnswer answer;
  answer.body = "{}";
  answer.times = 1;
  SourceSetup setup;
  setup.source = "offender_management";
  setup.answers = {answer};
  ScriptedSource source(declaration("offender_management"), setup, nullptr, timers_, zone_);
  std::vector<bool> answered;
  for (int i = 0; i < 2; ++i) {
    source.exchange({"offender_management", "r", "POST", "/search", {}, "{}"},
                    std::chrono::seconds(5), 1 << 20, [&](checks::Reply reply) {
                      answered.push_back(std::holds_alternative<checks::Incoming>(reply));
                    });
    timers_.run_until(clock_.steady() + std::chrono::seconds(1));
  }
  EXPECT_EQ(answered, (std::vector<bool>{true, false}));
}

}  // namespace
}  // namespace heed::rehearsal
