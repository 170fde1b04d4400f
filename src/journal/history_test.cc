// Histories against a model: whatever is asked of a journal, in whatever order, it answers and
// keeps what a list in memory with the same rules would. Then the same with many threads at once.
#include <gtest/gtest.h>
// After gtest.
#include <rapidcheck/gtest.h>

#include <atomic>
#include <barrier>
#include <thread>

#include "journal/journal_fixture.h"

namespace heed::journal {
namespace {

// One step of a history, small enough to shrink and to print.
struct Step {
  enum Kind { append, repeat, wait, destroy, reopen, kinds };
  int kind = append;
  int stream = 0;
  int version_off = 0;  // added to the right expected version; 9: none is expected
  int events = 1;
  int person = 0;   // 0: the stream's own key
  int command = 0;  // 0: none
  int body = 0;
  int actor = 0;
};

void showValue(const Step& step, std::ostream& out) {
  out << "{kind " << step.kind << " stream " << step.stream << " off " << step.version_off
      << " events " << step.events << " person " << step.person << " command " << step.command
      << " body " << step.body << " actor " << step.actor << "}";
}

// The brute-force twin.
struct Model {
  struct Event {
    int stream;
    std::uint64_t version;
    std::string payload;
    std::pair<int, int> scope;
    int key;  // which of the scope's keys
  };
  struct Command {
    int body;
    Receipt receipt;
    Instant at;
  };
  std::vector<Event> events;  // the ledger's own are empty payloads in stream -1
  std::map<int, std::uint64_t> versions;
  std::map<std::pair<int, int>, Command> commands;
  std::map<std::pair<int, int>, int> keys;        // scope: how many it has had
  std::set<std::tuple<int, int, int>> destroyed;  // scope and key
};

class Player {
 public:
  explicit Player(BackEnd back_end) : ledger(back_end, 11) {
    for (int i = 0; i < 3; ++i) {
      streams.push_back(ledger.new_stream());
      persons.push_back(ledger.new_uuid());
      actors.push_back(ledger.new_actor());
    }
    model.events.push_back({-1, 1, "", {-1, 0}, 0});
  }

  void play(const Step& step) {
    switch (step.kind) {
      case Step::append: return append(step);
      case Step::repeat: return last ? append(*last) : append(step);
      case Step::wait: return ledger.clock.advance(std::chrono::days(step.events * 8));
      case Step::destroy: return destroy(step);
      default: return ledger.reopen();
    }
  }

  void append(Step step) {
    const std::uint64_t is = model.versions[step.stream];
    Append append = make(step, is);
    const auto answer = ledger.journal->append(append);
    const auto known = model.commands.find({step.actor, step.command});
    const bool remembered = step.command != 0 && known != model.commands.end() &&
                            ledger.clock.now() - known->second.at <= command_keys_kept;
    if (remembered && known->second.body == step.body) {
      RC_ASSERT(answer.has_value());
      RC_ASSERT(answer->repeated);
      RC_ASSERT(answer->first_seq == known->second.receipt.first_seq);
      RC_ASSERT(answer->version == known->second.receipt.version);
      return;
    }
    if (remembered || (append.expected_version && *append.expected_version != is)) {
      RC_ASSERT(!answer.has_value());
      RC_ASSERT(answer.error().code == Code::conflict);
      return;
    }
    RC_ASSERT(answer.has_value());
    RC_ASSERT(answer->first_seq == model.events.size() + 1);
    RC_ASSERT(answer->version == is + append.events.size());
    keep(step, append, *answer);
  }

  // The model's own idea of what the append did.
  void keep(const Step& step, const Append& append, const Receipt& receipt) {
    const std::pair<int, int> scope{step.stream, step.person};
    int& keys = model.keys[scope];
    if (keys == 0 || model.destroyed.contains({step.stream, step.person, keys})) ++keys;
    for (const auto& event : append.events) {
      model.events.push_back(
          {step.stream, ++model.versions[step.stream], event.payload, scope, keys});
    }
    if (step.command != 0) {
      model.commands[{step.actor, step.command}] = {step.body, receipt, ledger.clock.now()};
    }
    last = step;
  }

  Append make(const Step& step, std::uint64_t is) {
    const auto at = [](auto& list, int i) { return list[static_cast<std::size_t>(i)]; };
    Append append = ledger.append_to(
        at(streams, step.stream), is + static_cast<std::uint64_t>(step.version_off),
        std::vector<std::string>(static_cast<std::size_t>(step.events), "log.added.v1"));
    if (step.version_off == 9) append.expected_version.reset();
    append.actor = at(actors, step.actor);
    if (step.command != 0) {
      append.command =
          CommandKey{std::to_string(step.command), hash_bytes(std::to_string(step.body))};
    }
    for (auto& event : append.events) {
      if (step.person != 0) event.scope = KeyScope::of_person(at(persons, step.person - 1));
      event.payload = std::to_string(++written);
    }
    return append;
  }

  void destroy(const Step& step) {
    const auto scope =
        step.person == 0 ? KeyScope::of_stream()
                         : KeyScope::of_person(persons[static_cast<std::size_t>(step.person - 1)]);
    const auto keys =
        ledger.journal->keys_of(streams[static_cast<std::size_t>(step.stream)], scope).value();
    const int had = model.keys[{step.stream, step.person}];
    const bool alive = had > 0 && !model.destroyed.contains({step.stream, step.person, had});
    RC_ASSERT(keys.size() == (alive ? 1u : 0u));
    if (!alive) return;
    RC_ASSERT(ledger.journal->destroy_key(keys[0], ledger.actor, "erasure").has_value());
    model.destroyed.insert({step.stream, step.person, had});
    model.events.push_back({-1, 0, "", {-1, 0}, 0});
  }

  void compare() {
    const auto feed = ledger.journal->read_feed(0, 10'000).value();
    RC_ASSERT(feed.size() == model.events.size());
    Hash previous{};
    for (std::size_t i = 0; i < feed.size(); ++i) {
      const auto& header = feed[i].header;
      const auto& expected = model.events[i];
      RC_ASSERT(header.seq == i + 1);
      RC_ASSERT(header.previous_hash == previous);
      RC_ASSERT(header_hash(header) == header.hash);
      previous = header.hash;
      if (expected.stream < 0) continue;
      RC_ASSERT(header.stream == streams[static_cast<std::size_t>(expected.stream)]);
      RC_ASSERT(header.version == expected.version);
      const bool gone =
          model.destroyed.contains({expected.scope.first, expected.scope.second, expected.key});
      RC_ASSERT(feed[i].payload ==
                (gone ? std::optional<std::string>() : std::optional(expected.payload)));
    }
    for (int i = 0; i < 3; ++i) {
      const auto& stream = streams[static_cast<std::size_t>(i)];
      RC_ASSERT(ledger.journal->version_of(stream).value() == model.versions[i]);
      RC_ASSERT(ledger.journal->read_stream(stream, 1, 10'000)->size() == model.versions[i]);
    }
  }

  TestLedger ledger;
  std::vector<StreamId> streams;
  std::vector<Uuid> persons;
  std::vector<ActorId> actors;
  Model model;
  std::optional<Step> last;
  int written = 0;
};

rc::Gen<Step> a_step() {
  return rc::gen::build<Step>(
      rc::gen::set(&Step::kind, rc::gen::weightedElement<int>({{12, Step::append},
                                                               {3, Step::repeat},
                                                               {1, Step::wait},
                                                               {2, Step::destroy},
                                                               {1, Step::reopen}})),
      rc::gen::set(&Step::stream, rc::gen::inRange(0, 3)),
      rc::gen::set(&Step::version_off, rc::gen::weightedElement<int>({{8, 0}, {1, 1}, {2, 9}})),
      rc::gen::set(&Step::events, rc::gen::inRange(1, 4)),
      rc::gen::set(&Step::person, rc::gen::inRange(0, 3)),
      rc::gen::set(&Step::command, rc::gen::inRange(0, 4)),
      rc::gen::set(&Step::body, rc::gen::weightedElement<int>({{6, 0}, {1, 1}})),
      rc::gen::set(&Step::actor, rc::gen::inRange(0, 2)));
}

class Histories : public testing::TestWithParam<BackEnd> {};

TEST_P(Histories, AreWhatAModelSays) {
  EXPECT_TRUE(rc::check([&] {
    const auto steps = *rc::gen::container<std::vector<Step>>(a_step());
    Player player(GetParam());
    for (const auto& step : steps) player.play(step);
    player.compare();
    player.ledger.reopen();
    player.compare();
  }));
}

// What one thread was told.
struct Told {
  Append asked;
  Result<Receipt> answer;
};

// Each thread appends to streams that all share, sometimes with a key that others use as well.
std::vector<Told> work(TestLedger& ledger, const std::vector<StreamId>& streams, int thread,
                       std::uint64_t seed) {
  SeededRandom random(seed);
  std::vector<Told> out;
  for (int turn = 0; turn < 60; ++turn) {
    const auto& stream = streams[random.below(streams.size())];
    const std::uint64_t is = ledger.journal->version_of(stream).value();
    Append append = ledger.append_to(stream, is, {"log.added.v1", "log.added.v1"});
    if (random.below(4) == 0) append.expected_version.reset();
    if (random.below(3) == 0) {
      append.command =
          CommandKey{std::to_string(random.below(20)), hash_bytes(std::to_string(random.below(2)))};
    }
    for (std::size_t i = 0; i < append.events.size(); ++i) {
      append.events[i].payload =
          std::to_string(thread) + "/" + std::to_string(turn) + "/" + std::to_string(i);
    }
    if (random.below(2) == 0) append.events[1].scope = KeyScope::of_person(streams[0].id);
    auto answer = ledger.journal->append(append);
    out.push_back({std::move(append), std::move(answer)});
  }
  return out;
}

// Every answer against what is in the ledger.
void judge(const std::vector<Told>& told, const std::vector<StoredEvent>& feed) {
  std::map<std::string, const StoredEvent*> by_payload;
  for (const auto& event : feed) by_payload[*event.payload] = &event;
  std::size_t expected = 1;
  std::map<std::string, std::pair<Hash, std::uint64_t>> first;
  for (const auto& one : told) {
    const bool fresh = one.answer && !one.answer->repeated;
    for (std::size_t i = 0; i < one.asked.events.size(); ++i) {
      const auto found = by_payload.find(one.asked.events[i].payload);
      ASSERT_EQ(found != by_payload.end(), fresh) << "kept exactly where it was acknowledged so";
      if (!fresh) continue;
      EXPECT_EQ(found->second->header.seq, one.answer->first_seq + i);
      EXPECT_EQ(found->second->header.stream, one.asked.stream);
      if (one.asked.expected_version) {
        EXPECT_EQ(found->second->header.version, *one.asked.expected_version + i + 1);
      }
    }
    if (fresh) expected += one.asked.events.size();
    if (!one.answer) {
      EXPECT_EQ(one.answer.error().code, Code::conflict);
    }
    if (!one.answer || !one.asked.command) continue;
    const auto [known, is_first] = first.emplace(
        one.asked.command->key, std::pair(one.asked.command->body, one.answer->first_seq));
    EXPECT_EQ(known->second.first, one.asked.command->body) << "one body for each key";
    EXPECT_EQ(known->second.second, one.answer->first_seq) << "one effect for each key";
  }
  EXPECT_EQ(feed.size(), expected);
}

TEST_P(Histories, StayWholeWithManyThreads) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    TestLedger ledger(GetParam(), seed);
    const std::vector<StreamId> streams{ledger.new_stream(), ledger.new_stream(),
                                        ledger.new_stream()};
    std::vector<std::vector<Told>> told(8);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < told.size(); ++i) {
      threads.emplace_back(
          [&, i] { told[i] = work(ledger, streams, static_cast<int>(i), seed * 100 + i); });
    }
    for (auto& thread : threads) thread.join();
    std::vector<Told> all;
    for (auto& one : told) std::move(one.begin(), one.end(), std::back_inserter(all));
    ledger.reopen();
    const auto feed = ledger.journal->read_feed(0, 10'000).value();
    judge(all, feed);
    Hash previous{};
    for (const auto& event : feed) {
      ASSERT_EQ(event.header.previous_hash, previous);
      previous = event.header.hash;
    }
    // One scope, one key, however many threads met it first at once.
    for (const auto& stream : streams) {
      EXPECT_EQ(ledger.journal->keys_of(stream, KeyScope::of_stream())->size(), 1u) << seed;
    }
  }
}

TEST_P(Histories, GiveAScopeOneKeyHoweverManyMeetItAtOnce) {
  TestLedger ledger(GetParam());
  constexpr int rounds = 60, writers = 6;
  std::vector<StreamId> streams;
  for (int i = 0; i < rounds; ++i) streams.push_back(ledger.new_stream());
  std::barrier together(writers);
  std::vector<std::thread> threads;
  for (int i = 0; i < writers; ++i) {
    threads.emplace_back([&] {
      for (const auto& stream : streams) {
        together.arrive_and_wait();
        EXPECT_TRUE(
            ledger.journal->append(ledger.append_to(stream, std::nullopt, {"log.added.v1"})));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& stream : streams) {
    EXPECT_EQ(ledger.journal->keys_of(stream, KeyScope::of_stream())->size(), 1u);
  }
}

// Whoever sealed with a key that is destroyed before his append is written must seal anew.
TEST_P(Histories, NeverUseAKeyAfterItsDestruction) {
  TestLedger ledger(GetParam());
  const StreamId stream = ledger.new_stream();
  const auto person = KeyScope::of_person(ledger.new_uuid());
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      while (!stop) {
        Append append = ledger.append_to(stream, std::nullopt, {"log.added.v1"});
        append.events[0].scope = person;
        const auto done = ledger.journal->append(append);
        EXPECT_TRUE(done || done.error().code == Code::conflict) << done.error().message();
      }
    });
  }
  for (int destroyed = 0; destroyed < 12;) {
    for (const KeyId key : ledger.journal->keys_of(stream, person).value()) {
      ASSERT_TRUE(ledger.journal->destroy_key(key, ledger.actor, "erasure"));
      ++destroyed;
    }
  }
  stop = true;
  for (auto& thread : threads) thread.join();
  std::set<KeyId> gone;
  for (std::uint64_t after = 0;;) {
    const auto events = ledger.journal->read_feed(after, 10'000).value();
    if (events.empty()) break;
    for (const auto& event : events) {
      EXPECT_FALSE(gone.contains(event.header.key_id)) << "event " << event.header.seq;
      if (event.type == key_destroyed) gone.insert(decode_key_destroyed(*event.payload).value());
    }
    after = events.back().header.seq;
  }
  EXPECT_GE(gone.size(), 12u);
}

INSTANTIATE_TEST_SUITE_P(Journals, Histories, testing::ValuesIn(back_ends()),
                         [](const auto& info) { return back_end_name(info.param); });

}  // namespace
}  // namespace heed::journal
