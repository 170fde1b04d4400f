// The peer: rows of bytes through SQLite with group commit and nothing else. No chain, no sealing,
// no versions, no command keys; the same durability (WAL, synchronous=FULL, acknowledged after the
// commit) and the same one writer thread.
#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <string_view>
#include <thread>

struct sqlite3;

namespace heed::bench {

class RawSqlite {
 public:
  explicit RawSqlite(const std::filesystem::path& file);
  ~RawSqlite();
  void append(std::string_view row);  // durable on return

 private:
  struct Request {
    std::string_view row;
    bool done = false;
    std::mutex mutex;
    std::condition_variable changed;
  };
  void run();

  sqlite3* db_ = nullptr;
  std::mutex mutex_;
  std::condition_variable work_;
  std::deque<Request*> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace heed::bench
