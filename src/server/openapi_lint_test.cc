// The OpenAPI document of everything that is served, checked as a linter would: what it refers to
// is there, every placeholder of a path is declared and no other, every operation has a name of its
// own, a summary, a tag, an answer and what may go wrong, and every schema is one.
#include <boost/json.hpp>

#include "server/desk_fixture.h"
#include "server/rehearsal_routes.h"
#include "server/server.h"
#include "server/session_routes.h"

namespace heed::server::test {
namespace {

namespace json = boost::json;

class OpenApiLint : public DeskRoom {
 protected:
  void SetUp() override {
    DeskRoom::SetUp();
    RouteTable all = table_;
    for (RouteTable more :
         {session_routes(
              {*sessions_, accounts_, attempts_, all_->staff, all_->clock, "", "", true, true, {}}),
          rehearsal_routes(nullptr)}) {
      for (Route& route : more) all.push_back(std::move(route));
    }
    const auto table = whole_table(all, "test", {}, metrics_);
    ASSERT_TRUE(table) << table.error().message();
    document_ = *parse_json(openapi(*table, "test"), {8 << 20, 64});
  }

  static std::set<std::string> placeholders(std::string_view path) {
    std::set<std::string> out;
    for (auto from = path.find('{'); from != std::string_view::npos; from = path.find('{', from)) {
      const auto to = path.find('}', from);
      out.emplace(path.substr(from + 1, to - from - 1));
      from = to;
    }
    return out;
  }
  // Every $ref below it, and what is wrong with the schemas on the way.
  void walk(const json::value& value, const std::string& where) {
    if (const auto* list = value.if_array()) {
      for (const auto& one : *list) walk(one, where);
      return;
    }
    const auto* object = value.if_object();
    if (!object) return;
    if (const auto* to = object->if_contains("$ref"); to && to->is_string()) {
      const std::string name(to->as_string());
      ASSERT_TRUE(name.starts_with("#/components/schemas/")) << where << ": " << name;
      EXPECT_TRUE(schemas().contains(name.substr(21))) << where << ": " << name;
      referred_.insert(name.substr(21));
    }
    for (const auto& [key, one] : *object) walk(one, where + "/" + std::string(key));
  }
  const json::object& schemas() const {
    return document_.at("components").at("schemas").as_object();
  }
  void lint(const std::string& path, const std::string& method, const json::object& operation) {
    const std::string what = method + " " + path;
    EXPECT_TRUE(ids_.insert(std::string(operation.at("operationId").as_string())).second) << what;
    EXPECT_FALSE(operation.at("summary").as_string().empty()) << what;
    EXPECT_EQ(operation.at("tags").as_array().size(), 1u) << what;
    EXPECT_TRUE(tags_.count(std::string(operation.at("tags").at(0).as_string()))) << what;
    std::set<std::string> in_path;
    std::set<std::pair<std::string, std::string>> parameters;
    for (const auto& one : operation.at("parameters").as_array()) {
      const std::string name(one.at("name").as_string());
      const std::string in(one.at("in").as_string());
      EXPECT_TRUE(parameters.insert({in, name}).second) << what << " " << name << " twice";
      EXPECT_TRUE(one.as_object().contains("schema")) << what << " " << name;
      EXPECT_FALSE(one.at("description").as_string().empty()) << what << " " << name;
      if (in != "path") continue;
      in_path.insert(name);
      EXPECT_EQ(one.at("required"), true) << what << " " << name;
    }
    EXPECT_EQ(in_path, placeholders(path)) << what;
    EXPECT_FALSE(method == "get" && operation.contains("requestBody")) << what;
    bool good = false;
    bool bad = false;
    for (const auto& [status, response] : operation.at("responses").as_object()) {
      EXPECT_FALSE(response.at("description").as_string().empty()) << what << " " << status;
      good = good || status[0] == '2' || status == "101";
      bad = bad || status[0] == '4';
    }
    EXPECT_TRUE(good && bad) << what << ": an answer, and what may go wrong";
  }

  Metrics metrics_;
  access::Accounts accounts_{*rows_, clock_};
  access::Attempts attempts_{clock_};
  ManualClock clock_{Instant{}};
  SeededRandom random_{7};
  std::unique_ptr<access::Sessions> sessions_ =
      std::move(*access::Sessions::open(*rows_, clock_, random_));
  json::value document_;
  std::set<std::string> ids_;
  std::set<std::string> tags_;
  std::set<std::string> referred_;
};

TEST_F(OpenApiLint, the_document_is_whole) {
  EXPECT_EQ(document_.at("openapi"), "3.1.0");
  for (const char* field : {"title", "version", "description", "license"}) {
    EXPECT_TRUE(document_.at("info").as_object().contains(field)) << field;
  }
  for (const auto& tag : document_.at("tags").as_array()) {
    tags_.insert(std::string(tag.at("name").as_string()));
  }
  for (const auto& [path, item] : document_.at("paths").as_object()) {
    for (const auto& [method, operation] : item.as_object()) {
      lint(std::string(path), std::string(method), operation.as_object());
    }
  }
  walk(document_, "");
  for (const auto& [name, schema] : schemas()) {
    EXPECT_TRUE(referred_.count(std::string(name))) << name << " is used nowhere";
    if (const auto* required = schema.as_object().if_contains("required")) {
      for (const auto& field : required->as_array()) {
        EXPECT_TRUE(schema.at("properties").as_object().contains(field.as_string()))
            << name << " requires " << field;
      }
    }
  }
  EXPECT_GT(ids_.size(), 80u);
}

}  // namespace
}  // namespace heed::server::test
