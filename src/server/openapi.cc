// From the table of routes to the document that describes them.
#include <boost/json.hpp>

#include "base/json.h"
#include "base/text.h"
#include "server/problem.h"
#include "server/route.h"

namespace heed::server {
namespace json = boost::json;
namespace {

json::value parsed(std::string_view text) {
  return json::parse(json::string_view(text.data(), text.size()));
}

json::object reference(const std::string& name) {
  return {{"$ref", "#/components/schemas/" + name}};
}

json::object content(const std::string& type, const Schema& schema) {
  json::object media;
  media["schema"] = schema.name.empty() ? json::object{{"type", "string"}} : reference(schema.name);
  return {{type, media}};
}

json::object parameter(const char* in, const std::string& name, const std::string& says,
                       bool required, json::object schema = {{"type", "string"}}) {
  return {{"in", in},
          {"name", name},
          {"required", required},
          {"description", says},
          {"schema", std::move(schema)}};
}

json::array parameters(const Route& route) {
  json::array out;
  for (const auto part : split(route.path, '/')) {
    if (part.size() < 3 || part.front() != '{') continue;
    const std::string name(part.substr(1, part.size() - 2));
    out.push_back(parameter("path", name, "Which " + name, true));
  }
  for (const auto& query : route.query) {
    out.push_back(parameter("query", query.name, query.says, query.required));
  }
  if (route.needs_key) {
    out.push_back(parameter("header", "Idempotency-Key",
                            "The same key with the same body has one effect, for 30 days.", true,
                            {{"type", "string"}, {"minLength", 1}, {"maxLength", 200}}));
  }
  if (route.takes_if_match) {
    out.push_back(parameter("header", "If-Match",
                            "The version that was looked at, as the ETag gave it.", false));
  }
  if (!route.open_to_all && route.method != Method::get) {
    out.push_back(parameter("header", "Heed-CSRF",
                            "With a session's cookie: the word that the session gave.", false));
  }
  if (!route.open_to_all) {
    out.push_back(parameter("header", "Heed-Purpose", "Why: a code of the force's policy.", false));
    out.push_back(parameter("header", "Heed-Reason",
                            "In words, percent-encoded UTF-8, where the purpose asks for it.",
                            false));
  }
  return out;
}

json::object responses(const Route& route) {
  const auto told = [](const char* says) {
    return json::object{
        {"description", says},
        {"content", {{"application/problem+json", {{"schema", reference("Problem")}}}}}};
  };
  json::object out;
  const std::string status = route.streams ? "101" : std::to_string(route.status);
  json::object good{{"description", route.streams ? "The WebSocket is open." : "Done."}};
  if (!route.streams) good["content"] = content(route.answer_type, route.answer);
  out[status] = good;
  out["400"] = told("The request is not as it should be.");
  if (!route.open_to_all) {
    out["401"] = told("Nobody is signed in.");
    out["403"] = told("You may not do this.");
  }
  out["404"] = told("There is nothing of that name that you may know of.");
  if (route.needs_key) {
    out["409"] = told("Something has changed, or the key came with another body.");
    out["422"] = told("A rule of the force forbids this now; the remedy says what would allow it.");
  }
  if (route.takes_if_match) {
    out["412"] = told("The version has moved on.");
    out["428"] = told("This needs the version that was looked at.");
  }
  if (!route.body.name.empty()) {
    out["413"] = told("The body is too large.");
    out["415"] = told("The body is not JSON.");
  }
  out["503"] = told("Not available at the moment; try again.");
  return out;
}

json::object operation(const Route& route) {
  json::object out{{"operationId", route.name},
                   {"summary", route.says},
                   {"tags", json::array{json::string(route.group)}},
                   {"parameters", parameters(route)},
                   {"responses", responses(route)}};
  if (!route.body.name.empty()) {
    out["requestBody"] =
        json::object{{"required", true}, {"content", content("application/json", route.body)}};
  }
  if (route.open_to_all) out["security"] = json::array{};
  return out;
}

std::string method_key(Method method) { return lower_ascii(to_string(method)); }

}  // namespace

std::string openapi(const RouteTable& table, std::string_view version) {
  json::object paths;
  json::object schemas{{"Problem", parsed(problem_schema())}};
  json::array tags;
  for (const auto& route : table) {
    auto& item = paths[route.path];
    if (!item.is_object()) item = json::object{};
    item.get_object()[method_key(route.method)] = operation(route);
    for (const auto* schema : {&route.body, &route.answer}) {
      for (const auto& [name, text] : schema->components) schemas[name] = parsed(text);
    }
    bool known = false;
    for (const auto& tag : tags) known = known || tag.at("name") == json::value(route.group);
    if (!known) tags.push_back(json::object{{"name", route.group}});
  }
  json::object document{
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "Heed"},
        {"version", std::string(version)},
        {"description", "Contact handling and safeguarding for police control rooms."},
        {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
      {"servers", json::array{json::object{{"url", "/"}}}},
      {"security", json::array{json::object{{"token", json::array{}}},
                               json::object{{"session", json::array{}}}}},
      {"tags", tags},
      {"paths", paths},
      {"components",
       {{"securitySchemes",
         {{"token", {{"type", "http"}, {"scheme", "bearer"}}},
          {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "heed_session"}}}}},
        {"schemas", schemas}}}};
  return write_json(document);
}

}  // namespace heed::server
