// SQLite as the journal uses it: a connection, prepared statements, errors as Results. One thread
// at a time for each connection. Only sqlite_*.cc include this.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace heed::journal {

enum class DbMode { read_only, read_write, create };

class Statement {
 public:
  Statement() = default;
  Statement(sqlite3* db, sqlite3_stmt* statement) : db_(db), statement_(statement) {}
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&& other) noexcept;
  ~Statement();

  // Places count from 1. Text and blobs must live until the next reset().
  Statement& bind(int place, std::int64_t value);
  Statement& bind(int place, std::uint64_t value) {
    return bind(place, static_cast<std::int64_t>(value));
  }
  Statement& bind_text(int place, std::string_view text);
  Statement& bind_blob(int place, std::string_view bytes);
  template <std::size_t N>
  Statement& bind_blob(int place, const std::array<std::uint8_t, N>& bytes) {
    return bind_blob(place, std::string_view(reinterpret_cast<const char*>(bytes.data()), N));
  }

  // True: a row is there. False: done.
  Result<bool> step();
  // Runs to the end and resets.
  Status run();
  void reset();

  // Columns count from 0. Views live until the next step() or reset().
  std::int64_t number(int column) const;
  std::uint64_t count(int column) const { return static_cast<std::uint64_t>(number(column)); }
  std::string_view bytes(int column) const;
  // False where the column does not hold exactly N bytes.
  template <std::size_t N>
  bool fill(int column, std::array<std::uint8_t, N>& out) const {
    const std::string_view from = bytes(column);
    if (from.size() != N) return false;
    std::copy(from.begin(), from.end(), out.begin());
    return true;
  }

 private:
  sqlite3* db_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
};

// Resets on the way out, whatever happened.
class Resetting {
 public:
  explicit Resetting(Statement& statement) : statement_(statement) {}
  ~Resetting() { statement_.reset(); }
  Resetting(const Resetting&) = delete;
  Resetting& operator=(const Resetting&) = delete;

 private:
  Statement& statement_;
};

class Db {
 public:
  // `vfs`: the name of a registered file layer, for tests of faults; empty for the usual one.
  static Result<Db> open(const std::filesystem::path& path, DbMode mode,
                         const std::string& vfs = {});
  Db(Db&& other) noexcept;
  Db& operator=(Db&& other) noexcept;
  ~Db();

  Status exec(const char* sql);
  Result<Statement> prepare(std::string_view sql);
  Result<std::int64_t> number(std::string_view sql);
  // Pages in the write-ahead log after the last commit.
  int wal_pages() const { return *wal_pages_; }
  // Moves the log into the database file. Code::unavailable where readers or a full disk prevent
  // it.
  Status checkpoint(bool wait_for_readers);
  sqlite3* raw() { return db_; }

 private:
  Db(sqlite3* db) : db_(db), wal_pages_(std::make_unique<int>(0)) {}

  sqlite3* db_ = nullptr;
  std::unique_ptr<int> wal_pages_;
};

// The error that `code` stands for, on that connection. Ends the process where a sync failed.
Error db_error(sqlite3* db, int code);

}  // namespace heed::journal
