// Mutated texts for the ear, for as long as wanted: corpus texts cut, joined, doubled and broken
// byte by byte, ill-formed UTF-8, and texts built to make patterns slow. Each is heard whole and as
// an edit of the one before, in every voice; nothing may fail, take longer than its size allows, or
// lose or misplace a finding. `./dev fuzz hearing [seconds] [seed]`.
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "base/text.h"
#include "hearing/hearing.h"

namespace {

using namespace heed;
using hearing::Heard;

constexpr double fixed_ms = 50, ms_per_kilobyte = 8;  // generous: the machine may be shared

double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

std::vector<std::string> seeds() {
  std::vector<std::string> out;
  for (const char* hand : {"h0", "t1", "t2", "t3"}) {
    std::ifstream in(fmt::format("tests/hearing/corpus/{}.txt", hand));
    std::string line, text;
    while (std::getline(in, line)) {
      if (line.starts_with("== ") && !text.empty()) {
        out.push_back(text);
        text.clear();
      } else if (line.find(": ") == std::string::npos || line.size() > 60) {
        text += line + " ";
      }
    }
  }
  return out;
}

class Fuzz {
 public:
  Fuzz(std::vector<std::string> seeds, std::uint32_t seed)
      : seeds_(std::move(seeds)), random_(seed) {}

  std::string next() {
    if (pick(40) == 0) return slow_text();
    std::string text = seeds_[pick(seeds_.size())];
    const std::size_t changes = pick(12);
    for (std::size_t change = 0; change < changes; ++change) mutate(text);
    if (text.size() > 20000) text.resize(20000);
    return text;
  }
  std::size_t pick(std::size_t below) { return below == 0 ? 0 : random_() % below; }

 private:
  void mutate(std::string& text) {
    const std::size_t at = pick(text.size() + 1);
    switch (pick(8)) {
      case 0: text.insert(at, seeds_[pick(seeds_.size())]); break;
      case 1: text.erase(at, pick(60)); break;
      case 2:
        if (!text.empty()) text[pick(text.size())] = static_cast<char>(random_());
        break;
      case 3: text.insert(at, marks_[pick(marks_.size())]); break;
      case 4: text.insert(at, text.substr(at, pick(40))); break;
      case 5: text.insert(at, std::to_string(random_() % 100000000)); break;
      case 6:
        for (std::size_t i = at; i < std::min(text.size(), at + 30); ++i) text[i] = upper(text[i]);
        break;
      default: text.insert(at, std::string(pick(200), marks_[pick(marks_.size())][0])); break;
    }
  }
  // One phrase over and over, up to a megabyte.
  std::string slow_text() {
    const std::string& unit = marks_[pick(marks_.size())];
    const std::string& seed = seeds_[pick(seeds_.size())];
    const std::string piece = pick(2) == 0 ? unit : seed.substr(pick(seed.size()), 1 + pick(20));
    const std::size_t size = pick(10) == 0 ? 1u << 20 : 1u << (10 + pick(6));
    std::string text;
    while (text.size() < size) text += piece;
    return text;
  }

  std::vector<std::string> seeds_;
  std::mt19937 random_;
  const std::vector<std::string> marks_{"no sorry ",
                                        "double ",
                                        "oh ",
                                        "zulu ",
                                        "if he ",
                                        " at ",
                                        " dot ",
                                        "@",
                                        "\xff",
                                        "\xc3\xa9",
                                        "\xf0\x9f\x98\x82",
                                        "\n",
                                        ".",
                                        "... ",
                                        "'",
                                        "\"",
                                        "((((",
                                        "_",
                                        "I am the ",
                                        "my mum ",
                                        "she is ",
                                        "Year ",
                                        "seven ",
                                        "and I think ",
                                        "\r\n",
                                        "Handler: ",
                                        "\t",
                                        "\x01",
                                        "a.b_",
                                        "07700 ",
                                        "tomorrow at ",
                                        "he will tell my mum if I do not "};
};

// Every finding lies in the text and quotes it.
template <class List>
bool placed(const List& list, std::size_t points) {
  return std::all_of(list.begin(), list.end(), [&](const auto& each) {
    return each.span.start < each.span.end && each.span.end <= points && !each.quote.empty();
  });
}

bool sound(const Heard& heard, std::string_view text) {
  const std::size_t points =
      code_point_count(is_valid_utf8(text) ? std::string(text) : scrub_utf8(text));
  return placed(heard.identifiers, points) && placed(heard.ages, points) &&
         placed(heard.deadlines, points) && placed(heard.cues, points) &&
         placed(heard.undertakings, points) && placed(heard.wishes, points) &&
         heard.cues.size() <= 2 * hearing::findings_max;
}

void show(const char* what, const std::string& text, std::uint32_t seed) {
  fmt::print(stderr, "{}; seed {}; {} bytes: {:?}\n", what, seed, text.size(), text.substr(0, 400));
}

}  // namespace

int main(int argc, char** argv) {
  const double seconds = argc > 1 ? std::atof(argv[1]) : 30;
  const auto seed = static_cast<std::uint32_t>(argc > 2 ? std::atol(argv[2]) : 20261119);
  auto zone = Zone::load("Europe/London");
  if (!zone) return 1;
  auto listener = hearing::Listener::load("policy/hearing", *zone);
  if (!listener) {
    fmt::print(stderr, "{}\n", listener.error().message());
    return 1;
  }
  auto texts = seeds();
  if (texts.size() < 100) {
    fmt::print(stderr, "run from the project's folder: the corpus was not found\n");
    return 1;
  }
  Fuzz fuzz(std::move(texts), seed);
  const Instant at = parse_instant("2026-10-24T23:30:00Z").value();
  std::vector<hearing::HearingSession> sessions;
  for (int voice = 0; voice < 4; ++voice)
    sessions.emplace_back(*listener, hearing::Channel::chat, static_cast<hearing::Voice>(voice),
                          at);
  const double start = cpu_ms();
  std::size_t count = 0, bytes = 0;
  double slowest = 0;
  while (cpu_ms() - start < seconds * 1000) {
    const std::string text = fuzz.next();
    const auto voice = fuzz.pick(4);
    const double before = cpu_ms();
    const Heard heard =
        listener->hear({hearing::Channel::chat, static_cast<hearing::Voice>(voice), at, text});
    const double took = cpu_ms() - before;
    const double bound = fixed_ms + ms_per_kilobyte * static_cast<double>(text.size()) / 1024;
    slowest = std::max(slowest, took / bound);
    if (took > bound) {
      show(fmt::format("took {:.0f} ms, {:.0f} allowed", took, bound).c_str(), text, seed);
      return 1;
    }
    if (!sound(heard, text) || !sound(sessions[voice].update(text), text)) {
      show("a finding lies outside its text", text, seed);
      return 1;
    }
    ++count;
    bytes += text.size();
  }
  fmt::print("{} texts, {:.1f} MB, seed {}: all heard, the slowest at {:.0f} % of its bound\n",
             count, static_cast<double>(bytes) / 1048576, seed, 100 * slowest);
  return 0;
}
