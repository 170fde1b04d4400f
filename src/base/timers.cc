#include "base/timers.h"

namespace heed {

ThreadTimers::ThreadTimers(const Clock& clock) : clock_(clock), thread_([this] { run(); }) {}

ThreadTimers::~ThreadTimers() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

TimerId ThreadTimers::at(Steady when, std::function<void()> callback) {
  std::lock_guard lock(mutex_);
  const TimerId id = next_++;
  due_.emplace(std::pair(when, id), std::move(callback));
  when_.emplace(id, when);
  changed_.notify_all();
  return id;
}

bool ThreadTimers::cancel(TimerId id) {
  std::lock_guard lock(mutex_);
  const auto found = when_.find(id);
  if (found == when_.end()) return false;
  due_.erase({found->second, id});
  when_.erase(found);
  return true;
}

void ThreadTimers::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (due_.empty()) {
      changed_.wait(lock);
      continue;
    }
    const auto first = due_.begin();
    const Steady wait = first->first.first - clock_.steady();
    if (wait > Steady::zero()) {
      changed_.wait_for(lock, wait);
      continue;
    }
    const auto callback = std::move(first->second);
    when_.erase(first->first.second);
    due_.erase(first);
    lock.unlock();
    callback();
    lock.lock();
  }
}

TimerId ManualTimers::at(Steady when, std::function<void()> callback) {
  std::lock_guard lock(mutex_);
  const TimerId id = next_++;
  due_.emplace(std::pair(when, id), std::move(callback));
  when_.emplace(id, when);
  return id;
}

bool ManualTimers::cancel(TimerId id) {
  std::lock_guard lock(mutex_);
  const auto found = when_.find(id);
  if (found == when_.end()) return false;
  due_.erase({found->second, id});
  when_.erase(found);
  return true;
}

std::optional<Steady> ManualTimers::next() const {
  std::lock_guard lock(mutex_);
  if (due_.empty()) return std::nullopt;
  return due_.begin()->first.first;
}

std::size_t ManualTimers::run_until(Steady until, std::size_t most) {
  std::size_t ran = 0;
  while (ran < most) {
    std::function<void()> callback;
    {
      std::lock_guard lock(mutex_);
      if (due_.empty() || due_.begin()->first.first > until) break;
      const auto first = due_.begin();
      const Steady wait = first->first.first - clock_.steady();
      if (wait > Steady::zero()) clock_.advance(wait);
      callback = std::move(first->second);
      when_.erase(first->first.second);
      due_.erase(first);
    }
    callback();
    ++ran;
  }
  const Steady rest = until - clock_.steady();
  if (rest > Steady::zero()) clock_.advance(rest);
  return ran;
}

}  // namespace heed
