#include "server/hear.h"

#include <algorithm>

namespace heed::server {

// Four tokens that come back four a second.
struct Hearers::Bucket {
  double tokens = a_second;
  Steady last{};

  // How long until there is one; zero: it was taken.
  Micros take(Steady now) {
    const double since = static_cast<double>((now - last).count()) / 1e6;
    tokens = std::min<double>(a_second, tokens + since * a_second);
    last = now;
    if (tokens >= 1) {
      tokens -= 1;
      return Micros(0);
    }
    return Micros(static_cast<std::int64_t>((1 - tokens) / a_second * 1e6) + 1);
  }
};

struct Hearers::Screen {
  Principal who;
  std::function<void(std::string)> send;
  std::shared_ptr<Bucket> bucket;        // under Shared::mutex
  std::shared_ptr<Listening> listening;  // by the one who hears
  // Under Shared::mutex:
  std::map<std::string, HearMessage> waiting;  // by draft: the newest
  std::string last;                            // whose turn it was
  bool busy = false;
};

void Hearers::stop() {
  const std::lock_guard lock(shared_->mutex);
  shared_->workers = nullptr;
}

std::shared_ptr<Hearers::Screen> Hearers::open(const Principal& who,
                                               std::function<void(std::string)> send) {
  auto screen = std::make_shared<Screen>();
  screen->who = who;
  screen->send = std::move(send);
  const std::lock_guard lock(shared_->mutex);
  auto& known = shared_->buckets[who.id];
  screen->bucket = known.lock();
  if (!screen->bucket) {
    std::erase_if(shared_->buckets, [](const auto& one) { return one.second.expired(); });
    screen->bucket = std::make_shared<Bucket>();
    screen->bucket->last = shared_->timers.clock().steady();
    shared_->buckets[who.id] = screen->bucket;
  }
  return screen;
}

void Hearers::say(const std::shared_ptr<Screen>& screen, HearMessage message) {
  const std::lock_guard lock(shared_->mutex);
  const auto waiting = screen->waiting.find(message.draft);
  if (waiting == screen->waiting.end()) {
    if (screen->waiting.size() >= drafts_max) return;
    screen->waiting.emplace(message.draft, std::move(message));
  } else if (message.rev >= waiting->second.rev) {
    waiting->second = std::move(message);
  }
  if (!screen->busy) next(shared_, screen);
}

// Under the mutex.
void Hearers::next(const std::shared_ptr<Shared>& shared, const std::shared_ptr<Screen>& screen) {
  screen->busy = false;
  if (screen->waiting.empty() || !shared->workers) return;
  screen->busy = true;
  const Micros wait = screen->bucket->take(shared->timers.clock().steady());
  if (wait == Micros(0)) {
    hand_over(shared, screen);
    return;
  }
  shared->timers.after(wait, [shared, screen] {
    const std::lock_guard lock(shared->mutex);
    if (shared->workers) next(shared, screen);
  });
}

void Hearers::hand_over(const std::shared_ptr<Shared>& shared,
                        const std::shared_ptr<Screen>& screen) {
  const bool taken = shared->workers->run(screen->who.id.str(), Lane::ordinary,
                                          [shared, screen] { hear(shared, screen); });
  if (taken) return;
  // Too much waits already: hearing prompts, intake goes first. What is typed next is heard.
  screen->waiting.clear();
  screen->busy = false;
}

void Hearers::hear(const std::shared_ptr<Shared>& shared, const std::shared_ptr<Screen>& screen) {
  HearMessage message;
  {
    const std::lock_guard lock(shared->mutex);
    if (screen->waiting.empty()) return next(shared, screen);
    auto turn = screen->waiting.upper_bound(screen->last);
    if (turn == screen->waiting.end()) turn = screen->waiting.begin();
    screen->last = turn->first;
    message = std::move(turn->second);
    screen->waiting.erase(turn);
  }
  if (!screen->listening && shared->open) screen->listening = shared->open(screen->who);
  if (screen->listening) screen->send(screen->listening->hear(message));
  const std::lock_guard lock(shared->mutex);
  next(shared, screen);
}

}  // namespace heed::server
