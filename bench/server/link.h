// One connection of a simulated console: HTTP/1.1 kept alive, or a WebSocket, as a browser opens
// them; and the loop that serves thousands of them on one thread. No library between the sockets
// and the figures: what is measured is Heed's time, not a client's. A connection that the server
// ends is counted in Loop::lost and stays ended. Not thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

namespace heed::bench {

using Time = std::chrono::steady_clock::time_point;
inline Time now() { return std::chrono::steady_clock::now(); }
inline double ms_between(Time from, Time to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

class Link;

class Loop {
 public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  void at(Time when, std::function<void()> what);
  // Until `done`, or at the latest then. False: it was not done.
  bool run(Time until, const std::function<bool()>& done);

  std::uint64_t lost = 0;  // connections that the server ended
  int poll = -1;
  std::vector<char> space;  // what is read at once, of any link

 private:
  struct Later {
    Time when;
    std::uint64_t order;
    std::function<void()> what;
    bool operator<(const Later& other) const {
      return when != other.when ? when > other.when : order > other.order;
    }
  };
  std::priority_queue<Later> later_;
  std::uint64_t order_ = 0;
};

class Link {
 public:
  // Status 0: the connection was lost.
  using Answered = std::function<void(int status, const std::string& body)>;

  Link(Loop& loop, std::uint16_t port) : loop_(loop), port_(port) {}
  ~Link() { end(); }
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  // `head` is further header lines. One request at a time goes out; others wait. Connects anew
  // where the server has closed an idle connection.
  void ask(const std::string& method, const std::string& path, const std::string& head,
           const std::string& body, Answered answered);
  // The connection becomes a WebSocket; `heard` is called with each text.
  void listen(const std::string& path, const std::string& head,
              std::function<void(std::string_view)> heard);
  void say(std::string_view text);
  bool listening() const { return upgraded_; }
  void end();

  void ready(std::uint32_t events);  // the loop's

 private:
  struct Asked {
    std::string bytes;
    Answered answered;
  };
  bool connect();
  void send_next();
  void write(std::string_view bytes);
  void flush();
  void take();
  bool take_answer();
  bool take_frame();
  void frame(unsigned opcode, std::string_view payload);
  void failed();

  Loop& loop_;
  std::uint16_t port_;
  int socket_ = -1;
  bool waiting_to_write_ = false;
  bool upgraded_ = false;
  bool in_flight_ = false;
  std::deque<Asked> asked_;
  std::function<void(std::string_view)> heard_;
  std::string in_;
  std::string out_;
};

}  // namespace heed::bench
