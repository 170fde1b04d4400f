#include "checks/connectors/http/exchange.h"

#include <mutex>

#include "base/file.h"
#include "base/text.h"
#include "net/http_client.h"

namespace heed::checks {
namespace {

constexpr std::size_t pem_bytes_max = 1 << 20;

Reason reason_of(net::Reached reached) {
  switch (reached) {
    case net::Reached::timed_out: return Reason::timeout;
    case net::Reached::not_resolved:
    case net::Reached::unreachable:
    case net::Reached::refused:
    case net::Reached::reset: return Reason::unavailable;
    case net::Reached::too_large: return Reason::partial;
    case net::Reached::malformed: return Reason::malformed;
    case net::Reached::cancelled: return Reason::cancelled;
    case net::Reached::tls_failed:
    case net::Reached::misconfigured:
    case net::Reached::answered: break;
  }
  return Reason::misconfigured;
}

// One client holds its connections; as many as there were workers asking at once.
struct Client {
  net::HttpClient http;
  std::string bearer;
};

class HttpExchange final : public Exchange {
 public:
  explicit HttpExchange(Connection connection) : connection_(std::move(connection)) {
    while (!connection_.url.empty() && connection_.url.back() == '/') connection_.url.pop_back();
  }

  void exchange(Outgoing outgoing, Micros deadline, std::size_t bytes_max,
                std::function<void(Reply)> done) override {
    auto client = take();
    if (!client) return done(Fault{Reason::misconfigured, client.error().message(), {}});
    net::ClientRequest request;
    request.method = outgoing.method;
    request.url = connection_.url + outgoing.path;
    request.headers = std::move(outgoing.headers);
    if (!(*client)->bearer.empty()) {
      request.headers.emplace_back("Authorization", "Bearer " + (*client)->bearer);
    }
    request.body = std::move(outgoing.body);
    request.deadline = deadline;
    request.response_bytes_max = bytes_max;
    auto outcome = (*client)->http.ask(request);
    if (outcome.reached != net::Reached::tls_failed) give_back(*std::move(client));
    if (outcome.reached == net::Reached::answered) {
      return done(Incoming{outcome.status, std::move(outcome.headers), std::move(outcome.body)});
    }
    done(Fault{reason_of(outcome.reached),
               std::string(net::to_string(outcome.reached)) +
                   (outcome.detail.empty() ? "" : ": " + outcome.detail),
               {}});
  }

 private:
  Result<std::unique_ptr<Client>> take() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        auto client = std::move(idle_.back());
        idle_.pop_back();
        return client;
      }
    }
    net::ClientOptions options;
    if (!connection_.certificate_file.empty()) {
      HEED_TRY(auto certificate, read_file(connection_.certificate_file, pem_bytes_max));
      HEED_TRY(auto key, read_file(connection_.key_file, pem_bytes_max));
      options.identity = net::Identity{std::move(certificate), std::move(key)};
    }
    if (!connection_.authorities_file.empty()) {
      HEED_TRY(options.authorities_pem, read_file(connection_.authorities_file, pem_bytes_max));
    }
    std::string bearer;
    if (!connection_.bearer_file.empty()) {
      HEED_TRY(const auto token, read_file(connection_.bearer_file, pem_bytes_max));
      bearer = trim(token);
    }
    return std::make_unique<Client>(Client{net::HttpClient(std::move(options)), std::move(bearer)});
  }

  void give_back(std::unique_ptr<Client> client) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(client));
  }

  Connection connection_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Client>> idle_;
};

}  // namespace

std::shared_ptr<Exchange> http_exchange(Connection connection) {
  return std::make_shared<HttpExchange>(std::move(connection));
}

}  // namespace heed::checks
