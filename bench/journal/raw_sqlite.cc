#include "journal/raw_sqlite.h"

#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

namespace heed::bench {
namespace {

void check(int code, sqlite3* db) {
  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
  std::fprintf(stderr, "raw SQLite: %s\n", sqlite3_errmsg(db));
  std::exit(1);
}

void exec(sqlite3* db, const char* sql) {
  check(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), db);
}

}  // namespace

RawSqlite::RawSqlite(const std::filesystem::path& file) {
  check(sqlite3_open(file.c_str(), &db_), db_);
  exec(db_, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536");
  exec(db_, "CREATE TABLE rows (seq INTEGER PRIMARY KEY, row BLOB NOT NULL)");
  thread_ = std::thread([this] { run(); });
}

RawSqlite::~RawSqlite() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_all();
  thread_.join();
  sqlite3_close(db_);
}

void RawSqlite::append(std::string_view row) {
  Request request;
  request.row = row;
  {
    std::lock_guard lock(mutex_);
    queue_.push_back(&request);
    if (queue_.size() == 1) work_.notify_one();
  }
  std::unique_lock lock(request.mutex);
  request.changed.wait(lock, [&] { return request.done; });
}

void RawSqlite::run() {
  sqlite3_stmt* insert = nullptr;
  check(sqlite3_prepare_v2(db_, "INSERT INTO rows (row) VALUES (?1)", -1, &insert, nullptr), db_);
  for (;;) {
    std::vector<Request*> group;
    {
      std::unique_lock lock(mutex_);
      work_.wait(lock, [this] { return !queue_.empty() || stopping_; });
      group.assign(queue_.begin(), queue_.end());
      queue_.clear();
      if (group.empty()) break;
    }
    exec(db_, "BEGIN IMMEDIATE");
    for (Request* request : group) {
      sqlite3_bind_blob(insert, 1, request->row.data(), static_cast<int>(request->row.size()),
                        SQLITE_STATIC);
      check(sqlite3_step(insert), db_);
      sqlite3_reset(insert);
    }
    exec(db_, "COMMIT");
    for (Request* request : group) {
      std::lock_guard lock(request->mutex);
      request->done = true;
      request->changed.notify_one();
    }
  }
  sqlite3_finalize(insert);
}

}  // namespace heed::bench
