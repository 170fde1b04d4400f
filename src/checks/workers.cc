#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "checks/runner.h"

namespace heed::checks {
namespace {

class ThreadWorkers final : public Workers {
 public:
  explicit ThreadWorkers(int threads) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
  }
  ~ThreadWorkers() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      waiting_.clear();
    }
    changed_.notify_all();
    for (auto& thread : threads_) thread.join();
  }
  bool post(std::function<void()> work) override {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return false;
      waiting_.push_back(std::move(work));
    }
    changed_.notify_one();
    return true;
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      auto work = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      work();
      work = nullptr;
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

class TimerWorkers final : public Workers {
 public:
  explicit TimerWorkers(Timers& timers) : timers_(timers) {}
  bool post(std::function<void()> work) override {
    timers_.at(timers_.clock().steady(), std::move(work));
    return true;
  }

 private:
  Timers& timers_;
};

}  // namespace

std::unique_ptr<Workers> thread_workers(int threads) {
  return std::make_unique<ThreadWorkers>(threads);
}

std::unique_ptr<Workers> timer_workers(Timers& timers) {
  return std::make_unique<TimerWorkers>(timers);
}

}  // namespace heed::checks
