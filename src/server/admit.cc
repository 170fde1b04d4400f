#include "server/admit.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "base/civil.h"
#include "base/json.h"
#include "base/text.h"
#include "server/server.h"

namespace heed::server {
namespace {

using net::HttpRequest;

constexpr std::size_t reason_bytes_max = 1000;

std::string host_of(std::string_view value) {
  // "[::1]:8080", "localhost:8080"
  if (value.starts_with('[')) return lower_ascii(value.substr(0, value.find(']') + 1));
  return lower_ascii(value.substr(0, value.find(':')));
}

}  // namespace

// Another page in the same browser must not reach us by another name (DNS rebinding).
Status check_host(const HttpRequest& request, const std::set<std::string>& hosts) {
  const auto host = net::header(request.headers, "Host");
  if (!host || host->empty() || !hosts.count(host_of(*host))) {
    return error(Code::invalid, "expected the name that this server is reached by", "Host");
  }
  return ok();
}

namespace {

// Browsers say which page asks; only our own may.
Status check_origin(const HttpRequest& request) {
  const auto origin = net::header(request.headers, "Origin");
  if (!origin) return ok();
  const auto host = net::header(request.headers, "Host").value_or("");
  const std::string own = (request.secure ? "https://" : "http://") + lower_ascii(host);
  if (lower_ascii(*origin) != own) {
    return error(Code::denied, "this page may not ask", "Origin");
  }
  return ok();
}

Status read_query(const HttpRequest& request, const Route& route, Call& call) {
  HEED_TRY(const auto pairs, net::parse_query(request.query()));
  for (const auto& [name, value] : pairs) {
    const bool known = std::any_of(route.query.begin(), route.query.end(),
                                   [&](const QueryParameter& query) { return query.name == name; });
    if (!known) return error(Code::invalid, "there is no such parameter", "query");
    call.query[name] = value;
  }
  for (const auto& query : route.query) {
    if (query.required && !call.query.count(query.name)) {
      return error(Code::invalid, "expected this parameter", "query " + query.name);
    }
  }
  return ok();
}

Status read_headers(const HttpRequest& request, const Route& route, Call& call) {
  call.purpose = net::header(request.headers, "Heed-Purpose").value_or("");
  const auto reason = net::header(request.headers, "Heed-Reason").value_or("");
  if (reason.size() > reason_bytes_max || call.purpose.size() > 100) {
    return error(Code::limit, "expected at most 1000 bytes", "Heed-Reason");
  }
  if (auto decoded = net::percent_decode(reason)) {
    call.reason = std::move(*decoded);
  } else {
    return error(Code::invalid, decoded.error().detail, "Heed-Reason");
  }
  call.idempotency_key = net::header(request.headers, "Idempotency-Key").value_or("");
  const bool printable =
      std::all_of(call.idempotency_key.begin(), call.idempotency_key.end(),
                  [](char c) { return c > ' ' && static_cast<unsigned char>(c) < 0x7F; });
  if (route.needs_key &&
      (call.idempotency_key.empty() || !printable || call.idempotency_key.size() > 200)) {
    return error(Code::invalid, "expected 1 to 200 printable characters without spaces",
                 "Idempotency-Key", "Send a fresh UUID, and the same one when you try again");
  }
  const auto match = net::header(request.headers, "If-Match");
  if (!match || !route.takes_if_match) return ok();
  std::string_view digits = *match;
  if (digits.size() > 2 && digits.front() == '"' && digits.back() == '"') {
    digits = digits.substr(1, digits.size() - 2);
  }
  std::int64_t version = 0;
  const auto [end, failure] =
      std::from_chars(digits.data(), digits.data() + digits.size(), version);
  if (failure != std::errc() || end != digits.data() + digits.size()) {
    return error(Code::invalid, "expected the ETag as it was given", "If-Match");
  }
  call.if_match = version;
  return ok();
}

bool is_json(const HttpRequest& request) {
  const auto type = net::header(request.headers, "Content-Type").value_or("");
  return lower_ascii(trim(type.substr(0, type.find(';')))) == "application/json";
}

Admitted refused(Admitted admitted, Error error, int status = 0) {
  admitted.refused = std::move(error);
  admitted.status = status;
  return admitted;
}

}  // namespace

Admitted admit(const HttpRequest& request, const RouteTable& table, const SignIn& sign_in,
               const std::set<std::string>& hosts) {
  Admitted out;
  if (auto status = check_host(request, hosts); !status) return refused(out, status.error());
  auto found = find_route(table, request.method, request.path(), out.allowed);
  if (!found) return refused(out, found.error(), out.allowed.empty() ? 0 : 405);
  out.allowed.clear();
  out.route = found->route;
  out.call.path = std::move(found->path);
  const Route& route = *out.route;
  if (auto status = check_origin(request); !status) return refused(out, status.error());
  if (!route.open_to_all) {
    auto who = sign_in.who(request);
    if (!who) {
      // Somebody is signed in, but another page may be asking in his name.
      const auto& where = who.error().where;
      return refused(out, who.error(), where == "Heed-CSRF" || where == "Origin" ? 403 : 401);
    }
    out.call.who = std::move(*who);
  }
  if (auto status = read_headers(request, route, out.call); !status) {
    return refused(out, status.error());
  }
  if (auto status = read_query(request, route, out.call); !status) {
    return refused(out, status.error());
  }
  if (route.streams && !request.wants_websocket) {
    return refused(out, error(Code::invalid, "expected a WebSocket upgrade", "Upgrade"), 426);
  }
  if (!route.body.name.empty() && !is_json(request)) {
    return refused(out, error(Code::invalid, "expected application/json", "Content-Type"), 415);
  }
  if (route.body.name.empty() && !request.body.empty()) {
    return refused(out, error(Code::invalid, "expected no body", "body"));
  }
  out.call.remote_address = request.remote_address;
  out.call.secure = request.secure;
  out.call.session_token = session_token(request);
  out.call.body = request.body;
  out.call.body_hash = hash_bytes(request.method + "\n" + request.target + "\n" + request.body);
  return out;
}

std::string new_request_id(Random& random) {
  std::uint8_t bytes[8];
  random.fill(bytes);
  return to_hex(bytes);
}

std::string write_health(const Health& health) {
  boost::json::object says;
  for (const auto& [name, value] : health.says) says[name] = value;
  boost::json::object out{{"good", health.good}, {"rehearsal", health.rehearsal}, {"says", says}};
  if (health.now != Instant()) out["now"] = format_instant(health.now);
  return write_json(out);
}

}  // namespace heed::server
