// Tampering with a stored ledger by every way we can think of: verify must find each.
#include "journal/verify.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/file.h"
#include "journal/journal_fixture.h"
#include "journal/key_file.h"
#include "journal/sqlite_db.h"
#include "journal/sqlite_tools.h"

namespace heed::journal {
namespace {

namespace fs = std::filesystem;

class VerifyTest : public testing::Test {
 protected:
  // Two incidents, four events and their first; closed.
  void SetUp() override {
    stream = ledger.new_stream();
    append(stream, 0);
    append(stream, 1);
    append(ledger.new_stream(), 0);
    append(stream, 2);
    places = {ledger.options.folder, default_keys(ledger.options.folder),
              default_checkpoints(ledger.options.folder)};
  }
  void append(const StreamId& to, std::uint64_t expected) {
    ledger.clock.advance(std::chrono::seconds(1));
    ASSERT_TRUE(ledger.journal->append(ledger.append_to(to, expected, {"log.added.v1"})));
  }
  void close() {
    ledger.journal.reset();
    ledger.options.birth.reset();
  }
  void change(const char* sql) {
    close();
    Db db = Db::open(places.folder / "ledger.db", DbMode::read_write).value();
    const auto changed = db.exec(sql);
    ASSERT_TRUE(changed) << changed.error().message();
  }
  Verification verify() { return verify_sqlite_ledger(places, ledger.random).value(); }
  // Every finding in one text.
  std::string found() {
    std::string out;
    for (const auto& finding : verify().findings) {
      out += std::to_string(finding.seq) + " " + finding.where + ": " + finding.what + "\n";
    }
    return out;
  }
  bool finds(std::string_view what) {
    const std::string all = found();
    EXPECT_NE(all.find(what), std::string::npos) << "found only:\n" << all;
    return all.find(what) != std::string::npos;
  }

  TestLedger ledger{BackEnd::sqlite};
  StreamId stream;
  VerifyPlaces places;
};

TEST_F(VerifyTest, FindsNothingInAGoodLedgerAndProvesItsSize) {
  close();
  const Verification out = verify();
  EXPECT_TRUE(out.is_good()) << found();
  EXPECT_EQ(out.events, 5u);
  EXPECT_EQ(out.payloads_opened, 5u);
  EXPECT_EQ(out.proven_size, 5u);
  EXPECT_EQ(out.facts->force_code, "NM");
}

TEST_F(VerifyTest, WorksBesideTheHeedThatWrites) {
  const Verification out = verify();
  EXPECT_TRUE(out.is_good());
  EXPECT_EQ(out.events, 5u);
}

TEST_F(VerifyTest, SaysThatTruncationIsUnprovenWithoutCheckpointsAndPayloadsUntriedWithoutKeys) {
  close();
  places.keys.reset();
  places.checkpoints.reset();
  const Verification out = verify();
  EXPECT_TRUE(out.is_good());
  EXPECT_FALSE(out.proven_size);
  EXPECT_EQ(out.payloads_not_tried, 4u);
}

TEST_F(VerifyTest, FindsAnyChangedColumn) {
  close();
  const std::string file = (places.folder / "ledger.db").string();
  for (const char* column :
       {"at = at + 1", "actor = randomblob(16)", "purpose = 'curiosity'", "policy_version = '1'",
        "type = 'note.written.v1'", "key_id = 1", "payload_hash = randomblob(32)", "cause_seq = 1",
        "cause_depth = 3", "previous_hash = randomblob(32)", "hash = randomblob(32)",
        "stored = randomblob(80)", "stored = zeroblob(3)", "actor = randomblob(7)", "version = 9",
        "stream = 2, version = 9"}) {
    fs::copy_file(file, file + ".kept", fs::copy_options::overwrite_existing);
    change(("UPDATE events SET " + std::string(column) + " WHERE seq = 4").c_str());
    EXPECT_FALSE(verify().is_whole()) << column;
    fs::rename(file + ".kept", file);
  }
  EXPECT_TRUE(verify().is_good());
}

TEST_F(VerifyTest, FindsAMissingEvent) {
  change("DELETE FROM events WHERE seq = 3");
  EXPECT_TRUE(finds("4 : expected event 3: events are missing"));
}

TEST_F(VerifyTest, FindsAMissingFirstEvent) {
  change("DELETE FROM events WHERE seq = 1");
  EXPECT_TRUE(finds("the ledger's first event cannot be read"));
}

TEST_F(VerifyTest, FindsTwoEventsThatChangedPlaces) {
  change(
      "UPDATE events SET seq = 99 WHERE seq = 3; UPDATE events SET seq = 3 WHERE seq = 4;"
      "UPDATE events SET seq = 4 WHERE seq = 99");
  EXPECT_TRUE(finds("3 : does not follow the event before it"));
}

TEST_F(VerifyTest, FindsAnEventTakenFromTheMiddleWithTheRestRenumbered) {
  change("DELETE FROM events WHERE seq = 3; UPDATE events SET seq = seq - 1 WHERE seq > 3");
  EXPECT_TRUE(finds("its header has been changed"));
}

TEST_F(VerifyTest, FindsATruncatedLedgerByItsCheckpoints) {
  change(
      "DELETE FROM events WHERE seq = 5;"
      "UPDATE streams SET version = 2 WHERE version = 3");
  EXPECT_TRUE(finds("the ledger has been cut short: it ends at event 4, a checkpoint says 5"));
  EXPECT_TRUE(verify().is_whole());
  places.checkpoints.reset();
  EXPECT_TRUE(verify().is_good()) << "without them nobody can know";
}

TEST_F(VerifyTest, FindsALedgerWrittenAnewByItsCheckpoints) {
  close();
  fs::copy(places.folder, ledger.folder / "earlier");
  const auto reopen_and_append = [&] {
    ledger.reopen();
    append(stream, 3);
    close();
  };
  reopen_and_append();
  // The same key file, another history from event 6 on.
  fs::remove_all(places.folder);
  fs::rename(ledger.folder / "earlier", places.folder);
  reopen_and_append();
  EXPECT_TRUE(finds("it was written anew or forked"));
  EXPECT_TRUE(finds("two were signed for different ledgers of that size: a fork"));
}

TEST_F(VerifyTest, FindsAChangedCheckpointAndIgnoresOneThatACrashCutShort) {
  close();
  fs::path file;
  for (const auto& entry : fs::directory_iterator(*places.checkpoints)) file = entry.path();
  const std::string good = read_file(file, 1 << 20).value();
  std::ofstream(file, std::ios::app) << "heed-checkpoint-1 0199";
  EXPECT_TRUE(verify().is_good()) << found();
  ledger.reopen();
  append(stream, 3);
  close();
  EXPECT_TRUE(verify().is_good()) << found();
  EXPECT_EQ(verify().proven_size, 6u);
  std::string changed = good;
  changed[60] = changed[60] == '1' ? '2' : '1';
  std::ofstream(file, std::ios::trunc) << changed;
  EXPECT_TRUE(finds("checkpoints:1: the signature of this checkpoint is not good"));
}

TEST_F(VerifyTest, FindsTablesThatDisagreeWithTheEvents) {
  change("UPDATE streams SET version = 7 WHERE version = 3");
  EXPECT_TRUE(finds("the table of streams says version 7, the events say 3"));
  change("DELETE FROM keys");
  EXPECT_TRUE(finds("events are sealed with a key that the table of keys does not give"));
}

TEST_F(VerifyTest, CountsWhatWasErasedAndNoticesAKeyLostWithoutAnEntry) {
  const auto keys = ledger.journal->keys_of(stream, KeyScope::of_stream()).value();
  ASSERT_TRUE(ledger.journal->destroy_key(keys[0], ledger.actor, "erasure"));
  close();
  const Verification out = verify();
  EXPECT_TRUE(out.is_good()) << found();
  EXPECT_EQ(out.payloads_destroyed, 3u);
  KeyFile::open(*places.keys, ledger.random).value()->destroy(2).value();
  EXPECT_TRUE(finds("key 2 is destroyed in the key file, and no event says so"));
}

TEST_F(VerifyTest, FindsAChangedByteWhereverItCounts) {
  close();
  const fs::path file = places.folder / "ledger.db";
  const std::string good = read_file(file, 1 << 24).value();
  // Bytes of no table (free space) change nothing: only a change that alters what is read counts.
  const auto all_of = [&] {
    std::string out;
    const auto db = Db::open(file, DbMode::read_only);
    if (!db) return std::string("unreadable");
    auto statement = const_cast<Db&>(*db).prepare(
        "SELECT seq, stream, version, at, hex(actor), purpose, policy_version, type, key_id, "
        "hex(payload_hash), cause_seq, cause_depth, hex(previous_hash), hex(hash), hex(stored) "
        "FROM events ORDER BY seq");
    if (!statement) return std::string("unreadable");
    for (;;) {
      const auto row = statement->step();
      if (!row) return std::string("unreadable");
      if (!*row) return out;
      for (int i = 0; i < 15; ++i) out += std::string(statement->bytes(i)) + "|";
    }
  };
  const std::string before = all_of();
  int counted = 0;
  for (int i = 0; i < 400; ++i) {
    std::string changed = good;
    const std::size_t at = ledger.random.below(changed.size());
    changed[at] = static_cast<char>(changed[at] ^ (1 << ledger.random.below(8)));
    std::ofstream(file, std::ios::binary | std::ios::trunc) << changed;
    if (all_of() == before) continue;
    ++counted;
    const auto verified = verify_sqlite_ledger(places, ledger.random);
    EXPECT_TRUE(!verified || !verified->is_whole()) << "byte " << at;
  }
  EXPECT_GT(counted, 5);
}

TEST_F(VerifyTest, SaysWhereAFileIsMissing) {
  close();
  places.keys = ledger.folder / "no.keys";
  EXPECT_EQ(verify_sqlite_ledger(places, ledger.random).error().code, Code::not_found);
  places.folder = ledger.folder / "nowhere";
  EXPECT_EQ(verify_sqlite_ledger(places, ledger.random).error().code, Code::not_found);
}

class BackupTest : public VerifyTest {
 protected:
  LedgerPlaces live() { return {places.folder, *places.keys, *places.checkpoints}; }
  LedgerPlaces copy() {
    return {ledger.folder / "b-data", ledger.folder / "b-keys", ledger.folder / "b-checkpoints"};
  }
  LedgerPlaces anew() {
    return {ledger.folder / "r-ledger", ledger.folder / "r-ledger.keys",
            ledger.folder / "r-ledger.checkpoints"};
  }
};

TEST_F(BackupTest, KeepsCountAndRootHashAndPayloads) {
  const Head head = ledger.journal->head();
  const auto backed_up = backup_sqlite_ledger(live(), copy(), ledger.random);
  ASSERT_TRUE(backed_up) << backed_up.error().message();
  EXPECT_EQ(backed_up->events, head.seq);
  EXPECT_EQ(backed_up->head, head.hash);
  append(stream, 3);  // beside the Heed that writes, which goes on
  const auto restored = restore_sqlite_ledger(copy(), anew(), ledger.random);
  ASSERT_TRUE(restored) << restored.error().message();
  EXPECT_EQ(restored->head, head.hash);
  EXPECT_TRUE(restored->behind.empty());
  close();
  ledger.options.folder = anew().folder;
  ledger.reopen();
  EXPECT_EQ(ledger.journal->head().hash, head.hash);
  EXPECT_EQ(ledger.journal->read_stream(stream, 3, 1).value()[0].payload, "payload 0");
}

TEST_F(BackupTest, RefusesDataAndKeysInOneFolder) {
  LedgerPlaces to = copy();
  to.keys = to.folder;
  EXPECT_EQ(backup_sqlite_ledger(live(), to, ledger.random).error().code, Code::refused);
  to.keys = to.folder / "keys";
  EXPECT_EQ(backup_sqlite_ledger(live(), to, ledger.random).error().code, Code::refused);
  to = copy();
  fs::create_directory(to.folder);
  fs::copy_file(*places.keys, to.folder / "anything.bin");
  EXPECT_EQ(backup_sqlite_ledger(live(), to, ledger.random).error().code, Code::refused);
  to.folder = ledger.folder.path;  // holds the live key file
  EXPECT_EQ(backup_sqlite_ledger(live(), to, ledger.random).error().code, Code::refused);
}

TEST_F(BackupTest, OverwritesNothing) {
  ASSERT_TRUE(backup_sqlite_ledger(live(), copy(), ledger.random));
  EXPECT_EQ(backup_sqlite_ledger(live(), copy(), ledger.random).error().code, Code::conflict);
  EXPECT_EQ(restore_sqlite_ledger(copy(), live(), ledger.random).error().code, Code::conflict);
  LedgerPlaces over_keys = copy();
  over_keys.folder = ledger.folder / "b-data-2";
  EXPECT_EQ(backup_sqlite_ledger(live(), over_keys, ledger.random).error().code, Code::conflict);
}

TEST_F(BackupTest, DoesNotRestoreADamagedCopy) {
  ASSERT_TRUE(backup_sqlite_ledger(live(), copy(), ledger.random));
  {
    Db db = Db::open(copy().folder / "ledger.db", DbMode::read_write).value();
    ASSERT_TRUE(db.exec("UPDATE events SET purpose = 'curiosity' WHERE seq = 2"));
  }
  const auto refused = restore_sqlite_ledger(copy(), anew(), ledger.random);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::corrupt);
  EXPECT_FALSE(fs::exists(anew().folder));
}

TEST_F(BackupTest, RestoresAnOldCopyAndSaysWhatHasHappenedSince) {
  ASSERT_TRUE(backup_sqlite_ledger(live(), copy(), ledger.random));
  const auto keys = ledger.journal->keys_of(stream, KeyScope::of_stream()).value();
  ASSERT_TRUE(ledger.journal->destroy_key(keys[0], ledger.actor, "erasure"));
  close();
  LedgerPlaces from = copy();
  from.checkpoints = *places.checkpoints;  // those of today
  const auto restored = restore_sqlite_ledger(from, anew(), ledger.random);
  ASSERT_TRUE(restored) << restored.error().message();
  EXPECT_EQ(restored->behind.size(), 2u) << "cut short, and a key destroyed since";
  ledger.options.folder = anew().folder;
  ledger.reopen();
  EXPECT_FALSE(ledger.journal->read_stream(stream, 1, 1).value()[0].payload)
      << "an erased person stays erased";
}

}  // namespace
}  // namespace heed::journal
