// The commands for policy and rehearsals, as a script meets them: words, JSON and exit codes.
#include "cli/policy_commands.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "base/file.h"
#include "cli/rehearse_commands.h"

namespace heed::cli {
namespace {

struct Ran {
  Exit exit;
  std::string out;
  std::string err;
};

Ran ran(std::vector<std::string> arguments) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  Session session{in, out, err};
  const Exit exit =
      run(std::move(arguments), session, {add_policy_commands, add_rehearse_commands});
  return {exit, out.str(), err.str()};
}

const std::string root = HEED_SOURCE_DIR;

TEST(PolicyCommands, CheckSaysThatAPolicyIsWhole) {
  const Ran check = ran({"policy", "check", root + "/policy"});
  EXPECT_EQ(check.exit, Exit::ok) << check.err;
  EXPECT_NE(check.out.find("is whole"), std::string::npos) << check.out;
}

TEST(PolicyCommands, CheckSaysWhereAPolicyIsWrong) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "heed_wrong_policy";
  std::filesystem::remove_all(folder);
  std::filesystem::copy(root + "/policy", folder, std::filesystem::copy_options::recursive);
  auto head = read_file(folder / "policy.toml", 1 << 20);
  ASSERT_TRUE(head);
  ASSERT_TRUE(write_file_atomically(folder / "policy.toml", *head + "\ncolour = \"red\"\n"));
  const Ran check = ran({"policy", "check", folder.string()});
  EXPECT_EQ(check.exit, Exit::usage);
  EXPECT_NE(check.err.find("policy.toml:"), std::string::npos) << check.err;
  EXPECT_NE(check.err.find("unknown key \"colour\""), std::string::npos) << check.err;
  EXPECT_EQ(ran({"policy", "check", root + "/src"}).exit, Exit::usage);
  std::filesystem::remove_all(folder);
}

TEST(RehearseCommand, AnswersWithItsExitCode) {
  const std::string policy = root + "/policy";
  const Ran good = ran({"rehearse", "--policy", policy, root + "/tests/rehearsals/noise.toml"});
  EXPECT_EQ(good.exit, Exit::ok) << good.out << good.err;
  EXPECT_EQ(good.out.rfind("ok ", 0), 0u) << good.out;

  const auto wrong = std::filesystem::path(testing::TempDir()) / "heed_wrong_rehearsal.toml";
  auto text = read_file(root + "/tests/rehearsals/noise.toml", 1 << 20);
  ASSERT_TRUE(text);
  ASSERT_TRUE(write_file_atomically(wrong, *text + "\n[[must]]\nclosed = false\n"));
  const Ran missed = ran({"rehearse", "--json", "--policy", policy, wrong.string()});
  EXPECT_EQ(missed.exit, Exit::finding) << missed.err;
  EXPECT_NE(missed.out.find("\"failed\":1"), std::string::npos) << missed.out;

  ASSERT_TRUE(write_file_atomically(wrong, "title = 3\n"));
  EXPECT_EQ(ran({"rehearse", "--policy", policy, wrong.string()}).exit, Exit::usage);
  std::filesystem::remove(wrong);
}

}  // namespace
}  // namespace heed::cli
