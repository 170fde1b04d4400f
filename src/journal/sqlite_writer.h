// The one connection that writes a SQLite ledger, and its thread. Whatever is waiting when a commit
// ends goes into the next one together; a draft that conflicts fails alone, a disk that fails
// refuses the whole group. write() blocks until the group is durable. Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "journal/draft.h"
#include "journal/sqlite_db.h"

namespace heed::journal {

class SqliteWriter {
 public:
  // `db` is migrated; `head` is the ledger's end. `durable` is called on the writer's thread after
  // each group, before its appends are answered.
  SqliteWriter(Db db, LedgerId ledger, Head head, const Surroundings& surroundings, KeyRing& ring,
               std::function<void(std::uint64_t)> durable);
  ~SqliteWriter();  // answers what waits, saves cursors, empties the write-ahead log
  SqliteWriter(const SqliteWriter&) = delete;
  SqliteWriter& operator=(const SqliteWriter&) = delete;

  Status prepare();
  void start();
  Result<Receipt> write(Draft draft);
  Head head() const;
  bool writable() const { return !failing_; }
  std::set<KeyId> destroyed() const;
  void save_cursor(std::string_view name, std::uint64_t seq);
  // What is saved but not yet on disk.
  std::optional<std::uint64_t> unsaved_cursor(std::string_view name) const;

 private:
  struct Request {
    Draft draft;
    Result<Receipt> outcome = Receipt{};
    bool done = false;
    std::mutex mutex;
    std::condition_variable changed;
  };
  struct StreamEnd {
    std::int64_t row = 0;
    std::uint64_t version = 0;
  };
  struct StreamHash {
    std::size_t operator()(const StreamId& stream) const noexcept {
      return std::hash<Uuid>()(stream.id);
    }
  };
  using Cursors = std::map<std::string, std::uint64_t, std::less<>>;

  void run();
  bool wait_for_work(std::vector<Request*>& group, Cursors& cursors);
  void commit(std::vector<Request*>& group, const Cursors& cursors);
  Status write_group(std::vector<Request*>& group, const Cursors& cursors);
  void kept(const std::vector<Request*>& group);
  void not_kept(const std::vector<Request*>& group, const Error& error);
  void answer(const std::vector<Request*>& group);
  void tidy();

  // An error means that the disk failed and the group is lost; a draft that may not be written is
  // told in `outcome`.
  Status try_one(const Draft& draft, Result<Receipt>& outcome);
  Status put(const Draft& draft, StreamEnd& stream, Receipt& receipt);
  Status put_event(const Draft& draft, const DraftEvent& event, StreamEnd& stream);
  Status put_command(const Draft& draft, const Receipt& receipt);
  Result<std::optional<Remembered>> recall(const ActorId& actor, std::string_view key);
  Result<StreamEnd*> end_of(const StreamId& stream);

  Db db_;
  const LedgerId ledger_;
  const Surroundings& surroundings_;
  KeyRing& ring_;
  const std::function<void(std::uint64_t)> durable_;
  Statement begin_, commit_, rollback_, find_stream_, add_stream_, move_stream_, add_event_,
      find_command_, add_command_, drop_commands_, add_key_, add_destroyed_, add_type_, add_cursor_;
  ChainEnd end_;
  std::unordered_map<StreamId, StreamEnd, StreamHash> streams_;
  std::set<std::string, std::less<>> types_;  // those on disk
  std::set<std::string> new_types_;           // those of this group
  std::atomic<bool> failing_ = false;

  mutable std::mutex mutex_;  // what follows
  std::condition_variable work_;
  std::deque<Request*> queue_;
  Cursors cursors_;
  Head head_;
  std::set<KeyId> destroyed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace heed::journal
