#include "world/stand_in.h"

#include <boost/json.hpp>

#include "base/civil.h"
#include "base/file.h"
#include "base/json.h"
#include "world/document.h"

namespace heed::world {
namespace json = boost::json;
using net::HttpRequest;
using net::HttpResponse;

namespace {

constexpr std::size_t asked_max = 10'000;

Result<net::Identity> read_identity(const std::filesystem::path& folder, const std::string& name) {
  HEED_TRY(auto certificate, read_file(folder / (name + ".pem"), 1 << 20));
  HEED_TRY(auto key, read_file(folder / (name + ".key"), 1 << 20));
  return net::Identity{std::move(certificate), std::move(key)};
}

Status write_identity(const std::filesystem::path& folder, const std::string& name,
                      const net::Identity& identity) {
  HEED_CHECK(write_file_atomically(folder / (name + ".pem"), identity.certificate_pem));
  return write_file_atomically(folder / (name + ".key"), identity.key_pem, 0600);
}

Result<Certificates> make_certificates() {
  HEED_TRY(const auto authority, net::Authority::make("Heed world authority", 365));
  Certificates out;
  out.authority_pem = authority.certificate_pem();
  HEED_TRY(out.server, authority.server({"localhost", "127.0.0.1"}, 365));
  HEED_TRY(out.client, authority.client("Heed", 365));
  return out;
}

std::string address_of(const net::HttpServer& server, bool secure) {
  return (secure ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(server.port());
}

}  // namespace

Result<Certificates> certificates_in(const std::filesystem::path& folder) {
  if (folder.empty()) return make_certificates();
  Certificates out;
  auto authority = read_file(folder / "authority.pem", 1 << 20);
  if (!authority && authority.error().code != Code::not_found) return authority.error();
  if (authority) {
    out.authority_pem = std::move(*authority);
    HEED_TRY(out.server, read_identity(folder, "server"));
    HEED_TRY(out.client, read_identity(folder, "heed"));
    return out;
  }
  HEED_TRY(out, make_certificates());
  HEED_CHECK(make_folder(folder, 0700));
  HEED_CHECK(write_identity(folder, "server", out.server));
  HEED_CHECK(write_identity(folder, "heed", out.client));
  // Last: where it is, the others are.
  HEED_CHECK(write_file_atomically(folder / "authority.pem", out.authority_pem));
  return out;
}

Result<std::unique_ptr<StandIn>> StandIn::start(
    std::string name, const WorldOptions& options,
    const std::function<Result<std::unique_ptr<Kind>>(const WorldClock&)>& make) {
  std::unique_ptr<StandIn> self(new StandIn(std::move(name)));
  if (options.now) self->clock_.set(*options.now);
  HEED_TRY(self->kind_, make(self->clock_));
  HEED_TRY(self->certificates_, certificates_in(options.certificates));
  net::ListenOptions listen;
  listen.port = options.port;
  listen.limits.answer_time = std::chrono::minutes(2);
  if (self->kind_->wants_tls()) {
    listen.tls = net::ServerTls{self->certificates_.server, std::nullopt};
    if (self->kind_->wants_client_certificate()) {
      listen.tls->client_authorities_pem = self->certificates_.authority_pem;
    }
  }
  auto* raw = self.get();
  HEED_TRY(self->server_,
           net::HttpServer::listen(listen, [raw](HttpRequest request, net::Responder responder) {
             raw->on_request(std::move(request), responder);
           }));
  net::ListenOptions control;
  control.port = options.control_port;
  HEED_TRY(self->control_,
           net::HttpServer::listen(control, [raw](HttpRequest request, net::Responder responder) {
             raw->on_control(request, responder);
           }));
  return self;
}

StandIn::~StandIn() {
  if (control_) control_->stop(Micros(0));
  if (server_) server_->stop(Micros(0));
}

std::string StandIn::url() const { return address_of(*server_, kind_->wants_tls()); }
std::string StandIn::control_url() const { return address_of(*control_, false); }

void StandIn::on_request(HttpRequest request, const net::Responder& responder) {
  std::optional<HttpResponse> answer;
  {
    const std::lock_guard lock(mutex_);
    json::object entry{{"at", format_instant(clock_.now())},
                       {"method", request.method},
                       {"path", request.target},
                       {"client", request.client_subject}};
    const auto body = parse_json(request.body);
    entry["body"] = body ? *body : json::value(request.body);
    if (asked_.size() == asked_max) asked_.erase(asked_.begin());
    asked_.push_back(write_json(entry));
    answer = kind_->answer(request, responder);
  }
  if (!answer) return;
  if (const auto fault = faults_.take()) {
    spoil(*fault, std::move(*answer), responder);
  } else {
    responder.respond(std::move(*answer));
  }
}

void StandIn::on_control(const HttpRequest& request, const net::Responder& responder) {
  auto answer = own_control(request);
  if (!answer) {
    const std::lock_guard lock(mutex_);
    answer = kind_->control(request);
  }
  responder.respond(answer ? std::move(*answer) : json_error(404, "no such control"));
}

std::optional<HttpResponse> StandIn::own_control(const HttpRequest& request) {
  const auto path = request.path();
  if (path == "/faults" && request.method == "POST") return order_fault(request);
  if (path == "/faults" && request.method == "DELETE") {
    faults_.clear();
    if (auto status = server_->set_accepting(true); !status) {
      return json_error(500, status.error().message());
    }
    return json_answer(200, json::object{});
  }
  if (path == "/log" && request.method == "GET") {
    const std::lock_guard lock(mutex_);
    return log();
  }
  if (path == "/clock" && request.method == "POST") {
    const auto body = body_of(request);
    if (!body) return json_error(400, body.error().message());
    const auto now = parse_instant(text_of(*body, "now"));
    if (!now) return json_error(400, "expected {\"now\": an instant such as 2026-11-01T18:30:00Z}");
    clock_.set(*now);
    const std::lock_guard lock(mutex_);
    kind_->clock_was_set();
    return json_answer(200, json::object{});
  }
  return std::nullopt;
}

HttpResponse StandIn::order_fault(const HttpRequest& request) {
  const auto body = body_of(request);
  if (!body) return json_error(400, body.error().message());
  const auto* times = body->if_contains("times");
  const int count = times && times->is_int64() ? static_cast<int>(times->get_int64()) : 1;
  const std::string name = text_of(*body, "fault");
  if (name == "refuse") {
    auto status = server_->set_accepting(false);
    return status ? json_answer(200, json::object{}) : json_error(500, status.error().message());
  }
  if (auto status = faults_.order(name, count); !status) {
    return json_error(400, status.error().message());
  }
  return json_answer(200, json::object{});
}

HttpResponse StandIn::log() const {
  std::string body = "{\"asked\":[";
  for (const auto& entry : asked_) body += (body.back() == '[' ? "" : ",") + entry;
  return HttpResponse::json(200, body + "]}");
}

HttpResponse json_answer(int status, const json::value& body) {
  return HttpResponse::json(status, write_json(body));
}
HttpResponse json_error(int status, std::string text) {
  return json_answer(status, json::object{{"error", std::move(text)}});
}

Result<json::object> body_of(const HttpRequest& request) {
  HEED_TRY(auto value, parse_json(request.body.empty() ? "{}" : request.body));
  if (!value.is_object()) return error(Code::invalid, "expected a JSON object");
  return value.get_object();
}

Result<std::unique_ptr<StandIn>> start_stand_in(const std::filesystem::path& file,
                                                const WorldOptions& options) {
  HEED_TRY(const auto data, read_document(file));
  const std::string kind = text_of(data, "kind");
  const std::string name = text_of(data, "name", file.stem().string());
  return StandIn::start(
      name, options, [&](const WorldClock& clock) -> Result<std::unique_ptr<Kind>> {
        if (kind == "registry") return make_registry(data, clock);
        if (kind == "desk") return make_desk(data, clock, options.pace);
        if (kind == "telephone") return make_telephone(data, clock, options.pace);
        return error(Code::invalid, "expected kind = \"registry\", \"desk\" or \"telephone\"",
                     file.string());
      });
}

}  // namespace heed::world
