// One TCP connection, plain or TLS, as bytes with completion callbacks: what lies between the
// sockets library and our own protocol code, so that few files include that library. Owned by the
// I/O thread and used only there. A callback never runs inside the call that started it. At most
// one read and one write at a time. Errors are the library's; after an error only close() is left.
#pragma once

#include <boost/system/error_code.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "net/http_server.h"

namespace boost::asio {
class io_context;
}

namespace heed::net {

class Stream {
 public:
  using Done = std::function<void(boost::system::error_code, std::size_t)>;
  static constexpr std::size_t buffers_max = 16;

  virtual ~Stream() = default;
  virtual boost::asio::io_context& context() = 0;
  // TLS: the handshake. Plain: done at once.
  virtual void handshake(std::function<void(boost::system::error_code)> done) = 0;
  virtual void read_some(void* into, std::size_t size, Done done) = 0;
  // Buffers past buffers_max are left for the next call; the bytes must outlive it.
  virtual void write_some(std::span<const std::string_view> buffers, Done done) = 0;
  // All of `buffers`; the bytes must outlive it.
  virtual void write_all(std::span<const std::string_view> buffers, Done done) = 0;
  // Says that nothing more will be sent: close_notify (and waits for the peer's), then the end of
  // the TCP stream. Needs a deadline.
  virtual void finish_sending(std::function<void()> done) = 0;
  // One deadline at a time; a new one replaces it. Not run once cancelled or closed.
  virtual void expire_after(Micros delay, std::function<void()> expired) = 0;
  virtual void cancel_deadline() = 0;
  virtual void close() = 0;
  // Closes so that the peer sees a reset.
  virtual void reset() = 0;

  virtual bool secure() const = 0;
  virtual std::string client_subject() const = 0;
  const std::string& remote_address() const { return remote_address_; }

 protected:
  std::string remote_address_;
};

// Accepts connections on one address, until destroyed. Belongs to the I/O thread once it runs.
class Acceptor {
 public:
  using OnConnection = std::function<void(std::shared_ptr<Stream>)>;
  static Result<std::unique_ptr<Acceptor>> open(boost::asio::io_context& io,
                                                const ListenOptions& options,
                                                OnConnection on_connection);
  virtual ~Acceptor() = default;
  virtual std::uint16_t port() const = 0;
  virtual const std::string& address() const = 0;
  virtual void pause() = 0;  // closes the port: who connects is refused
  virtual Status resume() = 0;
};

}  // namespace heed::net
