#include "journal/reactions.h"

namespace heed::journal {

Status DueList::apply(const StoredEvent& event) {
  DueChange change = read_(event);
  if (change.set.empty() && change.cleared.empty()) return ok();
  std::function<void()> changed;
  {
    std::lock_guard lock(mutex_);
    const auto drop = [&](std::string_view key) {
      const auto found = by_key_.find(key);
      if (found == by_key_.end()) return;
      by_time_.erase({found->second.at, found->first});
      by_key_.erase(found);
    };
    for (const auto& key : change.cleared) drop(key);
    for (auto& due : change.set) {
      drop(due.key);
      due.seq = event.header.seq;
      due.depth = event.header.cause.depth;
      by_time_.emplace(due.at, due.key);
      std::string key = due.key;
      by_key_.emplace(std::move(key), std::move(due));
    }
    changed = changed_;
  }
  if (changed) changed();
  return ok();
}

Status DueList::reset() {
  std::lock_guard lock(mutex_);
  by_key_.clear();
  by_time_.clear();
  return ok();
}

std::optional<Due> DueList::earliest() const {
  std::lock_guard lock(mutex_);
  if (by_time_.empty()) return std::nullopt;
  return by_key_.find(by_time_.begin()->second)->second;
}

std::vector<Due> DueList::take_due(Instant now, std::size_t limit) {
  std::lock_guard lock(mutex_);
  std::vector<Due> out;
  while (!by_time_.empty() && by_time_.begin()->first <= now && out.size() < limit) {
    const auto found = by_key_.find(by_time_.begin()->second);
    out.push_back(std::move(found->second));
    by_key_.erase(found);
    by_time_.erase(by_time_.begin());
  }
  return out;
}

std::size_t DueList::size() const {
  std::lock_guard lock(mutex_);
  return by_key_.size();
}

void DueList::on_change(std::function<void()> callback) {
  std::lock_guard lock(mutex_);
  changed_ = std::move(callback);
}

}  // namespace heed::journal
