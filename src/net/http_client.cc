#include "net/http_client.h"

#include <curl/curl.h>

#include <cerrno>

#include "base/assert.h"
#include "base/text.h"
#include "net/http_server.h"

namespace heed::net {

std::string_view to_string(Reached reached) {
  switch (reached) {
    case Reached::answered: return "answered";
    case Reached::not_resolved: return "not_resolved";
    case Reached::unreachable: return "unreachable";
    case Reached::refused: return "refused";
    case Reached::timed_out: return "timed_out";
    case Reached::tls_failed: return "tls_failed";
    case Reached::reset: return "reset";
    case Reached::too_large: return "too_large";
    case Reached::malformed: return "malformed";
    case Reached::misconfigured: return "misconfigured";
    case Reached::cancelled: return "cancelled";
  }
  return "misconfigured";
}

namespace {

constexpr std::size_t response_header_bytes_max = 64 * 1024;

struct Transfer {
  Outcome outcome;
  std::size_t body_max = 0;
  std::size_t header_bytes = 0;
  bool too_large = false;
  const std::function<bool()>* is_cancelled = nullptr;
};

std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  if (transfer.outcome.body.size() + size * count > transfer.body_max) {
    transfer.too_large = true;
    return 0;  // ends the transfer
  }
  transfer.outcome.body.append(bytes, size * count);
  return size * count;
}

std::size_t on_header(char* bytes, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  transfer.header_bytes += size * count;
  if (transfer.header_bytes > response_header_bytes_max) {
    transfer.too_large = true;
    return 0;
  }
  const std::string_view line(bytes, size * count);
  if (line.starts_with("HTTP/")) {
    transfer.outcome.headers.clear();  // those of a "100 Continue"
    return size * count;
  }
  const auto colon = line.find(':');
  if (colon != std::string_view::npos) {
    transfer.outcome.headers.emplace_back(trim(line.substr(0, colon)),
                                          trim(line.substr(colon + 1)));
  }
  return size * count;
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& transfer = *static_cast<Transfer*>(user);
  return transfer.is_cancelled && *transfer.is_cancelled && (*transfer.is_cancelled)() ? 1 : 0;
}

// Under TLS 1.3 a server refuses our certificate after our side of the handshake is over, so that
// it looks like a broken read; only the library's text tells the two apart.
bool is_tls_alert(const char* text) {
  return std::string_view(text).find("alert") != std::string_view::npos;
}

Reached reached_of(CURLcode code, long os_error, const Transfer& transfer, const char* text) {
  switch (code) {
    case CURLE_OK: return Reached::answered;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY: return Reached::not_resolved;
    case CURLE_COULDNT_CONNECT:
      return os_error == ECONNREFUSED ? Reached::refused : Reached::unreachable;
    case CURLE_OPERATION_TIMEDOUT: return Reached::timed_out;
    case CURLE_SSL_CONNECT_ERROR:
      // A peer that hangs up in the middle of the handshake is broken, not untrusted.
      return os_error == ECONNRESET || os_error == EPIPE ? Reached::reset : Reached::tls_failed;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CIPHER: return Reached::tls_failed;
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE: return Reached::misconfigured;
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR: return is_tls_alert(text) ? Reached::tls_failed : Reached::reset;
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE: return Reached::reset;
    case CURLE_WRITE_ERROR: return transfer.too_large ? Reached::too_large : Reached::malformed;
    case CURLE_FILESIZE_EXCEEDED: return Reached::too_large;
    case CURLE_ABORTED_BY_CALLBACK: return Reached::cancelled;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_HTTP2: return Reached::malformed;
    default: return Reached::misconfigured;
  }
}

std::optional<std::string> fault_of(const ClientRequest& request) {
  CURLU* url = curl_url();
  const auto part = [&](CURLUPart which) {
    char* text = nullptr;
    std::string out;
    if (curl_url_get(url, which, &text, 0) == CURLUE_OK) out = text;
    curl_free(text);
    return out;
  };
  std::optional<std::string> fault;
  if (curl_url_set(url, CURLUPART_URL, request.url.c_str(), 0) != CURLUE_OK) {
    fault = "expected an http or https URL";
  } else if (const auto scheme = part(CURLUPART_SCHEME); scheme != "https" && scheme != "http") {
    fault = "expected an http or https URL";
  } else if (scheme == "http" && !is_loopback_host(part(CURLUPART_HOST))) {
    fault = "off loopback only https is allowed";
  }
  curl_url_cleanup(url);
  for (const auto& [name, value] : request.headers) {
    if (name.empty() ||
        (name + value).find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
      fault = "expected headers of one line";
    }
  }
  if (request.deadline.count() < 1000) fault = "expected a deadline of at least a millisecond";
  return fault;
}

curl_blob blob(const std::string& bytes) {
  return {const_cast<char*>(bytes.data()), bytes.size(), CURL_BLOB_NOCOPY};
}

}  // namespace

struct HttpClient::Session {
  ClientOptions options;
  CURL* curl = nullptr;
  char text[CURL_ERROR_SIZE] = {};

  explicit Session(ClientOptions given) : options(std::move(given)) {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    HEED_ASSERT(ready == CURLE_OK);
    curl = curl_easy_init();
    HEED_ASSERT(curl != nullptr);
  }
  ~Session() { curl_easy_cleanup(curl); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  template <class Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(curl, option, value);
  }

  void prepare(const ClientRequest& request, Transfer& transfer) {
    curl_easy_reset(curl);  // keeps the connections
    set(CURLOPT_ERRORBUFFER, text);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_MAXCONNECTS, 4L);
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.deadline.count() / 1000));
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
    if (request.method == "HEAD") set(CURLOPT_NOBODY, 1L);
    if (!request.body.empty() || request.method == "POST" || request.method == "PUT") {
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      set(CURLOPT_POSTFIELDS, request.body.data());
    }
    set(CURLOPT_WRITEFUNCTION, &on_body);
    set(CURLOPT_WRITEDATA, &transfer);
    set(CURLOPT_HEADERFUNCTION, &on_header);
    set(CURLOPT_HEADERDATA, &transfer);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &on_progress);
    set(CURLOPT_XFERINFODATA, &transfer);
  }

  void prepare_tls() {
    if (options.authorities_pem) {
      auto trusted = blob(*options.authorities_pem);
      set(CURLOPT_CAINFO_BLOB, &trusted);
      set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
    }
    if (!options.identity) return;
    auto certificate = blob(options.identity->certificate_pem);
    auto key = blob(options.identity->key_pem);
    set(CURLOPT_SSLCERTTYPE, "PEM");
    set(CURLOPT_SSLCERT_BLOB, &certificate);
    set(CURLOPT_SSLKEYTYPE, "PEM");
    set(CURLOPT_SSLKEY_BLOB, &key);
  }
};

HttpClient::HttpClient(ClientOptions options)
    : session_(std::make_unique<Session>(std::move(options))) {}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

Outcome HttpClient::ask(const ClientRequest& request) {
  Transfer transfer;
  if (auto fault = fault_of(request)) {
    transfer.outcome.detail = std::move(*fault);
    return transfer.outcome;
  }
  transfer.body_max = request.response_bytes_max;
  transfer.is_cancelled = &request.is_cancelled;
  session_->prepare(request, transfer);
  session_->prepare_tls();
  curl_slist* headers = curl_slist_append(nullptr, "Expect:");
  for (const auto& [name, value] : request.headers) {
    headers = curl_slist_append(headers, (name + (value.empty() ? ";" : ": " + value)).c_str());
  }
  session_->set(CURLOPT_HTTPHEADER, headers);
  session_->text[0] = 0;
  const CURLcode code = curl_easy_perform(session_->curl);
  curl_slist_free_all(headers);

  long os_error = 0;
  long status = 0;
  curl_easy_getinfo(session_->curl, CURLINFO_OS_ERRNO, &os_error);
  curl_easy_getinfo(session_->curl, CURLINFO_RESPONSE_CODE, &status);
  Outcome& outcome = transfer.outcome;
  outcome.reached = reached_of(code, os_error, transfer, session_->text);
  if (outcome.reached == Reached::answered) {
    outcome.status = static_cast<int>(status);
  } else {
    outcome.detail = transfer.too_large ? "more bytes than allowed" : curl_easy_strerror(code);
    outcome.headers.clear();
    outcome.body.clear();
  }
  return std::move(outcome);
}

}  // namespace heed::net
