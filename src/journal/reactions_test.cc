#include "journal/reactions.h"

#include <gtest/gtest.h>

#include <atomic>

#include "journal/journal_fixture.h"

namespace heed::journal {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class ReactionsTest : public testing::Test {
 protected:
  ReactionsTest() { renew(); }

  // As after a restart: the ledger stays, what lived in memory goes.
  void renew() {
    feed.reset();
    reactions.reset();
    ReactionsOptions options;
    options.actor = ledger.actor;
    options.alarm = ledger.surroundings().alarm;
    options.on_parked = [this](const Parked& what) { parked.push_back(what); };
    options.recheck = Micros(0);
    reactions = std::make_unique<Reactions>(*ledger.journal, timers, options);
    feed = std::make_unique<Feed>(*ledger.journal, options.alarm);
  }
  void append(const StreamId& stream, const std::string& payload = "x", Cause cause = {}) {
    Append append = ledger.append_to(stream, std::nullopt, {"log.added.v1"});
    append.events[0].payload = payload;
    append.cause = cause;
    ASSERT_TRUE(ledger.journal->append(append));
  }
  void settle() {
    for (;;) {
      const std::size_t did = feed->pump().value() + reactions->step().value();
      if (did == 0) return;
    }
  }
  // Time moves when nothing is runnable.
  void run_for(Micros length) {
    const Steady until = clock.steady() + length;
    settle();
    while (timers.next() && *timers.next() <= until) {
      timers.run_until(*timers.next());
      settle();
    }
    timers.run_until(until);
    settle();
  }
  std::vector<StoredEvent> own_events() {
    auto events =
        ledger.journal->read_stream(ledger_stream(ledger.journal->ledger().ledger), 2, 99);
    return events.value();
  }

  TestLedger ledger{BackEnd::memory};
  ManualClock& clock = ledger.clock;
  ManualTimers timers{clock};
  std::vector<Parked> parked;
  std::unique_ptr<Reactions> reactions;
  std::unique_ptr<Feed> feed;
};

TEST_F(ReactionsTest, ActOnceOnEachEventOfTheirTypesWithAKeyOfItsOwn) {
  std::vector<std::string> keys;
  ASSERT_TRUE(reactions->add(
      reaction("link", {"log.added.v1"}, [&](const StoredEvent& event, const Trigger& trigger) {
        EXPECT_EQ(trigger.cause, (Cause{event.header.seq, 1}));
        keys.push_back(trigger.key());
        return ok();
      })));
  append(ledger.new_stream());
  append(ledger.new_stream());
  settle();
  EXPECT_EQ(keys, (std::vector<std::string>{"link/2", "link/3"}));
  EXPECT_TRUE(reactions->idle());
  EXPECT_EQ(ledger.journal->cursor("link").value(), 3u);
  renew();
  ASSERT_TRUE(reactions->add(
      reaction("link", {"log.added.v1"}, [&](const StoredEvent&, const Trigger& trigger) {
        keys.push_back(trigger.key("b"));
        return ok();
      })));
  append(ledger.new_stream());
  settle();
  EXPECT_EQ(keys.size(), 3u);
  EXPECT_EQ(keys.back(), "link/4/b");
}

TEST_F(ReactionsTest, RecordARefusalAndPass) {
  int acted = 0;
  ASSERT_TRUE(reactions->add(
      reaction("link", {"log.added.v1"}, [&](const StoredEvent&, const Trigger&) -> Status {
        if (++acted == 1) return error(Code::refused, "closed");
        return ok();
      })));
  append(ledger.new_stream());
  append(ledger.new_stream());
  settle();
  EXPECT_EQ(acted, 2);
  const auto own = own_events();
  ASSERT_EQ(own.size(), 1u);
  EXPECT_EQ(own[0].type, reaction_refused);
  const auto record = decode_reaction(*own[0].payload).value();
  EXPECT_EQ(record.key, "link/2");
  EXPECT_EQ(record.code, "refused");
  EXPECT_EQ(own[0].header.cause.seq, 2u);
}

TEST_F(ReactionsTest, TryAFailureFiveTimesMoreThenParkItAndGoOn) {
  std::vector<std::uint64_t> acted;
  ASSERT_TRUE(reactions->add(
      reaction("link", {"log.added.v1"}, [&](const StoredEvent& event, const Trigger&) -> Status {
        acted.push_back(event.header.seq);
        if (event.header.seq == 2) {
          return error(Code::unavailable, "no answer");
        }
        return ok();
      })));
  const StreamId stream = ledger.new_stream();
  append(stream);
  append(stream);
  settle();
  EXPECT_EQ(acted, std::vector<std::uint64_t>{2}) << "the second waits behind the first";
  EXPECT_FALSE(reactions->idle());
  run_for(minutes(1));
  EXPECT_EQ(acted, (std::vector<std::uint64_t>{2, 2, 2, 2, 2, 2, 3}));
  ASSERT_EQ(parked.size(), 1u);
  EXPECT_EQ(parked[0].key, "link/2");
  EXPECT_EQ(ledger.alarms_of(Alarm::Kind::reaction_parked), 1);
  EXPECT_EQ(own_events().at(0).type, reaction_parked);
  EXPECT_EQ(ledger.journal->cursor("link").value(), ledger.journal->head().seq);
  EXPECT_EQ(reactions->standings()[0].parked, 1u);
}

TEST_F(ReactionsTest, StopALoopOfCausesWithAnAlarm) {
  ASSERT_TRUE(reactions->add(
      reaction("echo", {"log.added.v1"}, [&](const StoredEvent& event, const Trigger& trigger) {
        append(event.header.stream, "again", trigger.cause);
        return ok();
      })));
  append(ledger.new_stream());
  settle();
  EXPECT_EQ(ledger.alarms_of(Alarm::Kind::causes_too_deep), 1);
  EXPECT_EQ(own_events().at(0).type, reaction_refused);
  EXPECT_EQ(ledger.journal->head().seq, 1u + 16u + 1u);
}

TEST_F(ReactionsTest, KeepTheOrderOfAStreamAndRunOthersBeside) {
  std::vector<std::pair<std::uint64_t, Done>> under_way;
  Reaction slow;
  slow.name = "ask";
  slow.types = {"log.added.v1"};
  slow.in_flight_max = 2;
  slow.act = [&](const StoredEvent& event, const Trigger&, Done done) {
    under_way.emplace_back(event.header.seq, std::move(done));
  };
  ASSERT_TRUE(reactions->add(slow));
  const StreamId one = ledger.new_stream();
  append(one);                  // 2
  append(one);                  // 3
  append(ledger.new_stream());  // 4
  append(ledger.new_stream());  // 5
  settle();
  ASSERT_EQ(under_way.size(), 2u);
  EXPECT_EQ(under_way[1].first, 4u);
  under_way[1].second(ok());
  settle();
  ASSERT_EQ(under_way.size(), 3u);
  EXPECT_EQ(under_way[2].first, 5u);
  EXPECT_EQ(ledger.journal->cursor("ask").value(), 1u) << "2 is not done";
  under_way[0].second(ok());
  under_way[0].second(ok());  // said twice: no matter
  settle();
  EXPECT_EQ(under_way.back().first, 3u);
  under_way[2].second(ok());
  under_way[3].second(ok());
  settle();
  EXPECT_EQ(ledger.journal->cursor("ask").value(), 5u);
}

// Payload "set <minutes>" sets, "clear" clears, for the event's stream.
DueChange read_due(const StoredEvent& event, Instant start) {
  DueChange change;
  const std::string payload = event.payload.value_or("");
  if (payload.starts_with("set ")) {
    change.set.push_back({event.header.stream.str(), start + minutes(std::stoi(payload.substr(4))),
                          "ring back", 0, 0});
  }
  if (payload == "clear") change.cleared.push_back(event.header.stream.str());
  return change;
}

TEST_F(ReactionsTest, FireWhatIsDueAtItsTimeOnceEvenAfterARestart) {
  const Instant start = clock.now();
  const auto read = [start](const StoredEvent& event) { return read_due(event, start); };
  std::vector<std::pair<std::string, Instant>> fired;
  const auto fire = [&](const Due& due, const Trigger& trigger, Done done) {
    fired.emplace_back(due.key, clock.now());
    EXPECT_EQ(due.what, "ring back");
    EXPECT_EQ(trigger.cause.seq, due.seq);
    done(ok());
  };
  const StreamId one = ledger.new_stream();
  const StreamId two = ledger.new_stream();
  const StreamId three = ledger.new_stream();
  append(one, "set 30");
  append(two, "set 10");
  append(three, "set 20");
  append(three, "clear");
  append(two, "set 40");
  {
    DueList due(read);
    feed->follow(due);
    reactions->fire_due(due, fire);
    run_for(minutes(25));
    EXPECT_TRUE(fired.empty());
    EXPECT_EQ(due.size(), 2u);
    renew();
  }
  DueList due(read);
  feed->follow(due);
  reactions->fire_due(due, fire);
  run_for(hours(24 * 21));
  ASSERT_EQ(fired.size(), 2u);
  EXPECT_EQ(fired[0], std::pair(one.str(), start + minutes(30)));
  EXPECT_EQ(fired[1], std::pair(two.str(), start + minutes(40)));
}

TEST(ReactionsThreaded, RunWithAThreadOfTheirOwn) {
  TestLedger ledger(BackEnd::memory);
  SystemClock clock;
  ThreadTimers timers(clock);
  ReactionsOptions options;
  options.actor = ledger.actor;
  Reactions reactions(*ledger.journal, timers, options);
  std::atomic<int> acted = 0;
  std::atomic<int> failures = 1;
  ASSERT_TRUE(reactions.add(
      reaction("link", {"log.added.v1"}, [&](const StoredEvent&, const Trigger&) -> Status {
        if (failures-- > 0) return error(Code::timeout, "busy");
        acted.fetch_add(1);
        acted.notify_all();
        return ok();
      })));
  reactions.start();
  for (int i = 0; i < 200; ++i) {
    ASSERT_TRUE(ledger.journal->append(ledger.append_to(ledger.new_stream(), 0, {"log.added.v1"})));
  }
  for (int now = acted; now < 200; now = acted) acted.wait(now);
  reactions.stop();
  EXPECT_EQ(acted, 200);
}

}  // namespace
}  // namespace heed::journal
