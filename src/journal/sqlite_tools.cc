#include "journal/sqlite_tools.h"

#include <sqlite3.h>

#include <fstream>

#include "base/file.h"
#include "journal/key_file.h"
#include "journal/sqlite_journal.h"
#include "journal/sqlite_schema.h"

namespace heed::journal {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t key_file_bytes_max = std::size_t{4} << 30;
constexpr std::size_t checkpoint_bytes_max = 256 << 20;

Result<Db> open_to_read(const fs::path& folder) {
  const auto file = folder / ledger_file;
  if (!fs::exists(file)) {
    return error(Code::not_found, "there is no ledger here", folder.string(),
                 "Name a folder that holds " + std::string(ledger_file));
  }
  return Db::open(file, DbMode::read_only);
}

// SQLite's own check of its pages and indexes, which a changed byte outside any event breaks.
void check_pages(Db& db, Verification& out) {
  auto statement = db.prepare("PRAGMA integrity_check(20)");
  if (!statement) {
    out.add({0, std::string(ledger_file), statement.error().detail});
    return;
  }
  for (;;) {
    const auto row = statement->step();
    if (!row) out.add({0, std::string(ledger_file), row.error().detail});
    if (!row || !*row) return;
    const std::string_view said = statement->bytes(0);
    if (said != "ok") out.add({0, std::string(ledger_file), std::string(said)});
  }
}

Status take_events(Db& db, const LedgerId& ledger, ChainCheck& check, const Progress& progress) {
  HEED_TRY(Statement events, db.prepare("SELECT " + std::string(event_columns) +
                                        " FROM events e LEFT JOIN streams s ON s.id = e.stream "
                                        "ORDER BY e.seq"));
  std::uint64_t taken = 0;
  for (;;) {
    HEED_TRY(const bool row, events.step());
    if (!row) return ok();
    if (const auto stored = read_row(events, ledger)) {
      check.take(stored->header, stored->stored);
    } else {
      check.take_unreadable(stored.error());
    }
    if (progress && ++taken % 10'000 == 0) progress(taken);
  }
}

Status compare_tables(Db& db, ChainCheck& check) {
  HEED_TRY(Statement streams, db.prepare("SELECT kind, uuid, version FROM streams"));
  for (;;) {
    HEED_TRY(const bool row, streams.step());
    if (!row) break;
    StreamId stream{std::string(streams.bytes(0)), {}};
    streams.fill(1, stream.id.bytes);
    check.compare_stream(stream, streams.count(2));
  }
  std::set<KeyId> destroyed;
  HEED_TRY(Statement gone, db.prepare("SELECT key_id FROM destroyed_keys"));
  for (;;) {
    HEED_TRY(const bool row, gone.step());
    if (!row) break;
    destroyed.insert(gone.count(0));
  }
  check.compare_destroyed(destroyed);
  HEED_TRY(const std::int64_t loose,
           db.number("SELECT count(*) FROM events e WHERE e.key_id != 0 AND NOT EXISTS (SELECT 1 "
                     "FROM keys k WHERE k.stream = e.stream AND k.key_id = e.key_id)"));
  if (loose != 0) {
    check.take_unreadable(error(Code::corrupt,
                                std::to_string(loose) + " events are sealed with a key that the "
                                                        "table of keys does not give their stream",
                                "keys"));
  }
  return ok();
}

bool is_key_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string start(11, '\0');
  file.read(start.data(), static_cast<std::streamsize>(start.size()));
  return start == "heed keys 1";
}

// Whoever finds one folder must not find both what is sealed and what opens it.
Status check_apart(const LedgerPlaces& places, const fs::path& keys_folder) {
  const auto together = [](const fs::path& where) {
    return error(Code::refused, "data and keys may not lie in one folder", where.string(),
                 "Name another folder, on another disk if there is one");
  };
  if (!keys_folder.empty() &&
      (lies_in(keys_folder, places.folder) || lies_in(places.folder, keys_folder))) {
    return together(keys_folder);
  }
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(places.folder, ignored)) {
    if (entry.is_regular_file(ignored) && is_key_file(entry.path())) return together(entry.path());
  }
  if (!keys_folder.empty() && fs::exists(keys_folder / ledger_file)) return together(keys_folder);
  return ok();
}

Status check_free(const fs::path& path) {
  if (!fs::exists(path)) return ok();
  return error(Code::conflict, "there is something here already, and nothing is overwritten",
               path.string(), "Name an empty place");
}

// The whole database as of one moment, beside whatever writes it.
Status copy_database(const fs::path& from, const fs::path& to_folder) {
  HEED_CHECK(make_folder(to_folder, 0700));
  const auto part = to_folder / (std::string(ledger_file) + ".part");
  std::error_code ignored;
  fs::remove(part, ignored);
  {
    HEED_TRY(Db source, open_to_read(from));
    HEED_TRY(Db target, Db::open(part, DbMode::create));
    sqlite3_backup* copy = sqlite3_backup_init(target.raw(), "main", source.raw(), "main");
    if (!copy) return db_error(target.raw(), sqlite3_errcode(target.raw()));
    const int stepped = sqlite3_backup_step(copy, -1);
    const int finished = sqlite3_backup_finish(copy);
    if (stepped != SQLITE_DONE || finished != SQLITE_OK) {
      return db_error(target.raw(), finished != SQLITE_OK ? finished : stepped);
    }
    // One file, that can be read from a disk that cannot be written.
    HEED_CHECK(target.exec("PRAGMA journal_mode=DELETE"));
  }
  HEED_TRY(const File file, open_file(part, 0));
  sync_or_end(file, part);
  std::error_code failure;
  fs::rename(part, to_folder / ledger_file, failure);
  if (failure) {
    return error(Code::unavailable, "cannot put the copy in its place: " + failure.message(),
                 to_folder.string());
  }
  return sync_folder(to_folder);
}

Status copy_file(const fs::path& from, const fs::path& to, std::size_t bytes_max, int mode) {
  HEED_CHECK(make_folder(to.parent_path(), mode == 0600 ? 0700 : 0755));
  HEED_TRY(const std::string content, read_file(from, bytes_max));
  return write_file_atomically(to, content, mode);
}

Status copy_checkpoints(const fs::path& from, const fs::path& to) {
  HEED_CHECK(make_folder(to, 0755));
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(from, failure)) {
    if (!entry.is_regular_file()) continue;
    HEED_CHECK(copy_file(entry.path(), to / entry.path().filename(), checkpoint_bytes_max, 0644));
  }
  if (failure) {
    return error(Code::not_found, "cannot list the checkpoints: " + failure.message(),
                 from.string());
  }
  return ok();
}

Result<Copied> check_copy(const LedgerPlaces& at, const fs::path& keys, bool with_checkpoints,
                          Random& random) {
  VerifyPlaces places{at.folder, {}, {}};
  if (!keys.empty()) places.keys = keys;
  if (with_checkpoints) places.checkpoints = at.checkpoints;
  HEED_TRY(const Verification verified, verify_sqlite_ledger(places, random));
  if (!verified.is_whole()) {
    Finding first;
    for (const auto& finding : verified.findings) {
      first = finding;
      if (!finding.is_behind) break;
    }
    return error(Code::corrupt,
                 "the copy does not verify: " +
                     (first.seq ? "event " + std::to_string(first.seq) + ": " : std::string()) +
                     first.what,
                 at.folder.string(), "Run `heed verify` on it, and use an earlier backup");
  }
  return Copied{verified.events, verified.head.hash, !keys.empty(), with_checkpoints,
                verified.findings};
}

}  // namespace

Result<Verification> verify_sqlite_ledger(const VerifyPlaces& places, Random& random,
                                          const Progress& progress) {
  HEED_TRY(Db db, open_to_read(places.folder));
  std::unique_ptr<KeyFile> keys;
  if (places.keys) {
    HEED_TRY(keys, KeyFile::open_for_reading(*places.keys, random));
  }
  CheckpointsRead checkpoints;
  if (places.checkpoints) {
    HEED_TRY(checkpoints, read_checkpoints(*places.checkpoints));
  }
  const auto damaged = [](const Error& failure) {
    Verification out;
    out.add({0, failure.where, failure.detail});
    return out;
  };
  if (auto schema = check_schema(db); !schema) {
    if (schema.error().code == Code::refused) return schema.error();
    return damaged(schema.error());
  }
  // One moment of the ledger for everything that follows.
  HEED_CHECK(db.exec("BEGIN"));
  const auto ledger = read_ledger_id(db);
  if (!ledger) return damaged(ledger.error());
  ChainCheck check(*ledger, keys.get(), places.checkpoints ? &checkpoints : nullptr);
  if (auto taken = take_events(db, *ledger, check, progress); !taken) {
    check.take_unreadable(taken.error());
  }
  if (auto compared = compare_tables(db, check); !compared) check.take_unreadable(compared.error());
  Verification out = check.finish();
  if (keys && keys->ledger() != *ledger) {
    out.add({0, places.keys->string(), "this key file belongs to another ledger"});
  }
  check_pages(db, out);
  return out;
}

Result<Copied> backup_sqlite_ledger(const LedgerPlaces& from, const LedgerPlaces& to,
                                    Random& random) {
  HEED_CHECK(check_apart(to, to.keys));
  HEED_CHECK(check_free(to.folder / ledger_file));
  const auto key_copy = to.keys.empty() ? fs::path() : to.keys / key_backup_name;
  if (!key_copy.empty()) HEED_CHECK(check_free(key_copy));
  // In this order a copy never lacks a key, and no checkpoint in it knows more than its data.
  if (!to.checkpoints.empty()) HEED_CHECK(copy_checkpoints(from.checkpoints, to.checkpoints));
  HEED_CHECK(copy_database(from.folder, to.folder));
  if (!key_copy.empty()) HEED_CHECK(copy_file(from.keys, key_copy, key_file_bytes_max, 0600));
  return check_copy(to, key_copy, !to.checkpoints.empty(), random);
}

Result<Copied> restore_sqlite_ledger(const LedgerPlaces& from, const LedgerPlaces& to,
                                     Random& random) {
  HEED_CHECK(check_apart(to, {}));
  if (lies_in(to.keys, to.folder)) {
    return error(Code::refused, "the key file may not lie in the ledger's folder", to.keys.string(),
                 "Name a place of its own");
  }
  HEED_CHECK(check_free(to.folder / ledger_file));
  if (!from.keys.empty()) HEED_CHECK(check_free(to.keys));
  const auto keys = from.keys.empty()             ? fs::path()
                    : fs::is_directory(from.keys) ? from.keys / key_backup_name
                                                  : from.keys;
  HEED_TRY(const Copied good, check_copy(from, keys, !from.checkpoints.empty(), random));
  HEED_CHECK(copy_database(from.folder, to.folder));
  if (!keys.empty()) HEED_CHECK(copy_file(keys, to.keys, key_file_bytes_max, 0600));
  if (!from.checkpoints.empty() && !fs::exists(to.checkpoints)) {
    HEED_CHECK(copy_checkpoints(from.checkpoints, to.checkpoints));
  }
  HEED_TRY(const Copied restored, check_copy(to, {}, false, random));
  if (restored.events != good.events || restored.head != good.head) {
    return error(Code::corrupt, "what was restored is not what was backed up", to.folder.string());
  }
  return good;
}

}  // namespace heed::journal
