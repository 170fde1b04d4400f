#include "journal/disk.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace heed::journal {
namespace {

Error failed(const std::filesystem::path& path, std::string_view what, int number) {
  const Code code = number == ENOENT                      ? Code::not_found
                    : number == EACCES || number == EPERM ? Code::denied
                                                          : Code::unavailable;
  const bool full = number == ENOSPC || number == EDQUOT || number == EFBIG;
  return error(code, std::string(what) + ": " + std::strerror(number), path.string(),
               full ? "Free space on that disk and try again" : "");
}

}  // namespace

void end_after_failed_sync(std::string_view where, std::string_view what) {
  std::fprintf(stderr,
               "heed: %.*s: the disk could not make written data durable (%.*s). Stopping, so that "
               "nothing is acknowledged that may be lost. Check the disk, then start again.\n",
               static_cast<int>(where.size()), where.data(), static_cast<int>(what.size()),
               what.data());
  std::fflush(stderr);
  std::_Exit(exit_after_failed_sync);
}

File& File::operator=(File&& other) noexcept {
  if (this != &other) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = other.fd_;
    other.fd_ = -1;
  }
  return *this;
}

File::~File() {
  if (fd_ >= 0) ::close(fd_);
}

Result<File> open_file(const std::filesystem::path& path, int flags, int mode) {
  File file(::open(path.c_str(), flags | O_CLOEXEC, static_cast<mode_t>(mode)));
  if (!file.is_open()) return failed(path, "cannot open the file", errno);
  return file;
}

Result<std::uint64_t> size_of(const File& file, const std::filesystem::path& path) {
  struct stat status{};
  if (::fstat(file.fd(), &status) != 0) return failed(path, "cannot see the file's size", errno);
  return static_cast<std::uint64_t>(status.st_size);
}

Status write_at(const File& file, const std::filesystem::path& path, std::uint64_t offset,
                std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::pwrite(file.fd(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return failed(path, "cannot write the file", errno);
    offset += static_cast<std::uint64_t>(put);
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return ok();
}

Result<std::string> read_at(const File& file, const std::filesystem::path& path,
                            std::uint64_t offset, std::size_t bytes) {
  std::string out(bytes, '\0');
  std::size_t have = 0;
  while (have < bytes) {
    const ssize_t got =
        ::pread(file.fd(), out.data() + have, bytes - have, static_cast<off_t>(offset + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed(path, "cannot read the file", errno);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  out.resize(have);
  return out;
}

void sync_or_end(const File& file, const std::filesystem::path& path) {
  if (::fdatasync(file.fd()) != 0) end_after_failed_sync(path.string(), std::strerror(errno));
}

Result<File> lock_file(const std::filesystem::path& path) {
  HEED_TRY(File file, open_file(path, O_RDWR | O_CREAT));
  if (::flock(file.fd(), LOCK_EX | LOCK_NB) == 0) return file;
  if (errno != EWOULDBLOCK) return failed(path, "cannot lock the file", errno);
  return error(Code::conflict, "another process has this ledger open", path.string(),
               "Stop the other heed first");
}

bool lies_in(const std::filesystem::path& inner, const std::filesystem::path& folder) {
  std::error_code ignored;
  const auto a = std::filesystem::weakly_canonical(std::filesystem::absolute(inner), ignored);
  const auto b = std::filesystem::weakly_canonical(std::filesystem::absolute(folder), ignored);
  auto part = a.begin();
  for (const auto& wanted : b) {
    if (wanted.empty()) continue;
    if (part == a.end() || *part != wanted) return false;
    ++part;
  }
  return true;
}

}  // namespace heed::journal
