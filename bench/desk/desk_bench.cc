// Whole commands through the desk, policy included, on an SQLite ledger; and how long it takes from
// a call's coming in until every local answer is durable, at 10.5 contacts a second. The peer in
// the same run is the same ledger appended to without a turn: what the desk costs is the ratio.
// Usage: heed_bench_desk [seconds each part]. Writes to var/bench-desk.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "base/file.h"
#include "checks/connectors/dataset/dataset.h"
#include "checks/exchanges.h"
#include "desk/control_room.h"
#include "journal/sqlite_journal.h"
#include "policy/document.h"
#include "views/history.h"

namespace heed::bench {
namespace {

constexpr int writers = 32;
constexpr double contacts_a_second = 10.5;

struct Bench {
  SystemClock clock;
  SecureRandom random;
  Zone zone = Zone::load("Europe/London").value();
  std::shared_ptr<const desk::ForcePolicy> policy;
  access::Staff staff;
  training::Register competences;
  std::unique_ptr<journal::Journal> journal;
  std::shared_ptr<views::History> history;
  std::shared_ptr<checks::DatasetStore> datasets;
  checks::Exchanges exchanges;
  std::unique_ptr<ThreadTimers> timers;
  std::unique_ptr<desk::ControlRoom> room;
};

const std::filesystem::path source = HEED_SOURCE_DIR;

template <class T>
T must(Result<T> result) {
  if (result) return std::move(*result);
  fmt::print(stderr, "{}\n", result.error().message());
  std::exit(1);
}
void must(const Status& status) {
  if (status) return;
  fmt::print(stderr, "{}\n", status.error().message());
  std::exit(1);
}

// Opened, not started: who watches the feed begins first.
std::unique_ptr<Bench> set_up(const std::filesystem::path& folder) {
  auto bench = std::make_unique<Bench>();
  std::filesystem::remove_all(folder);
  must(make_folder(folder));
  bench->policy = must(desk::load_force_policy(source / "policy", bench->zone));
  const auto staff = must(policy::Document::load(source / "config/northmoor/staff.toml"));
  bench->staff = must(access::Staff::read(staff, bench->policy->access, bench->zone));
  const std::string csv = must(read_file(source / "config/northmoor/competences.csv", 1 << 20));
  bench->competences = must(training::Register::import_csv(csv, bench->policy->training)).accepted;
  journal::EventTypes types;
  desk::add_types(types);
  journal::SqliteOptions options;
  options.folder = folder / "ledger";
  options.birth =
      journal::LedgerBirth{"Bench Police", "BP", "Europe/London", journal::Nature::rehearsal};
  bench->journal = must(journal::open_sqlite_journal(
      options, std::move(types), {bench->clock, bench->random, [](const journal::Alarm& alarm) {
                                    fmt::print(stderr, "alarm: {}\n", alarm.text);
                                  }}));
  bench->history = std::make_shared<views::History>();
  bench->datasets = std::make_shared<checks::DatasetStore>(
      folder / "extracts", new_seal_key(bench->random), bench->random);
  for (const auto& [name, file] :
       {std::pair("managed_offenders", "managed_offenders"),
        std::pair("force_markers", "force_markers"), std::pair("crime_records", "crime_records"),
        std::pair("local_intel", "local_intelligence")}) {
    const auto path = source / "world/data/extracts" / (std::string(file) + ".csv");
    must(bench->datasets->import(*bench->policy->sources->find(name),
                                 must(read_file(path, 1 << 20)), bench->clock.now()));
  }
  bench->exchanges =
      checks::real_exchanges(*bench->policy->sources, {}, bench->datasets, bench->history);
  bench->timers = std::make_unique<ThreadTimers>(bench->clock);
  bench->room = std::make_unique<desk::ControlRoom>(desk::ControlRoom::Parts{
      *bench->journal,
      bench->clock,
      *bench->timers,
      bench->random,
      bench->zone,
      bench->policy,
      bench->staff,
      bench->competences,
      bench->exchanges.by_source,
      [](const checks::SourceDeclaration& s) { return checks::thread_workers(s.limits.workers); },
      [](const journal::Alarm&) {},
      [](const checks::SourceHealth&) {},
      {bench->history.get()}});
  must(bench->room->open());
  return bench;
}

desk::Submission opening(const Bench& bench, int number) {
  const access::Person* handler = bench.staff.find_login("l.adeyemi");
  incident::OpenContact open;
  open.channel = incident::Channel::emergency_999;
  open.line = fmt::format("07700 900{:03}", number % 1000);
  open.handler = handler->id;
  desk::Submission out;
  out.actor = access::system_actor();
  out.key = fmt::format("open-{}", number);
  out.command = incident::Command(std::move(open));
  return out;
}

desk::Submission entry(const Bench& bench, incident::IncidentId incident, const std::string& key) {
  incident::WriteEntry write;
  write.voice = incident::Voice::caller;
  write.text = "There is loud music next door again, it has been going since nine.";
  desk::Submission out;
  out.actor = bench.staff.find_login("l.adeyemi")->id;
  out.key = key;
  out.incident = incident;
  out.command = incident::Command(std::move(write));
  return out;
}

struct Figures {
  double per_second = 0;
  double p50_ms = 0;
  double p99_ms = 0;
};

Figures figures(std::vector<std::int64_t> micros, double seconds) {
  std::sort(micros.begin(), micros.end());
  if (micros.empty()) return {};
  const auto at = [&](double share) {
    return static_cast<double>(
               micros[static_cast<std::size_t>(share * static_cast<double>(micros.size() - 1))]) /
           1000;
  };
  return {static_cast<double>(micros.size()) / seconds, at(.5), at(.99)};
}

// Each writer works on incidents of its own, a new one every twenty entries, as calls come and go.
template <class Work>
Figures run_writers(const Clock& clock, double seconds, Work work) {
  std::vector<std::vector<std::int64_t>> waits(writers);
  std::vector<std::thread> threads;
  const Steady start = clock.steady();
  const Steady until = start + Steady(static_cast<std::int64_t>(seconds * 1e6));
  for (int writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&, writer] {
      for (int turn = 0; clock.steady() < until; ++turn) {
        const Steady before = clock.steady();
        work(writer, turn);
        waits[static_cast<std::size_t>(writer)].push_back((clock.steady() - before).count());
      }
    });
  }
  for (auto& thread : threads) thread.join();
  std::vector<std::int64_t> all;
  for (const auto& one : waits) all.insert(all.end(), one.begin(), one.end());
  return figures(std::move(all), static_cast<double>((clock.steady() - start).count()) / 1e6);
}

Figures commands(Bench& bench, double seconds) {
  std::vector<incident::IncidentId> incidents(writers);
  return run_writers(bench.clock, seconds, [&](int writer, int turn) {
    auto& mine = incidents[static_cast<std::size_t>(writer)];
    const int number = writer * 1'000'000 + turn;
    if (turn % 20 == 0) {
      mine = must(bench.room->desk().submit(opening(bench, number))).incident;
    } else {
      must(bench.room->desk().submit(entry(bench, mine, fmt::format("e-{}", number))));
    }
  });
}

Figures bare_appends(Bench& bench, double seconds) {
  return run_writers(bench.clock, seconds, [&](int writer, int turn) {
    journal::Append append;
    append.stream = {
        "incident",
        incident::IncidentId::derived("bench", fmt::format("{}-{}", writer, turn / 20)).uuid};
    append.actor = access::system_actor();
    append.purpose = "system";
    append.policy_version = "bench";
    append.events = {desk::to_journal(
        desk::AnyEvent(incident::Event(incident::ThemeSet{std::string(300, 'x'), true, "bench"})))};
    must(bench.journal->append(std::move(append)));
  });
}

// From the switch's event to the last local answer's being durable, contact by contact.
Figures call_in(Bench& bench, double seconds) {
  const int count = static_cast<int>(seconds * contacts_a_second);
  std::mutex mutex;
  std::condition_variable changed;
  std::map<Uuid, std::pair<Steady, int>> waiting;  // stream -> came in, answers still to come
  std::vector<std::int64_t> took;
  bench.room->feed().watch(
      "bench", bench.journal->head().seq, [&](const journal::StoredEvent& event) {
        if (event.type != "check.intended.v1" && event.type != "check.answered.v1") return;
        std::lock_guard lock(mutex);
        const auto found = waiting.find(event.header.stream.id);
        if (found == waiting.end()) return;
        found->second.second += event.type == "check.intended.v1" ? 1 : -1;
        if (event.type == "check.answered.v1" && found->second.second == 0) {
          took.push_back((bench.clock.steady() - found->second.first).count());
          waiting.erase(found);
          changed.notify_all();
        }
      });
  bench.room->start();
  const Steady start = bench.clock.steady();
  for (int i = 0; i < count; ++i) {
    const Steady due = start + Steady(static_cast<std::int64_t>(i / contacts_a_second * 1e6));
    std::this_thread::sleep_for(std::max(Steady::zero(), due - bench.clock.steady()));
    desk::Submission submission = opening(bench, 900'000'000 + i);
    submission.incident = incident::IncidentId::fresh(bench.clock.now(), bench.random);
    {
      std::lock_guard lock(mutex);
      waiting.emplace(submission.incident.uuid, std::pair(bench.clock.steady(), 0));
    }
    must(bench.room->desk().submit(std::move(submission)));
  }
  std::unique_lock lock(mutex);
  changed.wait_for(lock, std::chrono::seconds(10), [&] { return waiting.empty(); });
  fmt::print("  {} contacts, {} without all answers after 10 s\n", count, waiting.size());
  return figures(took, static_cast<double>((bench.clock.steady() - start).count()) / 1e6);
}

void print(const char* what, const Figures& f) {
  fmt::print("  {:<46} {:>8.0f} /s  p50 {:>7.2f} ms  p99 {:>7.2f} ms\n", what, f.per_second,
             f.p50_ms, f.p99_ms);
  std::fflush(stdout);
}

int run(double seconds) {
  const std::filesystem::path folder = "var/bench-desk";
  fmt::print("The desk: {} writers, SQLite, synchronous=FULL\n", writers);
  {
    const auto bench = set_up(folder / "calls");
    print("call in -> every local answer durable", call_in(*bench, seconds));
  }
  const auto bench = set_up(folder / "commands");
  bench->room->start();
  const Figures whole = commands(*bench, seconds);
  print("whole commands, policy included", whole);
  const Figures bare = bare_appends(*bench, seconds);
  print("bare appends to the same ledger", bare);
  fmt::print("  ratio {:.2f}\n", bare.per_second > 0 ? whole.per_second / bare.per_second : 0);
  bench->room->stop();
  return 0;
}

}  // namespace
}  // namespace heed::bench

int main(int argc, char** argv) { return heed::bench::run(argc > 1 ? std::atof(argv[1]) : 20); }
