#include "cli/cli.h"

#include <gtest/gtest.h>

#include <CLI/App.hpp>
#include <sstream>

#include "cli/version_commands.h"

namespace heed::cli {
namespace {

struct Ran {
  Exit exit;
  std::string out;
  std::string err;
};

Ran run_with(std::vector<std::string> arguments, const std::vector<AddCommands>& groups) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  Session session{in, out, err};
  const Exit exit = run(std::move(arguments), session, groups);
  return {exit, out.str(), err.str()};
}

AddCommands answering(const std::function<Result<Exit>()>& work) {
  return [work](CLI::App& app, Session& session) {
    run_when_called(*app.add_subcommand("probe", "For this test"), session, work);
  };
}

TEST(CommandLine, version_answers_in_words_and_in_json) {
  const Ran words = run_with({"version"}, {add_version_commands});
  EXPECT_EQ(words.exit, Exit::ok);
  EXPECT_EQ(words.out.rfind("heed ", 0), 0u) << words.out;
  const Ran json = run_with({"version", "--json"}, {add_version_commands});
  EXPECT_EQ(json.exit, Exit::ok);
  EXPECT_NE(json.out.find("\"version\":\""), std::string::npos) << json.out;
}

TEST(CommandLine, nothing_and_help_both_show_the_commands_and_exit_codes) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{}, {"help"}, {"--help"}}) {
    const Ran ran = run_with(arguments, {add_version_commands});
    EXPECT_EQ(ran.exit, Exit::ok);
    EXPECT_NE(ran.out.find("version"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("Exit codes"), std::string::npos) << ran.out;
  }
}

TEST(CommandLine, help_of_a_command_has_its_examples) {
  const Ran ran = run_with({"help", "version"}, {add_version_commands});
  EXPECT_EQ(ran.exit, Exit::ok);
  EXPECT_NE(ran.out.find("Examples"), std::string::npos) << ran.out;
}

TEST(CommandLine, an_unknown_command_or_option_is_usage_and_says_where_help_is) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"no-such-thing"}, {"version", "--no-such-option"}}) {
    const Ran ran = run_with(arguments, {add_version_commands});
    EXPECT_EQ(ran.exit, Exit::usage);
    EXPECT_EQ(ran.out, "");
    EXPECT_NE(ran.err.find("no-such"), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("heed help"), std::string::npos) << ran.err;
  }
}

TEST(CommandLine, an_error_is_printed_once_and_its_code_decides_the_exit) {
  const Ran ran =
      run_with({"probe"}, {answering([]() -> Result<Exit> {
                 return error(Code::unavailable, "the disk is full", "ledger", "Free some space");
               })});
  EXPECT_EQ(ran.exit, Exit::unavailable);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err, "heed: ledger: the disk is full. Free some space\n");
}

TEST(CommandLine, an_error_under_json_is_json) {
  const Ran ran = run_with(
      {"--json", "probe"},
      {answering([]() -> Result<Exit> { return error(Code::corrupt, "hash differs", "seq 7"); })});
  EXPECT_EQ(ran.exit, Exit::corrupt);
  EXPECT_EQ(ran.err,
            "{\"error\":{\"code\":\"corrupt\",\"detail\":\"hash differs\",\"where\":\"seq 7\"}}\n");
}

TEST(CommandLine, a_finding_is_not_an_error) {
  const Ran ran = run_with({"probe"}, {answering([]() -> Result<Exit> { return Exit::finding; })});
  EXPECT_EQ(ran.exit, Exit::finding);
  EXPECT_EQ(ran.err, "");
}

}  // namespace
}  // namespace heed::cli
