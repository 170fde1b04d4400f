#include "journal/sqlite_journal.h"

#include <atomic>

#include "base/file.h"
#include "journal/checkpoints.h"
#include "journal/key_file.h"
#include "journal/ledger_events.h"
#include "journal/sqlite_reader.h"
#include "journal/sqlite_writer.h"

namespace heed::journal {
namespace {

class SqliteJournal final : public Journal {
 public:
  SqliteJournal(SqliteOptions options, EventTypes types, Surroundings surroundings, File lock)
      : options_(std::move(options)),
        types_(std::move(types)),
        surroundings_(std::move(surroundings)),
        lock_(std::move(lock)) {}

  Status open();

  const LedgerFacts& ledger() const override { return facts_; }

  Result<Receipt> append(Append append) override {
    auto draft =
        make_draft(facts_.ledger, std::move(append), types_, surroundings_, *keys_, *ring_);
    // A key could not be kept: it is a file of its own, on another disk perhaps.
    keyless_ = !draft && draft.error().code == Code::unavailable;
    if (!draft) return draft.error();
    return writer_->write(std::move(*draft));
  }

  Result<std::vector<StoredEvent>> read_stream(const StreamId& stream, std::uint64_t from_version,
                                               std::size_t limit) const override {
    HEED_TRY(auto rows, readers_->stream(stream, from_version, std::min(limit, read_limit_max)));
    return open_all(std::move(rows));
  }
  Result<std::vector<StoredEvent>> read_feed(std::uint64_t after_seq,
                                             std::size_t limit) const override {
    HEED_TRY(auto rows, readers_->feed(after_seq, std::min(limit, read_limit_max)));
    return open_all(std::move(rows));
  }
  Result<std::uint64_t> version_of(const StreamId& stream) const override {
    return readers_->version_of(stream);
  }
  Head head() const override { return writer_->head(); }
  bool writable() const override { return writer_->writable() && !keyless_; }

  Result<std::optional<Remembered>> remembered(const ActorId& actor,
                                               std::string_view key) const override {
    HEED_TRY(auto found, readers_->remembered(actor, key));
    if (found && surroundings_.clock.now() - found->receipt.at > command_keys_kept) found.reset();
    return found;
  }

  Result<std::optional<std::uint64_t>> cursor(std::string_view name) const override {
    if (const auto unsaved = writer_->unsaved_cursor(name)) return unsaved;
    return readers_->cursor(name);
  }
  Status save_cursor(std::string_view name, std::uint64_t seq) override {
    writer_->save_cursor(name, seq);
    return ok();
  }

  Result<std::vector<KeyId>> keys_of(const StreamId& stream, const KeyScope& scope) const override {
    return readers_->keys_of(stream, scope);
  }

  Status destroy_key(KeyId key, const ActorId& actor, std::string_view purpose,
                     Cause cause) override {
    HEED_TRY(const std::optional<SealKey> found, keys_->find(key));
    if (!found) return ok();
    Append append;
    append.stream = ledger_stream(facts_.ledger);
    append.actor = actor;
    append.purpose = purpose;
    append.cause = cause;
    append.events.push_back(key_destroyed_event(key));
    HEED_TRY(Draft draft,
             make_draft(facts_.ledger, std::move(append), types_, surroundings_, *keys_, *ring_));
    draft.destroys = key;
    if (auto written = writer_->write(std::move(draft)); !written) return written.error();
    HEED_CHECK(keys_->destroy(key));
    return checkpointer_->write_now();
  }

  std::uint64_t listen(Listener listener) override { return listeners_.add(std::move(listener)); }
  void stop_listening(std::uint64_t id) override { listeners_.remove(id); }

 private:
  Result<std::vector<StoredEvent>> open_all(std::vector<StoredRow> rows) const;
  Status check_places() const;
  Result<Db> open_database();
  Status give_birth(Db& db);
  Status check_types(Db& db) const;
  Status open_keys(Db& db);
  Result<Head> read_head(Db& db) const;
  Status read_facts(Db& db);
  Status destroy_again();

  SqliteOptions options_;
  const EventTypes types_;
  const Surroundings surroundings_;
  const File lock_;
  LedgerFacts facts_;
  Listeners listeners_;
  std::unique_ptr<KeyFile> keys_;
  std::unique_ptr<KeyRing> ring_;
  // Closed in this order, from the last: checkpointer, readers, writer.
  std::atomic<bool> keyless_ = false;
  std::unique_ptr<SqliteWriter> writer_;
  std::unique_ptr<SqliteReaders> readers_;
  std::unique_ptr<Checkpointer> checkpointer_;
};

Result<std::vector<StoredEvent>> SqliteJournal::open_all(std::vector<StoredRow> rows) const {
  std::vector<StoredEvent> out;
  out.reserve(rows.size());
  for (auto& row : rows) {
    HEED_TRY(StoredEvent event, open_event(std::move(row.header), row.stored, *keys_, types_));
    out.push_back(std::move(event));
  }
  return out;
}

Status SqliteJournal::check_places() const {
  const auto apart = [&](const std::filesystem::path& path, std::string_view what) -> Status {
    if (!lies_in(path, options_.folder)) return ok();
    return error(Code::refused, std::string(what) + " may not lie in the ledger's folder",
                 path.string(), "Name a place of its own, on another disk if there is one");
  };
  HEED_CHECK(apart(options_.keys, "the key file"));
  return apart(options_.checkpoints, "the checkpoints");
}

Result<Db> SqliteJournal::open_database() {
  const auto file = options_.folder / ledger_file;
  const bool is_there = std::filesystem::exists(file);
  if (!is_there && !options_.birth) {
    return error(Code::not_found, "there is no ledger here", options_.folder.string(),
                 "Name the ledger's folder, or restore it with `heed restore`");
  }
  HEED_TRY(Db db, Db::open(file, is_there ? DbMode::read_write : DbMode::create, options_.vfs));
  HEED_CHECK(db.exec("PRAGMA journal_mode=WAL"));
  HEED_CHECK(db.exec("PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA foreign_keys=OFF"));
  HEED_CHECK(migrate(db));
  return db;
}

// The identity and the first event in one transaction: a ledger is born whole or not at all.
Status SqliteJournal::give_birth(Db& db) {
  HEED_CHECK(check_birth(*options_.birth));
  if (options_.birth->nature != options_.nature) {
    return error(Code::invalid, "a ledger cannot be born of one nature and opened as the other");
  }
  const Instant now = surroundings_.clock.now();
  const auto id = LedgerId::fresh(now, surroundings_.random);
  HEED_TRY(keys_, KeyFile::create(options_.keys, id, surroundings_.random));
  facts_ = new_facts(*options_.birth, id, now, keys_->signing_key().public_key);
  ring_ = std::make_unique<KeyRing>(
      *keys_, [](const StreamId&, const KeyScope&) { return std::optional<KeyId>(); });
  HEED_TRY(Statement identity, db.prepare("INSERT INTO ledger (one, uuid) VALUES (1, ?1)"));
  HEED_CHECK(identity.bind_blob(1, id.uuid.bytes).run());
  return ok();
}

Status SqliteJournal::read_facts(Db& db) {
  HEED_TRY(const LedgerId id, read_ledger_id(db));
  HEED_TRY(Statement first, db.prepare("SELECT " + std::string(event_columns) +
                                       " FROM events e JOIN streams s ON s.id = e.stream WHERE "
                                       "e.seq = 1"));
  HEED_TRY(const bool row, first.step());
  if (!row) {
    return error(Code::corrupt, "the ledger has lost its first event", options_.folder.string(),
                 "Restore the newest good backup with `heed restore`");
  }
  HEED_TRY(const StoredRow stored, read_row(first, id));
  HEED_TRY(const std::string payload, open_payload(stored.header, stored.stored, nullptr));
  HEED_TRY(facts_, decode_facts(payload));
  if (facts_.ledger != id || header_hash(stored.header) != stored.header.hash) {
    return error(Code::corrupt, "the ledger's first event has been changed",
                 options_.folder.string(), "Run `heed verify`");
  }
  if (!options_.nature) return ok();
  return check_nature(facts_, *options_.nature, options_.folder.string());
}

Status SqliteJournal::check_types(Db& db) const {
  HEED_TRY(Statement types, db.prepare("SELECT name, first_seq FROM types ORDER BY first_seq"));
  for (;;) {
    HEED_TRY(const bool row, types.step());
    if (!row) return ok();
    const std::string name(types.bytes(0));
    if (types_.knows(name)) continue;
    return error(Code::refused,
                 "the ledger holds events of type \"" + name + "\" (the first is event " +
                     std::to_string(types.number(1)) + "), which this binary does not know",
                 options_.folder.string(), "Run the Heed that wrote them, or a newer one");
  }
}

Status SqliteJournal::open_keys(Db& db) {
  HEED_TRY(keys_, KeyFile::open(options_.keys, surroundings_.random));
  if (keys_->ledger() != facts_.ledger || keys_->signing_key().public_key != facts_.public_key) {
    return error(Code::corrupt, "this key file belongs to another ledger", options_.keys.string(),
                 "Name the key file of this ledger with --keys");
  }
  HEED_TRY(const std::int64_t last, db.number("SELECT max(key_id) FROM keys"));
  HEED_CHECK(keys_->in_use_up_to(static_cast<KeyId>(last)));
  HEED_TRY(Statement gone, db.prepare("SELECT key_id FROM destroyed_keys"));
  for (;;) {
    HEED_TRY(const bool row, gone.step());
    if (!row) break;
    // A backup of the key file, restored, brings destroyed keys back: not for long.
    const auto key = keys_->find(gone.count(0));
    if (!key || *key) HEED_CHECK(keys_->destroy(gone.count(0)));
  }
  return ok();
}

Result<Head> SqliteJournal::read_head(Db& db) const {
  HEED_TRY(Statement last,
           db.prepare("SELECT seq, hash, at FROM events ORDER BY seq DESC LIMIT 1"));
  HEED_TRY(const bool row, last.step());
  Head head;
  if (!row) return head;
  head.seq = last.count(0);
  head.at = Instant(Micros(last.number(2)));
  if (!last.fill(1, head.hash)) {
    return error(Code::corrupt, "the last event has been changed",
                 "event " + std::to_string(head.seq), "Run `heed verify`");
  }
  return head;
}

// Keys that a checkpoint says were destroyed, in a ledger that was restored to before that.
Status SqliteJournal::destroy_again() {
  HEED_TRY(const CheckpointsRead read, read_checkpoints(options_.checkpoints));
  std::uint64_t size = 0;
  std::set<KeyId> destroyed;
  for (const auto& checkpoint : read.checkpoints) {
    if (checkpoint.ledger != facts_.ledger || checkpoint.public_key != facts_.public_key) continue;
    size = std::max(size, checkpoint.size);
    destroyed.insert(checkpoint.destroyed.begin(), checkpoint.destroyed.end());
  }
  const std::uint64_t is = writer_->head().seq;
  if (size > is) {
    surroundings_.alarm({Alarm::Kind::ledger_shortened,
                         "the ledger has " + std::to_string(is) + " events, a checkpoint says " +
                             std::to_string(size) + ": it was restored or cut short"});
  }
  const auto known = writer_->destroyed();
  for (const KeyId key : destroyed) {
    if (known.contains(key) || key > keys_->last()) continue;
    HEED_CHECK(destroy_key(key, journal_actor(), journal_purpose, {}));
  }
  return ok();
}

Status SqliteJournal::open() {
  HEED_CHECK(check_places());
  HEED_TRY(Db db, open_database());
  HEED_TRY(const std::int64_t born, db.number("SELECT count(*) FROM ledger"));
  HEED_TRY(Head head, read_head(db));
  if (born == 0 && !options_.birth) {
    return error(Code::not_found, "there is no ledger here", options_.folder.string(),
                 "Name the ledger's folder, or restore it with `heed restore`");
  }
  if (born != 0) {
    HEED_CHECK(read_facts(db));
    HEED_CHECK(check_types(db));
    HEED_CHECK(open_keys(db));
  } else {
    HEED_CHECK(give_birth(db));
  }
  readers_ =
      std::make_unique<SqliteReaders>(options_.folder / ledger_file, facts_.ledger, options_.vfs);
  ring_ = std::make_unique<KeyRing>(
      *keys_,
      [this](const StreamId& stream, const KeyScope& scope) -> Result<std::optional<KeyId>> {
        HEED_TRY(const std::vector<KeyId> keys, readers_->keys_of(stream, scope));
        if (keys.empty()) return std::optional<KeyId>();
        return std::optional(keys.back());
      });
  writer_ =
      std::make_unique<SqliteWriter>(std::move(db), facts_.ledger, head, surroundings_, *ring_,
                                     [this](std::uint64_t seq) { listeners_.tell(seq); });
  HEED_CHECK(writer_->prepare());
  writer_->start();
  if (born == 0) {
    auto first = writer_->write(birth_draft(facts_, surroundings_.random));
    if (!first) return first.error();
  }
  checkpointer_ = std::make_unique<Checkpointer>(
      options_.checkpoints, facts_.ledger, *keys_, surroundings_.clock, surroundings_.alarm,
      Checkpointer::Sources{[this] { return writer_->head(); },
                            [this] { return writer_->destroyed(); }});
  HEED_CHECK(destroy_again());
  (void)checkpointer_->write_now().has_value();  // one that fails has raised its alarm
  if (options_.checkpoint_every > Micros(0)) checkpointer_->start(options_.checkpoint_every);
  return ok();
}

}  // namespace

std::filesystem::path default_keys(const std::filesystem::path& folder) {
  auto path = folder.lexically_normal();
  if (path.filename().empty()) path = path.parent_path();
  return path += ".keys";
}

std::filesystem::path default_checkpoints(const std::filesystem::path& folder) {
  auto path = folder.lexically_normal();
  if (path.filename().empty()) path = path.parent_path();
  return path += ".checkpoints";
}

Result<std::unique_ptr<Journal>> open_sqlite_journal(SqliteOptions options, EventTypes types,
                                                     Surroundings surroundings) {
  if (options.keys.empty()) options.keys = default_keys(options.folder);
  if (options.checkpoints.empty()) options.checkpoints = default_checkpoints(options.folder);
  if (options.birth) HEED_CHECK(check_birth(*options.birth));
  if (!std::filesystem::exists(options.folder)) {
    if (!options.birth) {
      return error(Code::not_found, "there is no such folder", options.folder.string(),
                   "Name the ledger's folder, or restore it with `heed restore`");
    }
    HEED_CHECK(make_folder(options.folder, 0700));
  }
  HEED_TRY(File lock, lock_file(options.folder / "lock"));
  auto journal = std::make_unique<SqliteJournal>(std::move(options), std::move(types),
                                                 std::move(surroundings), std::move(lock));
  HEED_CHECK(journal->open());
  return std::unique_ptr<Journal>(std::move(journal));
}

}  // namespace heed::journal
