// docs/rehearsals.md is what a trainer reads: its example must be a rehearsal, and its table of
// words the one that files are checked against. HEED_WRITE_DOCS=1 writes the table anew.
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/file.h"
#include "rehearsal/script.h"
#include "rehearsal/vocabulary.h"

namespace heed::rehearsal {
namespace {

const std::string path = std::string(HEED_SOURCE_DIR "/docs/rehearsals.md");
constexpr const char* table_begins = "### What may happen";

TEST(Docs, HaveTheWordsThatFilesAreCheckedAgainst) {
  auto page = read_file(path, 1 << 20);
  ASSERT_TRUE(page) << page.error().message();
  const auto at = page->find(table_begins);
  ASSERT_NE(at, std::string::npos);
  const std::string wanted = page->substr(0, at) + vocabulary_markdown();
  if (std::getenv("HEED_WRITE_DOCS") != nullptr) {
    ASSERT_TRUE(write_file_atomically(path, wanted));
    return;
  }
  EXPECT_EQ(*page, wanted) << "run HEED_WRITE_DOCS=1 heed_rehearsal_test";
}

TEST(Docs, ShowARehearsalThatReads) {
  const auto page = read_file(path, 1 << 20);
  ASSERT_TRUE(page);
  const auto begins = page->find("```toml\ntitle");
  ASSERT_NE(begins, std::string::npos);
  const auto ends = page->find("```", begins + 3);
  const auto script =
      read_script("noise.toml", {{"noise.toml", page->substr(begins + 8, ends - begins - 8)}});
  ASSERT_TRUE(script) << script.error().message();
  EXPECT_EQ(script->moments.size(), 8u);
}

}  // namespace
}  // namespace heed::rehearsal
