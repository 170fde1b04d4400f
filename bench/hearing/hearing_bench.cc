// How fast texts are heard: 500 bytes, an edit in a contact of 10,000 words, that contact from
// scratch; and, beside it on the same texts, the plain keyword list that every system has (each
// phrase looked for in turn).
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "hearing/hearing.h"

namespace {

using namespace heed;
// The thread's own time: the machine may be shared.
double micros() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

std::string corpus() {
  std::string all, line;
  for (const char* file : {"tests/hearing/corpus/t1.txt", "tests/hearing/corpus/h0.txt"}) {
    std::ifstream in(file);
    bool inside = false;
    while (std::getline(in, line)) {
      if (line.starts_with("==")) inside = false;
      if (inside) {
        for (std::size_t at = 0; at < line.size(); ++at) {
          if (line.compare(at, 2, "[[") == 0) {
            ++at;
          } else if (line[at] == '|') {
            at = std::min(line.find("]]", at), line.size()) + 1;
          } else {
            all += line[at];
          }
        }
        all += ' ';
      }
      if (line.starts_with("text:")) inside = true;
    }
  }
  return all;
}

template <class F>
std::vector<double> timed(int rounds, F work) {
  std::vector<double> out;
  for (int round = 0; round < rounds; ++round) {
    const double start = micros();
    work(round);
    out.push_back(micros() - start);
  }
  std::sort(out.begin(), out.end());
  return out;
}

void row(const char* name, const std::vector<double>& times, double goal) {
  fmt::print("{:46} median {:9.1f} us   p99 {:9.1f} us   goal {:8.0f} us\n", name,
             times[times.size() / 2], times[times.size() * 99 / 100], goal);
}

}  // namespace

int main() {
  auto zone = Zone::load("Europe/London");
  if (!zone) return 1;
  auto listener = hearing::Listener::load("policy/hearing", *zone);
  if (!listener) {
    std::cerr << listener.error().message() << "\n";
    return 1;
  }
  const std::string all = corpus();
  if (all.size() < 20000) {
    std::cerr << "run from the project's folder: the corpus was not found\n";
    return 1;
  }
  const Instant at = parse_instant("2026-11-19T18:30:00Z").value();
  std::vector<std::string> small;
  for (std::size_t from = 0; from + 500 < all.size(); from += 500)
    small.push_back(all.substr(from, 500));
  std::string large;
  while (std::count(large.begin(), large.end(), ' ') < 10000) large += all;
  std::size_t heard = 0;
  const auto hear = [&](const std::string& text) {
    heard += listener->hear({hearing::Channel::chat, hearing::Voice::caller, at, text}).cues.size();
  };
  for (const auto& text : small) hear(text);  // warm
  row("500 bytes heard",
      timed(4000, [&](int n) { hear(small[static_cast<std::size_t>(n) % small.size()]); }), 50);
  row("10,000 words from scratch", timed(15, [&](int) { hear(large); }), 10000);
  hearing::HearingSession session(*listener, hearing::Channel::chat, hearing::Voice::caller, at);
  session.update(large);
  row("an edit in 10,000 words",
      timed(300,
            [&](int n) {
              large.insert(large.size() / 2, n % 2 ? "x" : " he ");
              heard += session.update(large).cues.size();
            }),
      1000);
  const std::vector<std::string> keywords{
      "my mum", "blackmail", "knife", "gun",      "kill",    "school",   "missing", "hurt",
      "scared", "police",    "naked", "pictures", "suicide", "overdose", "follow",  "threat"};
  row("a keyword list of 16 words, 500 bytes",
      timed(4000,
            [&](int n) {
              for (const auto& word : keywords)
                heard += small[static_cast<std::size_t>(n) % small.size()].find(word) !=
                         std::string::npos;
            }),
      0);
  fmt::print("({} findings)\n", heard);
  return 0;
}
