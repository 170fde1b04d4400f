#include "journal/feed.h"

#include <algorithm>
#include <exception>

#include "base/assert.h"

namespace heed::journal {
namespace {

constexpr std::size_t batch = 256;
constexpr auto pause_after_failed_read = std::chrono::seconds(1);

Status apply_to(Projection& projection, const StoredEvent& event) {
  try {
    return projection.apply(event);
  } catch (const std::exception& failure) {
    return error(Code::corrupt, std::string("the projection threw: ") + failure.what());
  }
}

}  // namespace

struct Feed::Follower {
  std::string name;
  std::uint64_t seen = 0;
  Projection* projection = nullptr;
  std::function<void(const StoredEvent&)> listener;
  std::optional<Error> stopped;
  bool unsettled = false;
};

Feed::Feed(Journal& journal, AlarmSink alarm) : journal_(journal), alarm_(std::move(alarm)) {}

Feed::~Feed() { stop(); }

void Feed::follow(Projection& projection) {
  HEED_ASSERT(!thread_.joinable());
  auto follower = std::make_unique<Follower>();
  follower->name = projection.name();
  follower->projection = &projection;
  follower->seen = projection.applied();
  // Made from a ledger that has since been restored to an earlier state: it knows too much.
  if (follower->seen > journal_.head().seq) {
    follower->seen = 0;
    if (auto reset = projection.reset(); !reset) follower->stopped = reset.error();
  }
  std::lock_guard lock(mutex_);
  // Projections come before watchers, so that what a watcher looks up is already there.
  const auto place = std::find_if(followers_.begin(), followers_.end(),
                                  [](const auto& other) { return !other->projection; });
  followers_.insert(place, std::move(follower));
}

void Feed::watch(std::string name, std::uint64_t after_seq,
                 std::function<void(const StoredEvent&)> listener) {
  HEED_ASSERT(!thread_.joinable());
  auto follower = std::make_unique<Follower>();
  follower->name = std::move(name);
  follower->seen = after_seq;
  follower->listener = std::move(listener);
  std::lock_guard lock(mutex_);
  followers_.push_back(std::move(follower));
}

void Feed::stop_follower(Follower& follower, Error error) {
  alarm_({Alarm::Kind::projection_stopped, "the view \"" + follower.name + "\" stopped at event " +
                                               std::to_string(follower.seen + 1) + ": " +
                                               error.detail});
  std::lock_guard lock(mutex_);
  follower.stopped = std::move(error);
}

Status Feed::give(Follower& follower, const StoredEvent& event) {
  if (follower.projection) {
    HEED_CHECK(apply_to(*follower.projection, event));
    follower.unsettled = true;
  } else {
    follower.listener(event);
  }
  std::lock_guard lock(mutex_);
  follower.seen = event.header.seq;
  return ok();
}

Result<std::size_t> Feed::deliver_some() {
  std::uint64_t from = ~0ULL;
  for (const auto& follower : followers_) {
    if (!follower->stopped) from = std::min(from, follower->seen);
  }
  if (from == ~0ULL || from >= journal_.head().seq) return std::size_t{0};
  HEED_TRY(const std::vector<StoredEvent> events, journal_.read_feed(from, batch));
  for (const auto& event : events) {
    for (const auto& follower : followers_) {
      if (follower->stopped || follower->seen >= event.header.seq) continue;
      if (auto given = give(*follower, event); !given) stop_follower(*follower, given.error());
    }
  }
  for (const auto& follower : followers_) {
    if (!follower->unsettled || follower->stopped) continue;
    follower->unsettled = false;
    if (auto settled = follower->projection->settle(follower->seen); !settled) {
      stop_follower(*follower, settled.error());
    }
  }
  changed_.notify_all();
  return events.size();
}

Result<std::size_t> Feed::pump() {
  HEED_ASSERT(!thread_.joinable());
  std::size_t delivered = 0;
  for (;;) {
    HEED_TRY(const std::size_t some, deliver_some());
    if (some == 0) return delivered;
    delivered += some;
  }
}

void Feed::start() {
  HEED_ASSERT(!thread_.joinable());
  stopping_ = false;
  more_ = true;
  listening_ = journal_.listen([this](std::uint64_t) {
    std::lock_guard lock(mutex_);
    more_ = true;
    changed_.notify_all();
  });
  thread_ = std::thread([this] { run(); });
}

void Feed::stop() {
  if (!thread_.joinable()) return;
  journal_.stop_listening(listening_);
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
  thread_ = {};
}

void Feed::run() {
  bool alarmed = false;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (!more_) {
      changed_.wait(lock);
      continue;
    }
    more_ = false;
    lock.unlock();
    const auto delivered = deliver_some();
    if (!delivered && !alarmed) {
      alarm_({Alarm::Kind::projection_stopped,
              "the feed cannot read the ledger: " + delivered.error().message()});
    }
    alarmed = !delivered;
    lock.lock();
    if (!delivered) changed_.wait_for(lock, pause_after_failed_read);
    more_ = more_ || !delivered || *delivered > 0;
  }
}

bool Feed::wait_until(std::uint64_t seq, Micros patience) {
  if (!thread_.joinable()) {
    if (auto pumped = pump(); !pumped) return false;
  }
  std::unique_lock lock(mutex_);
  const auto arrived = [&] {
    for (const auto& follower : followers_) {
      if (!follower->stopped && follower->seen < seq) return false;
    }
    return true;
  };
  if (!thread_.joinable()) return arrived();
  return changed_.wait_for(lock, patience, arrived);
}

std::vector<ProjectionStanding> Feed::standings() const {
  const std::uint64_t head = journal_.head().seq;
  std::lock_guard lock(mutex_);
  std::vector<ProjectionStanding> out;
  for (const auto& follower : followers_) {
    if (follower->projection)
      out.push_back({follower->name, follower->seen, head, follower->stopped});
  }
  return out;
}

Result<std::uint64_t> rebuild(const Journal& journal, Projection& projection,
                              const std::function<void(std::uint64_t)>& progress) {
  HEED_CHECK(projection.reset());
  std::uint64_t seq = 0;
  for (;;) {
    HEED_TRY(const std::vector<StoredEvent> events, journal.read_feed(seq, 1000));
    if (events.empty()) break;
    for (const auto& event : events) {
      if (auto applied = apply_to(projection, event); !applied) {
        Error failed = applied.error();
        failed.where = "event " + std::to_string(event.header.seq) + ", view \"" +
                       std::string(projection.name()) + "\"";
        return failed;
      }
      seq = event.header.seq;
      if (progress && seq % 10'000 == 0) progress(seq);
    }
    HEED_CHECK(projection.settle(seq));
  }
  return seq;
}

}  // namespace heed::journal
