// What one search takes, inside one process: heed's index beside an exhaustive scan, over the
// people and queries that heed_matching_people wrote. Prints tables; called by run.py.
//   heed_matching_timing FOLDER [--scan N] [--pairs] [--live] [--build] [--only KIND]
// Times are of the wall and of the thread (CPU), normalising included: on a machine that others
// use, the second is the steadier.
#include <fmt/format.h>
#include <fmt/os.h>
#include <time.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <unordered_map>

#include "base/csv.h"
#include "exhaustive.h"
#include "matching/invented_people.h"
#include "matching/people_index.h"

namespace {

using namespace heed;
using namespace heed::matching;

double now_of(clockid_t clock) {
  timespec at{};
  clock_gettime(clock, &at);
  return static_cast<double>(at.tv_sec) * 1e6 + static_cast<double>(at.tv_nsec) / 1e3;
}
double wall() { return now_of(CLOCK_MONOTONIC); }
double cpu() { return now_of(CLOCK_THREAD_CPUTIME_ID); }

double at_share(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1,
                         static_cast<std::size_t>(static_cast<double>(values.size()) * share))];
}

using Row = std::map<std::string, std::string>;

template <class Each>
void for_each_row(const std::string& path, Each&& each) {
  std::ifstream in(path, std::ios::binary);
  CsvReader reader(in);
  CsvRow row;
  std::vector<std::string> header;
  while (reader.next(row).value()) {
    if (header.empty()) {
      for (auto cell : row.cells) header.emplace_back(cell);
      continue;
    }
    Row out;
    for (std::size_t i = 0; i < header.size(); ++i) out[header[i]] = std::string(row.cells[i]);
    each(out);
  }
}

PersonRecord record_of(Row& row) {
  PersonRecord out;
  out.given_name = row["given_name"];
  out.family_name = row["surname"];
  const auto date = [&](const char* column) -> std::optional<LocalDate> {
    if (row[column].empty()) return std::nullopt;
    return parse_date(row[column]).value();
  };
  out.born = date("dob");
  out.born_from = date("born_from");
  out.born_to = date("born_to");
  if (!row["phone"].empty()) out.phones.push_back(row["phone"]);
  if (!row["email"].empty()) out.emails.push_back(row["email"]);
  return out;
}

struct Kind {
  std::string name;
  std::vector<PersonRecord> asked;
  std::vector<std::string> truth;
};

Kind read_kind(const std::string& folder, const std::string& name) {
  Kind out{name, {}, {}};
  for_each_row(folder + "/queries_" + name + ".csv", [&](Row& row) {
    out.asked.push_back(record_of(row));
    out.truth.push_back(row["truth"]);
  });
  return out;
}

void table_head(std::string_view title) {
  fmt::print("{:<26}{:>9}{:>9}{:>9}{:>9}{:>8}{:>8}\n", title, "median", "p99", "cpu med", "cpu p99",
             "R@1", "R@10");
}
void table_row(std::string_view name, const std::vector<double>& walls,
               const std::vector<double>& cpus, double r1, double r10, std::string_view note = "") {
  fmt::print("{:<26}{:>9.1f}{:>9.1f}{:>9.1f}{:>9.1f}{:>8.3f}{:>8.3f}  {}\n", name,
             at_share(walls, .5), at_share(walls, .99), at_share(cpus, .5), at_share(cpus, .99), r1,
             r10, note);
  std::fflush(stdout);
}

void time_heed(const PeopleIndex& index, const Kind& kind, fmt::ostream& observed) {
  std::vector<double> walls, cpus;
  double first = 0, ten = 0;
  std::size_t strong_wrong = 0, strong_right = 0, incomplete = 0;
  for (std::size_t i = 0; i < kind.asked.size(); ++i) {
    const double w = wall(), c = cpu();
    Query query;
    query.known = kind.asked[i];
    query.explain = false;
    query.with_rejected = true;
    const Answer answer = index.search(query);
    cpus.push_back(cpu() - c);
    walls.push_back(wall() - w);
    incomplete += answer.status == AnswerStatus::incomplete;
    for (std::size_t rank = 0; rank < answer.candidates.size(); ++rank) {
      const auto& one = answer.candidates[rank];
      const bool right = one.id == kind.truth[i];
      first += right && rank == 0;
      ten += right && rank < 10;
      if (one.comparison.band == Band::strong) (right ? strong_right : strong_wrong) += 1;
      if (kind.name != "phone" && kind.name != "email")
        observed.print("{},{},{:.6f},{:.3f},{}\n", kind.name, i, one.comparison.probability,
                       one.comparison.weight, int{right});
    }
  }
  const auto count = static_cast<double>(kind.asked.size());
  table_row(kind.name, walls, cpus, first / count, ten / count,
            fmt::format("strong: {} right, {} of another; incomplete {}", strong_right,
                        strong_wrong, incomplete));
}

void time_scan(const bench::Exhaustive& scan, const std::vector<std::string>& ids, const Kind& kind,
               std::size_t queries) {
  const auto digits = [](const std::optional<LocalDate>& day) {
    std::string out = day ? format_date(*day) : std::string();
    std::erase(out, '-');
    return out;
  };
  const auto small = [](std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 32) : c;
    return text;
  };
  std::vector<double> walls, cpus;
  double first = 0, ten = 0;
  queries = std::min(queries, kind.asked.size());
  for (std::size_t i = 0; i < queries; ++i) {
    const double w = wall(), c = cpu();
    const auto& q = kind.asked[i];
    const auto best = scan.best({small(q.given_name), small(q.family_name), digits(q.born),
                                 digits(q.born_from), digits(q.born_to)});
    cpus.push_back(cpu() - c);
    walls.push_back(wall() - w);
    for (std::size_t rank = 0; rank < best.size(); ++rank) {
      if (ids[best[rank]] != kind.truth[i]) continue;
      first += rank == 0;
      ten += 1;
    }
  }
  const auto count = static_cast<double>(queries);
  table_row(kind.name, walls, cpus, first / count, ten / count, fmt::format("{} queries", queries));
}

void time_pairs(InventedPeople from) {
  std::vector<PersonRecord> people;
  for (int i = 0; i < 1000; ++i) {
    people.push_back(from.next());
    people.back().phones.clear();
    people.back().postcode.clear();
    people.back().address.clear();
    PersonRecord like = people.back();
    like.family_name = from.typed_wrong(like.family_name);
    like.born = from.date_wrong(*like.born);
    people.push_back(like);
  }
  const PersonComparer comparer;
  for (const bool in_words : {false, true}) {
    std::vector<double> walls, cpus;
    std::size_t letters = 0;
    for (std::size_t i = 0; i + 1 < people.size(); ++i) {
      const double w = wall(), c = cpu();
      const Comparison comparison = comparer.compare(people[i], people[i + 1]);
      letters += comparison.reasons.size();
      if (in_words) letters += explain(comparison).size();
      cpus.push_back(cpu() - c);
      walls.push_back(wall() - w);
    }
    table_row(in_words ? "… and written as text" : "one pair, with its reasons", walls, cpus, 0, 0,
              fmt::format("{} reasons and letters", letters));
  }
}

void time_live(PeopleIndex& index, InventedPeople from) {
  std::vector<double> adds, cpus;
  std::size_t found = 0;
  constexpr std::size_t count = 4000;
  for (std::size_t i = 0; i < count; ++i) {
    PersonRecord person = from.next();
    person.id = fmt::format("live-{}", i);
    Query query;
    query.known.phones = person.phones;
    query.explain = false;
    const double w = wall(), c = cpu();
    (void)index.add(person);
    const Answer answer = index.search(query);
    cpus.push_back(cpu() - c);
    adds.push_back(wall() - w);
    for (const auto& one : answer.candidates) found += one.id == person.id;
  }
  table_row("live add, then found", adds, cpus, 0, static_cast<double>(found) / count,
            fmt::format("longest {:.0f} µs of CPU", at_share(cpus, 1)));
}

// Without the command line: for trying out a change to the index quickly.
void build(const std::string& folder) {
  PeopleIndexWriter writer;
  std::vector<PersonRecord> batch;
  for_each_row(folder + "/people.csv", [&](Row& row) {
    PersonRecord person = record_of(row);
    person.id = row["id"];
    person.middle_name = row["middle_name"];
    person.sex = row["sex"];
    person.postcode = row["postcode"];
    batch.push_back(std::move(person));
    if (batch.size() == 16384) {
      writer.add(batch);
      batch.clear();
    }
  });
  writer.add(batch);
  if (!writer.write(folder + "/people.idx")) fmt::print(stderr, "not written\n");
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> args(argv + 1, argv + argc);
  if (args.empty()) {
    fmt::print(
        stderr,
        "heed_matching_timing FOLDER [--scan N] [--pairs] [--live] [--build] [--only KIND]\n");
    return 2;
  }
  const std::string folder = args[0];
  std::size_t scan_queries = 0;
  bool pairs = false, live = false;
  std::vector<std::string> kinds = {"phone",     "email",   "dob",      "age",
                                    "wrong_dob", "swapped", "nickname", "absent"};
  for (std::size_t i = 1; i < args.size(); ++i) {
    if (args[i] == "--scan" && i + 1 < args.size()) scan_queries = std::stoul(args[++i]);
    if (args[i] == "--only" && i + 1 < args.size()) kinds = {args[++i]};
    pairs |= args[i] == "--pairs";
    live |= args[i] == "--live";
    if (args[i] == "--build") build(folder);
  }
  const double began = wall();
  auto index = PeopleIndex::open(folder + "/people.idx");
  if (!index) {
    fmt::print(stderr, "{}\n", index.error().message());
    return 1;
  }
  fmt::print("{} people; opened and checked in {:.0f} ms\n", index->size(), (wall() - began) / 1e3);
  table_head("heed, µs");
  auto observed = fmt::output_file(folder + "/observed.csv");
  observed.print("kind,query,probability,weight,right\n");
  for (const auto& name : kinds) time_heed(*index, read_kind(folder, name), observed);
  if (pairs) time_pairs(InventedPeople(3));
  if (live) time_live(*index, InventedPeople(4));
  if (scan_queries == 0) return 0;
  bench::Exhaustive scan;
  std::vector<std::string> ids;
  for_each_row(folder + "/people.csv", [&](Row& row) {
    std::string born = row["dob"];
    std::erase(born, '-');
    scan.add(row["given_name"], row["surname"], born);
    ids.push_back(row["id"]);
  });
  table_head("exhaustive scan, µs");
  for (const char* name : {"dob", "age", "wrong_dob", "swapped"}) {
    time_scan(scan, ids, read_kind(folder, name), scan_queries);
  }
  return 0;
}
