#include "cli/journal_commands.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>
#include <sstream>

#include "base/file.h"
#include "journal/sqlite_journal.h"

namespace heed::cli {
namespace {

namespace fs = std::filesystem;
using namespace heed::journal;

// A small ledger of its own events, and the commands over it.
class JournalCommands : public testing::Test {
 protected:
  JournalCommands() {
    std::string name = (fs::temp_directory_path() / "heed-cli-XXXXXX").string();
    folder = ::mkdtemp(name.data());
    ledger = (folder / "ledger").string();
    SqliteOptions options;
    options.folder = ledger;
    options.birth = LedgerBirth{"Northmoor Police", "NM", "Europe/London", Nature::rehearsal};
    EventTypes types;
    types.add("log.added.v1");
    auto journal = open_sqlite_journal(options, types, {clock, random}).value();
    Append append;
    append.stream = {"incident", new_uuid_v7(clock.now(), random)};
    append.actor = ActorId{new_uuid_v7(clock.now(), random)};
    append.purpose = "contact_handling";
    append.events.push_back({"log.added.v1", "words", KeyScope::of_stream()});
    EXPECT_TRUE(journal->append(append));

    tools.verify = [this](const VerifyPlaces& places, const Progress& progress) {
      return verify_sqlite_ledger(places, random, progress);
    };
    tools.backup = [this](const LedgerPlaces& from, const LedgerPlaces& to) {
      return backup_sqlite_ledger(from, to, random);
    };
    tools.restore = [this](const LedgerPlaces& from, const LedgerPlaces& to) {
      return restore_sqlite_ledger(from, to, random);
    };
    tools.rebuild = [](const LedgerPlaces&, const Progress&) {
      return std::vector<Rebuilt>{{"board", 2, std::chrono::milliseconds(1)}};
    };
    tools.default_keys = default_keys;
    tools.default_checkpoints = default_checkpoints;
  }
  ~JournalCommands() override { fs::remove_all(folder); }

  Exit heed(std::vector<std::string> arguments) {
    std::istringstream in;
    std::ostringstream to_out, to_err;
    Session session{in, to_out, to_err};
    const Exit exit =
        run(std::move(arguments), session,
            {[this](CLI::App& app, Session& at) { add_journal_commands(app, at, tools); }});
    out = to_out.str();
    err = to_err.str();
    return exit;
  }

  ManualClock clock{Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 19))};
  SeededRandom random{5};
  fs::path folder;
  std::string ledger;
  JournalTools tools;
  std::string out, err;
};

TEST_F(JournalCommands, verify_says_what_it_checked) {
  EXPECT_EQ(heed({"verify", ledger}), Exit::ok) << err;
  EXPECT_NE(out.find("2 events, head "), std::string::npos) << out;
  EXPECT_NE(out.find("Payloads: 2 opened and as stored, 0 erased\n"), std::string::npos) << out;
  EXPECT_NE(out.find("Size: proven up to event 2"), std::string::npos) << out;
  EXPECT_NE(out.find("Good:"), std::string::npos) << out;
}

TEST_F(JournalCommands, verify_without_checkpoints_or_keys_says_what_is_unproven) {
  fs::remove_all(default_checkpoints(ledger));
  fs::remove(default_keys(ledger));
  EXPECT_EQ(heed({"verify", ledger}), Exit::ok) << err;
  EXPECT_NE(out.find("UNPROVEN"), std::string::npos) << out;
  EXPECT_NE(out.find("1 not tried: no keys were given"), std::string::npos) << out;
  EXPECT_EQ(heed({"verify", ledger, "--keys", "/nowhere.keys"}), Exit::usage);
  EXPECT_NE(err.find("/nowhere.keys: the key file is not there"), std::string::npos) << err;
}

TEST_F(JournalCommands, verify_names_the_event_with_a_changed_byte) {
  const fs::path file = fs::path(ledger) / "ledger.db";
  std::string bytes = read_file(file, 1 << 24).value();
  const auto at = bytes.find("contact_handling");
  ASSERT_NE(at, std::string::npos);
  bytes[at] = 'C';
  std::ofstream(file, std::ios::binary) << bytes;
  EXPECT_EQ(heed({"verify", ledger}), Exit::corrupt);
  EXPECT_NE(out.find("event 2: its header has been changed"), std::string::npos) << out;
  EXPECT_EQ(heed({"verify", ledger, "--json"}), Exit::corrupt);
  EXPECT_NE(out.find("\"good\":false"), std::string::npos) << out;
}

TEST_F(JournalCommands, backup_and_restore_keep_count_and_head) {
  const auto place = [&](const char* name) { return (folder / name).string(); };
  EXPECT_EQ(heed({"backup", ledger, place("data"), "--keys-to", place("data")}), Exit::refused);
  EXPECT_EQ(heed({"backup", ledger, place("data")}), Exit::ok) << err;
  EXPECT_NE(out.find("Keys: NOT included"), std::string::npos) << out;
  EXPECT_EQ(
      heed({"backup", ledger, place("d"), "--keys-to", place("k"), "--checkpoints-to", place("c")}),
      Exit::ok)
      << err;
  const std::string backed_up = out.substr(out.find(':'));
  EXPECT_EQ(heed({"restore", place("d"), place("again"), "--keys-from", place("k"),
                  "--checkpoints-from", place("c")}),
            Exit::ok)
      << err;
  EXPECT_EQ(out.substr(out.find(':')), backed_up);
  EXPECT_EQ(heed({"restore", place("d"), place("again")}), Exit::refused);
  EXPECT_EQ(heed({"verify", place("again")}), Exit::ok) << out << err;
}

TEST_F(JournalCommands, rebuild_lists_its_views) {
  EXPECT_EQ(heed({"rebuild", ledger}), Exit::ok);
  EXPECT_EQ(out, "board: 2 events in 1 ms\n");
}

}  // namespace
}  // namespace heed::cli
