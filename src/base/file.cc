#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace heed {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

Error failed(const std::filesystem::path& path, std::string_view what, int number) {
  const Code code = number == ENOENT                      ? Code::not_found
                    : number == EACCES || number == EPERM ? Code::denied
                                                          : Code::unavailable;
  return error(code, std::string(what) + ": " + std::strerror(number), path.string(),
               number == ENOSPC ? "Free space on that disk and try again" : "");
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return failed(path, "cannot open the file", errno);
  std::string content;
  char block[65536];
  for (;;) {
    const ssize_t got = ::read(file.get(), block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed(path, "cannot read the file", errno);
    if (got == 0) return content;
    content.append(block, static_cast<std::size_t>(got));
    if (content.size() > bytes_max) {
      return error(Code::limit,
                   "expected at most " + std::to_string(bytes_max) + " bytes, found more",
                   path.string());
    }
  }
}

Status write_file_atomically(const std::filesystem::path& path, std::string_view content,
                             int mode) {
  std::filesystem::path beside = path;
  beside += ".new";
  {
    const Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                                 static_cast<mode_t>(mode)));
    if (file.get() < 0) return failed(beside, "cannot create the file", errno);
    while (!content.empty()) {
      const ssize_t put = ::write(file.get(), content.data(), content.size());
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) return failed(beside, "cannot write the file", errno);
      content.remove_prefix(static_cast<std::size_t>(put));
    }
    if (::fsync(file.get()) != 0) return failed(beside, "cannot sync the file", errno);
  }
  if (::rename(beside.c_str(), path.c_str()) != 0) {
    return failed(path, "cannot put the file in its place", errno);
  }
  const auto folder = path.parent_path();
  return sync_folder(folder.empty() ? std::filesystem::path(".") : folder);
}

Status make_folder(const std::filesystem::path& path, int mode) {
  std::error_code failure;
  std::filesystem::create_directories(path, failure);
  if (failure) return failed(path, "cannot create the folder", failure.value());
  if (::chmod(path.c_str(), static_cast<mode_t>(mode)) != 0) {
    return failed(path, "cannot set the folder's permissions", errno);
  }
  return ok();
}

Status sync_folder(const std::filesystem::path& path) {
  const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0) return failed(path, "cannot open the folder", errno);
  if (::fsync(folder.get()) != 0) return failed(path, "cannot sync the folder", errno);
  return ok();
}

}  // namespace heed
