#include "net/raw_connection.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <utility>

namespace heed::net {

RawConnection::RawConnection(std::uint16_t port) {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval deadline{10, 0};
  const int on = 1;
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof deadline);
  setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &deadline, sizeof deadline);
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
    ::close(socket_);
    socket_ = -1;
  }
}

RawConnection::~RawConnection() {
  if (socket_ >= 0) ::close(socket_);
}

void RawConnection::shrink_receive_buffer() {
  const int small = 4096;
  setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
}

bool RawConnection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool RawConnection::fill() {
  char chunk[16384];
  const auto got = ::recv(socket_, chunk, sizeof chunk, 0);
  if (got < 0 && errno == ECONNRESET) reset_ = true;
  if (got <= 0) return false;
  buffer_.append(chunk, static_cast<std::size_t>(got));
  return true;
}

std::string RawConnection::read_until(std::string_view delimiter) {
  std::size_t at = 0;
  while ((at = buffer_.find(delimiter)) == std::string::npos) {
    if (!fill()) return std::exchange(buffer_, {});
  }
  std::string out = buffer_.substr(0, at + delimiter.size());
  buffer_.erase(0, out.size());
  return out;
}

std::string RawConnection::read_exactly(std::size_t size) {
  while (buffer_.size() < size && fill()) {
  }
  std::string out = buffer_.substr(0, size);
  buffer_.erase(0, out.size());
  return out;
}

std::string RawConnection::read_answer() {
  const std::string head = read_until("\r\n\r\n");
  const auto at = head.find("Content-Length: ");
  if (at == std::string::npos) return head;
  return head + read_exactly(std::strtoul(head.c_str() + at + 16, nullptr, 10));
}

std::string RawConnection::read_to_end() {
  while (fill()) {
  }
  return std::exchange(buffer_, {});
}

RawWebSocket::RawWebSocket(std::uint16_t port, const std::string& target,
                           const std::string& headers)
    : connection_(port) {
  connection_.send("GET " + target +
                   " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                   "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                   headers + "\r\n");
  answer_ = connection_.read_until("\r\n\r\n");
  open_ = answer_.starts_with("HTTP/1.1 101");
}

bool RawWebSocket::send_frame(int opcode, std::string_view payload, bool masked) {
  std::string frame(1, static_cast<char>(0x80 | opcode));
  const char mask_bit = masked ? static_cast<char>(0x80) : '\0';
  const auto size = payload.size();
  if (size < 126) {
    frame += static_cast<char>(mask_bit | static_cast<char>(size));
  } else {
    const int bytes = size < 65536 ? 2 : 8;
    frame += static_cast<char>(mask_bit | (bytes == 2 ? 126 : 127));
    for (int i = bytes - 1; i >= 0; --i) frame += static_cast<char>(size >> (8 * i) & 0xFF);
  }
  static constexpr char mask[] = {1, 2, 3, 4};
  if (masked) frame.append(mask, 4);
  for (std::size_t i = 0; i < size; ++i) {
    frame += masked ? static_cast<char>(payload[i] ^ mask[i % 4]) : payload[i];
  }
  return connection_.send(frame);
}

RawWebSocket::Frame RawWebSocket::receive() {
  for (;;) {
    const std::string head = connection_.read_exactly(2);
    if (head.size() < 2) return {};
    std::size_t size = head[1] & 0x7F;
    if (size >= 126) {
      const std::string length = connection_.read_exactly(size == 126 ? 2 : 8);
      size = 0;
      for (const char c : length) size = size << 8 | static_cast<unsigned char>(c);
    }
    Frame frame{head[0] & 0x0F, connection_.read_exactly(size)};
    if (frame.opcode != 0x9) return frame;
    send_frame(0xA, frame.payload);
  }
}

int RawWebSocket::Frame::close_code() const {
  if (opcode != 0x8 || payload.size() < 2) return 0;
  return static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]);
}

}  // namespace heed::net
