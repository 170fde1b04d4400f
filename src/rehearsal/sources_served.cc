// The part of the sources' process: the file's answers, over the wire.
#include <boost/json.hpp>
#include <mutex>

#include "base/civil.h"
#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "net/http_server.h"
#include "rehearsal/sources_of.h"
#include "rehearsal/sources_process.h"

namespace heed::rehearsal {
namespace {

namespace json = boost::json;
using checks::Incoming;
using net::RawAnswer;

// The answers of one rehearsal, at the time that each question brings. Asked on the server's one
// I/O thread.
class Served {
 public:
  Served(Script script, Zone zone)
      : script_(std::move(script)),
        zone_(std::move(zone)),
        clock_(zone_.instant(script_.began).at),
        timers_(clock_) {}

  Status build(const checks::Sources& declared) {
    HEED_TRY(sources_, sources_of(script_, declared, nullptr, timers_, zone_));
    return ok();
  }

  void answer(const net::HttpRequest& request, const net::Responder& responder) {
    const auto now = net::header(request.headers, now_header);
    const auto at = now ? parse_instant(*now) : Result<Instant>(error(Code::invalid, "no time"));
    auto outgoing = outgoing_of(request);
    const auto source = sources_.find(outgoing.source);
    if (!at || source == sources_.end()) {
      return responder.respond(net::HttpResponse::text(404, "no such source\n"));
    }
    clock_.set(*at);
    auto planned = source->second->plan(outgoing);
    if (const auto ordered = net::header(request.headers, fault_header)) planned.fault = *ordered;
    const auto* good = std::get_if<Incoming>(&planned.reply);
    if (good == nullptr && planned.fault.empty()) planned.fault = "reset";  // nothing there
    send(*source->second, outgoing, planned, good != nullptr ? *good : Incoming{}, responder);
  }

 private:
  // "/<source>/<path that the source itself has>"
  static checks::Outgoing outgoing_of(const net::HttpRequest& request) {
    checks::Outgoing out;
    const std::string_view target = request.target;
    const auto end = target.find('/', 1);
    out.source = target.substr(1, end == std::string_view::npos ? end : end - 1);
    out.path = end == std::string_view::npos ? "/" : std::string(target.substr(end));
    out.method = request.method;
    out.body = request.body;
    out.headers = request.headers;
    if (const auto question = checks_request_id(request.body)) {
      out.request_id = *question;
    } else {
      out.request_id = out.path.substr(out.path.rfind('/') + 1);
    }
    return out;
  }

  static std::optional<std::string> checks_request_id(const std::string& body) {
    const auto read = parse_json(body);
    if (!read || !read->is_object()) return std::nullopt;
    const auto* id = read->get_object().if_contains("request_id");
    if (id == nullptr || !id->is_string()) return std::nullopt;
    return std::string(std::string_view(id->get_string()));
  }

  static void send(const ScriptedSource& source, const checks::Outgoing& outgoing,
                   const ScriptedSource::Planned& planned, const Incoming& good,
                   const net::Responder& responder) {
    if (planned.fault == "reset" || planned.fault == "refused_connection") {
      return responder.respond_raw({{}, RawAnswer::Ending::reset});
    }
    Incoming reply = good;
    if (!planned.fault.empty()) {
      const auto spoilt = source.spoilt(planned.fault, outgoing, good);
      const auto* incoming = spoilt ? std::get_if<Incoming>(&*spoilt) : nullptr;
      if (incoming == nullptr) return responder.respond_raw({{}, RawAnswer::Ending::hang});
      reply = *incoming;
    }
    net::HttpResponse response{reply.status, reply.headers, reply.body};
    response.headers.emplace_back("Content-Type", "application/json");
    response.headers.emplace_back(after_header, std::to_string(planned.after.count()));
    responder.respond(std::move(response));
  }

  Script script_;
  Zone zone_;
  ManualClock clock_;
  ManualTimers timers_;
  ScriptedSources sources_;
};

Result<net::ServerTls> tls_in(const std::filesystem::path& folder) {
  constexpr std::size_t pem_bytes_max = 1 << 20;
  net::ServerTls tls;
  HEED_TRY(tls.identity.certificate_pem, read_file(folder / "server.pem", pem_bytes_max));
  HEED_TRY(tls.identity.key_pem, read_file(folder / "server.key", pem_bytes_max));
  HEED_TRY(tls.client_authorities_pem, read_file(folder / "authority.pem", pem_bytes_max));
  return tls;
}

Result<Script> script_from(std::istream& in) {
  std::string line;
  std::getline(in, line);
  HEED_TRY(const json::value given, parse_json(line));
  const auto* object = given.if_object();
  const auto* name = object ? object->if_contains("name") : nullptr;
  const auto* files = object ? object->if_contains("texts") : nullptr;
  if (!name || !name->is_string() || !files || !files->is_object()) {
    return error(Code::invalid, "expected {\"name\", \"texts\"} on the first line");
  }
  Texts texts;
  for (const auto& file : files->get_object()) {
    if (!file.value().is_string()) return error(Code::invalid, "expected texts", "texts");
    texts[std::string(file.key())] = std::string(std::string_view(file.value().get_string()));
  }
  return read_script(std::string(std::string_view(name->get_string())), texts);
}

}  // namespace

Status serve_sources(
    const std::function<Result<std::shared_ptr<const desk::ForcePolicy>>(const std::string& zone)>&
        policy_in,
    const std::filesystem::path& certificates, std::istream& in, std::ostream& out) {
  HEED_TRY(Script script, script_from(in));
  HEED_TRY(Zone zone, Zone::load(script.zone));
  HEED_TRY(const auto policy, policy_in(script.zone));
  Served served(std::move(script), std::move(zone));
  HEED_CHECK(served.build(*policy->sources));
  net::ListenOptions listen;
  HEED_TRY(listen.tls, tls_in(certificates));
  HEED_TRY(const auto server,
           net::HttpServer::listen(listen, [&](net::HttpRequest request, net::Responder responder) {
             served.answer(request, responder);
           }));
  out << "ready https://127.0.0.1:" << server->port() << std::endl;
  for (std::string line; std::getline(in, line);) continue;
  server->stop(Micros(0));
  return ok();
}

}  // namespace heed::rehearsal
