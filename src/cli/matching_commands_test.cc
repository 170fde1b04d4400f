// The matching commands as a script meets them.
#include "cli/matching_commands.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <sstream>

#include "base/file.h"
#include "cli/cli.h"
#include "matching/people_index.h"

namespace heed::cli {
namespace {

namespace fs = std::filesystem;

class MatchingCommands : public testing::Test {
 protected:
  MatchingCommands() {
    std::string name = (fs::temp_directory_path() / "heed-matching-XXXXXX").string();
    folder = ::mkdtemp(name.data());
  }
  ~MatchingCommands() override { fs::remove_all(folder); }

  Exit heed(std::vector<std::string> arguments) {
    out.str("");
    err.str("");
    Session session{in, out, err};
    return cli::run(std::move(arguments), session, {add_matching_commands});
  }
  std::string file(const std::string& name, const std::string& text) {
    EXPECT_TRUE(write_file_atomically(folder / name, text));
    return (folder / name).string();
  }

  fs::path folder;
  std::istringstream in;
  std::ostringstream out, err;
};

constexpr const char* kPeople =
    "id,given_name,surname,dob,phone,shoe\n"
    "a1,Marianne,Oldfield,1984-02-11,07700 900123,5\n"
    "a2,Thomas,Reeve,31/02/1990,,7\n"
    "a1,Ann,Other,1990-01-02,,6\n";

TEST_F(MatchingCommands, AnIndexIsBuiltAndAsked) {
  const std::string people = file("people.csv", kPeople), index = (folder / "people.idx").string();
  EXPECT_EQ(heed({"index", "--in", people, "--out", index}), Exit::finding);
  EXPECT_NE(err.str().find("not used: columns shoe"), std::string::npos) << err.str();
  EXPECT_NE(err.str().find("line 3, column 4 (dob)"), std::string::npos) << err.str();
  EXPECT_NE(err.str().find("line 4, column id"), std::string::npos) << err.str();
  EXPECT_EQ(err.str().find("Reeve"), std::string::npos);
  EXPECT_EQ(heed({"find", "--index", index, "--name", "mariane oldfeild", "--dob", "1984-02-11"}),
            Exit::ok);
  EXPECT_NE(out.str().find("a1"), std::string::npos) << out.str();
}

TEST_F(MatchingCommands, OneOfALedgerOrASourceIsRefusedHere) {
  matching::PeopleIndex people;
  matching::PersonRecord person;
  person.id = "a1";
  person.family_name = "Oldfield";
  ASSERT_TRUE(people.add(person));
  SeededRandom random(1);
  const SealKey key = new_seal_key(random);
  ASSERT_TRUE(people.save(folder / "sealed.idx", &key));
  const Exit exit =
      heed({"find", "--index", (folder / "sealed.idx").string(), "--name", "Oldfield"});
  EXPECT_EQ(exit, Exit::refused);
  EXPECT_NE(err.str().find("sealed"), std::string::npos) << err.str();
  EXPECT_EQ(out.str().find("a1"), std::string::npos);
}

TEST_F(MatchingCommands, WhatIsNoIndexIsRefused) {
  for (const char* bytes : {"", "HEEDPPL1 and nothing that follows"}) {
    const Exit exit = heed({"find", "--index", file("bad.idx", bytes), "--name", "Oldfield"});
    EXPECT_EQ(exit, Exit::corrupt);
    EXPECT_NE(err.str().find("damaged"), std::string::npos) << err.str();
  }
}

}  // namespace
}  // namespace heed::cli
