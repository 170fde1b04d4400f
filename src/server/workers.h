// The desk's workers: threads that may block. What belongs to one incident runs on one worker, in
// order, so that an incident is never on two threads. Queues are bounded; under load dashboards are
// turned away first, then what is ordinary; intake has room to the last (I12). Thread-safe.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "server/route.h"

namespace heed::server {

class Workers {
 public:
  // `niceness`: they give way to whoever has less, as the operating system counts (0 to 19).
  explicit Workers(std::size_t count = 32, std::size_t queue_max = 512, int niceness = 0);
  ~Workers();  // finishes what was taken
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // False where the queue is too long for that lane: nothing was taken.
  bool run(std::string_view ordered_by, Lane lane, std::function<void()> work);
  std::size_t waiting() const;

 private:
  struct Worker {
    mutable std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::function<void()>> queue;
    bool stopping = false;
    std::thread thread;
  };
  static void serve(Worker& worker);

  std::size_t queue_max_;
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace heed::server
