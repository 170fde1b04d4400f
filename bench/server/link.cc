#include "link.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

namespace heed::bench {
namespace {

constexpr int events_at_once = 256;
constexpr std::string_view mask = "\x21\x43\x65\x87";  // any will do: it hides nothing from us

}  // namespace

Loop::Loop() : poll(epoll_create1(0)), space(256 * 1024) {}
Loop::~Loop() { close(poll); }

void Loop::at(Time when, std::function<void()> what) {
  later_.push({when, ++order_, std::move(what)});
}

bool Loop::run(Time until, const std::function<bool()>& done) {
  std::vector<epoll_event> events(events_at_once);
  while (!done()) {
    Time at = now();
    if (at >= until) return false;
    while (!later_.empty() && later_.top().when <= at) {
      auto what = std::move(const_cast<Later&>(later_.top()).what);
      later_.pop();
      what();
      at = now();
    }
    const Time next = later_.empty() ? until : std::min(until, later_.top().when);
    const int wait = std::clamp(static_cast<int>(ms_between(at, next) + 0.5), 0, 1000);
    const int ready = epoll_wait(poll, events.data(), events_at_once, wait);
    for (int i = 0; i < ready; ++i) {
      static_cast<Link*>(events[static_cast<std::size_t>(i)].data.ptr)
          ->ready(events[static_cast<std::size_t>(i)].events);
    }
  }
  return true;
}

bool Link::connect() {
  socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket_ < 0) {
    fmt::print(stderr, "no more sockets: raise the limit on open files (ulimit -n)\n");
    return false;
  }
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port_);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  // On loopback this takes microseconds, or the server's backlog is full and we are to wait.
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) {
    close(socket_);
    socket_ = -1;
    return false;
  }
  const int yes = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  fcntl(socket_, F_SETFL, O_NONBLOCK);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = this;
  epoll_ctl(loop_.poll, EPOLL_CTL_ADD, socket_, &event);
  waiting_to_write_ = false;
  return true;
}

void Link::ask(const std::string& method, const std::string& path, const std::string& head,
               const std::string& body, Answered answered) {
  std::string bytes = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + head;
  if (!body.empty()) {
    bytes += fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", body.size());
  }
  asked_.push_back({bytes + "\r\n" + body, std::move(answered)});
  if (!in_flight_) send_next();
}

void Link::send_next() {
  if (asked_.empty()) return;
  if (socket_ < 0 && !connect()) {
    failed();
    return;
  }
  in_flight_ = true;
  write(asked_.front().bytes);
}

void Link::listen(const std::string& path, const std::string& head,
                  std::function<void(std::string_view)> heard) {
  heard_ = std::move(heard);
  ask("GET", path,
      head +
          "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
      {}, [](int, const std::string&) {});
}

void Link::say(std::string_view text) {
  if (upgraded_) frame(1, text);
}

void Link::frame(unsigned opcode, std::string_view payload) {
  std::string bytes(1, static_cast<char>(0x80U | opcode));
  if (payload.size() < 126) {
    bytes += static_cast<char>(0x80U | payload.size());
  } else {
    bytes += static_cast<char>(0x80U | 126U);
    bytes += static_cast<char>(payload.size() >> 8U);
    bytes += static_cast<char>(payload.size() & 0xFFU);
  }
  bytes += mask;
  for (std::size_t i = 0; i < payload.size(); ++i) {
    bytes += static_cast<char>(payload[i] ^ mask[i % 4]);
  }
  write(bytes);
}

void Link::write(std::string_view bytes) {
  out_ += bytes;
  flush();
}

void Link::flush() {
  while (!out_.empty() && socket_ >= 0) {
    const ssize_t sent = send(socket_, out_.data(), out_.size(), MSG_NOSIGNAL);
    if (sent <= 0) break;
    out_.erase(0, static_cast<std::size_t>(sent));
  }
  const bool wants = !out_.empty();
  if (wants == waiting_to_write_ || socket_ < 0) return;
  waiting_to_write_ = wants;
  epoll_event event{};
  event.events = wants ? EPOLLIN | EPOLLOUT : EPOLLIN;
  event.data.ptr = this;
  epoll_ctl(loop_.poll, EPOLL_CTL_MOD, socket_, &event);
}

void Link::ready(std::uint32_t events) {
  if (events & EPOLLOUT) flush();
  if (!(events & (EPOLLIN | EPOLLHUP | EPOLLERR)) || socket_ < 0) return;
  const ssize_t size = recv(socket_, loop_.space.data(), loop_.space.size(), 0);
  if (size > 0) {
    in_.append(loop_.space.data(), static_cast<std::size_t>(size));
    take();
    return;
  }
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
  const bool idle = !in_flight_ && !upgraded_;  // kept alive for long enough
  if (!idle) ++loop_.lost;
  end();
  if (!idle) failed();
}

void Link::failed() {
  in_flight_ = false;
  auto all = std::move(asked_);
  asked_.clear();
  for (auto& one : all) one.answered(0, {});
}

void Link::end() {
  if (socket_ >= 0) close(socket_);
  socket_ = -1;
  upgraded_ = false;
  in_.clear();
  out_.clear();
}

void Link::take() {
  while (socket_ >= 0 && (upgraded_ ? take_frame() : take_answer())) {
  }
  if (in_.empty()) in_.shrink_to_fit();
}

bool Link::take_answer() {
  const auto head_end = in_.find("\r\n\r\n");
  if (head_end == std::string::npos || !in_flight_) return false;
  const std::string head = in_.substr(0, head_end + 2);
  const int status = std::atoi(head.c_str() + 9);
  const auto length_at = head.find("Content-Length: ");
  const std::size_t length = length_at == std::string::npos
                                 ? 0
                                 : std::strtoull(head.c_str() + length_at + 16, nullptr, 10);
  if (in_.size() < head_end + 4 + length) return false;
  const std::string body = in_.substr(head_end + 4, length);
  in_.erase(0, head_end + 4 + length);
  const auto answered = std::move(asked_.front().answered);
  asked_.pop_front();
  in_flight_ = false;
  upgraded_ = status == 101;
  if (head.find("Connection: close") != std::string::npos) end();
  answered(status, body);
  if (!in_flight_) send_next();
  return true;
}

bool Link::take_frame() {
  if (in_.size() < 2) return false;
  const auto byte = [this](std::size_t i) { return static_cast<unsigned char>(in_[i]); };
  std::size_t length = byte(1) & 0x7FU;
  std::size_t at = 2;
  if (length >= 126) {
    const std::size_t more = length == 126 ? 2 : 8;
    if (in_.size() < at + more) return false;
    length = 0;
    for (std::size_t i = 0; i < more; ++i) length = (length << 8U) | byte(at + i);
    at += more;
  }
  if (in_.size() < at + length) return false;
  const unsigned opcode = byte(0) & 0x0FU;
  const std::string payload = in_.substr(at, length);
  in_.erase(0, at + length);
  if (opcode == 1 && heard_) heard_(payload);
  if (opcode == 9) frame(10, payload);
  if (opcode == 8) {
    ++loop_.lost;
    end();
  }
  return true;
}

}  // namespace heed::bench
