// Comma-separated values as spreadsheets write them (RFC 4180): quotes, doubled quotes, line ends
// of either kind within and without, a byte order mark. Pure. What is not so is an error with its
// line.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace heed::checks {

struct CsvRow {
  std::int64_t line = 0;  // where it begins, from 1
  std::vector<std::string> fields;
};

constexpr std::size_t csv_bytes_max = 512 << 20;
constexpr std::size_t csv_fields_max = 200;
constexpr std::size_t csv_field_bytes_max = 64 << 10;

// Calls `row` for each row that is not empty. A row that cannot be read goes to `bad` with its
// line, and reading goes on at the next line: a quote that never ends costs one row.
void read_csv(std::string_view text, const std::function<void(CsvRow)>& row,
              const std::function<void(std::int64_t line, std::string expected)>& bad);

}  // namespace heed::checks
