// The one declaration of everything that /v1 can do. A Route gives the router, the validation of
// what comes in, the OpenAPI document and what the console's types are made from; there is no
// second place that lists them. typed_route.h makes routes from described structs. Values; a table
// is immutable once built.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "base/ids.h"
#include "base/result.h"

namespace heed::server {

// Who asks, as the sign-in says.
struct Principal {
  ActorId id;
  std::string login;
  std::string name;
  std::vector<std::string> roles;
  std::string session = {};  // the id of a browser's; empty for a token
};

// One request, decoded and admitted.
struct Call {
  Principal who;
  std::string purpose;          // Heed-Purpose
  std::string reason;           // Heed-Reason
  std::string idempotency_key;  // Idempotency-Key; never empty where the route needs one
  std::optional<std::int64_t> if_match;
  std::map<std::string, std::string, std::less<>> path;  // by the name in the route's path
  std::map<std::string, std::string, std::less<>> query;
  std::string body;
  Hash body_hash{};  // of method, path and the exact bytes: what the idempotency key stands for
  std::string request_id;
  // Of the connection, for signing in: its address, whether by TLS, and a session's token, which
  // goes nowhere else.
  std::string remote_address;
  bool secure = false;
  std::string session_token;
};

struct Answer {
  int status = 200;
  std::string body;  // JSON, or what `content_type` says
  std::string content_type = "application/json";
  std::optional<std::int64_t> etag;
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<Error> problem;  // told with `status`, where the error's own would not do
};

enum class Method : std::uint8_t { get, post, put, remove };
std::string_view to_string(Method method);

// Overload sheds dashboards first, then what is ordinary, never intake (I12).
enum class Lane : std::uint8_t { dashboard, ordinary, intake };

struct QueryParameter {
  std::string name;
  std::string says;
  bool required = false;
};

// A JSON schema with a name, as text, and those that it refers to.
struct Schema {
  std::string name;                               // empty: nothing is sent
  std::map<std::string, std::string> components;  // name -> schema, itself included
};

struct Route {
  Method method = Method::get;
  std::string path;  // "/v1/incidents/{incident}/entries"
  std::string name;  // the operation's id: "write_entry"
  std::string says;  // a line for people
  std::string group;
  bool open_to_all = false;  // without signing in
  bool needs_key = false;    // Idempotency-Key
  bool takes_if_match = false;
  bool streams = false;  // a WebSocket
  bool slow = false;     // uses a core for long: one at a time, on the low-priority thread
  Lane lane = Lane::ordinary;
  std::vector<QueryParameter> query;
  Schema body;
  Schema answer;
  std::string answer_type = "application/json";
  int status = 200;
  // Whatever of one thing must run in order and on one thread: by default its {incident}.
  std::string ordered_by = "incident";
  // On a worker; may block.
  std::function<Result<Answer>(const Call&)> act;
};

using RouteTable = std::vector<Route>;

// With what every route says of itself; the rest is set on it.
Route declared(std::string group, Method method, std::string path, std::string name,
               std::string says, Schema answer = {});

// Our own mistakes in a table: two routes alike, a placeholder without a name, no act.
Status check_table(const RouteTable& table);

struct Found {
  const Route* route = nullptr;
  std::map<std::string, std::string, std::less<>> path;
};
// Code::not_found; Code::invalid for a broken escape. Where the path is known under other methods
// only, `allowed` is filled and the error is Code::not_found.
Result<Found> find_route(const RouteTable& table, std::string_view method, std::string_view path,
                         std::vector<std::string>& allowed);

// The OpenAPI 3.1 document of a table.
std::string openapi(const RouteTable& table, std::string_view version);

}  // namespace heed::server
