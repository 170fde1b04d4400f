// What only a ledger on disk can show: that it comes back, and what it refuses.
#include "journal/sqlite_journal.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "base/file.h"
#include "journal/checkpoints.h"
#include "journal/journal_fixture.h"

namespace heed::journal {
namespace {

class SqliteJournalTest : public testing::Test {
 protected:
  Error refused(SqliteOptions options, EventTypes types = test_types()) {
    auto opened = open_sqlite_journal(std::move(options), std::move(types), ledger.surroundings());
    EXPECT_FALSE(opened) << "expected it not to open";
    return opened ? Error{} : opened.error();
  }
  void close() {
    ledger.journal.reset();
    ledger.options.birth.reset();
  }
  Receipt add(const StreamId& stream, std::uint64_t expected,
              KeyScope scope = KeyScope::of_stream()) {
    Append append = ledger.append_to(stream, expected, {"log.added.v1"});
    append.events[0].scope = scope;
    append.command = CommandKey{stream.str() + std::to_string(expected), hash_bytes("b")};
    return ledger.journal->append(append).value();
  }
  TestLedger ledger{BackEnd::sqlite};
};

TEST_F(SqliteJournalTest, ComesBackAsItWas) {
  const StreamId stream = ledger.new_stream();
  const Receipt first = add(stream, 0);
  add(stream, 1, KeyScope::of_person(ledger.new_uuid()));
  ASSERT_TRUE(ledger.journal->save_cursor("linking", 2));
  const LedgerFacts facts = ledger.journal->ledger();
  const Head head = ledger.journal->head();
  ledger.reopen();
  EXPECT_EQ(ledger.journal->ledger(), facts);
  EXPECT_EQ(ledger.journal->head().hash, head.hash);
  EXPECT_EQ(ledger.journal->read_stream(stream, 1, 9)->size(), 2u);
  EXPECT_EQ(ledger.journal->cursor("linking").value(), 2u);
  EXPECT_EQ(ledger.journal->remembered(ledger.actor, stream.str() + "0").value()->receipt.first_seq,
            first.first_seq);
  const auto keys = ledger.journal->keys_of(stream, KeyScope::of_stream()).value();
  add(stream, 2);
  EXPECT_EQ(ledger.journal->keys_of(stream, KeyScope::of_stream()).value(), keys)
      << "the stream keeps its key";
  add(ledger.new_stream(), 0);
  const auto events = ledger.journal->read_feed(3, 9).value();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_NE(events[0].header.key_id, events[1].header.key_id);
  EXPECT_EQ(events[0].header.previous_hash, head.hash);
}

TEST_F(SqliteJournalTest, HoldsNoPayloadInTheClear) {
  Append append = ledger.append_to(ledger.new_stream(), 0, {"log.added.v1"});
  append.events[0].payload = "the words that were said";
  ASSERT_TRUE(ledger.journal->append(append));
  close();
  for (const auto& entry : std::filesystem::directory_iterator(ledger.options.folder)) {
    const std::string content = read_file(entry.path(), 1 << 24).value();
    EXPECT_EQ(content.find("words that were"), std::string::npos) << entry.path();
  }
}

TEST_F(SqliteJournalTest, RefusesTheOtherNature) {
  close();
  SqliteOptions options = ledger.options;
  options.nature = Nature::live;
  const Error error = refused(options);
  EXPECT_EQ(error.code, Code::refused);
  EXPECT_NE(error.detail.find("rehearsal ledger"), std::string::npos);
}

TEST_F(SqliteJournalTest, RefusesATypeItDoesNotKnowAndNamesIt) {
  add(ledger.new_stream(), 0);
  close();
  const Error error = refused(ledger.options, EventTypes());
  EXPECT_EQ(error.code, Code::refused);
  EXPECT_NE(error.detail.find("\"log.added.v1\" (the first is event 2)"), std::string::npos);
}

TEST_F(SqliteJournalTest, RefusesASecondProcess) {
  EXPECT_EQ(refused(ledger.options).code, Code::conflict);
}

TEST_F(SqliteJournalTest, RefusesToOpenWhatIsNotThere) {
  SqliteOptions options;
  options.folder = ledger.folder / "elsewhere";
  EXPECT_EQ(refused(options).code, Code::not_found);
  std::filesystem::create_directory(options.folder);
  const Error error = refused(options);
  EXPECT_EQ(error.code, Code::not_found);
  EXPECT_NE(error.remedy.find("heed restore"), std::string::npos);
}

TEST_F(SqliteJournalTest, RefusesKeysAndCheckpointsInTheLedgersFolder) {
  SqliteOptions options = ledger.options;
  options.folder = ledger.folder / "other";
  options.keys = options.folder / "keys";
  EXPECT_EQ(refused(options).code, Code::refused);
  options.keys = ledger.folder / "other" / ".." / "other" / "k" / "keys";
  EXPECT_EQ(refused(options).code, Code::refused);
  options.keys.clear();
  options.checkpoints = options.folder;
  EXPECT_EQ(refused(options).code, Code::refused);
}

TEST_F(SqliteJournalTest, RefusesAMissingAForeignAndAReadableKeyFile) {
  close();
  const auto keys = default_keys(ledger.options.folder);
  ::chmod(keys.c_str(), 0644);
  EXPECT_EQ(refused(ledger.options).code, Code::denied);
  ::chmod(keys.c_str(), 0600);
  std::filesystem::rename(keys, ledger.folder / "kept");
  const Error missing = refused(ledger.options);
  EXPECT_EQ(missing.code, Code::not_found);
  EXPECT_EQ(missing.where, keys.string());
  EXPECT_NE(missing.remedy.find("--keys"), std::string::npos);

  SqliteOptions other;
  other.folder = ledger.folder / "other";
  other.birth = test_birth();
  ASSERT_TRUE(open_sqlite_journal(other, test_types(), ledger.surroundings()));
  SqliteOptions mixed = ledger.options;
  mixed.keys = default_keys(other.folder);
  EXPECT_EQ(refused(mixed).code, Code::corrupt);
}

TEST_F(SqliteJournalTest, RefusesAKeyFileOlderThanTheLedger) {
  const auto keys = default_keys(ledger.options.folder);
  std::filesystem::copy(keys, ledger.folder / "old");
  add(ledger.new_stream(), 0);
  close();
  std::filesystem::copy(ledger.folder / "old", keys,
                        std::filesystem::copy_options::overwrite_existing);
  const Error error = refused(ledger.options);
  EXPECT_EQ(error.code, Code::not_found);
  EXPECT_NE(error.detail.find("uses keys up to 1"), std::string::npos);
}

TEST_F(SqliteJournalTest, RefusesAFileThatIsNoLedgerAndOneFromTheFuture) {
  close();
  const auto file = ledger.options.folder / "ledger.db";
  const std::string whole = read_file(file, 1 << 24).value();
  std::ofstream(file, std::ios::binary) << "this is not a database, whatever it is called, really";
  const Error error = refused(ledger.options);
  EXPECT_EQ(error.code, Code::corrupt);
  EXPECT_NE(error.where.find("ledger.db"), std::string::npos);
  std::string newer = whole;
  newer[63] = 99;  // PRAGMA user_version
  std::ofstream(file, std::ios::binary) << newer;
  EXPECT_EQ(refused(ledger.options).code, Code::refused);
}

TEST_F(SqliteJournalTest, DestroysAgainWhatARestoredKeyFileBringsBack) {
  const StreamId stream = ledger.new_stream();
  add(stream, 0);
  const auto keys = default_keys(ledger.options.folder);
  const auto key = ledger.journal->keys_of(stream, KeyScope::of_stream()).value().at(0);
  std::filesystem::copy(keys, ledger.folder / "old");
  ASSERT_TRUE(ledger.journal->destroy_key(key, ledger.actor, "erasure"));
  close();
  std::filesystem::copy(ledger.folder / "old", keys,
                        std::filesystem::copy_options::overwrite_existing);
  ledger.reopen();
  EXPECT_FALSE(ledger.journal->read_stream(stream, 1, 1).value()[0].payload);
}

TEST_F(SqliteJournalTest, DestroysAgainWhatARestoredLedgerBringsBack) {
  const StreamId stream = ledger.new_stream();
  add(stream, 0);
  const auto keys = default_keys(ledger.options.folder);
  const auto key = ledger.journal->keys_of(stream, KeyScope::of_stream()).value().at(0);
  close();
  std::filesystem::copy(ledger.options.folder, ledger.folder / "old");
  std::filesystem::copy(keys, ledger.folder / "old-keys");
  ledger.reopen();
  ASSERT_TRUE(ledger.journal->destroy_key(key, ledger.actor, "erasure"));
  close();
  std::filesystem::remove_all(ledger.options.folder);
  std::filesystem::rename(ledger.folder / "old", ledger.options.folder);
  std::filesystem::rename(ledger.folder / "old-keys", keys);
  ledger.reopen();
  EXPECT_FALSE(ledger.journal->read_stream(stream, 1, 1).value()[0].payload);
  EXPECT_EQ(ledger.alarms_of(Alarm::Kind::ledger_shortened), 1);
}

TEST_F(SqliteJournalTest, NeverGivesAKeyTwice) {
  std::set<KeyId> used;
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 20; ++i) {
      Append append =
          ledger.append_to(ledger.new_stream(), 0, std::vector<std::string>(25, "log.added.v1"));
      for (auto& event : append.events) event.scope = KeyScope::of_person(ledger.new_uuid());
      ASSERT_TRUE(ledger.journal->append(append));
      for (const auto& event : ledger.journal->read_stream(append.stream, 1, 25).value()) {
        EXPECT_TRUE(used.insert(event.header.key_id).second);
      }
    }
    ledger.reopen();
  }
}

}  // namespace
}  // namespace heed::journal
