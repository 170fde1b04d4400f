// Words heard while they are typed: a screen sends a draft's text over its WebSocket and is told
// what was heard in it, and which questions it would raise. What is told is for that person alone
// and comes from their own words, never from a record (I2, I7); nothing is kept.
//
// At most four times a second a person: what comes sooner waits, and only the newest of a draft is
// heard. Thread-safe. say() is called on the I/O thread and only hands over; hearing runs on a
// worker, one text of a screen at a time. A screen keeps its last few drafts as heard, so that a
// growing text costs only its new words.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/timers.h"
#include "server/route.h"
#include "server/workers.h"

namespace heed::server {

struct HearMessage {
  std::string draft;  // a UUID that the page made
  std::int64_t rev = 0;
  std::string incident;  // an id or a reference; empty: of none
  std::string contact;
  std::string voice = "handler_note";
  std::string text;
};

// What one screen's drafts were heard as so far. Used by one thread at a time.
class Listening {
 public:
  virtual ~Listening() = default;
  // The message to send back, as JSON.
  virtual std::string hear(const HearMessage& message) = 0;
};

class Hearers {
 public:
  static constexpr int a_second = 4;
  static constexpr std::size_t drafts_max = 8;  // waiting, of one screen

  Hearers(Workers& workers, Timers& timers,
          std::function<std::shared_ptr<Listening>(const Principal&)> open)
      : shared_(std::make_shared<Shared>(workers, timers, std::move(open))) {}
  ~Hearers() { stop(); }
  Hearers(const Hearers&) = delete;
  Hearers& operator=(const Hearers&) = delete;

  // What still waits is dropped. Before workers and timers go.
  void stop();

  struct Screen;
  // `send` may be called from any thread.
  std::shared_ptr<Screen> open(const Principal& who, std::function<void(std::string)> send);
  void say(const std::shared_ptr<Screen>& screen, HearMessage message);

 private:
  struct Bucket;
  struct Shared {
    Shared(Workers& on, Timers& by, std::function<std::shared_ptr<Listening>(const Principal&)> how)
        : workers(&on), timers(by), open(std::move(how)) {}
    std::mutex mutex;
    Workers* workers;  // null once the server stops
    Timers& timers;
    std::function<std::shared_ptr<Listening>(const Principal&)> open;
    std::map<ActorId, std::weak_ptr<Bucket>> buckets;
  };
  static void next(const std::shared_ptr<Shared>& shared, const std::shared_ptr<Screen>& screen);
  static void hand_over(const std::shared_ptr<Shared>& shared,
                        const std::shared_ptr<Screen>& screen);
  static void hear(const std::shared_ptr<Shared>& shared, const std::shared_ptr<Screen>& screen);

  std::shared_ptr<Shared> shared_;
};

}  // namespace heed::server
