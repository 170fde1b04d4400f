#include <algorithm>
#include <boost/json.hpp>

#include "base/json.h"
#include "base/text.h"
#include "checks/connectors/http/mapping.h"
#include "checks/connectors/http/reply_map.h"
#include "checks/connectors/status.h"

namespace heed::checks {
namespace {

namespace json = boost::json;

std::string placeholder(const Asked& asked, std::string_view name) {
  if (name == "purpose") return asked.purpose;
  if (name == "originator") return asked.originator;
  if (name == "request_id") return asked.request_id;
  if (name == "role") return asked.role;
  for (const auto& key : asked.keys) {
    if (key.kind == name) return key.value;
    if (key.kind == "username" && name == "platform") return key.platform;
  }
  return {};
}

std::string percent(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      out += '%';
      out += digits[static_cast<unsigned char>(c) >> 4];
      out += digits[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

std::string filled(std::string_view text, const Asked& asked, bool in_path) {
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto open = text.find('{', at);
    const auto close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    out += text.substr(at, open - at);
    const auto value = placeholder(asked, text.substr(open + 1, close - open - 1));
    out += in_path ? percent(value) : value;
    at = close + 1;
  }
  return out + std::string(text.substr(at));
}

void fill(json::value& value, const Asked& asked) {
  if (auto* text = value.if_string()) {
    *text = filled(std::string(*text), asked, false);
  } else if (auto* list = value.if_array()) {
    for (auto& item : *list) fill(item, asked);
  } else if (auto* object = value.if_object()) {
    for (auto& item : *object) fill(item.value(), asked);
  }
}

bool is_for(const RequestSpec& spec, const Asked& asked) {
  return spec.by.size() == asked.keys.size() &&
         std::all_of(asked.keys.begin(), asked.keys.end(), [&](const SearchKey& key) {
           return std::find(spec.by.begin(), spec.by.end(), key.kind) != spec.by.end();
         });
}

class HttpConnector final : public Connector {
 public:
  explicit HttpConnector(std::shared_ptr<const SourceDeclaration> source)
      : source_(std::move(source)) {}

  std::variant<Outgoing, Fault> request(const Asked& asked) const override {
    for (const auto& spec : source_->http->requests) {
      if (!is_for(spec, asked)) continue;
      Outgoing out = start(asked);
      out.method = spec.method;
      out.path = filled(spec.path, asked, true);
      if (!spec.body.empty()) {
        json::value body = json::parse(spec.body);
        fill(body, asked);
        out.body = write_json(body);
        out.headers.emplace_back("Content-Type", "application/json");
      }
      return out;
    }
    return Fault{Reason::misconfigured, "the source has no request for these keys", {}};
  }

  Reading read(const Asked& asked, const Incoming& incoming, Instant now) const override {
    if (auto fault = fault_of_status(incoming)) return *fault;
    const auto reply = parse_json(incoming.body, {source_->limits.bytes_max, 32});
    if (!reply) return Fault{Reason::malformed, "the answer is not JSON", {}};
    const auto& mapping = *source_->http;
    if (!mapping.complete.failed.empty() && find_at(*reply, mapping.complete.failed)) {
      return Fault{Reason::unavailable, "the source says that it failed", {}};
    }
    auto said = map_reply(mapping, *source_, *reply, now);
    if (!said) {
      return Fault{Reason::malformed, said.error().detail + " at " + said.error().where, {}};
    }
    return Page{*std::move(said), next_page(asked, *reply)};
  }

 private:
  Outgoing start(const Asked& asked) const {
    Outgoing out;
    out.source = source_->source;
    out.request_id = asked.request_id;
    out.headers = source_->http->headers;
    out.headers.emplace_back("Accept", "application/json");
    out.headers.emplace_back("X-Request-Id", asked.request_id);
    return out;
  }

  std::optional<Outgoing> next_page(const Asked& asked, const json::value& reply) const {
    const auto& pointer = source_->http->complete.next;
    const auto* next = pointer.empty() ? nullptr : find_at(reply, pointer);
    if (!next || !next->is_string()) return std::nullopt;
    const std::string path(next->get_string());
    // Only a path of the same source: an answer must not send the question elsewhere.
    if (path.empty() || path[0] != '/' || path.rfind("//", 0) == 0) return std::nullopt;
    Outgoing out = start(asked);
    out.method = "GET";
    out.path = path;
    return out;
  }

  std::shared_ptr<const SourceDeclaration> source_;
};

}  // namespace

std::unique_ptr<Connector> make_http_connector(std::shared_ptr<const SourceDeclaration> source) {
  return std::make_unique<HttpConnector>(std::move(source));
}

}  // namespace heed::checks
