#include "rehearsal/sources_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/json.hpp>
#include <vector>

#include "base/file.h"
#include "base/json.h"
#include "net/certificates.h"

extern char** environ;

namespace heed::rehearsal {
namespace {

namespace json = boost::json;

Result<std::filesystem::path> new_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "heed-rehearsal-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    return error(Code::unavailable, "no folder could be made for the rehearsal",
                 std::filesystem::temp_directory_path().string(), "make room there");
  }
  return std::filesystem::path(name);
}

// authority.pem, server.pem + server.key, heed.pem + heed.key.
Status write_certificates(const std::filesystem::path& folder) {
  HEED_TRY(const auto authority, net::Authority::make("Heed rehearsal authority", 2));
  HEED_TRY(const auto server, authority.server({"localhost", "127.0.0.1"}, 2));
  HEED_TRY(const auto client, authority.client("Heed", 2));
  HEED_CHECK(write_file_atomically(folder / "authority.pem", authority.certificate_pem()));
  HEED_CHECK(write_file_atomically(folder / "server.pem", server.certificate_pem));
  HEED_CHECK(write_file_atomically(folder / "server.key", server.key_pem, 0600));
  HEED_CHECK(write_file_atomically(folder / "heed.pem", client.certificate_pem));
  return write_file_atomically(folder / "heed.key", client.key_pem, 0600);
}

struct Child {
  int pid = 0;
  int to = -1;
  int from = -1;
};

Result<Child> spawn(const std::vector<std::string>& words) {
  std::array<int, 2> in{}, out{};
  if (::pipe2(in.data(), O_CLOEXEC) != 0) return error(Code::unavailable, "no pipe");
  if (::pipe2(out.data(), O_CLOEXEC) != 0) return error(Code::unavailable, "no pipe");
  std::vector<char*> argv;
  for (const auto& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, in[0], 0);
  ::posix_spawn_file_actions_adddup2(&actions, out[1], 1);
  pid_t pid = 0;
  const int failed =
      ::posix_spawn(&pid, words.front().c_str(), &actions, nullptr, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(in[0]);
  ::close(out[1]);
  if (failed == 0) return Child{pid, in[1], out[0]};
  ::close(in[1]);
  ::close(out[0]);
  return error(Code::unavailable, "the sources' process could not be started", words.front());
}

bool write_all(int to, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(to, text.data(), text.size());
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// One line, or what came until the other end closed or nothing more came for that long.
std::string read_line(int from, int wait_ms) {
  std::string line;
  for (char c = 0; line.size() < 4096;) {
    pollfd readable{from, POLLIN, 0};
    if (::poll(&readable, 1, wait_ms) <= 0 || ::read(from, &c, 1) != 1 || c == '\n') break;
    line += c;
  }
  return line;
}

}  // namespace

Result<std::unique_ptr<SourcesProcess>> SourcesProcess::start(const std::string& program,
                                                              const std::filesystem::path& policy,
                                                              const std::string& name,
                                                              const Texts& texts) {
  constexpr int ready_within_ms = 20'000;
  std::unique_ptr<SourcesProcess> self(new SourcesProcess());
  HEED_TRY(self->folder_, new_folder());
  HEED_CHECK(write_certificates(self->folder_));
  HEED_TRY(const Child child, spawn({program, "rehearse-sources", "--policy", policy.string(),
                                     "--certificates", self->folder_.string()}));
  self->pid_ = child.pid;
  self->to_ = child.to;
  self->from_ = child.from;
  json::object given;
  for (const auto& [file, text] : texts) given[file] = text;
  const std::string line = write_json(json::object{{"name", name}, {"texts", given}}) + "\n";
  if (!write_all(self->to_, line)) {
    return error(Code::unavailable, "the sources' process ended at once", program);
  }
  const std::string said = read_line(self->from_, ready_within_ms);
  if (!said.starts_with("ready ")) {
    return error(Code::unavailable, "the sources' process is not ready", program,
                 said.empty() ? "it said nothing; its errors are above" : "it said: " + said);
  }
  self->url_ = said.substr(6);
  return self;
}

SourcesProcess::~SourcesProcess() {
  if (to_ >= 0) ::close(to_);
  if (pid_ > 0) {
    int status = 0;
    ::waitpid(pid_, &status, 0);
  }
  if (from_ >= 0) ::close(from_);
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

checks::Connection SourcesProcess::connection(const std::string& source) const {
  checks::Connection out;
  out.url = url_ + "/" + source;
  out.authorities_file = (folder_ / "authority.pem").string();
  out.certificate_file = (folder_ / "heed.pem").string();
  out.key_file = (folder_ / "heed.key").string();
  return out;
}

}  // namespace heed::rehearsal
