#include "net/http_session.h"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <ctime>

#include "base/text.h"

namespace heed::net {

namespace http = boost::beast::http;
using boost::system::error_code;

namespace {
class HttpSession;
constexpr std::size_t read_chunk = 16 * 1024;
constexpr std::size_t drain_bytes_max = 4 << 20;  // of a body that we refused
constexpr Micros drain_time = std::chrono::seconds(2);
}  // namespace

// Reaches back to the connection only by posting to the I/O thread.
class Exchange {
 public:
  Exchange(std::shared_ptr<ServerCore> core, std::weak_ptr<HttpSession> session,
           std::uint64_t number)
      : core_(std::move(core)), session_(std::move(session)), number_(number) {}
  ~Exchange();
  void respond(HttpResponse response);
  void upgrade(WebSocketHandler handler);
  void respond_raw(RawAnswer answer);

 private:
  bool first() { return !answered_.exchange(true); }
  template <class Work>
  void on_session(Work work);

  std::shared_ptr<ServerCore> core_;
  std::weak_ptr<HttpSession> session_;
  std::uint64_t number_;
  std::atomic<bool> answered_{false};
};

namespace {

std::string http_date(Instant now) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[40];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

struct Refusal {
  int status;
  std::string text;
};

Refusal refusal_of(const error_code& failure, const HttpLimits& limits) {
  if (failure == http::error::body_limit) {
    return {413,
            "expected a body of at most " + std::to_string(limits.body_bytes_max) + " bytes\n"};
  }
  if (failure == http::error::header_limit || failure == http::error::buffer_overflow) {
    return {431,
            "expected headers of at most " + std::to_string(limits.header_bytes_max) + " bytes\n"};
  }
  return {400, "expected an HTTP/1.1 request (" + failure.message() + ")\n"};
}

// A header value from a handler must not be able to start another header.
std::string one_line(std::string_view text) {
  std::string out(text);
  std::erase_if(out, [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\t'; });
  return out;
}

class HttpSession final : public Connection, public std::enable_shared_from_this<HttpSession> {
 public:
  HttpSession(std::shared_ptr<ServerCore> core, std::shared_ptr<Stream> stream)
      : core_(std::move(core)),
        stream_(std::move(stream)),
        buffer_(core_->limits.header_bytes_max + 2 * read_chunk) {
    core_->connections.insert(this);
    ++core_->counters.open;
  }
  ~HttpSession() override {
    core_->connections.erase(this);
    --core_->counters.open;
  }

  void start() {
    expire(core_->limits.handshake_time, [](HttpSession& self) { self.end(); });
    stream_->handshake([self = shared_from_this()](error_code failure) {
      if (!failure) {
        self->next_request();
        return;
      }
      ++self->core_->counters.failed_handshakes;
      self->end();
    });
  }

  void stop_when_idle() override {
    if (state_ == State::idle) {
      end();
    } else {
      keep_alive_ = false;
    }
  }
  void abort() override { end(); }

  void answer(std::uint64_t number, HttpResponse response) {
    if (state_ != State::answering || number != number_) return;
    write(std::move(response));
  }
  void answer_raw(std::uint64_t number, RawAnswer answer) {
    if (state_ != State::answering || number != number_) return;
    state_ = State::writing;
    raw_ = std::move(answer);
    write_raw(0);
  }
  void answer_upgrade(std::uint64_t number, WebSocketHandler handler) {
    if (state_ != State::answering || number != number_) return;
    if (head_.empty() || core_->stopping) {
      write(HttpResponse::text(400, "expected a WebSocket upgrade\n"));
      return;
    }
    state_ = State::ended;
    stream_->cancel_deadline();
    head_.append(static_cast<const char*>(buffer_.cdata().data()), buffer_.size());
    start_websocket(core_, std::move(stream_), std::move(head_), std::move(handler));
    hold_.reset();
  }

 private:
  enum class State : std::uint8_t { idle, reading, answering, writing, ended };

  template <class Then>
  void expire(Micros delay, Then then) {
    stream_->expire_after(delay, [weak = weak_from_this(), then] {
      if (const auto self = weak.lock()) then(*self);
    });
  }

  void next_request() {
    parser_.emplace();
    parser_->eager(true);
    parser_->header_limit(static_cast<std::uint32_t>(core_->limits.header_bytes_max));
    parser_->body_limit(core_->limits.body_bytes_max);
    continued_ = false;
    hold_.reset();
    if (buffer_.size() > 0) {
      begin_request();
      return;
    }
    if (core_->stopping) {
      end();
      return;
    }
    state_ = State::idle;
    expire(core_->limits.idle_time, [](HttpSession& self) { self.end(); });
    read([](HttpSession& self) { self.begin_request(); });
  }

  void begin_request() {
    state_ = State::reading;
    expire(core_->limits.read_time,
           [](HttpSession& self) { self.refuse({408, "expected the whole request sooner\n"}); });
    parse();
  }

  template <class Then>
  void read(Then then) {
    const auto space = buffer_.prepare(std::min(read_chunk, buffer_.max_size() - buffer_.size()));
    stream_->read_some(space.data(), space.size(),
                       [self = shared_from_this(), then](error_code failure, std::size_t size) {
                         if (self->state_ != State::idle && self->state_ != State::reading) return;
                         if (failure) {
                           self->end();
                           return;
                         }
                         self->buffer_.commit(size);
                         then(*self);
                       });
  }

  void parse() {
    error_code failure;
    while (buffer_.size() > 0 && !parser_->is_done()) {
      const std::size_t used = parser_->put(buffer_.data(), failure);
      buffer_.consume(used);
      if (failure == http::error::need_more) {
        failure = {};
        break;
      }
      if (failure) {
        refuse(refusal_of(failure, core_->limits));
        return;
      }
      if (used == 0) break;
    }
    if (parser_->is_done()) {
      dispatch();
    } else if (buffer_.size() == buffer_.max_size()) {
      refuse(refusal_of(http::error::header_limit, core_->limits));
    } else if (wants_continue()) {
      send_continue();
    } else {
      read([](HttpSession& self) { self.parse(); });
    }
  }

  bool wants_continue() const {
    return !continued_ && parser_->is_header_done() &&
           boost::beast::iequals(parser_->get()[http::field::expect], "100-continue");
  }

  void send_continue() {
    continued_ = true;
    out_ = "HTTP/1.1 100 Continue\r\n\r\n";
    write_text([](HttpSession& self) { self.parse_more(); });
  }
  void parse_more() {
    read([](HttpSession& self) { self.parse(); });
  }

  void dispatch() {
    state_ = State::answering;
    hold_ = shared_from_this();
    ++core_->counters.requests;
    ++number_;
    auto& message = parser_->get();
    keep_alive_ = message.keep_alive() && !core_->stopping;
    head_only_ = message.method() == http::verb::head;
    HttpRequest request;
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    for (const auto& field : message) {
      request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    }
    request.body = std::move(message.body());
    request.remote_address = stream_->remote_address();
    request.secure = stream_->secure();
    request.client_subject = stream_->client_subject();
    request.wants_websocket = message.method() == http::verb::get &&
                              boost::beast::iequals(message[http::field::upgrade], "websocket");
    head_ = request.wants_websocket ? head_of(request) : std::string();
    expire(core_->limits.answer_time, [](HttpSession& self) {
      self.write(HttpResponse::text(503, "no answer was ready in time\n"));
    });
    auto exchange = std::make_shared<Exchange>(core_, weak_from_this(), number_);
    try {
      core_->handler(std::move(request), Responder(exchange));
    } catch (...) {  // our own mistake, but it must not end the I/O thread: the client is told 500
      exchange->respond(HttpResponse::text(500, "internal error\n"));
    }
  }

  static std::string head_of(const HttpRequest& request) {
    std::string head = request.method + ' ' + request.target + " HTTP/1.1\r\n";
    for (const auto& [name, value] : request.headers) head += name + ": " + value + "\r\n";
    return head + "\r\n";
  }

  void refuse(Refusal refusal) {
    if (state_ != State::reading) return;
    ++core_->counters.bad_requests;
    keep_alive_ = false;
    incomplete_ = true;
    head_only_ = false;
    write(HttpResponse::text(refusal.status, std::move(refusal.text)));
  }

  void write(HttpResponse response) {
    state_ = State::writing;
    if (core_->stopping) keep_alive_ = false;
    out_ = "HTTP/1.1 " + std::to_string(response.status) + ' ' +
           std::string(reason_phrase(response.status)) +
           "\r\nDate: " + http_date(core_->clock->now()) + "\r\n";
    for (const auto& [name, value] : response.headers) {
      out_ += one_line(name) + ": " + one_line(value) + "\r\n";
    }
    if (response.status != 204 && response.status != 304) {
      out_ += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
    }
    out_ += keep_alive_ ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    if (!head_only_) out_ += response.body;
    write_text([](HttpSession& self) {
      if (self.keep_alive_) {
        self.next_request();
      } else {
        self.finish();
      }
    });
  }

  template <class Then>
  void write_text(Then then) {
    if (state_ == State::writing) {
      expire(core_->limits.write_time, [](HttpSession& self) { self.end(); });
    }
    const std::string_view whole[] = {out_};
    stream_->write_all(whole, [self = shared_from_this(), then](error_code failure, std::size_t) {
      if (self->state_ == State::ended) return;
      if (failure) {
        self->end();
        return;
      }
      then(*self);
    });
  }

  void write_raw(std::size_t index) {
    if (state_ == State::ended) return;
    if (index == raw_.parts.size()) {
      if (raw_.ending == RawAnswer::Ending::close) {
        finish();
      } else if (raw_.ending == RawAnswer::Ending::reset) {
        state_ = State::ended;
        stream_->reset();
        hold_.reset();
      } else {
        wait_for_the_peer();
      }
      return;
    }
    const auto send = [index](HttpSession& self) {
      self.out_ = self.raw_.parts[index].bytes;
      self.write_text([index](HttpSession& after) { after.write_raw(index + 1); });
    };
    const Micros pause = raw_.parts[index].pause_before;
    if (pause.count() > 0) {
      expire(pause, send);
    } else {
      send(*this);
    }
  }

  // Says nothing and holds the line until the peer gives up.
  void wait_for_the_peer() {
    stream_->cancel_deadline();
    discard(0, [](HttpSession& self) { self.end(); });
  }

  // The peer must be able to read our last answer before the connection is torn down, even if it is
  // still sending a body that we refused.
  void finish() {
    expire(drain_time, [](HttpSession& self) { self.end(); });
    if (!incomplete_) {
      stream_->finish_sending([self = shared_from_this()] { self->end(); });
    } else if (stream_->secure()) {
      discard(0, [](HttpSession& self) { self.end(); });
    } else {
      stream_->finish_sending(
          [self = shared_from_this()] { self->discard(0, [](HttpSession& done) { done.end(); }); });
    }
  }

  template <class Then>
  void discard(std::size_t so_far, Then then) {
    if (state_ == State::ended) return;
    buffer_.clear();
    const auto space = buffer_.prepare(read_chunk);
    stream_->read_some(
        space.data(), space.size(),
        [self = shared_from_this(), so_far, then](error_code failure, std::size_t size) {
          if (failure || so_far + size > drain_bytes_max) {
            then(*self);
          } else {
            self->discard(so_far + size, then);
          }
        });
  }

  void end() {
    if (state_ == State::ended) return;
    state_ = State::ended;
    stream_->close();
    hold_.reset();
  }

  std::shared_ptr<ServerCore> core_;
  std::shared_ptr<Stream> stream_;
  boost::beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  State state_ = State::idle;
  std::shared_ptr<HttpSession> hold_;  // on itself, while only a Responder knows of us
  std::uint64_t number_ = 0;
  bool keep_alive_ = false;
  bool head_only_ = false;
  bool incomplete_ = false;  // the request was refused before it was read to its end
  bool continued_ = false;
  std::string head_;  // of an upgrade request
  std::string out_;
  RawAnswer raw_;
};

}  // namespace

template <class Work>
void Exchange::on_session(Work work) {
  if (!first()) return;
  core_->post([session = session_, number = number_, work = std::move(work)]() mutable {
    if (const auto self = session.lock()) work(*self, number);
  });
}

Exchange::~Exchange() { respond(HttpResponse::text(500, "internal error\n")); }

void Exchange::respond(HttpResponse response) {
  on_session([response = std::move(response)](HttpSession& session, std::uint64_t number) mutable {
    session.answer(number, std::move(response));
  });
}

void Exchange::upgrade(WebSocketHandler handler) {
  on_session([handler = std::move(handler)](HttpSession& session, std::uint64_t number) mutable {
    session.answer_upgrade(number, std::move(handler));
  });
}

void Exchange::respond_raw(RawAnswer answer) {
  on_session([answer = std::move(answer)](HttpSession& session, std::uint64_t number) mutable {
    session.answer_raw(number, std::move(answer));
  });
}

void Responder::respond(HttpResponse response) const { exchange_->respond(std::move(response)); }
void Responder::upgrade(WebSocketHandler handler) const { exchange_->upgrade(std::move(handler)); }
void Responder::respond_raw(RawAnswer answer) const { exchange_->respond_raw(std::move(answer)); }

void start_http_session(std::shared_ptr<ServerCore> core, std::shared_ptr<Stream> stream) {
  std::make_shared<HttpSession>(std::move(core), std::move(stream))->start();
}

}  // namespace heed::net
