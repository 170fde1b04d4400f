// A checkpoint says, signed and kept outside the ledger: at this time the ledger had so many events
// and this head. Against checkpoints kept elsewhere, a ledger cut short or written anew is found
// out (I4). They also list the keys destroyed, so that a restored key file destroys them again.
//
// A folder of text files, one a day (UTC), one line each checkpoint; each file's first line lists
// every key destroyed so far, so that old files may be moved away. Written every ten seconds while
// the ledger grows. A write that fails raises an alarm and is tried again with the next.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include "journal/keys.h"

namespace heed::journal {

struct Checkpoint {
  LedgerId ledger;
  Instant at;
  std::uint64_t size = 0;  // events
  Hash head{};
  std::vector<KeyId> destroyed;       // newly listed here, ascending
  std::uint64_t destroyed_count = 0;  // in all
  std::array<std::uint8_t, 32> public_key{};
};

// One line, without its newline; frozen.
std::string signed_line(const Checkpoint& checkpoint, const SigningKey& key);
// Code::corrupt where it is not such a line or its signature is not good.
Result<Checkpoint> read_signed_line(std::string_view line);

struct CheckpointsRead {
  std::vector<Checkpoint> checkpoints;  // in order of file and line
  std::set<KeyId> destroyed;
  std::vector<Error> bad;  // lines that are not what was written, each with file and line
};
// A last line that a crash cut short is not an error. No folder, or an empty one: nothing.
Result<CheckpointsRead> read_checkpoints(const std::filesystem::path& folder);

// Writes one ledger's checkpoints, on a thread of its own or when told.
class Checkpointer {
 public:
  struct Sources {
    std::function<Head()> head;
    std::function<std::set<KeyId>()> destroyed;
  };
  Checkpointer(std::filesystem::path folder, LedgerId ledger, const Keys& keys, const Clock& clock,
               AlarmSink alarm, Sources sources);
  ~Checkpointer();  // stops; writes a last one
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  void start(Micros every);
  // Nothing is written where nothing has changed since the last.
  Status write_now();

 private:
  Status write_locked();
  void run(Micros every);

  const std::filesystem::path folder_;
  const LedgerId ledger_;
  const Keys& keys_;
  const Clock& clock_;
  const AlarmSink alarm_;
  const Sources sources_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
  std::mutex writing_;
  std::string file_name_;
  std::uint64_t last_size_ = 0;
  std::set<KeyId> listed_;
};

}  // namespace heed::journal
