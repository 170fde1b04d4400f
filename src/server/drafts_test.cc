#include "server/drafts.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/json.h"

namespace heed::server {
namespace {

class DraftsTest : public testing::Test {
 protected:
  Result<Answer> ask(const std::string& route, const std::string& who, std::string draft = {},
                     std::string body = {}) {
    const auto table = draft_routes({*rows_, clock_});
    for (const auto& one : table) {
      if (one.name != route) continue;
      Call call;
      call.who.id = ActorId::derived("test", who);
      call.path["draft"] = std::move(draft);
      call.body = std::move(body);
      return one.act(call);
    }
    return error(Code::not_found, "no such route");
  }
  Result<Answer> keep(const std::string& who, const std::string& draft, int rev,
                      const std::string& text) {
    return ask("keep_draft", who, draft,
               write_json(boost::json::object{{"text", text}, {"rev", rev}, {"incident", "i"}}));
  }
  std::string texts(const std::string& who) {
    std::string out;
    const auto list = *parse_json(ask("drafts", who)->body);
    for (const auto& one : list.at("drafts").as_array()) {
      out += std::string(one.at("text").as_string()) + ";";
    }
    return out;
  }
  static constexpr const char* one = "0191d2b0-0000-7000-8000-000000000001";
  static constexpr const char* two = "0191d2b0-0000-7000-8000-000000000002";
  ManualClock clock_{Instant(std::chrono::hours(24 * 20'000))};
  std::unique_ptr<Rows> rows_ = memory_rows();
};

TEST_F(DraftsTest, the_newest_revision_stays_whatever_comes_late) {
  ASSERT_TRUE(keep("a", one, 2, "he said he"));
  const auto late = keep("a", one, 1, "he said");
  ASSERT_TRUE(late);
  EXPECT_EQ(parse_json(late->body)->at("rev"), boost::json::value(2));
  EXPECT_EQ(texts("a"), "he said he;");
  ASSERT_TRUE(keep("a", two, 1, "other"));
  EXPECT_EQ(texts("a"), "he said he;other;");
}

TEST_F(DraftsTest, nobody_sees_keeps_or_deletes_another_persons) {
  ASSERT_TRUE(keep("a", one, 1, "mine"));
  ASSERT_TRUE(keep("b", one, 7, "theirs"));
  EXPECT_EQ(texts("a"), "mine;");
  EXPECT_EQ(texts("b"), "theirs;");
  ASSERT_TRUE(ask("delete_draft", "b", one));
  EXPECT_EQ(texts("a"), "mine;");
  EXPECT_EQ(texts("b"), "");
}

TEST_F(DraftsTest, one_that_was_sent_is_gone_and_an_old_one_is_forgotten) {
  ASSERT_TRUE(keep("a", one, 1, "sent"));
  ASSERT_TRUE(end_draft(*rows_, ActorId::derived("test", "a"), one));
  EXPECT_EQ(texts("a"), "");
  ASSERT_TRUE(keep("a", one, 1, "left lying"));
  clock_.advance(std::chrono::hours(24 * 7));
  ASSERT_TRUE(keep("a", two, 1, "fresh"));
  clock_.advance(std::chrono::seconds(1));
  EXPECT_EQ(*forget_old_drafts({*rows_, clock_}), 1u);
  EXPECT_EQ(texts("a"), "fresh;");
}

TEST_F(DraftsTest, what_is_too_much_is_refused) {
  EXPECT_EQ(keep("a", "not-a-uuid", 1, "").error().code, Code::invalid);
  EXPECT_EQ(keep("a", one, 1, std::string(64 * 1024 + 1, 'x')).error().code, Code::limit);
  for (int i = 0; i < 50; ++i) {
    const std::string id = fmt::format("0191d2b0-0000-7000-8000-1000000000{:02}", i);
    ASSERT_TRUE(keep("a", id, 1, "x"));
  }
  EXPECT_EQ(keep("a", one, 1, "x").error().code, Code::limit);
  EXPECT_TRUE(keep("b", one, 1, "x"));
}

}  // namespace
}  // namespace heed::server
