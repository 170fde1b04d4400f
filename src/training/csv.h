// Comma-separated values (RFC 4180) as spreadsheets write them: quoted values, doubled quotes,
// line ends inside quotes, CRLF or LF, a byte order mark. Pure. Code::invalid with the line where
// it is no such text, Code::limit over 20 MiB, 100,000 rows or 100 values in one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace heed::training {

struct CsvRow {
  int line = 0;  // where it begins, from 1
  std::vector<std::string> cells;
};

Result<std::vector<CsvRow>> read_csv(std::string_view text);

}  // namespace heed::training
