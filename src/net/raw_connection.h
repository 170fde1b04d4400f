// For tests: a TCP connection that sends exactly the bytes it is told to, well-formed or not, and a
// WebSocket client made of them. Blocking, with a deadline of ten seconds on every wait; not for
// the product.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace heed::net {

class RawConnection {
 public:
  explicit RawConnection(std::uint16_t port);
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  bool connected() const { return socket_ >= 0; }
  bool send(std::string_view bytes);
  // Reads up to and with `delimiter`; what there was, if the peer closed or time ran out.
  std::string read_until(std::string_view delimiter);
  std::string read_exactly(std::size_t size);
  // One HTTP answer with its body by Content-Length.
  std::string read_answer();
  // Everything until the peer closes.
  std::string read_to_end();
  bool was_reset() const { return reset_; }
  void shrink_receive_buffer();

 private:
  bool fill();
  int socket_ = -1;
  bool reset_ = false;
  std::string buffer_;
};

class RawWebSocket {
 public:
  RawWebSocket(std::uint16_t port, const std::string& target, const std::string& headers = {});
  bool is_open() const { return open_; }
  const std::string& handshake_answer() const { return answer_; }
  bool send_text(std::string_view text) { return send_frame(0x1, text); }
  bool send_frame(int opcode, std::string_view payload, bool masked = true);

  struct Frame {
    int opcode = -1;  // -1: the connection ended without a close frame
    std::string payload;
    int close_code() const;  // 0 where it is not a close frame
  };
  // The next frame that is not a ping; pings are answered.
  Frame receive();
  RawConnection& connection() { return connection_; }

 private:
  RawConnection connection_;
  bool open_ = false;
  std::string answer_;
};

}  // namespace heed::net
