// What policy/access.toml allows, something asks for: an action that nothing uses would read as a
// promise that somebody may do it.
#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.h"
#include "policy/document.h"

namespace heed::desk {
namespace {

namespace fs = std::filesystem;

// Everything that asks access: commands have their names from src/desk, queries say theirs.
std::string code_that_asks() {
  std::string out;
  for (const char* room : {"desk", "server"}) {
    for (const auto& entry : fs::directory_iterator(fs::path(HEED_SOURCE_DIR) / "src" / room)) {
      const std::string name = entry.path().filename().string();
      if (!name.ends_with(".cc") || name.ends_with("_test.cc")) continue;
      out += read_file(entry.path(), 1 << 20).value();
    }
  }
  return out;
}

TEST(AccessActions, each_that_policy_names_is_a_commands_or_a_querys) {
  const auto policy = policy::Document::load(HEED_SOURCE_DIR "/policy/access.toml");
  ASSERT_TRUE(policy) << policy.error().message();
  const std::string code = code_that_asks();
  std::size_t actions = 0;
  for (const auto& group : policy->root().tables("group")) {
    for (const auto& action : group.strings("actions")) {
      ++actions;
      EXPECT_NE(code.find('"' + action + '"'), std::string::npos)
          << group.string("id") << ": " << action << " is nothing that anybody can do";
    }
  }
  EXPECT_GT(actions, 60u);
}

}  // namespace
}  // namespace heed::desk
