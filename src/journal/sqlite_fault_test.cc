// Disks that fail: what was acknowledged is kept, what was not is absent or whole, and everything
// is said. Also a process killed at any moment.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "journal/disk.h"
#include "journal/faulty_vfs.h"
#include "journal/journal_fixture.h"
#include "journal/sqlite_tools.h"

namespace heed::journal {
namespace {

class Faulty : public testing::Test {
 protected:
  Faulty() {
    faults().clear();
    ledger.options.vfs = faulty_vfs();
    ledger.reopen();
  }
  ~Faulty() override { faults().clear(); }

  Result<Receipt> add(std::optional<std::uint64_t> expected = std::nullopt,
                      std::size_t bytes = 500) {
    Append append = ledger.append_to(stream, expected, {"log.added.v1"});
    append.events[0].payload.assign(bytes, 'x');
    return ledger.journal->append(std::move(append));
  }
  void expect_good(std::uint64_t events) {
    ledger.journal.reset();
    const auto verified =
        verify_sqlite_ledger({ledger.options.folder, default_keys(ledger.options.folder),
                              default_checkpoints(ledger.options.folder)},
                             ledger.random);
    ASSERT_TRUE(verified) << verified.error().message();
    EXPECT_TRUE(verified->is_good()) << verified->findings.front().what;
    EXPECT_EQ(verified->events, events);
  }

  TestLedger ledger{BackEnd::sqlite};
  StreamId stream = ledger.new_stream();
};

TEST_F(Faulty, AFullDiskRefusesKeepsWhatWasAcknowledgedAndTriesAgain) {
  ASSERT_TRUE(add(0));
  ASSERT_TRUE(add(1));
  faults().bytes_until_full = 0;
  for (int i = 0; i < 3; ++i) {
    const auto refused = add(2);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::unavailable);
    EXPECT_NE(refused.error().where.find("ledger.db"), std::string::npos);
    EXPECT_NE(refused.error().remedy.find("Free space"), std::string::npos);
  }
  EXPECT_EQ(ledger.alarms_of(Alarm::Kind::write_failed), 1) << "one alarm, not one for each";
  EXPECT_FALSE(ledger.journal->writable());
  EXPECT_EQ(ledger.journal->head().seq, 3u);
  EXPECT_EQ(ledger.journal->read_stream(stream, 1, 9)->size(), 2u) << "reading goes on";
  faults().clear();
  const auto again = add(2);
  ASSERT_TRUE(again) << again.error().message();
  EXPECT_TRUE(ledger.journal->writable());
  EXPECT_EQ(again->first_seq, 4u);
  expect_good(4);
}

TEST_F(Faulty, ACursorTellsThatTheDiskIsBack) {
  ASSERT_TRUE(add(0));
  faults().bytes_until_full = 0;
  ASSERT_FALSE(add(1));
  ASSERT_TRUE(ledger.journal->save_cursor("is_writable", 2));
  ASSERT_FALSE(add(1)) << "full still";
  EXPECT_FALSE(ledger.journal->writable());
  faults().clear();
  // Written without anybody's appending anything, within moments.
  for (int i = 0; i < 1000 && !ledger.journal->writable(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_TRUE(ledger.journal->writable());
}

TEST_F(Faulty, ADiskThatFillsUpInTheMiddleOfAGroupLeavesNoneOfIt) {
  ASSERT_TRUE(add(0));
  std::uint64_t acknowledged = 1;
  for (std::int64_t room = 0; room < 40'000; room += 1'700) {
    faults().bytes_until_full = room;
    if (add(acknowledged, 9'000)) ++acknowledged;
    faults().clear();
    EXPECT_EQ(ledger.journal->version_of(stream).value(), acknowledged);
  }
  EXPECT_GT(acknowledged, 1u);
  expect_good(acknowledged + 1);
}

TEST_F(Faulty, AWriteErrorIsTheSame) {
  ASSERT_TRUE(add(0));
  faults().writes_fail = true;
  EXPECT_EQ(add(1).error().code, Code::unavailable);
  faults().clear();
  ASSERT_TRUE(add(1));
  expect_good(3);
}

TEST_F(Faulty, EveryAcknowledgedAppendSawASync) {
  const int before = faults().syncs;
  ASSERT_TRUE(add(0));
  EXPECT_GT(faults().syncs, before);
}

TEST_F(Faulty, ConcurrentAppendsOnADyingDiskAreEachKeptOrRefused) {
  std::atomic<std::uint64_t> acknowledged = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int turn = 0; turn < 40; ++turn) {
        if (turn == 20) faults().bytes_until_full = 30'000;
        if (turn == 30) faults().clear();
        if (add()) ++acknowledged;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  faults().clear();
  EXPECT_EQ(ledger.journal->version_of(stream).value(), acknowledged);
  EXPECT_LT(acknowledged, 320u);
  expect_good(acknowledged + 1);
}

using FaultyDeathTest = Faulty;

TEST_F(FaultyDeathTest, AFailedSyncEndsTheProcess) {
  // A process of its own, from the start: the writer's thread would not live through a fork.
  ledger.journal.reset();
  EXPECT_EXIT(
      {
        ledger.reopen();
        faults().syncs_fail = true;
        (void)add(0).has_value();
      },
      testing::ExitedWithCode(exit_after_failed_sync), "could not make written data durable");
}

// The child appends and tells each acknowledged seq; the parent kills it when it has heard enough.
[[noreturn]] void append_until_killed(TestLedger& ledger, int tell) {
  ledger.reopen();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&ledger, tell] {
      for (;;) {
        const auto receipt = ledger.journal->append(
            ledger.append_to(ledger.new_stream(), 0, {"log.added.v1", "log.added.v1"}));
        const std::uint64_t seq = receipt ? receipt->last_seq : 0;
        if (::write(tell, &seq, sizeof seq) != sizeof seq) std::_Exit(1);
      }
    });
  }
  for (;;) ::pause();
}

TEST(Killed, AProcessLosesNothingThatItAcknowledged) {
  TestLedger ledger(BackEnd::sqlite);
  ledger.journal.reset();
  for (int round = 0; round < 5; ++round) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) append_until_killed(ledger, pipe[1]);
    ::close(pipe[1]);
    std::uint64_t last = 0, seq = 0;
    for (int heard = 0; heard < 20 + 13 * round; ++heard) {
      ASSERT_EQ(::read(pipe[0], &seq, sizeof seq), static_cast<ssize_t>(sizeof seq));
      last = std::max(last, seq);
    }
    ::kill(child, SIGKILL);
    while (::read(pipe[0], &seq, sizeof seq) == static_cast<ssize_t>(sizeof seq)) {
      last = std::max(last, seq);
    }
    ::close(pipe[0]);
    ::waitpid(child, nullptr, 0);
    ledger.reopen();
    EXPECT_GE(ledger.journal->head().seq, last);
    EXPECT_EQ(ledger.journal->head().seq % 2, 1u) << "appends are whole: the first event and pairs";
    ledger.journal.reset();
    const auto verified =
        verify_sqlite_ledger({ledger.options.folder, default_keys(ledger.options.folder),
                              default_checkpoints(ledger.options.folder)},
                             ledger.random);
    EXPECT_TRUE(verified && verified->is_good());
  }
}

TEST(KeyFileOnAFullDisk, RefusesTheAppendAndRecovers) {
  TestLedger ledger(BackEnd::sqlite);
  // A key file that may not grow: its first thousand keys are needed now.
  struct rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
  const auto before = ::signal(SIGXFSZ, SIG_IGN);
  struct rlimit tight = limit;
  tight.rlim_cur = 4096;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  const auto refused =
      ledger.journal->append(ledger.append_to(ledger.new_stream(), 0, {"log.added.v1"}));
  ::setrlimit(RLIMIT_FSIZE, &limit);
  ::signal(SIGXFSZ, before);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::unavailable);
  EXPECT_NE(refused.error().where.find(".keys"), std::string::npos);
  EXPECT_FALSE(ledger.journal->writable());
  EXPECT_TRUE(ledger.journal->append(ledger.append_to(ledger.new_stream(), 0, {"log.added.v1"})));
  ledger.reopen();
  EXPECT_TRUE(ledger.journal->append(ledger.append_to(ledger.new_stream(), 0, {"log.added.v1"})));
}

}  // namespace
}  // namespace heed::journal
