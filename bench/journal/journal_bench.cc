// The journal on disk: appends with 32 writers, with 128 beside raw SQLite, and rebuilding a view.
// Usage: heed_bench_journal [seconds each round] [events to rebuild]. Writes to var/bench-journal.
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>
#include <vector>

#include "journal/feed.h"
#include "journal/raw_sqlite.h"
#include "journal/sqlite_journal.h"

namespace heed::bench {
namespace {

namespace fs = std::filesystem;
using journal::Append;
using journal::Journal;

constexpr std::size_t payload_bytes = 600;
// What an event of ours is on its row besides: 16 + 16 + 3 x 32 bytes of ids and hashes, 40 sealed
// on, a salt, and its words and numbers.
constexpr std::size_t row_bytes = payload_bytes + 280;

struct Run {
  double per_second = 0;
  double p50_ms = 0;
  double p99_ms = 0;
};

Run measure(int writers, double seconds, const std::function<void(int writer, int turn)>& append) {
  const SystemClock clock;
  std::atomic<bool> stop = false;
  std::vector<std::vector<std::int64_t>> waits(static_cast<std::size_t>(writers));
  std::vector<std::thread> threads;
  const Steady start = clock.steady();
  for (int writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&, writer] {
      for (int turn = 0; !stop; ++turn) {
        const Steady before = clock.steady();
        append(writer, turn);
        waits[static_cast<std::size_t>(writer)].push_back((clock.steady() - before).count());
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  stop = true;
  for (auto& thread : threads) thread.join();
  const double took = static_cast<double>((clock.steady() - start).count()) / 1e6;
  std::vector<std::int64_t> all;
  for (const auto& one : waits) all.insert(all.end(), one.begin(), one.end());
  std::sort(all.begin(), all.end());
  const auto at = [&](double share) {
    return static_cast<double>(
               all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))]) /
           1e3;
  };
  return {static_cast<double>(all.size()) / took, at(.5), at(.99)};
}

class Ledger {
 public:
  explicit Ledger(const fs::path& folder) {
    fs::remove_all(folder);
    fs::remove(journal::default_keys(folder));
    fs::remove_all(journal::default_checkpoints(folder));
    journal::SqliteOptions options;
    options.folder = folder;
    options.birth =
        journal::LedgerBirth{"Northmoor Police", "NM", "Europe/London", journal::Nature::rehearsal};
    journal::EventTypes types;
    types.add("log.added.v1");
    auto opened = journal::open_sqlite_journal(options, types, {clock_, random_});
    if (!opened) {
      fmt::print(stderr, "{}\n", opened.error().message());
      std::exit(1);
    }
    journal_ = std::move(*opened);
    payload_.assign(payload_bytes, 'x');
  }

  Journal& journal() { return *journal_; }
  journal::StreamId new_stream() { return {"incident", new_uuid_v7(clock_.now(), random_)}; }
  Append make(const journal::StreamId& stream, std::uint64_t expected, std::size_t events) {
    Append append;
    append.stream = stream;
    append.expected_version = expected;
    append.actor = actor_;
    append.purpose = "contact_handling";
    append.policy_version = "2026-11";
    append.events.assign(events, {"log.added.v1", payload_, journal::KeyScope::of_stream()});
    return append;
  }
  void append(Append append) {
    if (auto done = journal_->append(std::move(append)); !done) {
      fmt::print(stderr, "{}\n", done.error().message());
      std::exit(1);
    }
  }

 private:
  SystemClock clock_;
  SecureRandom random_;
  ActorId actor_ = ActorId::derived("bench", "writer");
  std::string payload_;
  std::unique_ptr<Journal> journal_;
};

// Each writer works on an incident of its own, a new one every fifty entries, each a command.
Run measure_ledger(Ledger& ledger, int writers, double seconds, const std::string& round) {
  std::vector<journal::StreamId> streams(static_cast<std::size_t>(writers));
  return measure(writers, seconds, [&](int writer, int turn) {
    auto& stream = streams[static_cast<std::size_t>(writer)];
    if (turn % 50 == 0) stream = ledger.new_stream();
    Append append = ledger.make(stream, static_cast<std::uint64_t>(turn % 50), 1);
    append.command = journal::CommandKey{fmt::format("{}/{}/{}", round, writer, turn),
                                         hash_bytes("a command's body")};
    ledger.append(std::move(append));
  });
}

void with_32_writers(const fs::path& folder, double seconds) {
  Ledger ledger(folder / "ledger-32");
  measure_ledger(ledger, 32, .5, "warm");
  const Run run = measure_ledger(ledger, 32, 2 * seconds, "run");
  fmt::print(
      "32 writers: {:.0f} appends/s, acknowledged p50 {:.1f} ms, p99 {:.1f} ms (goal: 5000/s, "
      "p99 30 ms)\n",
      run.per_second, run.p50_ms, run.p99_ms);
}

void beside_raw_sqlite(const fs::path& folder, double seconds) {
  fs::remove(folder / "raw.db");
  fs::remove(folder / "raw.db-wal");
  Ledger ledger(folder / "ledger-128");
  RawSqlite raw(folder / "raw.db");
  const std::string row(row_bytes, 'x');
  std::vector<double> ratios;
  for (int round = 0; round < 5; ++round) {
    const Run ours = measure_ledger(ledger, 128, seconds, fmt::format("{}", round));
    const Run theirs = measure(128, seconds, [&](int, int) { raw.append(row); });
    ratios.push_back(ours.per_second / theirs.per_second);
    fmt::print(
        "128 writers, round {}: ledger {:.0f}/s (p99 {:.1f} ms), raw SQLite {:.0f}/s (p99 "
        "{:.1f} ms), ratio {:.2f}\n",
        round + 1, ours.per_second, ours.p99_ms, theirs.per_second, theirs.p99_ms, ratios.back());
  }
  std::sort(ratios.begin(), ratios.end());
  fmt::print("128 writers: median ratio {:.2f} (goal: .20)\n", ratios[2]);
}

// Of all threads: says what a machine with nothing else to do would need.
double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// Folds as a view does: looks at every payload.
class Counting final : public journal::Projection {
 public:
  std::string_view name() const override { return "counting"; }
  int version() const override { return 1; }
  Status apply(const journal::StoredEvent& event) override {
    bytes_ += event.payload ? event.payload->size() : 0;
    return ok();
  }
  Status reset() override {
    bytes_ = 0;
    return ok();
  }
  std::size_t bytes() const { return bytes_; }

 private:
  std::size_t bytes_ = 0;
};

void rebuild_a_view(const fs::path& folder, std::uint64_t events) {
  Ledger ledger(folder / "ledger-rebuild");
  for (std::uint64_t made = 0; made < events; made += 250) {
    ledger.append(ledger.make(ledger.new_stream(), 0, 250));
  }
  const SystemClock clock;
  double best = 0;
  for (int round = 0; round < 3; ++round) {
    Counting view;
    const double cpu_before = cpu_seconds();
    const Steady start = clock.steady();
    const auto folded = journal::rebuild(ledger.journal(), view);
    if (!folded) {
      fmt::print(stderr, "{}\n", folded.error().message());
      std::exit(1);
    }
    const double took = static_cast<double>((clock.steady() - start).count()) / 1e6;
    const double rate = static_cast<double>(*folded) / took;
    const double cpu = cpu_seconds() - cpu_before;
    fmt::print(
        "rebuild, round {}: {} events of {} B, {:.0f} events/s; {:.1f} us of processor each\n",
        round + 1, *folded, payload_bytes, rate, cpu * 1e6 / static_cast<double>(*folded));
    best = std::max(best, rate);
  }
  fmt::print("rebuild: {:.0f} events/s, unsealing included (goal: 100000)\n", best);
}

}  // namespace
}  // namespace heed::bench

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 3;
  const auto events = static_cast<std::uint64_t>(argc > 2 ? std::atol(argv[2]) : 200'000);
  const std::filesystem::path folder = "var/bench-journal";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  heed::bench::with_32_writers(folder, seconds);
  heed::bench::beside_raw_sqlite(folder, seconds);
  heed::bench::rebuild_a_view(folder, events);
  std::filesystem::remove_all(folder);
  return 0;
}
