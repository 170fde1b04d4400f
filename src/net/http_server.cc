#include "net/http_server.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <future>
#include <thread>

#include "net/http_session.h"

namespace heed::net {
namespace asio = boost::asio;

void ServerCore::post(std::function<void()> work) {
  const std::lock_guard lock(mutex);
  if (io) asio::post(*io, std::move(work));
}

namespace {

class Server final : public HttpServer {
 public:
  Server() : core_(std::make_shared<ServerCore>()), drain_timer_(*io_) {}
  ~Server() override {
    stop(Micros(0));
    {
      const std::lock_guard lock(core_->mutex);
      core_->io = nullptr;
    }
    drain_timer_.cancel();
    acceptor_.reset();
  }

  Status start(ListenOptions options, HttpHandler handler) {
    core_->limits = options.limits;
    core_->clock = options.clock ? options.clock : &system_clock_;
    core_->handler = std::move(handler);
    core_->io = io_.get();
    auto acceptor = Acceptor::open(*io_, options, [core = core_](std::shared_ptr<Stream> stream) {
      ++core->counters.accepted;
      if (core->stopping || core->connections.size() >= core->limits.connections_max) {
        ++core->counters.over_limit;
        stream->close();
        return;
      }
      start_http_session(core, std::move(stream));
    });
    if (!acceptor) return acceptor.error();
    acceptor_ = std::move(*acceptor);
    port_ = acceptor_->port();
    address_ = acceptor_->address();
    thread_ = std::thread([this] { io_->run(); });
    return ok();
  }

  std::uint16_t port() const override { return port_; }
  const std::string& address() const override { return address_; }
  const Counters& counters() const override { return core_->counters; }

  Status set_accepting(bool accepting) override {
    std::promise<Status> done;
    auto result = done.get_future();
    core_->post([&] {
      if (accepting) {
        done.set_value(acceptor_->resume());
        return;
      }
      acceptor_->pause();
      close_idle();
      done.set_value(ok());
    });
    return result.get();
  }

  void stop(Micros grace) override {
    const std::lock_guard lock(stop_mutex_);
    if (!thread_.joinable()) return;
    asio::post(*io_, [this, grace] {
      core_->stopping = true;
      acceptor_->pause();
      close_idle();
      drain_until_ = core_->clock->steady() + grace;
      drain();
    });
    thread_.join();
  }

 private:
  void close_idle() {
    const auto open = core_->connections;  // closing one takes it out of the set
    for (auto* connection : open) connection->stop_when_idle();
  }

  void drain() {
    if (!core_->connections.empty() && core_->clock->steady() < drain_until_) {
      drain_timer_.expires_after(std::chrono::milliseconds(2));
      drain_timer_.async_wait([this](boost::system::error_code) { drain(); });
      return;
    }
    const auto open = core_->connections;
    for (auto* connection : open) connection->abort();
    work_.reset();
    io_->stop();
  }

  SystemClock system_clock_;
  std::shared_ptr<ServerCore> core_;
  std::unique_ptr<asio::io_context> io_ = std::make_unique<asio::io_context>(1);
  asio::executor_work_guard<asio::io_context::executor_type> work_ = asio::make_work_guard(*io_);
  asio::steady_timer drain_timer_;
  Steady drain_until_{};
  std::unique_ptr<Acceptor> acceptor_;
  std::uint16_t port_ = 0;
  std::string address_;
  std::mutex stop_mutex_;
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::listen(ListenOptions options, HttpHandler handler) {
  auto server = std::make_unique<Server>();
  HEED_CHECK(server->start(std::move(options), std::move(handler)));
  return std::unique_ptr<HttpServer>(std::move(server));
}

}  // namespace heed::net
