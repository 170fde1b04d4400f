// Whole files, read with a limit and written so that a reader sees the old content or the new,
// never half. Blocking: not for the I/O thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace heed {

// Code::not_found where it is not there, Code::limit where it is larger than `bytes_max`,
// Code::unavailable where the disk fails.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max);
// Written beside it, synced, renamed over it, the folder synced: durable on return. `mode` is the
// file's permissions; keys and passwords take 0600.
Status write_file_atomically(const std::filesystem::path& path, std::string_view content,
                             int mode = 0644);
Status make_folder(const std::filesystem::path& path, int mode = 0755);
Status sync_folder(const std::filesystem::path& path);

}  // namespace heed
