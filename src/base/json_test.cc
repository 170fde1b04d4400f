#include <gtest/gtest.h>

#include "base/json_map.h"

namespace heed {
namespace {

enum class Colour { red, light_blue };
BOOST_DESCRIBE_ENUM(Colour, red, light_blue)

struct Part {
  std::string name;
  std::optional<int> size;
};
BOOST_DESCRIBE_STRUCT(Part, (), (name, size))

struct Whole {
  Id<struct WholeTag> id;
  Colour colour = Colour::red;
  std::vector<Part> parts;
  std::map<std::string, double> weights;
  Instant at;
  std::optional<LocalDate> born;
  bool good = false;
};
BOOST_DESCRIBE_STRUCT(Whole, (), (id, colour, parts, weights, at, born, good))

const char* const text = R"({"id":"01890a5d-ac96-774b-bcce-b302099a8057","colour":"light_blue",)"
                         R"("parts":[{"name":"a","size":3},{"name":"b"}],"weights":{"x":1.5},)"
                         R"("at":"2026-11-19T18:30:00.000000Z","born":"2010-03-14","good":true})";

TEST(JsonMap, ReadsBackWhatItWrote) {
  const auto whole = json_map::read<Whole>(text);
  ASSERT_TRUE(whole) << whole.error().message();
  EXPECT_EQ(whole->parts[1].size, std::nullopt);
  EXPECT_EQ(json_map::write(*whole),
            json_map::write(json_map::read<Whole>(json_map::write(*whole)).value()));
}

std::string where_of(std::string from, std::string to) {
  std::string changed = text;
  changed.replace(changed.find(from), from.size(), to);
  const auto whole = json_map::read<Whole>(changed);
  return whole ? "no error" : whole.error().where;
}

TEST(JsonMap, NamesTheFieldThatIsWrong) {
  EXPECT_EQ(where_of("\"size\":3", "\"size\":\"3\""), "/parts/0/size");
  EXPECT_EQ(where_of("light_blue", "blue"), "/colour");
  EXPECT_EQ(where_of("\"name\":\"b\"", "\"nane\":\"b\""), "/parts/1/name");
  EXPECT_EQ(where_of("2010-03-14", "2010-02-30"), "/born");
  EXPECT_EQ(where_of("\"good\":true", "\"good\":true,\"extra\":1"), "/extra");
  EXPECT_EQ(where_of("1.5", "true"), "/weights/x");
}

TEST(JsonMap, SaysWhereTextIsNotJson) {
  const auto value = parse_json("{\n \"a\": nul }");
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().where.substr(0, 6), "line 2");
  EXPECT_EQ(parse_json("{} x").error().code, Code::invalid);
  EXPECT_EQ(parse_json(std::string(100, '[')).error().code, Code::invalid);
  EXPECT_EQ(parse_json("\"\xff\"").error().where, "line 1, column 2");
  EXPECT_EQ(parse_json("[1,2,3]", {.bytes_max = 3}).error().code, Code::limit);
}

}  // namespace
}  // namespace heed
