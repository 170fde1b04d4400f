#include "journal/sqlite_db.h"

#include <sqlite3.h>

#include "journal/disk.h"

namespace heed::journal {
namespace {

std::string file_of(sqlite3* db) {
  const char* name = db ? sqlite3_db_filename(db, "main") : nullptr;
  return name ? name : "the ledger";
}

}  // namespace

Error db_error(sqlite3* db, int code) {
  const int extended = db ? sqlite3_extended_errcode(db) : code;
  const std::string text = db ? sqlite3_errmsg(db) : sqlite3_errstr(code);
  const std::string where = file_of(db);
  if (extended == SQLITE_IOERR_FSYNC || extended == SQLITE_IOERR_DIR_FSYNC) {
    end_after_failed_sync(where, text);
  }
  switch (code & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return error(Code::corrupt, "the file is damaged or no ledger: " + text, where,
                   "Run `heed verify`; restore the newest good backup with `heed restore`");
    case SQLITE_FULL:
      return error(Code::unavailable, "the disk is full: nothing of this was kept", where,
                   "Free space on that disk, then send it again");
    case SQLITE_CANTOPEN:
      return error(Code::not_found, "cannot open the file: " + text, where,
                   "Check that the folder exists and may be written");
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return error(Code::denied, "the file may not be written: " + text, where,
                   "Give this user the right to write it");
    default:
      return error(Code::unavailable, text + " (SQLite " + std::to_string(extended) + ")", where,
                   "Check the disk, then send it again");
  }
}

Statement::Statement(Statement&& other) noexcept : db_(other.db_), statement_(other.statement_) {
  other.statement_ = nullptr;
}

Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(db_, other.db_);
  std::swap(statement_, other.statement_);
  return *this;
}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement& Statement::bind(int place, std::int64_t value) {
  sqlite3_bind_int64(statement_, place, value);
  return *this;
}

Statement& Statement::bind_text(int place, std::string_view text) {
  sqlite3_bind_text(statement_, place, text.data() ? text.data() : "",
                    static_cast<int>(text.size()), SQLITE_STATIC);
  return *this;
}

Statement& Statement::bind_blob(int place, std::string_view bytes) {
  sqlite3_bind_blob(statement_, place, bytes.data() ? bytes.data() : "",
                    static_cast<int>(bytes.size()), SQLITE_STATIC);
  return *this;
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return db_error(db_, code);
}

Status Statement::run() {
  const Resetting at_end(*this);
  for (;;) {
    HEED_TRY(const bool row, step());
    if (!row) return ok();
  }
}

void Statement::reset() { sqlite3_reset(statement_); }

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Statement::bytes(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  return {data ? data : "", static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

Result<Db> Db::open(const std::filesystem::path& path, DbMode mode, const std::string& vfs) {
  const int flags = mode == DbMode::read_only    ? SQLITE_OPEN_READONLY
                    : mode == DbMode::read_write ? SQLITE_OPEN_READWRITE
                                                 : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX,
                                   vfs.empty() ? nullptr : vfs.c_str());
  Db db(raw);
  if (code != SQLITE_OK) {
    Error failed = db_error(raw, code);
    failed.where = path.string();
    return failed;
  }
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, 5000);
  sqlite3_wal_hook(
      raw,
      [](void* pages, sqlite3*, const char*, int count) {
        *static_cast<int*>(pages) = count;
        return SQLITE_OK;
      },
      db.wal_pages_.get());
  return db;
}

Db::Db(Db&& other) noexcept : db_(other.db_), wal_pages_(std::move(other.wal_pages_)) {
  other.db_ = nullptr;
}

Db& Db::operator=(Db&& other) noexcept {
  std::swap(db_, other.db_);
  std::swap(wal_pages_, other.wal_pages_);
  return *this;
}

Db::~Db() { sqlite3_close_v2(db_); }

Status Db::exec(const char* sql) {
  const int code = sqlite3_exec(db_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return db_error(db_, code);
  return ok();
}

Result<Statement> Db::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return db_error(db_, code);
  return Statement(db_, statement);
}

Result<std::int64_t> Db::number(std::string_view sql) {
  HEED_TRY(Statement statement, prepare(sql));
  HEED_TRY(const bool row, statement.step());
  return row ? statement.number(0) : 0;
}

Status Db::checkpoint(bool wait_for_readers) {
  const int code = sqlite3_wal_checkpoint_v2(
      db_, nullptr, wait_for_readers ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE,
      nullptr, nullptr);
  if (code != SQLITE_OK) return db_error(db_, code);
  return ok();
}

}  // namespace heed::journal
