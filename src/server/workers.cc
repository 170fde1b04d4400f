#include "server/workers.h"

#include <sys/resource.h>
#include <unistd.h>

namespace heed::server {

Workers::Workers(std::size_t count, std::size_t queue_max, int niceness) : queue_max_(queue_max) {
  for (std::size_t i = 0; i < count; ++i) {
    workers_.push_back(std::make_unique<Worker>());
    auto& worker = *workers_.back();
    worker.thread = std::thread([&worker, niceness] {
      if (niceness > 0) (void)setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), niceness);
      serve(worker);
    });
  }
}

Workers::~Workers() {
  for (auto& worker : workers_) {
    const std::lock_guard lock(worker->mutex);
    worker->stopping = true;
    worker->changed.notify_all();
  }
  for (auto& worker : workers_) worker->thread.join();
}

void Workers::serve(Worker& worker) {
  std::unique_lock lock(worker.mutex);
  for (;;) {
    worker.changed.wait(lock, [&] { return worker.stopping || !worker.queue.empty(); });
    if (worker.queue.empty()) return;
    const auto work = std::move(worker.queue.front());
    worker.queue.pop_front();
    lock.unlock();
    work();
    lock.lock();
  }
}

bool Workers::run(std::string_view ordered_by, Lane lane, std::function<void()> work) {
  auto& worker = *workers_[std::hash<std::string_view>()(ordered_by) % workers_.size()];
  std::size_t room = queue_max_;
  if (lane == Lane::dashboard) room = queue_max_ / 4;
  if (lane == Lane::ordinary) room = queue_max_ / 4 * 3;
  const std::lock_guard lock(worker.mutex);
  if (worker.stopping || worker.queue.size() >= room) return false;
  worker.queue.push_back(std::move(work));
  worker.changed.notify_one();
  return true;
}

std::size_t Workers::waiting() const {
  std::size_t sum = 0;
  for (const auto& worker : workers_) {
    const std::lock_guard lock(worker->mutex);
    sum += worker->queue.size();
  }
  return sum;
}

}  // namespace heed::server
