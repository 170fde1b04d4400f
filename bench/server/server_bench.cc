// The server as a force would load it: a real `heed serve` on an SQLite ledger, thousands of
// consoles over loopback from this one process. On one core and on two (the server's; this process
// keeps to the last one where it can), each with a new ledger:
//
// - the room: contacts come in while every handler types, their text sent for hearing over their
//   sockets at a human rate; from the contact's being posted to the incident's being on the
//   handler's screen with every local answer in it;
// - idle consoles: the server's memory for each, and from an event's recorded time to its notice's
//   arrival.
//
// Ends by itself. Writes to var/bench-server. --help has the sizes.
#include <fmt/format.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>

#include "base/civil.h"
#include "base/json.h"
#include "force.h"
#include "link.h"

namespace heed::bench {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Sizes {
  double seconds = 60;
  int handlers = 1900;
  double contacts_a_second = 10.5;
  double keys_a_second = 3.3;  // 40 words a minute
  double typing = 1;           // of the time; between texts nothing is typed
  int consoles = 10'000;
  int supervisors = 200;       // of them: they hear of every incident
  double pushes_a_second = 1;  // contacts opened while the consoles idle
  std::vector<int> cores = {1, 2};
  std::string part = "all";
};

// What handlers type, as it is typed.
const std::vector<std::string> texts = {
    "There is loud music next door again, it has been going since nine and the children cannot "
    "sleep. Caller has knocked and was sworn at. Would like somebody to have a word, no need to "
    "call back, she is up early tomorrow.",
    "INFT says a man in a grey hoody tried the doors of three cars on Quay Row, last seen walking "
    "towards the park about five minutes ago. UNK MALE, mid 20s, carrying a rucksack. Nothing "
    "taken that he knows of. His own car is a blue hatchback, locked.",
    "Caller is at the bus station with her mother who has fallen and hit her head. She is awake "
    "and "
    "talking. Ambulance has been called and is on its way. Caller asks whether somebody can look "
    "after the dog, her number is 07700 900461 and she will wait by the taxi rank.",
    "My ex has been outside the house again tonight, he says he will not go until I talk to him. I "
    "am upstairs with the door locked. He rang me from 07700 900732 twice. I am frightened that he "
    "will come in. Please do not ring my landline, he would hear it.",
    "Two vehicles at the roundabout, nobody hurt, one is blocking the left lane. Details have been "
    "exchanged. Silver van and a red estate. Caller will move his if he can, the other has a flat "
    "tyre and waits for recovery which is about forty minutes away."};

double percentile(std::vector<double>& all, double share) {
  if (all.empty()) return NAN;
  std::sort(all.begin(), all.end());
  return all[static_cast<std::size_t>(share * static_cast<double>(all.size() - 1))];
}

void print(const char* what, std::vector<double> ms) {
  fmt::print("  {:<52} {:>8}  p50 {:>8.1f}  p99 {:>8.1f}  max {:>8.1f} ms\n", what, ms.size(),
             percentile(ms, .5), percentile(ms, .99), percentile(ms, 1));
  std::fflush(stdout);
}

double load_average() {
  double one = 0;
  return getloadavg(&one, 1) == 1 ? one : NAN;
}

std::string signed_head(const Signed& who) {
  return "Authorization: Bearer " + who.token + "\r\nHeed-Purpose: call_handling\r\n";
}

std::string string_in(std::string_view json, std::string_view name) {
  const auto at = json.find("\"" + std::string(name) + "\":\"");
  if (at == std::string_view::npos) return {};
  const auto from = at + name.size() + 4;
  return std::string(json.substr(from, json.find('"', from) - from));
}
std::int64_t number_in(std::string_view json, std::string_view name) {
  const auto at = json.find("\"" + std::string(name) + "\":");
  return at == std::string_view::npos ? -1 : std::atoll(json.data() + at + name.size() + 3);
}

struct Figures {
  std::vector<double> opened, on_screen, views, heard, written, pushed;
  std::uint64_t said = 0;
  std::map<std::string, std::uint64_t> refused;  // what was asked and the status
};

// What all consoles of a part share.
struct Room {
  Loop loop;
  Figures figures;
  bool measuring = false;
  std::uint64_t keys = 0;
  std::mt19937_64 chance{20261119};

  std::string command_head() { return fmt::format("Idempotency-Key: bench-{}\r\n", ++keys); }
  bool went_well(const char* what, int status) {
    if (status >= 200 && status < 300) return true;
    ++figures.refused[fmt::format("{} {}", what, status)];
    return false;
  }
  double between(double from, double to) {
    return std::uniform_real_distribution<double>(from, to)(chance);
  }
};

// One handler at a console.
class Console {
 public:
  Console(Room& room, std::uint16_t port, const Signed& who, int number)
      : room_(room), live_(room.loop, port), http_(room.loop, port), who_(who), number_(number) {}

  void connect() {
    live_.listen("/v1/live", signed_head(who_), [this](std::string_view text) { told(text); });
  }
  bool connected() const { return live_.listening(); }

  void begin_typing(const Sizes& sizes) {
    sizes_ = &sizes;
    next_text();
    room_.loop.at(now() + milliseconds(static_cast<int>(room_.between(0, 3000))),
                  [this] { type(); });
  }

  // A contact is answered here.
  void call_in() {
    calling_ = now();
    incident_.clear();
    contact_.clear();
    complete_ = false;
    const std::string body =
        fmt::format(R"({{"channel":"emergency_999","line":"07700 900{:03}"}})", number_ % 1000);
    http_.ask("POST", "/v1/contacts", signed_head(who_) + room_.command_head(), body,
              [this](int status, const std::string& answer) { opened(status, answer); });
  }

 private:
  void opened(int status, const std::string& answer) {
    if (!room_.went_well("open_contact", status)) return;
    if (room_.measuring) room_.figures.opened.push_back(ms_between(calling_, now()));
    incident_ = string_in(answer, "incident");
    next_text();  // what is typed from now on is this caller's
    fetch();
    room_.loop.at(now() + seconds(20), [this, incident = incident_] { write_entry(incident); });
    room_.loop.at(now() + seconds(40), [this, incident = incident_] { end_call(incident); });
  }

  void told(std::string_view text) {
    const std::string type = string_in(text.substr(0, 24), "type");
    if (type == "heard") {
      const auto found = sent_.find(number_in(text, "rev"));
      if (found == sent_.end()) return;
      if (room_.measuring) room_.figures.heard.push_back(ms_between(found->second, now()));
      sent_.erase(sent_.begin(), std::next(found));
    } else if (type == "event" && !incident_.empty() && string_in(text, "incident") == incident_) {
      fetch();
    }
  }

  // As the console does: one request at a time, and again for what came meanwhile.
  void fetch() {
    stale_ = true;
    if (fetching_) return;
    fetching_ = true;
    stale_ = false;
    http_.ask("GET", "/v1/incidents/" + incident_, signed_head(who_), {},
              [this, incident = incident_, since = now()](int status, const std::string& body) {
                fetching_ = false;
                if (room_.went_well("view", status)) {
                  if (room_.measuring) room_.figures.views.push_back(ms_between(since, now()));
                  if (incident == incident_) shown(body);
                }
                if (stale_) fetch();
              });
  }

  void shown(const std::string& body) {
    if (complete_ && !contact_.empty()) return;
    const auto view = parse_json(body);
    if (!view) return;
    const auto& whole = view->as_object();
    if (const auto& contacts = whole.at("contacts").as_array(); !contacts.empty()) {
      contact_ = std::string(contacts.front().at("id").as_string());
    }
    if (whole.at("checks").as_array().empty()) return;
    for (const auto& check : whole.at("checks").as_array()) {
      if (check.at("state").as_string() != "done") return;
    }
    if (complete_) return;
    complete_ = true;
    if (room_.measuring) room_.figures.on_screen.push_back(ms_between(calling_, now()));
  }

  void write_entry(const std::string& incident) {
    if (incident != incident_) return;
    const boost::json::object body{{"voice", "caller"}, {"text", text_}};
    http_.ask("POST", "/v1/incidents/" + incident + "/write_entry?draft=" + draft_,
              signed_head(who_) + room_.command_head(), write_json(body),
              [this, since = now()](int status, const std::string&) {
                if (room_.went_well("write_entry", status) && room_.measuring) {
                  room_.figures.written.push_back(ms_between(since, now()));
                }
              });
    next_text();
  }

  void end_call(const std::string& incident) {
    if (incident != incident_ || contact_.empty()) return;
    http_.ask("POST", "/v1/incidents/" + incident + "/end_contact",
              signed_head(who_) + room_.command_head(),
              write_json(boost::json::object{{"contact", contact_}}),
              [this](int status, const std::string&) { room_.went_well("end_contact", status); });
  }

  void next_text() {
    text_ = texts[room_.chance() % texts.size()];
    typed_ = 0;
    draft_ = fmt::format("00000000-0000-7000-8000-{:06x}{:06x}", number_, ++drafts_);
    sent_.clear();
  }

  // A key, and what stands now is sent for hearing.
  void type() {
    double wait = 1 / sizes_->keys_a_second;
    if (++typed_ > text_.size()) {
      wait += wait * static_cast<double>(text_.size()) * (1 / sizes_->typing - 1);
      next_text();
    } else {
      sent_[++rev_] = now();
      if (room_.measuring) ++room_.figures.said;
      const boost::json::object message{{"type", "hear"},
                                        {"draft", draft_},
                                        {"rev", rev_},
                                        {"incident", incident_},
                                        {"contact", contact_},
                                        {"voice", "caller"},
                                        {"text", text_.substr(0, typed_)}};
      live_.say(write_json(message));
    }
    wait *= room_.between(0.8, 1.2);
    room_.loop.at(now() + milliseconds(static_cast<int>(wait * 1000)), [this] { type(); });
  }

  Room& room_;
  Link live_;
  Link http_;
  Signed who_;
  int number_;
  const Sizes* sizes_ = nullptr;
  std::string incident_, contact_, text_, draft_;
  std::size_t typed_ = 0;
  int drafts_ = 0;
  std::int64_t rev_ = 0;
  std::map<std::int64_t, Time> sent_;
  Time calling_{};
  bool complete_ = false, fetching_ = false, stale_ = false;
};

void print_refused(const Room& room) {
  for (const auto& [what, times] : room.figures.refused)
    fmt::print("  refused: {} {}\n", what, times);
  if (room.loop.lost > 0) fmt::print("  connections that the server ended: {}\n", room.loop.lost);
}

// Some at a time, as people come to work; at most a minute.
template <class Links>
bool all_connected(Loop& loop, Links& links, std::size_t from) {
  for (std::size_t i = from; i < links.size(); ++i) {
    links[i]->connect();
    if (i % 50 == 49) loop.run(now() + milliseconds(5), [] { return false; });
  }
  return loop.run(now() + seconds(60), [&] {
    return std::all_of(links.begin() + static_cast<std::ptrdiff_t>(from), links.end(),
                       [](const auto& link) { return link->connected(); });
  });
}

int the_room(const Sizes& sizes, int cores) {
  auto heed = Heed::start("var/bench-server/room", {sizes.handlers, 0}, cores);
  if (!heed) return 1;
  Room room;
  std::vector<std::unique_ptr<Console>> consoles;
  for (const auto& who : heed->handlers()) {
    const auto number = static_cast<int>(consoles.size());
    consoles.push_back(std::make_unique<Console>(room, heed->port(), who, number));
  }
  if (!all_connected(room.loop, consoles, 0)) {
    fmt::print(stderr, "not every console could connect: read var/bench-server/room/heed.err\n");
    return 1;
  }
  for (auto& console : consoles) console->begin_typing(sizes);
  std::size_t next = 0;
  bool coming_in = true;
  const std::function<void()> calls = [&] {
    if (!coming_in) return;
    consoles[next++ % consoles.size()]->call_in();
    room.loop.at(now() + std::chrono::microseconds(static_cast<int>(1e6 / sizes.contacts_a_second)),
                 calls);
  };
  calls();
  const auto never = [] { return false; };
  room.loop.run(now() + seconds(5), never);  // both warm up
  room.measuring = true;
  const double cpu = heed->cpu_seconds();
  const Time began = now();
  room.loop.run(began + milliseconds(static_cast<int>(sizes.seconds * 1000)), never);
  const double took = ms_between(began, now()) / 1000;
  const double used = heed->cpu_seconds() - cpu;
  room.measuring = coming_in = false;
  const auto& f = room.figures;
  fmt::print(
      "{} core{}: {} handlers typing {:.0f} % of the time, {} contacts/s, {:.0f} s; load {:.1f}\n",
      cores, cores == 1 ? "" : "s", sizes.handlers, sizes.typing * 100, sizes.contacts_a_second,
      took, load_average());
  print("call in -> accepted", f.opened);
  print("call in -> all local answers on the screen", f.on_screen);
  print("incident shown again", f.views);
  print("entry written", f.written);
  print("key -> findings", f.heard);
  fmt::print("  texts sent for hearing {:.0f}/s, heard {:.0f}/s; server {:.2f} cores, {} MB\n",
             static_cast<double>(f.said) / took, static_cast<double>(f.heard.size()) / took,
             used / took, heed->resident_kb() / 1024);
  print_refused(room);
  return heed->running() ? 0 : 1;
}

// Sits there and is told.
class IdleConsole {
 public:
  IdleConsole(Room& room, std::uint16_t port, const Signed& who)
      : room_(room), live_(room.loop, port), who_(who) {}
  void connect() {
    live_.listen("/v1/live", signed_head(who_), [this](std::string_view text) {
      if (!room_.measuring || string_in(text.substr(0, 24), "type") != "event") return;
      const auto at = parse_instant(string_in(text, "at"));
      const auto arrived = std::chrono::system_clock::now();
      if (at)
        room_.figures.pushed.push_back(
            std::chrono::duration<double, std::milli>(arrived - *at).count());
    });
  }
  bool connected() const { return live_.listening(); }

 private:
  Room& room_;
  Link live_;
  Signed who_;
};

// Kilobytes more for each, by least squares.
double slope(const std::vector<std::pair<double, double>>& points) {
  double n = 0, x = 0, y = 0, xx = 0, xy = 0;
  for (const auto& [a, b] : points) n += 1, x += a, y += b, xx += a * a, xy += a * b;
  return (n * xy - x * y) / (n * xx - x * x);
}

int idle_consoles(const Sizes& sizes, int cores) {
  const int handlers = sizes.consoles - sizes.supervisors;
  auto heed =
      Heed::start("var/bench-server/idle", {std::max(handlers, 1), sizes.supervisors}, cores);
  if (!heed) return 1;
  Room room;
  const auto never = [] { return false; };
  std::vector<Signed> people = heed->supervisors();
  people.insert(people.end(), heed->handlers().begin(), heed->handlers().begin() + handlers);
  std::vector<std::unique_ptr<IdleConsole>> consoles;
  std::vector<std::pair<double, double>> memory = {{0, static_cast<double>(heed->resident_kb())}};
  constexpr int steps = 4;
  for (int step = 1; step <= steps; ++step) {
    const std::size_t from = consoles.size();
    const std::size_t to = people.size() * static_cast<std::size_t>(step) / steps;
    while (consoles.size() < to) {
      consoles.push_back(
          std::make_unique<IdleConsole>(room, heed->port(), people[consoles.size()]));
    }
    if (!all_connected(room.loop, consoles, from)) {
      fmt::print(stderr, "not every console could connect: read var/bench-server/idle/heed.err\n");
      return 1;
    }
    room.loop.run(now() + seconds(1), never);
    memory.emplace_back(static_cast<double>(to), static_cast<double>(heed->resident_kb()));
  }
  Console caller(room, heed->port(), heed->handlers().front(), 0);
  const std::function<void()> calls = [&] {
    caller.call_in();
    room.loop.at(now() + milliseconds(static_cast<int>(1000 / sizes.pushes_a_second)), calls);
  };
  room.loop.run(now() + seconds(2), never);
  calls();
  room.loop.run(now() + seconds(2), never);
  room.measuring = true;
  const double cpu = heed->cpu_seconds();
  const Time began = now();
  room.loop.run(began + milliseconds(static_cast<int>(sizes.seconds * 500)), never);
  const double took = ms_between(began, now()) / 1000;
  const double used = heed->cpu_seconds() - cpu;
  room.measuring = false;
  fmt::print(
      "{} core{}: {} idle consoles, {} of them told of every incident, {} contacts/s, {:.0f} s; "
      "load {:.1f}\n",
      cores, cores == 1 ? "" : "s", consoles.size(), sizes.supervisors, sizes.pushes_a_second, took,
      load_average());
  fmt::print("  memory {:.1f} kB each; {:.0f} MB without, {:.0f} MB with all of them\n",
             slope(memory), memory.front().second / 1024, memory.back().second / 1024);
  print("event -> notice at a console", room.figures.pushed);
  fmt::print("  notices {:.0f}/s; server {:.2f} cores\n",
             static_cast<double>(room.figures.pushed.size()) / took, used / took);
  print_refused(room);
  return heed->running() ? 0 : 1;
}

// The driver keeps out of a one-core server's way.
void keep_to_last_core() {
  const auto cores = sysconf(_SC_NPROCESSORS_ONLN);
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<std::size_t>(cores - 1), &set);
  sched_setaffinity(0, sizeof set, &set);
}
void use_all_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  for (long i = 0; i < sysconf(_SC_NPROCESSORS_ONLN); ++i)
    CPU_SET(static_cast<std::size_t>(i), &set);
  sched_setaffinity(0, sizeof set, &set);
}

constexpr const char* usage =
    "heed_bench_server [--smoke] [--seconds N] [--handlers N] [--contacts PER_SECOND]\n"
    "  [--typing SHARE_OF_TIME] [--consoles N] [--supervisors N] [--pushes PER_SECOND]\n"
    "  [--cores 1,2] [--part room|idle|all] [--heed PROGRAM]\n"
    "--smoke: 40 handlers and 200 consoles for some seconds, on one core\n";

std::vector<int> cores_of(const std::string& listed) {
  std::vector<int> out;
  for (const char digit : listed) {
    if (digit >= '1' && digit <= '9') out.push_back(digit - '0');
  }
  return out;
}

bool set(Sizes& sizes, const std::string& name, const std::string& value) {
  const double number = std::atof(value.c_str());
  const auto whole = static_cast<int>(number);
  const std::map<std::string, std::function<void()>> options = {
      {"--seconds", [&] { sizes.seconds = std::clamp(number, 1.0, 600.0); }},
      {"--handlers", [&] { sizes.handlers = std::clamp(whole, 1, 5000); }},
      {"--contacts", [&] { sizes.contacts_a_second = std::clamp(number, 0.1, 100.0); }},
      {"--typing", [&] { sizes.typing = std::clamp(number, 0.01, 1.0); }},
      {"--consoles", [&] { sizes.consoles = std::clamp(whole, 4, 15'000); }},
      {"--supervisors", [&] { sizes.supervisors = whole; }},
      {"--pushes", [&] { sizes.pushes_a_second = std::clamp(number, 0.01, 100.0); }},
      {"--part", [&] { sizes.part = value; }},
      {"--cores", [&] { sizes.cores = cores_of(value); }},
      {"--heed", [&] { heed_program = value; }}};
  const auto found = options.find(name);
  if (found == options.end()) return false;
  found->second();
  return true;
}

bool read(int count, char** given, Sizes& sizes) {
  for (int i = 1; i < count; ++i) {
    const std::string name = given[i];
    if (name == "--smoke") {
      sizes.seconds = 4;
      sizes.handlers = 40;
      sizes.consoles = 200;
      sizes.supervisors = 10;
      sizes.cores = {1};
    } else if (i + 1 >= count || !set(sizes, name, given[++i])) {
      return false;
    }
  }
  sizes.supervisors = std::clamp(sizes.supervisors, 0, sizes.consoles - 1);
  return true;
}

int run(int count, char** given) {
  Sizes sizes;
  if (!read(count, given, sizes)) {
    fmt::print(stderr, "{}", usage);
    return 2;
  }
  const auto most = static_cast<std::uint64_t>(std::max(sizes.handlers * 2, sizes.consoles));
  if (!raise_file_limit(most + 500)) return 3;
  fmt::print(
      "The server: heed serve on SQLite, synchronous=FULL, over loopback from one process\n");
  int failed = 0;
  for (const int cores : sizes.cores) {
    cores == 1 ? keep_to_last_core() : use_all_cores();
    if (sizes.part != "idle") failed |= the_room(sizes, cores);
    if (sizes.part != "room") failed |= idle_consoles(sizes, cores);
  }
  return failed;
}

}  // namespace
}  // namespace heed::bench

int main(int argc, char** argv) { return heed::bench::run(argc, argv); }
