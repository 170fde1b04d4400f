// HTTP as values: what a client asked and what is answered, for server, connectors and stand-ins
// alike. Pure; no socket. Header names compare without case. Bodies are bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace heed::net {

using Headers = std::vector<std::pair<std::string, std::string>>;

// The first header of that name, or nothing.
std::optional<std::string_view> header(const Headers& headers, std::string_view name);

struct HttpRequest {
  std::string method;  // as sent: "GET"
  std::string target;  // as sent, query included; may hold personal data: never log it
  Headers headers;
  std::string body;
  std::string remote_address;  // without the port
  bool secure = false;         // came over TLS
  std::string client_subject;  // common name of the verified client certificate, or empty
  bool wants_websocket = false;

  std::string_view path() const;   // the target up to "?", still percent-encoded
  std::string_view query() const;  // what follows "?", or empty
};

struct HttpResponse {
  int status = 200;
  Headers headers;  // Content-Length, Connection and Date are added by the server
  std::string body;

  static HttpResponse text(int status, std::string body);
  static HttpResponse json(int status, std::string body);
};

std::string_view reason_phrase(int status);

// Percent-encoding (RFC 3986); encodes all but unreserved characters.
std::string percent_encode(std::string_view text);
// Code::invalid on a broken escape, on a NUL and on what is not UTF-8. "+" stays "+".
Result<std::string> percent_decode(std::string_view text);
// "a=1&b=%20" as pairs, "+" read as a space. Code::invalid as above; Code::limit past 64 pairs.
Result<Headers> parse_query(std::string_view query);

}  // namespace heed::net
