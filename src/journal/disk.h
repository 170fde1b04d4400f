// What the journal does with files beyond base/file.h: descriptors that close themselves, whole
// writes at a place, and the end of the process when the disk did not keep its word. After a failed
// fsync the kernel may have thrown the data away and say yes the next time: nobody can know what is
// durable, so nothing may be acknowledged any more.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace heed::journal {

// The process's exit code then, and what it writes to standard error.
inline constexpr int exit_after_failed_sync = 74;
[[noreturn]] void end_after_failed_sync(std::string_view where, std::string_view what);

class File {
 public:
  File() = default;
  explicit File(int fd) : fd_(fd) {}
  File(File&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  File& operator=(File&& other) noexcept;
  ~File();
  int fd() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

// `flags` and `mode` as for open(2). Code::not_found, Code::denied or Code::unavailable.
Result<File> open_file(const std::filesystem::path& path, int flags, int mode = 0600);
Result<std::uint64_t> size_of(const File& file, const std::filesystem::path& path);
Status write_at(const File& file, const std::filesystem::path& path, std::uint64_t offset,
                std::string_view bytes);
// Fewer bytes than asked for only at the end of the file.
Result<std::string> read_at(const File& file, const std::filesystem::path& path,
                            std::uint64_t offset, std::size_t bytes);
// Ends the process where it fails.
void sync_or_end(const File& file, const std::filesystem::path& path);
// Held until the file is closed. Code::conflict where another process holds it.
Result<File> lock_file(const std::filesystem::path& path);
// True where `inner` lies in `folder` or is it, whatever the two look like.
bool lies_in(const std::filesystem::path& inner, const std::filesystem::path& folder);

}  // namespace heed::journal
