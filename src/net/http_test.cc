#include "net/http.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"

namespace heed::net {
namespace {

TEST(Http, header_names_compare_without_case) {
  const Headers headers = {{"Content-Type", "a"}, {"X", "b"}};
  EXPECT_EQ(header(headers, "content-type"), "a");
  EXPECT_EQ(header(headers, "x"), "b");
  EXPECT_FALSE(header(headers, "content"));
}

TEST(Http, path_and_query_are_the_two_sides_of_the_first_question_mark) {
  HttpRequest request;
  request.target = "/v1/people?name=a?b";
  EXPECT_EQ(request.path(), "/v1/people");
  EXPECT_EQ(request.query(), "name=a?b");
  request.target = "/v1";
  EXPECT_EQ(request.path(), "/v1");
  EXPECT_EQ(request.query(), "");
}

TEST(Http, queries_are_decoded) {
  const auto pairs = parse_query("number=07700%20900016&flag&name=A+B%2B");
  ASSERT_TRUE(pairs);
  EXPECT_EQ(*pairs, (Headers{{"number", "07700 900016"}, {"flag", ""}, {"name", "A B+"}}));
}

TEST(Http, bad_escapes_and_bytes_that_are_not_text_are_refused) {
  for (const char* bad : {"a=%", "a=%4", "a=%zz", "a=%00", "a=%ff", "a=%c3%28"}) {
    EXPECT_FALSE(parse_query(bad)) << bad;
  }
  std::string many;
  for (int i = 0; i < 65; ++i) many += "a=1&";
  EXPECT_EQ(parse_query(many).error().code, Code::limit);
}

RC_GTEST_PROP(Http, what_is_encoded_decodes_to_itself, ()) {
  std::string text;
  for (const auto point : *rc::gen::container<std::vector<std::uint32_t>>(
           rc::gen::inRange<std::uint32_t>(1, 0xD000))) {
    append_code_point(text, point);
  }
  const auto back = percent_decode(percent_encode(text));
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back == text);
}

}  // namespace
}  // namespace heed::net
