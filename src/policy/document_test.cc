#include "policy/document.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"

namespace heed::policy {
namespace {

Document parsed(std::string_view text) {
  auto document = Document::parse(text, "f.toml");
  EXPECT_TRUE(document) << document.error().message();
  return *document;
}

TEST(Document, ReadsEveryKindOfValue) {
  const Document document = parsed(R"(
name = "x"
count = 3
ratio = 2
on = true
wait = "90s"
born = 2010-03-14
also = "2010-03-14"
names = ["a", "b"]
[inner]
mode = "fast"
[[row]]
n = 1
[[row]]
n = 2
)");
  const Table root = document.root();
  EXPECT_EQ(root.string("name"), "x");
  EXPECT_EQ(root.integer("count", 1, 5), 3);
  EXPECT_EQ(root.number("ratio"), 2.0);
  EXPECT_TRUE(root.boolean("on"));
  EXPECT_EQ(root.duration("wait"), std::chrono::seconds(90));
  EXPECT_EQ(root.date("born"), root.date("also"));
  EXPECT_EQ(root.strings("names"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(root.table("inner").one_of("mode", {"fast", "slow"}), "fast");
  const auto rows = root.tables("row");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].integer("n") + rows[1].integer("n"), 3);
  EXPECT_EQ(root.keys(), (std::vector<std::string>{"name", "count", "ratio", "on", "wait", "born",
                                                   "also", "names", "inner", "row"}));
  EXPECT_FALSE(root.optional_string("absent"));
  EXPECT_TRUE(document.finish()) << document.finish().error().message();
}

// One mistake each, where it is, and a part of what is said.
struct Mistake {
  const char* text;
  const char* where;
  const char* says;
};

void read_all(const Document& document) {
  const Table root = document.root();
  root.string("name");
  root.optional_integer("count", 1, 5);
  root.optional_number("ratio");
  root.optional_boolean("on");
  root.optional_duration("wait");
  root.optional_date("born");
  root.optional_strings("names");
  root.optional_one_of("mode", {"fast", "slow"});
  if (const auto inner = root.optional_table("inner")) inner->string("x");
  for (const Table& row : root.optional_tables("row")) row.integer("n");
}

TEST(Document, SaysWhereAMistakeIsAndWhatWasExpected) {
  const Mistake mistakes[] = {
      {"count = 2", "f.toml:1:1", "\"name\" is missing: expected a text"},
      {"name = 3", "f.toml:1:8", "expected a text in quotes, found 3"},
      {"name = \"\"", "f.toml:1:8", "found an empty one"},
      {"name = \"x\"\ncount = \"2\"", "f.toml:2:9", "expected a whole number, found \"2\""},
      {"name = \"x\"\ncount = 9", "f.toml:2:9", "expected 1 to 5, found 9"},
      {"name = \"x\"\nratio = nan", "f.toml:2:9", "expected a number"},
      {"name = \"x\"\non = 1", "f.toml:2:6", "expected true or false, found 1"},
      {"name = \"x\"\nwait = \"soon\"", "f.toml:2:8", "expected a duration such as"},
      {"name = \"x\"\nborn = \"2026-02-30\"", "f.toml:2:8", "expected a date such as 2026-11-19"},
      {"name = \"x\"\nnames = \"a\"", "f.toml:2:9", "expected a list in square brackets"},
      {"name = \"x\"\nnames = [1]", "f.toml:2:10", "expected a text in quotes, found 1"},
      {"name = \"x\"\nmode = \"fats\"", "f.toml:2:8", "did you mean \"fast\"?"},
      {"name = \"x\"\ninner = 1", "f.toml:2:9", "expected a table, found 1"},
      {"name = \"x\"\n[inner]\ny = 1\nx = \"a\"", "f.toml:3:1", "unknown key \"y\" (did you mean"},
      {"name = \"x\"\n[[row]]\nn = 1\n[[row]]\n", "f.toml:4:1", "\"n\" is missing"},
      {"name = \"x\"\nnmae = \"y\"", "f.toml:2:1", "did you mean \"name\"?"},
      {"name = \"x\"\n[other]\ny = 1", "f.toml:2:2", "unknown key \"other\""},
      {"name = \"x", "f.toml:1:10", "not TOML"},
      {"name = \"x\"\nname = \"y\"", "f.toml:2", "not TOML"},
  };
  for (const Mistake& mistake : mistakes) {
    auto document = Document::parse(mistake.text, "f.toml");
    Error found;
    if (!document) {
      found = document.error();
    } else {
      read_all(*document);
      const Status status = document->finish();
      ASSERT_FALSE(status) << mistake.text;
      found = status.error();
    }
    EXPECT_EQ(found.where.substr(0, std::string_view(mistake.where).size()), mistake.where)
        << mistake.text << "\n"
        << found.message();
    EXPECT_NE(found.message().find(mistake.says), std::string::npos) << found.message();
  }
}

TEST(Document, NamesSeveralMistakesAtOnceAndNoMoreThanFifty) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "bad" + std::to_string(i) + " = 1\n";
  const Document document = parsed(text);
  document.root().string("name");
  const Status status = document.finish();
  ASSERT_FALSE(status);
  EXPECT_EQ(document.problems().size(), 50u);
  EXPECT_NE(status.error().detail.find("only the first mistakes"), std::string::npos);
  EXPECT_NE(status.error().detail.find("\nf.toml:2:1: unknown key \"bad1\""), std::string::npos);
}

TEST(Document, AMissingTableSaysNothingMore) {
  const Document document = parsed("x = 1");
  document.root().integer("x");
  const Table absent = document.root().table("absent");
  EXPECT_EQ(absent.string("y"), "");
  EXPECT_TRUE(absent.tables("z").empty());
  EXPECT_EQ(document.problems().size(), 1u);
}

TEST(Document, WhatIsTakenAsJsonKeepsItsOwnKeys) {
  const Document document = parsed("body = { b = [1, 2.5, { c = \"d\\\"e\" }], a = 2010-03-14 }");
  EXPECT_EQ(document.root().value("body")->json(),
            R"({"b":[1,2.5,{"c":"d\"e"}],"a":"2010-03-14"})");
  EXPECT_TRUE(document.finish());
}

TEST(Document, RefusesWhatIsNotUtf8TooLargeOrTooDeep) {
  const auto bad = Document::parse("a = 1\nb = \"\xC3\xA9\xFF\"", "f.toml");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().where, "f.toml:2:7");
  DocumentLimits small;
  small.bytes_max = 10;
  EXPECT_EQ(Document::parse("name = \"0123456789\"", "f.toml", small).error().code, Code::limit);
  const std::string deep = "a = " + std::string(40, '[') + std::string(40, ']');
  EXPECT_EQ(Document::parse(deep, "f.toml").error().code, Code::limit);
  std::string dotted = "a";
  for (int i = 0; i < 100'000; ++i) dotted += ".a";
  EXPECT_EQ(Document::parse(dotted + " = 1", "f.toml").error().code, Code::limit);
  const std::string nested = "a = " + std::string(500'000, '[');
  EXPECT_FALSE(Document::parse(nested, "f.toml"));
  std::string many = "a = [";
  for (int i = 0; i < 100'100; ++i) many += "1,";
  EXPECT_EQ(Document::parse(many + "]", "f.toml").error().code, Code::limit);
}

TEST(Document, FindsTheBytesOfEveryQuantity) {
  const std::string text = "a = 12\n[b]\nc = [{ d = \"90s\", e = \"é\", f = -3 }]\n";
  const auto quantities = parsed(text).quantities();
  ASSERT_EQ(quantities.size(), 3u);
  EXPECT_EQ(quantities[1].written, "\"90s\"");
  EXPECT_TRUE(quantities[1].duration);
  EXPECT_EQ(quantities[1].path, "b.c[0].d");
  EXPECT_EQ(quantities[2].written, "-3");
  for (const auto& each : quantities) {
    EXPECT_EQ(text.substr(each.begin, each.end - each.begin), each.written);
  }
}

// Whatever the bytes: no crash, and a mistake names the file.
void read_whatever(const std::string& text) {
  const auto document = Document::parse(text, "f.toml");
  if (!document) {
    RC_ASSERT(document.error().where.substr(0, 6) == "f.toml");
    return;
  }
  read_all(*document);
  document->quantities();
  const Status status = document->finish();
  if (!status) RC_ASSERT(status.error().where.substr(0, 6) == "f.toml");
}

RC_GTEST_PROP(Document, SurvivesAnyBytes, (const std::string& text)) { read_whatever(text); }

RC_GTEST_PROP(Document, SurvivesAnyMixtureOfToml, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "name", "count", "row", "inner", " = ", "\"x\"", "\"", "'''", "\"\"\"", "[", "]", "[[", "]]",
      "{", "}", ",", "\n", ".", "#", "12", "-", "1e9", "0x", "true", "2026-11-19", "18:30:05",
      "\\u", "\\", "\xC3\xA9", "\xF0", "\t", "nan", "_"));
  std::string text;
  for (const auto& piece : pieces) text += piece;
  read_whatever(text);
}

RC_GTEST_PROP(Document, SurvivesAGoodFileWithOneByteChanged, (std::uint8_t byte)) {
  std::string text = "name = \"x\"\nwait = \"90s\"\n[inner]\nx = \"a\"\n[[row]]\nn = 1\n";
  text[*rc::gen::inRange<std::size_t>(0, text.size())] = static_cast<char>(byte);
  read_whatever(text);
}

}  // namespace
}  // namespace heed::policy
