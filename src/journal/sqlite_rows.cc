#include "journal/sqlite_rows.h"

#include <condition_variable>
#include <mutex>
#include <vector>

#include "journal/sqlite_db.h"

namespace heed::journal {
namespace {

constexpr const char* schema =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
    "CREATE TABLE IF NOT EXISTS rows (kind TEXT NOT NULL, name TEXT NOT NULL, sealed BLOB NOT NULL,"
    " PRIMARY KEY (kind, name)) STRICT, WITHOUT ROWID;";

std::string bound_of(std::string_view table, std::string_view name) {
  return std::string(table) + "\n" + std::string(name);
}

class SqliteRows final : public Rows {
 public:
  SqliteRows(Db db, const SealKey& key, Random& random)
      : db_(std::move(db)), key_(key), random_(random) {}

  Status prepare() {
    HEED_CHECK(db_.exec(schema));
    HEED_TRY(put_, db_.prepare("INSERT INTO rows (kind, name, sealed) VALUES (?, ?, ?) ON CONFLICT "
                               "(kind, name) DO UPDATE SET sealed = excluded.sealed"));
    HEED_TRY(remove_, db_.prepare("DELETE FROM rows WHERE kind = ? AND name = ?"));
    HEED_TRY(get_, db_.prepare("SELECT sealed FROM rows WHERE kind = ? AND name = ?"));
    HEED_TRY(all_, db_.prepare("SELECT name, sealed FROM rows WHERE kind = ? AND name >= ? "
                               "ORDER BY name"));
    return ok();
  }

  Result<std::map<std::string, std::string>> all(std::string_view table,
                                                 std::string_view prefix) const override {
    const std::lock_guard lock(db_mutex_);
    const Resetting resetting(all_);
    all_.bind_text(1, table).bind_text(2, prefix);
    std::map<std::string, std::string> out;
    for (;;) {
      HEED_TRY(const bool more, all_.step());
      if (!more) return out;
      std::string name(all_.bytes(0));
      if (!name.starts_with(prefix)) return out;  // in order of names: none follows
      HEED_TRY(out[name], open_row(table, name, all_.bytes(1)));
    }
  }

  Result<std::optional<std::string>> get(std::string_view table,
                                         std::string_view name) const override {
    const std::lock_guard lock(db_mutex_);
    const Resetting resetting(get_);
    get_.bind_text(1, table).bind_text(2, name);
    HEED_TRY(const bool found, get_.step());
    if (!found) return std::optional<std::string>();
    HEED_TRY(auto bytes, open_row(table, name, get_.bytes(0)));
    return std::optional<std::string>(std::move(bytes));
  }

  Status put(std::string_view table, std::string_view name, std::string_view bytes) override {
    if (bytes.size() > row_bytes_max) {
      return error(Code::limit, "expected a row of at most 1 MiB", "rows");
    }
    const std::string bound = bound_of(table, name);
    return write({std::string(table), std::string(name),
                  seal(keyed_hash(key_, bound), bytes, bound, random_), false});
  }
  Status remove(std::string_view table, std::string_view name) override {
    return write({std::string(table), std::string(name), {}, true});
  }

 private:
  struct Change {
    std::string table;
    std::string name;
    std::string sealed;
    bool removes = false;
  };
  struct Waiting {
    Change change;
    bool done = false;
    Status status = ok();
  };

  Result<std::string> open_row(std::string_view table, std::string_view name,
                               std::string_view sealed) const {
    const std::string bound = bound_of(table, name);
    auto plain = open_sealed(keyed_hash(key_, bound), sealed, bound);
    if (plain) return plain;
    return error(Code::corrupt, "a row does not open with this key", "rows",
                 "Use the key file that was made with it");
  }

  // Whoever comes first writes what has gathered, in one commit; the others wait for it.
  Status write(Change change) {
    Waiting mine{std::move(change), false, ok()};
    std::unique_lock lock(queue_mutex_);
    queue_.push_back(&mine);
    while (!mine.done && writing_) written_.wait(lock);
    if (mine.done) return mine.status;
    writing_ = true;
    std::vector<Waiting*> group;
    group.swap(queue_);
    lock.unlock();
    const Status status = commit(group);
    lock.lock();
    writing_ = false;
    for (Waiting* one : group) {
      one->status = status;
      one->done = true;
    }
    written_.notify_all();
    return status;
  }

  Status commit(const std::vector<Waiting*>& group) {
    const std::lock_guard lock(db_mutex_);
    HEED_CHECK(db_.exec("BEGIN IMMEDIATE"));
    Status status = ok();
    for (const Waiting* one : group) {
      Statement& statement = one->change.removes ? remove_ : put_;
      statement.bind_text(1, one->change.table).bind_text(2, one->change.name);
      if (!one->change.removes) statement.bind_blob(3, one->change.sealed);
      status = statement.run();
      if (!status) break;
    }
    if (status) status = db_.exec("COMMIT");
    if (!status) (void)db_.exec("ROLLBACK");
    if (status && db_.wal_pages() > 1000) (void)db_.checkpoint(false);
    return status;
  }

  mutable std::mutex db_mutex_;
  Db db_;
  const SealKey key_;
  Random& random_;
  Statement put_;
  Statement remove_;
  mutable Statement get_;
  mutable Statement all_;
  std::mutex queue_mutex_;
  std::condition_variable written_;
  std::vector<Waiting*> queue_;
  bool writing_ = false;
};

}  // namespace

Result<std::unique_ptr<Rows>> open_sqlite_rows(const std::filesystem::path& file,
                                               const SealKey& key, Random& random) {
  HEED_TRY(auto db, Db::open(file, DbMode::create));
  std::error_code failure;
  std::filesystem::permissions(
      file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, failure);
  auto rows = std::make_unique<SqliteRows>(std::move(db), key, random);
  HEED_CHECK(rows->prepare());
  return std::unique_ptr<Rows>(std::move(rows));
}

}  // namespace heed::journal
