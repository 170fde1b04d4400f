#include "server/route.h"

#include <set>

#include "base/text.h"
#include "net/http.h"

namespace heed::server {

std::string_view to_string(Method method) {
  switch (method) {
    case Method::get: return "GET";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::remove: return "DELETE";
  }
  return "GET";
}

namespace {

bool is_placeholder(std::string_view part) {
  return part.size() > 2 && part.front() == '{' && part.back() == '}';
}

// Two paths that the same request could mean.
std::string shape_of(const Route& route) {
  std::string shape(to_string(route.method));
  for (const auto part : split(route.path, '/')) {
    shape += '/';
    shape += is_placeholder(part) ? "*" : part;
  }
  return shape;
}

std::optional<Result<Found>> match(const Route& route, const std::vector<std::string_view>& parts) {
  const auto own = split(route.path, '/');
  if (own.size() != parts.size()) return std::nullopt;
  Found found{&route, {}};
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (!is_placeholder(own[i])) {
      if (own[i] != parts[i]) return std::nullopt;
      continue;
    }
    auto value = net::percent_decode(parts[i]);
    if (!value) return Result<Found>(value.error());
    if (value->empty()) return std::nullopt;
    found.path.emplace(own[i].substr(1, own[i].size() - 2), std::move(*value));
  }
  return Result<Found>(std::move(found));
}

}  // namespace

Route declared(std::string group, Method method, std::string path, std::string name,
               std::string says, Schema answer) {
  Route route;
  route.method = method;
  route.path = std::move(path);
  route.name = std::move(name);
  route.says = std::move(says);
  route.group = std::move(group);
  route.answer = std::move(answer);
  return route;
}

Status check_table(const RouteTable& table) {
  std::set<std::string> shapes;
  std::set<std::string> names;
  for (const auto& route : table) {
    const std::string where = std::string(to_string(route.method)) + " " + route.path;
    if (route.path.empty() || route.path[0] != '/' || route.name.empty() || route.says.empty()) {
      return error(Code::invalid, "a route needs a path from /, a name and a line that says what",
                   where);
    }
    if (!route.act && !route.streams) return error(Code::invalid, "it does nothing", where);
    if (!shapes.insert(shape_of(route)).second) {
      return error(Code::invalid, "two routes answer the same requests", where);
    }
    if (!names.insert(route.name).second) {
      return error(Code::invalid, "two routes have the name " + route.name, where);
    }
  }
  return ok();
}

Result<Found> find_route(const RouteTable& table, std::string_view method, std::string_view path,
                         std::vector<std::string>& allowed) {
  const auto parts = split(path, '/');
  // A fixed path goes before one with a placeholder, whatever their order in the table.
  std::optional<Result<Found>> best;
  for (const auto& route : table) {
    auto found = match(route, parts);
    if (!found) continue;
    if (to_string(route.method) != method) {
      allowed.emplace_back(to_string(route.method));
      continue;
    }
    if (!best || (*found && *best && (*found)->path.size() < (*best)->path.size())) {
      best = std::move(found);
    }
  }
  if (best) return std::move(*best);
  return error(Code::not_found, "there is no such address", {},
               "GET /v1/openapi.json lists what there is");
}

}  // namespace heed::server
