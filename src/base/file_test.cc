#include "base/file.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace heed {
namespace {

class FileTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(make_folder(folder_)); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("heed_file_test_" + std::to_string(::getpid()));
};

TEST_F(FileTest, ReadsWhatWasWritten) {
  ASSERT_TRUE(write_file_atomically(folder_ / "a", "one"));
  ASSERT_TRUE(write_file_atomically(folder_ / "a", "two"));
  EXPECT_EQ(read_file(folder_ / "a", 10).value(), "two");
  EXPECT_FALSE(std::filesystem::exists(folder_ / "a.new"));
}

TEST_F(FileTest, SaysWhatIsWrong) {
  EXPECT_EQ(read_file(folder_ / "none", 10).error().code, Code::not_found);
  ASSERT_TRUE(write_file_atomically(folder_ / "a", "12345"));
  EXPECT_EQ(read_file(folder_ / "a", 4).error().code, Code::limit);
  EXPECT_EQ(write_file_atomically(folder_ / "no" / "a", "x").error().code, Code::not_found);
}

}  // namespace
}  // namespace heed
