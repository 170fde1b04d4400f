// heed-world as the process it is: its ready line, its end, its errors.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "net/http_client.h"

extern char** environ;

namespace heed::world {
namespace {

const std::string data_folder = std::string(HEED_SOURCE_DIR) + "/world/data";

// A process whose output we read.
class Process {
 public:
  explicit Process(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), HEED_WORLD);
    int ends[2];
    EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2);
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    EXPECT_EQ(posix_spawn(&pid_, HEED_WORLD, &actions, nullptr, argv.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    out_ = ends[0];
  }
  ~Process() {
    if (pid_ > 0) stop(SIGKILL);
    close(out_);
  }
  std::string line() {
    std::string text;
    char c = 0;
    while (read(out_, &c, 1) == 1 && c != '\n') text += c;
    return text;
  }
  std::string rest() {
    std::string text;
    char c = 0;
    while (read(out_, &c, 1) == 1) text += c;
    return text;
  }
  int stop(int signal) {
    if (signal) kill(pid_, signal);
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }
  int wait() { return stop(0); }

 private:
  pid_t pid_ = 0;
  int out_ = -1;
};

std::string url_in(const std::string& line, const std::string& name) {
  const auto at = line.find(" " + name + "=");
  if (at == std::string::npos) return {};
  const auto from = at + name.size() + 2;
  return line.substr(from, line.find(',', from) - from);
}

TEST(HeedWorld, starts_all_stand_ins_says_where_and_ends_on_a_signal) {
  const auto folder = std::filesystem::temp_directory_path() / "heed_world_process_test";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  Process world({"--data", data_folder, "--certificates", folder / "certificates", "--connections",
                 folder / "connections.toml"});
  const auto line = world.line();
  ASSERT_TRUE(line.starts_with("ready ")) << line;
  for (const char* name : {"offender_management", "national_police", "childrens_social_care",
                           "national_intel", "international"}) {
    EXPECT_TRUE(url_in(line, name).starts_with("https://127.0.0.1:")) << line;
  }
  net::HttpClient client;
  EXPECT_EQ(client.ask({.url = url_in(line, "telephone") + "/events"}).status, 200);
  std::ifstream file(folder / "connections.toml");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  EXPECT_NE(text.find("[offender_management]\nurl = \"" + url_in(line, "offender_management")),
            std::string::npos);
  EXPECT_EQ(world.stop(SIGTERM), 0);
  EXPECT_EQ(client.ask({.url = url_in(line, "telephone") + "/events"}).reached,
            net::Reached::refused);
  std::filesystem::remove_all(folder);
}

TEST(HeedWorld, ends_on_ctrl_c) {
  Process world({"--data", data_folder + "/telephone.toml"});
  ASSERT_TRUE(world.line().starts_with("ready "));
  EXPECT_EQ(world.stop(SIGINT), 0);
}

TEST(HeedWorld, ends_when_the_process_that_started_it_dies) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  const pid_t parent = fork();
  if (parent == 0) {
    if (fork() == 0) {
      dup2(ends[1], 1);
      const std::string data = data_folder + "/telephone.toml";
      execl(HEED_WORLD, HEED_WORLD, "--data", data.c_str(), nullptr);
    }
    pause();
  }
  close(ends[1]);
  std::string text;
  char c = 0;
  while (read(ends[0], &c, 1) == 1 && c != '\n') text += c;
  ASSERT_TRUE(text.starts_with("ready ")) << text;
  kill(parent, SIGKILL);
  waitpid(parent, nullptr, 0);
  // The pipe ends when the last who holds it, the world, is gone.
  EXPECT_EQ(read(ends[0], &c, 1), 0);
  close(ends[0]);
  EXPECT_EQ(net::HttpClient().ask({.url = url_in(text, "telephone") + "/events"}).reached,
            net::Reached::refused);
}

TEST(HeedWorld, says_what_is_wrong_and_where) {
  const auto file = std::filesystem::temp_directory_path() / "heed_world_bad.toml";
  std::ofstream(file) << "kind = \"desk\"\nname = \n";
  Process broken({"--data", file});
  EXPECT_NE(broken.rest().find("heed_world_bad.toml:2:8"), std::string::npos);
  EXPECT_EQ(broken.wait(), 1);
  std::ofstream(file) << "kind = \"oracle\"\n";
  Process unknown({"--data", file});
  EXPECT_NE(unknown.rest().find("expected kind = "), std::string::npos);
  EXPECT_EQ(unknown.wait(), 1);
  std::filesystem::remove(file);

  Process first({"--data", data_folder + "/telephone.toml"});
  const auto url = url_in(first.line(), "telephone");
  const auto port = url.substr(url.rfind(':') + 1);
  Process second({"--data", data_folder + "/telephone.toml", "--port", port});
  EXPECT_NE(second.rest().find("in use by another program"), std::string::npos);
  EXPECT_EQ(second.wait(), 1);
}

}  // namespace
}  // namespace heed::world
