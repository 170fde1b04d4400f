#include "server/route.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/json.h"
#include "server/problem.h"
#include "server/typed_route.h"

namespace heed::server::test {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Inner {
  LocalDate born;
  std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (born, at))

struct Sample {
  std::string text;
  Colour colour = Colour::red;
  std::vector<Inner> inner;
  std::map<std::string, std::int64_t> counts;
  ActorId who;
  bool yes = false;
  Micros took{0};
};
BOOST_DESCRIBE_STRUCT(Sample, (), (text, colour, inner, counts, who, yes, took))

namespace {

namespace json = boost::json;

Route route(Method method, std::string path, std::string name) {
  Route out;
  out.method = method;
  out.path = std::move(path);
  out.name = std::move(name);
  out.says = "what it does";
  out.group = "things";
  out.act = [](const Call&) -> Result<Answer> { return Answer{}; };
  return out;
}

RouteTable table() {
  return {route(Method::get, "/v1/things/{thing}", "get_thing"),
          route(Method::get, "/v1/things/latest", "latest_thing"),
          route(Method::post, "/v1/things/{thing}/parts/{part}", "add_part")};
}

TEST(Routes, are_found_by_method_and_path_and_fixed_paths_go_first) {
  const auto all = table();
  std::vector<std::string> allowed;
  const auto found = find_route(all, "POST", "/v1/things/a%20b/parts/7", allowed);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->route->name, "add_part");
  EXPECT_EQ(found->path.at("thing"), "a b");
  EXPECT_EQ(found->path.at("part"), "7");
  EXPECT_EQ(find_route(all, "GET", "/v1/things/latest", allowed)->route->name, "latest_thing");
  EXPECT_EQ(find_route(all, "GET", "/v1/things/other", allowed)->route->name, "get_thing");
}

TEST(Routes, what_is_not_there_is_not_found_and_other_methods_are_named) {
  const auto all = table();
  std::vector<std::string> allowed;
  EXPECT_EQ(find_route(all, "GET", "/v1/nothing", allowed).error().code, Code::not_found);
  EXPECT_TRUE(allowed.empty());
  EXPECT_FALSE(find_route(all, "GET", "/v1/things/", allowed));
  EXPECT_FALSE(find_route(all, "PUT", "/v1/things/1", allowed));
  EXPECT_EQ(allowed, (std::vector<std::string>{"GET"}));
  EXPECT_EQ(find_route(all, "GET", "/v1/things/%zz", allowed).error().code, Code::invalid);
}

TEST(Routes, a_table_with_two_meanings_is_refused) {
  EXPECT_TRUE(check_table(table()));
  auto twice = table();
  twice.push_back(route(Method::get, "/v1/things/{other}", "other"));
  EXPECT_FALSE(check_table(twice));
  twice.back() = route(Method::get, "/v1/elsewhere", "get_thing");
  EXPECT_FALSE(check_table(twice));
  twice.back() = route(Method::get, "/v1/elsewhere", "idle");
  twice.back().act = nullptr;
  EXPECT_FALSE(check_table(twice));
}

TEST(Schemas, follow_the_described_struct) {
  const auto schema = server::schema<Sample>({"text", "who"});
  EXPECT_EQ(schema.name, "Sample");
  const auto sample = *parse_json(schema.components.at("Sample"));
  EXPECT_EQ(sample.at("required"), json::value(json::array{"text", "who"}));
  EXPECT_EQ(sample.at("additionalProperties"), json::value(false));
  const auto& fields = sample.at("properties");
  EXPECT_EQ(fields.at("colour").at("enum"), json::value(json::array{"red", "green"}));
  EXPECT_EQ(fields.at("inner").at("items").at("$ref"), json::value("#/components/schemas/Inner"));
  EXPECT_EQ(fields.at("who").at("format"), json::value("uuid"));
  const auto inner = *parse_json(schema.components.at("Inner"));
  EXPECT_EQ(inner.at("properties").at("born").at("format"), json::value("date"));
  EXPECT_EQ(inner.at("properties").at("at").at("format"), json::value("date-time"));
}

TEST(Bodies, are_read_with_the_path_of_what_is_wrong) {
  Call call;
  const auto where = [&](std::string body) {
    call.body = std::move(body);
    const auto read = read_body<Sample>(call, {"text"});
    return read ? std::string("good") : read.error().where;
  };
  EXPECT_EQ(where(R"({"text":"a"})"), "good");
  EXPECT_EQ(where(R"({})"), "/text");
  EXPECT_EQ(where(R"({"text":null})"), "/text");
  EXPECT_EQ(where(R"({"text":1})"), "/text");
  EXPECT_EQ(where(R"({"text":"a","colour":"blue"})"), "/colour");
  EXPECT_EQ(where(R"({"text":"a","inner":[{"born":"2010-02-30"}]})"), "/inner/0/born");
  EXPECT_EQ(where(R"({"text":"a","textt":"b"})"), "/textt");
  EXPECT_EQ(where("[]"), "/");
  EXPECT_NE(where("{\"text\":\"\xff\"}"), "good");
  EXPECT_NE(where("nonsense"), "good");
}

TEST(OpenApi, describes_every_route_and_refers_only_to_what_is_there) {
  auto all = table();
  all[2].body = server::schema<Sample>({"text"});
  all[2].answer = server::schema<Inner>();
  all[2].needs_key = true;
  all[0].query = {{"full", "All of it", false}};
  const std::string text = openapi(all, "1.2.3");
  const auto document = *parse_json(text);
  EXPECT_EQ(document.at("openapi"), json::value("3.1.0"));
  EXPECT_EQ(document.at("info").at("version"), json::value("1.2.3"));
  const auto& add = document.at("paths").at("/v1/things/{thing}/parts/{part}").at("post");
  EXPECT_EQ(add.at("operationId"), json::value("add_part"));
  EXPECT_EQ(add.at("parameters").as_array().size(), 6u);  // path (2), key, word, why (2)
  EXPECT_EQ(add.at("requestBody").at("content").at("application/json").at("schema").at("$ref"),
            json::value("#/components/schemas/Sample"));
  for (std::size_t at = 0; (at = text.find("#/components/schemas/", at)) != std::string::npos;) {
    at += 21;
    const auto name = text.substr(at, text.find('"', at) - at);
    EXPECT_TRUE(document.at("components").at("schemas").as_object().contains(name)) << name;
  }
}

TEST(Problems, have_one_status_for_each_code_and_say_where_and_what_to_do) {
  const auto response =
      problem(error(Code::refused, "closing waits for one thing", "/grade", "Answer it"), "r1");
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(net::header(response.headers, "content-type"), "application/problem+json");
  const auto body = *parse_json(response.body);
  EXPECT_EQ(body.at("type"), json::value("urn:heed:problem:refused"));
  EXPECT_EQ(body.at("where"), json::value("/grade"));
  EXPECT_EQ(body.at("remedy"), json::value("Answer it"));
  EXPECT_EQ(body.at("instance"), json::value("urn:heed:request:r1"));
  EXPECT_EQ(status_of(Code::invalid), 400);
  EXPECT_EQ(status_of(Code::conflict), 409);
  EXPECT_EQ(status_of(Code::unavailable), 503);
}

}  // namespace
}  // namespace heed::server::test
