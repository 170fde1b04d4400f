#include "base/rows.h"

#include <mutex>

namespace heed {
namespace {

class MemoryRows final : public Rows {
 public:
  Result<std::map<std::string, std::string>> all(std::string_view table,
                                                 std::string_view prefix) const override {
    const std::lock_guard lock(mutex_);
    std::map<std::string, std::string> out;
    const auto found = tables_.find(table);
    if (found == tables_.end()) return out;
    for (const auto& [name, bytes] : found->second) {
      if (name.starts_with(prefix)) out[name] = bytes;
    }
    return out;
  }
  Result<std::optional<std::string>> get(std::string_view table,
                                         std::string_view name) const override {
    const std::lock_guard lock(mutex_);
    const auto found = tables_.find(table);
    if (found == tables_.end()) return std::optional<std::string>();
    const auto row = found->second.find(std::string(name));
    if (row == found->second.end()) return std::optional<std::string>();
    return std::optional<std::string>(row->second);
  }
  Status put(std::string_view table, std::string_view name, std::string_view bytes) override {
    if (bytes.size() > row_bytes_max) return error(Code::limit, "the row is too large");
    const std::lock_guard lock(mutex_);
    tables_[std::string(table)][std::string(name)] = std::string(bytes);
    return ok();
  }
  Status remove(std::string_view table, std::string_view name) override {
    const std::lock_guard lock(mutex_);
    const auto found = tables_.find(table);
    if (found != tables_.end()) found->second.erase(std::string(name));
    return ok();
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::map<std::string, std::string>, std::less<>> tables_;
};

}  // namespace

std::unique_ptr<Rows> memory_rows() { return std::make_unique<MemoryRows>(); }

}  // namespace heed
