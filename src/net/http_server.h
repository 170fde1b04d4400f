// The front door: HTTP/1.1 and WebSocket on one I/O thread, in the clear on loopback, by TLS
// anywhere. It frames, limits and hands over, never decides or blocks.
//
// Threads: the handler is called on the I/O thread and must hand over at once; Responder and
// WebSocket may be used from any thread. A request waits for its answer before the next one of the
// same connection is read, so pipelined requests are answered in order.
// Limits: everything has one. What breaks a limit is answered (408, 413, 431, 400) and closed; a
// connection over the number allowed is closed at once; a WebSocket whose reader is slow is
// dropped. Failures of one connection end that connection, never the server.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "net/certificates.h"
#include "net/http.h"

namespace heed::net {

struct HttpLimits {
  std::size_t header_bytes_max = 16 * 1024;
  std::size_t body_bytes_max = 1 << 20;
  std::size_t connections_max = 16'384;
  Micros handshake_time{std::chrono::seconds(10)};
  Micros idle_time{std::chrono::seconds(75)};    // between two requests
  Micros read_time{std::chrono::seconds(15)};    // from the first byte of a request to its last
  Micros answer_time{std::chrono::seconds(60)};  // for the handler; then 503
  Micros write_time{std::chrono::seconds(30)};
  std::size_t message_bytes_max = 64 * 1024;   // of one WebSocket message received
  std::size_t send_queue_bytes_max = 4 << 20;  // waiting for one WebSocket
  std::size_t send_queue_messages_max = 4096;
  Micros websocket_idle_time{std::chrono::seconds(90)};  // pings at half of it; then closed
};

struct ServerTls {
  Identity identity;
  // Set: a client must show a certificate signed by one of these, or the handshake fails.
  std::optional<std::string> client_authorities_pem;
};

struct ListenOptions {
  std::string address = "127.0.0.1";  // a literal address, or "localhost"
  std::uint16_t port = 0;             // 0: any free port; see HttpServer::port()
  std::optional<ServerTls> tls;       // required off loopback
  HttpLimits limits;
  // Of the Date header and of stop()'s grace; null: the system's. Outlives the server.
  const Clock* clock = nullptr;
};

// One open WebSocket. Text messages only.
class WebSocket {
 public:
  virtual ~WebSocket() = default;
  // False where it is closed, or was just dropped because its queue is full.
  virtual bool send(std::string text) = 0;
  // Sends what is queued, then a close frame. Codes of RFC 6455; reason at most 120 bytes.
  virtual void close(std::uint16_t code, std::string reason) = 0;
  virtual bool is_open() const = 0;
};

// Called on the I/O thread. on_close is called once after on_open, and nothing after it; where the
// upgrade fails, nothing is called.
struct WebSocketHandler {
  std::function<void(std::shared_ptr<WebSocket>)> on_open;
  std::function<void(std::string text)> on_message;
  std::function<void()> on_close;
};

// For stand-ins (world/), which must misbehave as real sources do: bytes as they are, with pauses.
struct RawAnswer {
  struct Part {
    std::string bytes;
    Micros pause_before{0};
  };
  enum class Ending : std::uint8_t { close, reset, hang };
  std::vector<Part> parts;
  Ending ending = Ending::close;
};

class Exchange;  // one request waiting for its answer

// Answers one request, once: later calls do nothing. If every copy goes unanswered, the client is
// told 500. May outlive the server.
class Responder {
 public:
  explicit Responder(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}
  void respond(HttpResponse response) const;
  // Only where request.wants_websocket; otherwise the client is told 400.
  void upgrade(WebSocketHandler handler) const;
  void respond_raw(RawAnswer answer) const;

 private:
  std::shared_ptr<Exchange> exchange_;
};

using HttpHandler = std::function<void(HttpRequest, Responder)>;

class HttpServer {
 public:
  struct Counters {
    std::atomic<std::uint64_t> accepted{0};
    std::atomic<std::uint64_t> over_limit{0};  // connections closed because there were too many
    std::atomic<std::uint64_t> open{0};
    std::atomic<std::uint64_t> requests{0};
    std::atomic<std::uint64_t> bad_requests{0};  // malformed, too large, too slow
    std::atomic<std::uint64_t> websockets{0};    // open now
    std::atomic<std::uint64_t> slow_readers{0};  // WebSockets dropped for it
    std::atomic<std::uint64_t> failed_handshakes{0};
  };

  // Listening when it returns. Code::unavailable where the port is in use, Code::refused off
  // loopback without TLS, Code::invalid for a bad address or certificate.
  static Result<std::unique_ptr<HttpServer>> listen(ListenOptions options, HttpHandler handler);
  virtual ~HttpServer() = default;

  virtual std::uint16_t port() const = 0;
  virtual const std::string& address() const = 0;
  virtual const Counters& counters() const = 0;
  // False: connections are refused and idle ones closed, until true again on the same port.
  virtual Status set_accepting(bool accepting) = 0;
  // No new connections; idle ones close; WebSockets are told 1001; what is being answered has
  // `grace` to finish. Blocks; safe to call twice, and from any thread but the I/O thread.
  virtual void stop(Micros grace) = 0;
};

bool is_loopback_host(std::string_view host);

}  // namespace heed::net
