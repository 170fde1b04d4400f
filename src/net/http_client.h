// Asking an outside system by HTTP, for a worker that may block: one HttpClient per worker thread,
// which keeps its connections for the next request. A deadline and a size limit on everything; no
// redirects, no cookies, no proxy from the environment; off loopback only https. A kept connection
// that turns out to be dead before a byte of the answer came is replaced by a new one, once.
//
// What happened is an Outcome, never an exception, and each way of failing is told apart, because
// each is another reason for "not searched". Only Reached::answered carries a status and a body; a
// body that ended early is never handed over. Details hold no URL and no part of a body.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "net/certificates.h"
#include "net/http.h"

namespace heed::net {

enum class Reached : std::uint8_t {
  answered,       // a whole HTTP answer, whatever its status
  not_resolved,   // no such host name, or no name server
  unreachable,    // no way to that address
  refused,        // nothing listens there
  timed_out,      // the deadline passed, at whatever stage
  tls_failed,     // its certificate, ours, or the handshake
  reset,          // the connection broke, or the body ended early
  too_large,      // more bytes than allowed
  malformed,      // what came is not HTTP
  misconfigured,  // the request could not be made as configured
  cancelled,      // the asker gave up
};
std::string_view to_string(Reached reached);

struct ClientOptions {
  std::optional<Identity> identity{};            // our client certificate
  std::optional<std::string> authorities_pem{};  // whom to trust; default: the system's
};

struct ClientRequest {
  std::string method = "GET";
  std::string url{};
  Headers headers{};
  std::string body{};
  Micros deadline{std::chrono::seconds(10)};
  std::size_t response_bytes_max = 1 << 20;
  std::function<bool()> is_cancelled{};  // asked about once a second
};

struct Outcome {
  Reached reached = Reached::misconfigured;
  int status = 0;
  Headers headers;
  std::string body;
  std::string detail;  // what failed, for an operator
};

class HttpClient {
 public:
  explicit HttpClient(ClientOptions options = {});
  ~HttpClient();
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;

  // Blocks until the outcome is known, at the latest at the deadline.
  Outcome ask(const ClientRequest& request);

 private:
  struct Session;
  std::unique_ptr<Session> session_;
};

}  // namespace heed::net
