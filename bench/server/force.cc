#include "force.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace heed::bench {

std::string heed_program =
    (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "heed").string();

namespace {

namespace fs = std::filesystem;
const fs::path northmoor = fs::path(HEED_SOURCE_DIR) / "config/northmoor";

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string person(const std::string& login, const std::string& role) {
  return fmt::format(
      "\n[[person]]\nlogin = \"{0}\"\nname = \"{0}\"\nroles = [\"{1}\"]\ndesk = \"bench\"\n", login,
      role);
}

// Paths stay those of the repository; staff and certificates are ours.
std::string config_of(const fs::path& folder) {
  std::istringstream in(text_of(northmoor / "heed.toml"));
  std::string out;
  for (std::string line; std::getline(in, line);) {
    const auto quote = line.find("= \"");
    const auto key = line.substr(0, line.find(' '));
    if (key == "staff" || key == "competences") {
      line = key + " = \"" +
             (folder / (key == "staff" ? "staff.toml" : "competences.csv")).string() + "\"";
    } else if (quote != std::string::npos &&
               fs::exists(northmoor / line.substr(quote + 3, line.rfind('"') - quote - 3))) {
      const auto path = northmoor / line.substr(quote + 3, line.rfind('"') - quote - 3);
      line = key + " = \"" + fs::weakly_canonical(path).string() + "\"";
    } else if (key == "port") {
      line = "port = 0";
    }
    out += line + "\n";
  }
  return out;
}

void write_force(const fs::path& folder, const ForceSize& size) {
  std::string staff = text_of(northmoor / "staff.toml");
  std::string certificates = text_of(northmoor / "competences.csv");
  for (int i = 0; i < size.handlers; ++i) {
    const std::string login = fmt::format("h{:05}", i);
    staff += person(login, "handler");
    for (const char* what :
         {"emergency_call_handling", "call_handling", "safeguarding", "thrive"}) {
      certificates += fmt::format("{},{},full,2026-05-11,,,,Bench,certificate\n", login, what);
    }
  }
  for (int i = 0; i < size.supervisors; ++i) {
    staff += person(fmt::format("s{:05}", i), "supervisor");
  }
  std::ofstream(folder / "staff.toml") << staff;
  std::ofstream(folder / "competences.csv") << certificates;
  std::ofstream(folder / "heed.toml") << config_of(folder);
}

[[noreturn]] void become_heed(const fs::path& folder, int cores, int out) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  cpu_set_t set;
  CPU_ZERO(&set);
  for (int i = 0; i < cores; ++i) CPU_SET(static_cast<std::size_t>(i), &set);
  sched_setaffinity(0, sizeof set, &set);
  dup2(out, STDOUT_FILENO);
  const int log = open((folder / "heed.err").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  dup2(log, STDERR_FILENO);
  const std::string config = (folder / "heed.toml").string();
  const std::string ledger = (folder / "ledger").string();
  execl(heed_program.c_str(), heed_program.c_str(), "serve", "--config", config.c_str(), "--ledger",
        ledger.c_str(), "--rehearsal", nullptr);
  _exit(127);
}

}  // namespace

std::optional<Heed> Heed::start(const fs::path& where, const ForceSize& size, int cores) {
  const fs::path folder = fs::absolute(where);
  fs::remove_all(folder);
  fs::create_directories(folder);
  write_force(folder, size);
  int out[2];
  if (pipe2(out, O_CLOEXEC) != 0) return std::nullopt;
  Heed heed;
  heed.process_ = fork();
  if (heed.process_ == 0) become_heed(folder, cores, out[1]);
  close(out[1]);
  FILE* lines = fdopen(out[0], "r");
  char line[512];
  const auto all = static_cast<std::size_t>(size.handlers + size.supervisors);
  while (heed.handlers_.size() + heed.supervisors_.size() < all &&
         std::fgets(line, sizeof line, lines)) {
    std::istringstream words(line);
    std::string what, first, second;
    words >> what >> first >> second;
    if (what == "ready") {
      heed.port_ = static_cast<std::uint16_t>(std::atoi(first.c_str() + first.rfind(':') + 1));
    }
    if (what != "sign-in" || first.find('.') != std::string::npos) continue;  // Northmoor's
    if (first[0] == 'h') heed.handlers_.push_back({first, second});
    if (first[0] == 's') heed.supervisors_.push_back({first, second});
  }
  std::fclose(lines);
  if (heed.port_ != 0) return heed;
  fmt::print(stderr, "heed did not start: read {}\n", (folder / "heed.err").string());
  return std::nullopt;
}

Heed::Heed(Heed&& other) noexcept
    : process_(other.process_),
      port_(other.port_),
      handlers_(std::move(other.handlers_)),
      supervisors_(std::move(other.supervisors_)) {
  other.process_ = -1;
}

Heed::~Heed() {
  if (process_ <= 0) return;
  kill(process_, SIGTERM);
  for (int i = 0; i < 100; ++i) {
    if (waitpid(process_, nullptr, WNOHANG) == process_) return;
    usleep(100'000);
  }
  kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
}

bool Heed::running() const { return waitpid(process_, nullptr, WNOHANG) == 0; }

std::int64_t Heed::resident_kb() const {
  std::ifstream in(fmt::format("/proc/{}/status", process_));
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("VmRSS:", 0) == 0) return std::atoll(line.c_str() + 6);
  }
  return 0;
}

double Heed::cpu_seconds() const {
  const std::string stat = text_of(fmt::format("/proc/{}/stat", process_));
  std::istringstream words(stat.substr(stat.rfind(')') + 2));
  std::string skipped;
  for (int i = 0; i < 11; ++i) words >> skipped;
  double user = 0, system = 0;
  words >> user >> system;
  return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

bool raise_file_limit(std::uint64_t files) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur >= files) return true;
  rlimit wanted{files, limit.rlim_max < files ? files : limit.rlim_max};
  if (setrlimit(RLIMIT_NOFILE, &wanted) == 0) return true;
  fmt::print(stderr,
             "{} open files are needed and {} allowed. What to do: `ulimit -n {}` as root, then "
             "again; or fewer: --consoles, --handlers\n",
             files, limit.rlim_max, files);
  return false;
}

}  // namespace heed::bench
