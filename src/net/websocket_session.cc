#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>

#include "net/http_session.h"

namespace heed::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

// Our Stream, as Beast wants to see it.
struct BeastStream {
  using executor_type = asio::io_context::executor_type;
  std::shared_ptr<Stream> stream;

  executor_type get_executor() const { return stream->context().get_executor(); }

  template <class Buffers, class Handler>
  auto async_read_some(const Buffers& buffers, Handler&& handler) {
    return asio::async_initiate<Handler, void(error_code, std::size_t)>(
        [](auto done, Stream* to, asio::mutable_buffer space) {
          auto kept = std::make_shared<decltype(done)>(std::move(done));
          to->read_some(space.data(), space.size(), [kept](error_code failure, std::size_t size) {
            std::move (*kept)(failure, size);
          });
        },
        handler, stream.get(), first_of<asio::mutable_buffer>(buffers));
  }

  template <class Buffers, class Handler>
  auto async_write_some(const Buffers& buffers, Handler&& handler) {
    std::array<std::string_view, Stream::buffers_max> parts;
    std::size_t count = 0;
    for (auto at = asio::buffer_sequence_begin(buffers), end = asio::buffer_sequence_end(buffers);
         at != end && count < parts.size(); ++at) {
      const asio::const_buffer part = *at;
      parts[count++] = {static_cast<const char*>(part.data()), part.size()};
    }
    return asio::async_initiate<Handler, void(error_code, std::size_t)>(
        [](auto done, Stream* to, auto list, std::size_t used) {
          auto kept = std::make_shared<decltype(done)>(std::move(done));
          to->write_some({list.data(), used}, [kept](error_code failure, std::size_t size) {
            std::move (*kept)(failure, size);
          });
        },
        handler, stream.get(), parts, count);
  }

  template <class Buffer, class Buffers>
  static Buffer first_of(const Buffers& buffers) {
    for (auto at = asio::buffer_sequence_begin(buffers), end = asio::buffer_sequence_end(buffers);
         at != end; ++at) {
      const Buffer part = *at;
      if (part.size() > 0) return part;
    }
    return {};
  }

  friend void beast_close_socket(BeastStream& self) { self.stream->close(); }
  friend void teardown(beast::role_type, BeastStream& self, error_code&) { self.stream->close(); }
  template <class Handler>
  friend void async_teardown(beast::role_type, BeastStream& self, Handler&& handler) {
    auto kept = std::make_shared<std::decay_t<Handler>>(std::forward<Handler>(handler));
    self.stream->expire_after(std::chrono::seconds(2), [stream = self.stream] { stream->close(); });
    self.stream->finish_sending([kept, stream = self.stream] {
      stream->close();
      std::move (*kept)(error_code());
    });
  }
};

class WebSocketSession;

// What other threads hold: a bounded queue and a way to wake the I/O thread.
class Handle final : public WebSocket {
 public:
  explicit Handle(std::shared_ptr<ServerCore> core) : core_(std::move(core)) {}
  bool send(std::string text) override;
  void close(std::uint16_t code, std::string reason) override;
  bool is_open() const override {
    const std::lock_guard lock(mutex_);
    return open_;
  }

  // I/O thread.
  void attach(std::weak_ptr<WebSocketSession> session) { session_ = std::move(session); }
  void mark_closed() {
    const std::lock_guard lock(mutex_);
    open_ = false;
    queue_.clear();
    bytes_ = 0;
  }
  bool take(std::string& into) {
    const std::lock_guard lock(mutex_);
    if (queue_.empty()) return false;
    into = std::move(queue_.front());
    queue_.pop_front();
    bytes_ -= into.size();
    return true;
  }

 private:
  friend class WebSocketSession;
  template <class Work>
  void post(Work work) {
    core_->post([session = session_, work = std::move(work)] {
      if (const auto self = session.lock()) work(*self);
    });
  }

  std::shared_ptr<ServerCore> core_;
  std::weak_ptr<WebSocketSession> session_;
  mutable std::mutex mutex_;
  bool open_ = true;
  std::deque<std::string> queue_;
  std::size_t bytes_ = 0;
};

class WebSocketSession final : public Connection,
                               public std::enable_shared_from_this<WebSocketSession> {
 public:
  WebSocketSession(std::shared_ptr<ServerCore> core, std::shared_ptr<Stream> stream,
                   WebSocketHandler handler)
      : core_(std::move(core)),
        handler_(std::move(handler)),
        handle_(std::make_shared<Handle>(core_)),
        ws_(BeastStream{std::move(stream)}) {
    core_->connections.insert(this);
    ++core_->counters.websockets;
  }
  ~WebSocketSession() override {
    core_->connections.erase(this);
    --core_->counters.websockets;
    handle_->mark_closed();
  }

  void start(std::string head) {
    handle_->attach(weak_from_this());
    websocket::stream_base::timeout timeout;
    timeout.handshake_timeout = core_->limits.handshake_time;
    timeout.idle_timeout = core_->limits.websocket_idle_time;
    timeout.keep_alive_pings = true;
    ws_.set_option(timeout);
    ws_.read_message_max(core_->limits.message_bytes_max);
    ws_.text(true);
    ws_.auto_fragment(false);
    head_ = std::move(head);
    ws_.async_accept(asio::buffer(head_), [self = shared_from_this()](error_code failure) {
      if (failure) {
        self->ws_.next_layer().stream->close();
        self->ended();
        return;
      }
      self->accepted_ = true;
      if (self->handler_.on_open) self->handler_.on_open(self->handle_);
      self->read();
      self->pump();
    });
  }

  void pump() {
    if (!accepted_ || writing_ || closing_) return;
    if (!handle_->take(out_)) {
      if (close_wanted_) send_close();
      return;
    }
    writing_ = true;
    ws_.async_write(asio::buffer(out_),
                    [self = shared_from_this()](error_code failure, std::size_t) {
                      self->writing_ = false;
                      if (!failure) self->pump();
                    });
  }
  void close_after_queue(std::uint16_t code, const std::string& reason) {
    if (close_wanted_) return;
    close_wanted_ = true;
    reason_ =
        websocket::close_reason(static_cast<websocket::close_code>(code), reason.substr(0, 120));
    pump();
  }
  void drop_slow_reader() {
    ++core_->counters.slow_readers;
    abort();
  }

  void stop_when_idle() override {
    close_after_queue(websocket::close_code::going_away, "stopping");
  }
  void abort() override { ws_.next_layer().stream->close(); }

 private:
  void read() {
    ws_.async_read(in_, [self = shared_from_this()](error_code failure, std::size_t) {
      if (failure) {
        self->ended();
        return;
      }
      if (!self->ws_.got_text()) {
        self->close_after_queue(websocket::close_code::unknown_data, "expected text messages");
      } else if (self->handler_.on_message && !self->close_wanted_) {
        const auto bytes = self->in_.cdata();
        self->handler_.on_message({static_cast<const char*>(bytes.data()), bytes.size()});
      }
      self->in_.consume(self->in_.size());
      self->read();
    });
  }

  void send_close() {
    closing_ = true;
    ws_.async_close(reason_, [self = shared_from_this()](error_code) {});
  }

  void ended() {
    if (over_) return;
    over_ = true;
    handle_->mark_closed();
    if (accepted_ && handler_.on_close) handler_.on_close();
    handler_ = {};  // it may hold what holds us
  }

  std::shared_ptr<ServerCore> core_;
  WebSocketHandler handler_;
  std::shared_ptr<Handle> handle_;
  websocket::stream<BeastStream, false> ws_;
  beast::flat_buffer in_;
  std::string head_;
  std::string out_;
  websocket::close_reason reason_;
  bool accepted_ = false;
  bool writing_ = false;
  bool close_wanted_ = false;
  bool closing_ = false;
  bool over_ = false;
};

bool Handle::send(std::string text) {
  bool full = false;
  {
    const std::lock_guard lock(mutex_);
    if (!open_) return false;
    full = queue_.size() >= core_->limits.send_queue_messages_max ||
           bytes_ + text.size() > core_->limits.send_queue_bytes_max;
    if (full) {
      open_ = false;
      queue_.clear();
      bytes_ = 0;
    } else {
      bytes_ += text.size();
      queue_.push_back(std::move(text));
    }
  }
  if (full) {
    post([](WebSocketSession& session) { session.drop_slow_reader(); });
  } else {
    post([](WebSocketSession& session) { session.pump(); });
  }
  return !full;
}

void Handle::close(std::uint16_t code, std::string reason) {
  post([code, reason = std::move(reason)](WebSocketSession& session) {
    session.close_after_queue(code, reason);
  });
}

}  // namespace

void start_websocket(std::shared_ptr<ServerCore> core, std::shared_ptr<Stream> stream,
                     std::string head, WebSocketHandler handler) {
  std::make_shared<WebSocketSession>(std::move(core), std::move(stream), std::move(handler))
      ->start(std::move(head));
}

}  // namespace heed::net
