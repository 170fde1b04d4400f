#include "base/csv.h"

#include <gtest/gtest.h>

#include <sstream>

namespace heed {
namespace {

std::vector<std::vector<std::string>> rows_of(const std::string& text,
                                              std::string* errors = nullptr) {
  std::istringstream in(text);
  CsvReader reader(in);
  CsvRow row;
  std::vector<std::vector<std::string>> out;
  for (;;) {
    auto more = reader.next(row);
    if (!more) {
      if (errors) *errors += more.error().message() + "\n";
      continue;
    }
    if (!*more) return out;
    out.emplace_back(row.cells.begin(), row.cells.end());
  }
}

using Rows = std::vector<std::vector<std::string>>;

TEST(Csv, ReadsQuotesBreaksAndEmptyCells) {
  EXPECT_EQ(rows_of("\xEF\xBB\xBF"
                    "a,b\r\n\"x, \"\"y\"\"\n2\",\n\n,z"),
            (Rows{{"a", "b"}, {"x, \"y\"\n2", ""}, {"", "z"}}));
}

TEST(Csv, OneBadRowDoesNotCostTheFile) {
  std::string errors;
  EXPECT_EQ(rows_of("a,b\n\"x\"y,1\n2,3\n", &errors), (Rows{{"a", "b"}, {"2", "3"}}));
  EXPECT_NE(errors.find("line 2, column 4"), std::string::npos) << errors;
  errors.clear();
  EXPECT_EQ(rows_of("a\n\"open\nb\n", &errors), (Rows{{"a"}, {"b"}}));
  EXPECT_NE(errors.find("line 2"), std::string::npos) << errors;
}

TEST(Csv, RowsLongerThanTheBufferAreReadWhole) {
  const std::string cell(700000, 'x');
  EXPECT_EQ(rows_of("a," + cell + "\nb,c\n"), (Rows{{"a", cell}, {"b", "c"}}));
}

TEST(Csv, WhatIsWrittenIsReadBack) {
  std::string text;
  const std::vector<std::string> cells = {"plain", "a,b", "say \"hi\"", "two\nlines", "", " edge"};
  for (const auto& cell : cells) {
    if (!text.empty()) text += ',';
    append_csv(text, cell);
  }
  EXPECT_EQ(rows_of(text), Rows{cells});
}

}  // namespace
}  // namespace heed
