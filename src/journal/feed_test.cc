#include "journal/feed.h"

#include <gtest/gtest.h>

#include "journal/journal_fixture.h"

namespace heed::journal {
namespace {

// Folds the ledger into a list of what it saw; fails where told to.
class Seen final : public Projection {
 public:
  explicit Seen(std::string name, std::uint64_t fails_at = 0)
      : name_(std::move(name)), fails_at_(fails_at) {}
  std::string_view name() const override { return name_; }
  int version() const override { return 1; }
  Status apply(const StoredEvent& event) override {
    if (event.header.seq == fails_at_) return error(Code::corrupt, "cannot fold this");
    seqs.push_back(event.header.seq);
    return ok();
  }
  Status settle(std::uint64_t seq) override {
    settled = seq;
    return ok();
  }
  Status reset() override {
    seqs.clear();
    return ok();
  }
  std::vector<std::uint64_t> seqs;
  std::uint64_t settled = 0;

 private:
  std::string name_;
  std::uint64_t fails_at_;
};

class FeedTest : public testing::Test {
 protected:
  void append(int events) {
    for (int i = 0; i < events; ++i) {
      ASSERT_TRUE(
          ledger.journal->append(ledger.append_to(ledger.new_stream(), 0, {"log.added.v1"})));
    }
  }
  TestLedger ledger{BackEnd::memory};
  AlarmSink alarm = ledger.surroundings().alarm;
};

TEST_F(FeedTest, BringsEveryEventOnceAndInOrder) {
  Seen view("view");
  Feed feed(*ledger.journal, alarm);
  feed.follow(view);
  std::vector<std::uint64_t> watched;
  feed.watch("console", 2, [&](const StoredEvent& event) {
    EXPECT_EQ(view.seqs.back(), event.header.seq) << "views come before consoles";
    watched.push_back(event.header.seq);
  });
  append(600);
  EXPECT_EQ(feed.pump().value(), 601u);
  ASSERT_EQ(view.seqs.size(), 601u);
  for (std::size_t i = 0; i < view.seqs.size(); ++i) ASSERT_EQ(view.seqs[i], i + 1);
  EXPECT_EQ(view.settled, 601u);
  EXPECT_EQ(watched.front(), 3u);
  EXPECT_EQ(feed.pump().value(), 0u);
}

TEST_F(FeedTest, StopsAProjectionThatFailsAndNothingElse) {
  Seen good("good");
  Seen bad("bad", 3);
  Feed feed(*ledger.journal, alarm);
  feed.follow(bad);
  feed.follow(good);
  append(5);
  ASSERT_TRUE(feed.pump());
  append(1);
  ASSERT_TRUE(feed.pump());
  EXPECT_EQ(good.seqs.size(), 7u);
  EXPECT_EQ(bad.seqs.size(), 2u);
  EXPECT_EQ(ledger.alarms_of(Alarm::Kind::projection_stopped), 1);
  const auto standings = feed.standings();
  ASSERT_TRUE(standings[0].stopped);
  EXPECT_EQ(standings[0].applied, 2u);
  EXPECT_EQ(standings[0].head, 7u);
  EXPECT_FALSE(standings[1].stopped);
}

TEST_F(FeedTest, FollowsOnAThreadOfItsOwn) {
  Seen view("view");
  Feed feed(*ledger.journal, alarm);
  feed.follow(view);
  feed.start();
  append(300);
  EXPECT_TRUE(feed.wait_until(301, std::chrono::seconds(20)));
  feed.stop();
  EXPECT_EQ(view.seqs.size(), 301u);
}

TEST_F(FeedTest, RebuildsFromTheFirstEvent) {
  append(1500);
  Seen view("view");
  view.seqs = {99};
  EXPECT_EQ(rebuild(*ledger.journal, view).value(), 1501u);
  EXPECT_EQ(view.seqs.size(), 1501u);
  Seen bad("bad", 7);
  const auto failed = rebuild(*ledger.journal, bad);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().where, "event 7, view \"bad\"");
}

}  // namespace
}  // namespace heed::journal
