#include "net/stream.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include "base/text.h"

namespace heed::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// A gather list that Asio can copy cheaply.
struct Buffers {
  std::array<asio::const_buffer, Stream::buffers_max> items;
  std::size_t count = 0;
  explicit Buffers(std::span<const std::string_view> parts) {
    for (const auto part : parts) {
      if (count == items.size()) break;
      if (!part.empty()) items[count++] = asio::const_buffer(part.data(), part.size());
    }
  }
  auto begin() const { return items.data(); }
  auto end() const { return items.data() + count; }
};

class TcpStream : public Stream {
 public:
  TcpStream(asio::io_context& io, tcp::socket socket)
      : io_(io), socket_(std::move(socket)), timer_(io) {
    error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    const auto peer = socket_.remote_endpoint(ignored);
    if (!ignored) remote_address_ = peer.address().to_string();
  }
  asio::io_context& context() override { return io_; }
  void handshake(std::function<void(error_code)> done) override {
    asio::post(io_, [done = std::move(done)] { done({}); });
  }
  void read_some(void* into, std::size_t size, Done done) override {
    socket_.async_read_some(asio::mutable_buffer(into, size), std::move(done));
  }
  void write_some(std::span<const std::string_view> buffers, Done done) override {
    socket_.async_write_some(Buffers(buffers), std::move(done));
  }
  void write_all(std::span<const std::string_view> buffers, Done done) override {
    asio::async_write(socket_, Buffers(buffers), std::move(done));
  }
  void finish_sending(std::function<void()> done) override {
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    asio::post(io_, std::move(done));
  }
  void expire_after(Micros delay, std::function<void()> expired) override {
    timer_.expires_after(delay);
    timer_.async_wait([expired = std::move(expired)](error_code failure) {
      if (!failure) expired();
    });
  }
  void cancel_deadline() override { timer_.cancel(); }
  void close() override {
    error_code ignored;
    timer_.cancel();
    socket_.close(ignored);
  }
  void reset() override {
    error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    close();
  }
  bool secure() const override { return false; }
  std::string client_subject() const override { return {}; }

 protected:
  asio::io_context& io_;
  tcp::socket socket_;
  asio::steady_timer timer_;
};

class TlsStream final : public TcpStream {
 public:
  TlsStream(asio::io_context& io, tcp::socket socket, std::shared_ptr<asio::ssl::context> tls)
      : TcpStream(io, std::move(socket)), context_(std::move(tls)), tls_(socket_, *context_) {}
  void handshake(std::function<void(error_code)> done) override {
    tls_.async_handshake(asio::ssl::stream_base::server, std::move(done));
  }
  void read_some(void* into, std::size_t size, Done done) override {
    tls_.async_read_some(asio::mutable_buffer(into, size), std::move(done));
  }
  void write_some(std::span<const std::string_view> buffers, Done done) override {
    tls_.async_write_some(Buffers(buffers), std::move(done));
  }
  void write_all(std::span<const std::string_view> buffers, Done done) override {
    asio::async_write(tls_, Buffers(buffers), std::move(done));
  }
  void finish_sending(std::function<void()> done) override {
    tls_.async_shutdown([this, done = std::move(done)](error_code) {
      error_code ignored;
      socket_.shutdown(tcp::socket::shutdown_send, ignored);
      done();
    });
  }
  bool secure() const override { return true; }
  std::string client_subject() const override {
    auto* session = const_cast<TlsStream*>(this)->tls_.native_handle();
    X509* certificate = SSL_get1_peer_certificate(session);
    if (!certificate) return {};
    char name[256] = {};
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name,
                              sizeof name);
    X509_free(certificate);
    return name;
  }

 private:
  std::shared_ptr<asio::ssl::context> context_;
  asio::ssl::stream<tcp::socket&> tls_;
};

Error tls_error(const std::string& what, const error_code& failure) {
  return error(Code::invalid, what + " (" + failure.message() + ")", "TLS",
               "Give a certificate and its private key in PEM form");
}

Result<std::shared_ptr<asio::ssl::context>> make_tls(const ServerTls& options) {
  auto tls = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
  error_code failure;
  const auto bytes = [](const std::string& text) { return asio::buffer(text); };
  SSL_CTX_set_min_proto_version(tls->native_handle(), TLS1_2_VERSION);
  tls->use_certificate_chain(bytes(options.identity.certificate_pem), failure);
  if (failure) return tls_error("the server's certificate cannot be used", failure);
  tls->use_private_key(bytes(options.identity.key_pem), asio::ssl::context::pem, failure);
  if (failure) return tls_error("the server's private key cannot be used", failure);
  if (SSL_CTX_check_private_key(tls->native_handle()) != 1) {
    return tls_error("the private key does not belong to the certificate", {});
  }
  if (!options.client_authorities_pem) return tls;
  tls->add_certificate_authority(bytes(*options.client_authorities_pem), failure);
  if (failure) return tls_error("the clients' authority cannot be used", failure);
  tls->set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert, failure);
  // A session taken up again would skip the look at the client's certificate.
  SSL_CTX_set_session_cache_mode(tls->native_handle(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(tls->native_handle(), SSL_OP_NO_TICKET);
  return tls;
}

class TcpAcceptor final : public Acceptor {
 public:
  TcpAcceptor(asio::io_context& io, tcp::endpoint endpoint, std::shared_ptr<asio::ssl::context> tls,
              OnConnection on_connection)
      : io_(io),
        acceptor_(io),
        retry_(io),
        endpoint_(endpoint),
        address_(endpoint.address().to_string()),
        tls_(std::move(tls)),
        on_connection_(std::move(on_connection)) {}

  std::uint16_t port() const override { return endpoint_.port(); }
  const std::string& address() const override { return address_; }
  void pause() override {
    error_code ignored;
    retry_.cancel();
    acceptor_.close(ignored);
  }
  Status resume() override {
    if (acceptor_.is_open()) return ok();
    error_code failure;
    acceptor_.open(endpoint_.protocol(), failure);
    if (!failure) acceptor_.set_option(asio::socket_base::reuse_address(true), failure);
    if (!failure) acceptor_.bind(endpoint_, failure);
    if (!failure) acceptor_.listen(asio::socket_base::max_listen_connections, failure);
    if (failure) {
      error_code ignored;
      acceptor_.close(ignored);
      const std::string where = address_ + " port " + std::to_string(endpoint_.port());
      if (failure == asio::error::address_in_use) {
        return error(Code::unavailable, "the port is in use by another program", where,
                     "Stop that program, or choose another port");
      }
      return error(Code::unavailable, "cannot listen there (" + failure.message() + ")", where);
    }
    endpoint_ = acceptor_.local_endpoint();
    accept();
    return ok();
  }

 private:
  void accept() {
    acceptor_.async_accept([this](error_code failure, tcp::socket socket) {
      if (failure == asio::error::operation_aborted) return;  // paused or destroyed
      if (failure) {  // out of file descriptors, most likely: breathe, then go on
        retry_.expires_after(std::chrono::milliseconds(50));
        retry_.async_wait([this](error_code cancelled) {
          if (!cancelled) accept();
        });
        return;
      }
      std::shared_ptr<Stream> stream;
      if (tls_) {
        stream = std::make_shared<TlsStream>(io_, std::move(socket), tls_);
      } else {
        stream = std::make_shared<TcpStream>(io_, std::move(socket));
      }
      on_connection_(std::move(stream));
      if (acceptor_.is_open()) accept();
    });
  }

  asio::io_context& io_;
  tcp::acceptor acceptor_;
  asio::steady_timer retry_;
  tcp::endpoint endpoint_;
  std::string address_;
  std::shared_ptr<asio::ssl::context> tls_;
  OnConnection on_connection_;
};

}  // namespace

Result<std::unique_ptr<Acceptor>> Acceptor::open(asio::io_context& io, const ListenOptions& options,
                                                 OnConnection on_connection) {
  error_code failure;
  const auto address = asio::ip::make_address(
      options.address == "localhost" ? "127.0.0.1" : options.address, failure);
  if (failure) {
    return error(Code::invalid, "expected an IP address or \"localhost\"", options.address);
  }
  if (!options.tls && !address.is_loopback()) {
    return error(Code::refused, "off loopback only TLS is allowed, and no certificate was given",
                 options.address, "Give a certificate and key, or listen on 127.0.0.1");
  }
  std::shared_ptr<asio::ssl::context> tls;
  if (options.tls) {
    HEED_TRY(tls, make_tls(*options.tls));
  }
  auto acceptor = std::make_unique<TcpAcceptor>(io, tcp::endpoint(address, options.port),
                                                std::move(tls), std::move(on_connection));
  HEED_CHECK(acceptor->resume());
  return std::unique_ptr<Acceptor>(std::move(acceptor));
}

bool is_loopback_host(std::string_view host) {
  if (lower_ascii(host) == "localhost") return true;
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  error_code failure;
  const auto address = asio::ip::make_address(host, failure);
  return !failure && address.is_loopback();
}

}  // namespace heed::net
