#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace heed {
namespace {

TEST(Utf8, RefusesOverlongFormsSurrogatesAndCutSequences) {
  for (const char* bad : {"\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80"}) {
    EXPECT_EQ(first_invalid_utf8(std::string("a") + bad), 1u);
  }
  EXPECT_TRUE(is_valid_utf8("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x99\x82"));
}

TEST(Utf8, CountsCodePoints) {
  const std::string text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x99\x82z";
  EXPECT_EQ(code_point_count(text), 5u);
  EXPECT_EQ(byte_offset(text, 3), 6u);
  EXPECT_EQ(byte_offset(text, 9), text.size());
}

RC_GTEST_PROP(Utf8, ScrubbedTextIsAlwaysValidAndValidTextUntouched, (std::string bytes)) {
  const std::string scrubbed = scrub_utf8(bytes);
  RC_ASSERT(is_valid_utf8(scrubbed));
  RC_ASSERT(scrub_utf8(scrubbed) == scrubbed);
}

TEST(Words, SplitTrimJoin) {
  EXPECT_EQ(split("a,,b", ',').size(), 3u);
  EXPECT_EQ(trim(" \t a b\n"), "a b");
  EXPECT_EQ(join({"a", "b"}, ", "), "a, b");
  EXPECT_EQ(lower_ascii("AbC\xC3\x89"), "abc\xC3\x89");
}

}  // namespace
}  // namespace heed
