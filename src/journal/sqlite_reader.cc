#include "journal/sqlite_reader.h"

namespace heed::journal {

struct SqliteReaders::Connection {
  explicit Connection(Db opened) : db(std::move(opened)) {}
  Db db;
  Statement stream, feed, version, remembered, cursor, keys;
};

// Gives the connection back on the way out.
class SqliteReaders::Lease {
 public:
  Lease(SqliteReaders& readers, std::unique_ptr<Connection> connection)
      : readers_(readers), connection_(std::move(connection)) {}
  ~Lease() {
    std::lock_guard lock(readers_.mutex_);
    readers_.idle_.push_back(std::move(connection_));
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  Connection* operator->() { return connection_.get(); }

 private:
  SqliteReaders& readers_;
  std::unique_ptr<Connection> connection_;
};

std::string_view person_bytes(const KeyScope& scope) {
  if (scope.kind != KeyScope::Kind::person) return {};
  return {reinterpret_cast<const char*>(scope.person.bytes.data()), scope.person.bytes.size()};
}

SqliteReaders::SqliteReaders(std::filesystem::path file, LedgerId ledger, std::string vfs)
    : file_(std::move(file)), ledger_(ledger), vfs_(std::move(vfs)) {}

SqliteReaders::~SqliteReaders() = default;

Result<std::unique_ptr<SqliteReaders::Connection>> SqliteReaders::open() {
  HEED_TRY(Db db, Db::open(file_, DbMode::read_only, vfs_));
  HEED_CHECK(db.exec("PRAGMA cache_size=-8192"));
  auto out = std::make_unique<Connection>(std::move(db));
  const std::string select = "SELECT " + std::string(event_columns);
  HEED_TRY(out->stream,
           out->db.prepare(select +
                           " FROM streams s JOIN events e ON e.stream = s.id WHERE s.kind = ?1 AND "
                           "s.uuid = ?2 AND e.version >= ?3 ORDER BY e.version LIMIT ?4"));
  HEED_TRY(
      out->feed,
      out->db.prepare(select + " FROM events e JOIN streams s ON s.id = e.stream WHERE e.seq > ?1 "
                               "ORDER BY e.seq LIMIT ?2"));
  HEED_TRY(out->version,
           out->db.prepare("SELECT version FROM streams WHERE kind = ?1 AND uuid = ?2"));
  HEED_TRY(out->remembered,
           out->db.prepare("SELECT body, first_seq, last_seq, version, at FROM commands WHERE "
                           "actor = ?1 AND key = ?2"));
  HEED_TRY(out->cursor, out->db.prepare("SELECT seq FROM cursors WHERE name = ?1"));
  HEED_TRY(out->keys,
           out->db.prepare("SELECT k.key_id FROM streams s JOIN keys k ON k.stream = s.id WHERE "
                           "s.kind = ?1 AND s.uuid = ?2 AND k.person = ?3 AND k.key_id NOT IN "
                           "(SELECT key_id FROM destroyed_keys) ORDER BY k.key_id"));
  return out;
}

Result<std::unique_ptr<SqliteReaders::Connection>> SqliteReaders::take() {
  {
    std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto out = std::move(idle_.back());
      idle_.pop_back();
      return out;
    }
  }
  return open();
}

namespace {

Result<std::vector<StoredRow>> all_rows(Statement& statement, const LedgerId& ledger) {
  std::vector<StoredRow> out;
  for (;;) {
    HEED_TRY(const bool row, statement.step());
    if (!row) return out;
    HEED_TRY(StoredRow stored, read_row(statement, ledger));
    out.push_back(std::move(stored));
  }
}

}  // namespace

Result<std::vector<StoredRow>> SqliteReaders::stream(const StreamId& stream,
                                                     std::uint64_t from_version,
                                                     std::size_t limit) {
  HEED_TRY(auto connection, take());
  Lease lease(*this, std::move(connection));
  const Resetting at_end(lease->stream);
  lease->stream.bind_text(1, stream.kind)
      .bind_blob(2, stream.id.bytes)
      .bind(3, from_version)
      .bind(4, static_cast<std::int64_t>(limit));
  return all_rows(lease->stream, ledger_);
}

Result<std::vector<StoredRow>> SqliteReaders::feed(std::uint64_t after_seq, std::size_t limit) {
  HEED_TRY(auto connection, take());
  Lease lease(*this, std::move(connection));
  const Resetting at_end(lease->feed);
  lease->feed.bind(1, after_seq).bind(2, static_cast<std::int64_t>(limit));
  return all_rows(lease->feed, ledger_);
}

Result<std::uint64_t> SqliteReaders::version_of(const StreamId& stream) {
  HEED_TRY(auto connection, take());
  Lease lease(*this, std::move(connection));
  const Resetting at_end(lease->version);
  lease->version.bind_text(1, stream.kind).bind_blob(2, stream.id.bytes);
  HEED_TRY(const bool row, lease->version.step());
  return row ? lease->version.count(0) : 0;
}

Result<std::optional<Remembered>> SqliteReaders::remembered(const ActorId& actor,
                                                            std::string_view key) {
  HEED_TRY(auto connection, take());
  Lease lease(*this, std::move(connection));
  Statement& found = lease->remembered;
  const Resetting at_end(found);
  found.bind_blob(1, actor.uuid.bytes).bind_text(2, key);
  HEED_TRY(const bool row, found.step());
  if (!row) return std::optional<Remembered>();
  Remembered out;
  found.fill(0, out.body);
  out.receipt = {found.count(1), found.count(2), found.count(3), Instant(Micros(found.number(4))),
                 true};
  return std::optional(out);
}

Result<std::optional<std::uint64_t>> SqliteReaders::cursor(std::string_view name) {
  HEED_TRY(auto connection, take());
  Lease lease(*this, std::move(connection));
  const Resetting at_end(lease->cursor);
  lease->cursor.bind_text(1, name);
  HEED_TRY(const bool row, lease->cursor.step());
  if (!row) return std::optional<std::uint64_t>();
  return std::optional(lease->cursor.count(0));
}

Result<std::vector<KeyId>> SqliteReaders::keys_of(const StreamId& stream, const KeyScope& scope) {
  HEED_TRY(auto connection, take());
  Lease lease(*this, std::move(connection));
  const Resetting at_end(lease->keys);
  lease->keys.bind_text(1, stream.kind)
      .bind_blob(2, stream.id.bytes)
      .bind_blob(3, person_bytes(scope));
  std::vector<KeyId> out;
  for (;;) {
    HEED_TRY(const bool row, lease->keys.step());
    if (!row) return out;
    out.push_back(lease->keys.count(0));
  }
}

}  // namespace heed::journal
