#include "journal/sqlite_schema.h"

#include <array>

namespace heed::journal {
namespace {

constexpr std::int64_t application_id = 0x48454544;  // HEED

constexpr const char* step_1 = R"sql(
CREATE TABLE ledger (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  uuid BLOB NOT NULL
) STRICT;
CREATE TABLE streams (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  uuid BLOB NOT NULL,
  version INTEGER NOT NULL,
  UNIQUE (kind, uuid)
) STRICT;
CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL REFERENCES streams (id),
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,               -- UTC microseconds
  actor BLOB NOT NULL,
  purpose TEXT NOT NULL,
  policy_version TEXT NOT NULL,
  type TEXT NOT NULL,
  key_id INTEGER NOT NULL,
  payload_hash BLOB NOT NULL,
  cause_seq INTEGER NOT NULL,
  cause_depth INTEGER NOT NULL,
  previous_hash BLOB NOT NULL,
  hash BLOB NOT NULL,
  stored BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX events_by_stream ON events (stream, version);
CREATE TABLE commands (
  actor BLOB NOT NULL,
  key TEXT NOT NULL,
  body BLOB NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  UNIQUE (actor, key)
) STRICT;
CREATE TABLE keys (
  stream INTEGER NOT NULL,
  person BLOB NOT NULL,              -- empty for the stream's own
  key_id INTEGER NOT NULL,
  PRIMARY KEY (stream, person, key_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE destroyed_keys (key_id INTEGER PRIMARY KEY, seq INTEGER NOT NULL) STRICT;
CREATE TABLE types (name TEXT PRIMARY KEY, first_seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE cursors (name TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
)sql";

constexpr std::array steps{step_1};

}  // namespace

int schema_version() { return static_cast<int>(steps.size()); }

Status check_schema(Db& db) {
  HEED_TRY(const std::int64_t app, db.number("PRAGMA application_id"));
  HEED_TRY(const std::int64_t version, db.number("PRAGMA user_version"));
  const std::string where(ledger_file);
  if (app != application_id || version < 1) {
    return error(Code::corrupt, "this database is not a Heed ledger", where,
                 "Name the folder of a ledger");
  }
  if (version > schema_version()) {
    return error(Code::refused,
                 "the ledger has schema " + std::to_string(version) + ", this binary knows " +
                     std::to_string(schema_version()),
                 where, "Run the newer Heed that made it");
  }
  return ok();
}

Status migrate(Db& db) {
  HEED_TRY(const std::int64_t version, db.number("PRAGMA user_version"));
  if (version != 0) HEED_CHECK(check_schema(db));
  for (std::int64_t i = version; i < schema_version(); ++i) {
    std::string sql = "BEGIN IMMEDIATE;";
    sql += steps[static_cast<std::size_t>(i)];
    sql += "PRAGMA application_id=" + std::to_string(application_id) + ";";
    sql += "PRAGMA user_version=" + std::to_string(i + 1) + "; COMMIT;";
    if (auto ran = db.exec(sql.c_str()); !ran) {
      (void)db.exec("ROLLBACK").has_value();
      return ran;
    }
  }
  return ok();
}

const std::string_view event_columns =
    "e.seq, s.kind, s.uuid, e.version, e.at, e.actor, e.purpose, e.policy_version, e.type, "
    "e.key_id, e.payload_hash, e.cause_seq, e.cause_depth, e.previous_hash, e.hash, e.stored";

Result<StoredRow> read_row(const Statement& statement, const LedgerId& ledger) {
  StoredRow row;
  EventHeader& header = row.header;
  header.ledger = ledger;
  header.seq = statement.count(0);
  header.stream.kind = statement.bytes(1);
  header.version = statement.count(3);
  header.at = Instant(Micros(statement.number(4)));
  header.purpose = statement.bytes(6);
  header.policy_version = statement.bytes(7);
  header.type = statement.bytes(8);
  header.key_id = statement.count(9);
  header.cause.seq = statement.count(11);
  header.cause.depth = static_cast<std::uint32_t>(statement.number(12));
  if (!statement.fill(2, header.stream.id.bytes) || !statement.fill(5, header.actor.uuid.bytes) ||
      !statement.fill(10, header.payload_hash) || !statement.fill(13, header.previous_hash) ||
      !statement.fill(14, header.hash)) {
    return error(Code::corrupt, "a column has not the width that was written",
                 "event " + std::to_string(header.seq),
                 "Run `heed verify`, and restore from a backup taken before the change");
  }
  row.stored = statement.bytes(15);
  return row;
}

Result<LedgerId> read_ledger_id(Db& db) {
  HEED_TRY(Statement statement, db.prepare("SELECT uuid FROM ledger"));
  HEED_TRY(const bool row, statement.step());
  LedgerId ledger;
  if (!row || !statement.fill(0, ledger.uuid.bytes)) {
    return error(Code::corrupt, "the ledger has lost its identity", std::string(ledger_file),
                 "Restore the newest good backup with `heed restore`");
  }
  return ledger;
}

}  // namespace heed::journal
