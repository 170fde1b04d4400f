#include "cli/source_commands.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <sstream>

#include "base/file.h"

namespace heed::cli {
namespace {

namespace fs = std::filesystem;

class SourceCommands : public testing::Test {
 protected:
  SourceCommands() {
    std::string name = (fs::temp_directory_path() / "heed-source-XXXXXX").string();
    folder = ::mkdtemp(name.data());
  }
  ~SourceCommands() override { fs::remove_all(folder); }

  Exit run(std::vector<std::string> arguments) {
    out.str("");
    err.str("");
    Session session{in, out, err};
    return cli::run(std::move(arguments), session, {add_source_commands});
  }
  std::string file(const std::string& name, const std::string& text) {
    EXPECT_TRUE(write_file_atomically(folder / name, text));
    return (folder / name).string();
  }

  fs::path folder;
  std::string sources = std::string(HEED_SOURCE_DIR) + "/policy/sources";
  std::istringstream in;
  std::ostringstream out, err;
};

TEST_F(SourceCommands, theShippedSourcesAreGood) {
  EXPECT_EQ(run({"source", "check", sources}), Exit::ok) << err.str();
  EXPECT_NE(out.str().find("offender_management"), std::string::npos);
}

TEST_F(SourceCommands, aMistakeSaysWhereItIs) {
  file("bad.toml", "source = \"x\"\nkind = \"telepathy\"\n");
  EXPECT_EQ(run({"source", "check", folder.string()}), Exit::usage);
  EXPECT_NE(err.str().find("bad.toml:2:"), std::string::npos) << err.str();
}

TEST_F(SourceCommands, aMissingConnectionIsAFinding) {
  const auto connections =
      file("connections.toml",
           "[national_police]\nurl = \"https://localhost:1\"\nauthorities = \"no.pem\"\n");
  EXPECT_EQ(run({"source", "check", sources, "--connections", connections}), Exit::finding);
  EXPECT_NE(out.str().find("no table [offender_management]"), std::string::npos) << out.str();
  EXPECT_NE(out.str().find("no.pem"), std::string::npos);
}

TEST_F(SourceCommands, anImportNamesEachBadRowAndNeverWhatStandsThere) {
  const std::string head =
      "record_id,phone,email,username,platform,vehicle,danger,manager,last_confirmed\n";
  const auto csv = file("list.csv", head + "M1,07700 900123,,,,,children,DC Example,2026-01-02\n" +
                                        "M2,0770,,,,,children,DC Example,2026-01-02\n");
  const std::vector<std::string> arguments{
      "import",    csv,     "--source", "managed_offenders",
      "--sources", sources, "--as-of",  "2026-01-03T00:00:00Z"};
  auto dry = arguments;
  dry.push_back("--dry-run");
  EXPECT_EQ(run(dry), Exit::finding);
  EXPECT_NE(out.str().find("list.csv:3: column phone: expected"), std::string::npos) << out.str();
  EXPECT_EQ(out.str().find("0770,"), std::string::npos);
  EXPECT_NE(out.str().find("partial"), std::string::npos);

  auto real = arguments;
  for (const auto& more : {"--into", "extracts", "--keys", "extracts.key"}) {
    real.push_back(more[0] == '-' ? more : (folder / more).string());
  }
  EXPECT_EQ(run(real), Exit::finding) << err.str();
  EXPECT_TRUE(fs::exists(folder / "extracts" / "managed_offenders" / "current"));
  EXPECT_EQ(fs::status(folder / "extracts.key").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(SourceCommands, anotherKindOfFileIsRefusedAndNothingImported) {
  const auto csv = file("list.csv", "name,number\nx,1\n");
  EXPECT_EQ(run({"import", csv, "--source", "managed_offenders", "--sources", sources, "--as-of",
                 "2026-01-03T00:00:00Z", "--into", (folder / "e").string(), "--keys",
                 (folder / "k").string()}),
            Exit::usage);
  EXPECT_NE(err.str().find("record_id"), std::string::npos) << err.str();
  EXPECT_FALSE(fs::exists(folder / "e" / "managed_offenders" / "current"));
  EXPECT_EQ(run({"import", csv, "--source", "national_police", "--sources", sources, "--as-of",
                 "2026-01-03T00:00:00Z", "--dry-run"}),
            Exit::usage);
}

TEST_F(SourceCommands, theKeyMayNotLieAmongTheExtracts) {
  const auto csv =
      file("list.csv",
           "record_id,phone,email,username,platform,vehicle,danger,manager,last_confirmed\n");
  EXPECT_EQ(run({"import", csv, "--source", "managed_offenders", "--sources", sources, "--as-of",
                 "2026-01-03T00:00:00Z", "--into", (folder / "e").string(), "--keys",
                 (folder / "e" / "k").string()}),
            Exit::refused);
}

}  // namespace
}  // namespace heed::cli
