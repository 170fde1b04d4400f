#include "journal/sqlite_rows.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace heed::journal::test {
namespace {

std::string file_content(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

class RowsTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) / ("rows_" + std::to_string(getpid()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    key_ = new_seal_key(random_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::unique_ptr<Rows> open() {
    auto rows = open_sqlite_rows(folder_ / "rows", key_, random_);
    EXPECT_TRUE(rows) << rows.error().message();
    return std::move(*rows);
  }
  SeededRandom random_{11};
  std::filesystem::path folder_;
  SealKey key_{};
};

TEST_F(RowsTest, what_was_put_is_there_after_a_restart_and_what_was_removed_is_not) {
  {
    auto rows = open();
    ASSERT_TRUE(rows->put("drafts", "a", "he said"));
    ASSERT_TRUE(rows->put("drafts", "a", "he said he would"));
    ASSERT_TRUE(rows->put("drafts", "b", "other"));
    ASSERT_TRUE(rows->put("sessions", "a", "elsewhere"));
    ASSERT_TRUE(rows->remove("drafts", "b"));
    ASSERT_TRUE(rows->remove("drafts", "never there"));
  }
  auto rows = open();
  EXPECT_EQ(*rows->all("drafts"), (std::map<std::string, std::string>{{"a", "he said he would"}}));
  EXPECT_EQ(*rows->get("drafts", "b"), std::nullopt);
  ASSERT_TRUE(rows->put("drafts", "b/1", "1") && rows->put("drafts", "b/2", "2"));
  EXPECT_EQ(rows->all("drafts", "b/")->size(), 2U);
  EXPECT_EQ(rows->all("drafts", "c")->size(), 0U);
  EXPECT_EQ(**rows->get("sessions", "a"), "elsewhere");
}

TEST_F(RowsTest, nothing_lies_in_clear_and_another_key_opens_nothing) {
  {
    auto rows = open();
    ASSERT_TRUE(rows->put("drafts", "a", "a secret sentence"));
  }
  std::string all;
  for (const auto& file : std::filesystem::directory_iterator(folder_)) {
    all += file_content(file.path());
  }
  EXPECT_EQ(all.find("secret"), std::string::npos);
  const auto other = open_sqlite_rows(folder_ / "rows", new_seal_key(random_), random_);
  ASSERT_TRUE(other);
  EXPECT_EQ((*other)->get("drafts", "a").error().code, Code::corrupt);
}

TEST_F(RowsTest, many_threads_share_it_and_none_loses_a_row) {
  auto rows = open();
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 50; ++i) {
        EXPECT_TRUE(rows->put("t", std::to_string(thread) + "/" + std::to_string(i), "x"));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(rows->all("t")->size(), 400U);
}

TEST_F(RowsTest, a_row_too_large_is_refused) {
  EXPECT_EQ(open()->put("t", "a", std::string(row_bytes_max + 1, 'x')).error().code, Code::limit);
}

}  // namespace
}  // namespace heed::journal::test
