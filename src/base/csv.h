// Comma-separated values (RFC 4180), read as a stream in bounded memory: one row at a time, each
// with the line it begins on. Quotes, doubled quotes, line breaks within quotes, CR LF and a byte
// order mark are understood. A row that cannot be read is an Error that says line and column; the
// next call goes on with the line after it, so that one bad row does not cost the file. Not
// thread-safe. Cells live until the next call.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace heed {

struct CsvRow {
  std::size_t line = 0;  // 1 for the first of the file
  std::vector<std::string_view> cells;
};

class CsvReader {
 public:
  static constexpr std::size_t row_bytes_max = 1 << 20;
  static constexpr std::size_t cells_max = 1024;

  explicit CsvReader(std::istream& in, char separator = ',');
  // False at the end. Empty lines are passed over.
  Result<bool> next(CsvRow& row);

 private:
  bool fill();
  // The end of the line that begins at at_, outside quotes; npos where it does not end in time.
  std::size_t end_of_row();
  Status split_row(std::string_view text, CsvRow& row);

  std::istream& in_;
  char separator_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  bool ended_ = false;
  std::string unquoted_;
};

// Quoted where it must be; the same for every reader of RFC 4180. A cell that a spreadsheet would
// take for a formula is left as it is: what we write is read by programs.
void append_csv(std::string& out, std::string_view cell);

}  // namespace heed
