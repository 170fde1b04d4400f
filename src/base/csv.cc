#include "base/csv.h"

#include <algorithm>
#include <cstring>
#include <istream>

namespace heed {

CsvReader::CsvReader(std::istream& in, char separator) : in_(in), separator_(separator) {
  fill();
  if (std::string_view(buffer_).substr(at_).starts_with("\xEF\xBB\xBF")) at_ += 3;
}

bool CsvReader::fill() {
  if (ended_) return false;
  constexpr std::size_t step = 1 << 18;
  buffer_.erase(0, at_);
  at_ = 0;
  const std::size_t before = buffer_.size();
  buffer_.resize(before + step);
  in_.read(buffer_.data() + before, step);
  const auto got = static_cast<std::size_t>(in_.gcount());
  buffer_.resize(before + got);
  ended_ = got < step;
  return got > 0;
}

std::size_t CsvReader::end_of_row() {
  bool quoted = false;
  std::size_t at = at_;
  for (;;) {
    const char* begin = buffer_.data() + at;
    const char* end = buffer_.data() + buffer_.size();
    for (const char* p = begin; p < end; ++p) {
      if (*p == '"')
        quoted = !quoted;
      else if (*p == '\n' && !quoted)
        return static_cast<std::size_t>(p - buffer_.data());
    }
    if (buffer_.size() - at_ > row_bytes_max) return std::string::npos;
    const std::size_t seen = buffer_.size() - at_;
    if (!fill()) return quoted ? std::string::npos : buffer_.size();
    at = at_ + seen;
  }
}

Status CsvReader::split_row(std::string_view text, CsvRow& row) {
  row.cells.clear();
  unquoted_.clear();
  unquoted_.reserve(text.size());  // views into it stay good
  std::size_t at = 0;
  for (;;) {
    if (row.cells.size() >= cells_max) {
      return error(Code::limit, "expected at most " + std::to_string(cells_max) + " columns",
                   "line " + std::to_string(row.line));
    }
    if (at < text.size() && text[at] == '"') {
      const std::size_t start = unquoted_.size();
      const std::size_t open = at++;
      for (;; ++at) {
        if (at >= text.size()) {
          return error(Code::invalid, "expected a closing quote",
                       "line " + std::to_string(row.line) + ", column " + std::to_string(open + 1));
        }
        if (text[at] != '"') {
          unquoted_.push_back(text[at]);
        } else if (at + 1 < text.size() && text[at + 1] == '"') {
          unquoted_.push_back('"');
          ++at;
        } else {
          ++at;
          break;
        }
      }
      if (at < text.size() && text[at] != separator_) {
        return error(Code::invalid, "expected a separator after the closing quote",
                     "line " + std::to_string(row.line) + ", column " + std::to_string(at + 1));
      }
      row.cells.emplace_back(unquoted_.data() + start, unquoted_.size() - start);
    } else {
      const std::size_t end = std::min(text.find(separator_, at), text.size());
      row.cells.push_back(text.substr(at, end - at));
      at = end;
    }
    if (at >= text.size()) return ok();
    ++at;  // past the separator; one at the very end leaves an empty last cell
  }
}

Result<bool> CsvReader::next(CsvRow& row) {
  for (;;) {
    if (at_ >= buffer_.size() && !fill()) return false;
    row.line = line_;
    std::size_t end = end_of_row();
    if (end == std::string::npos) {
      // A quote that never closes would swallow the file: give up this line only.
      const std::size_t newline = buffer_.find('\n', at_);
      at_ = newline == std::string::npos ? buffer_.size() : newline + 1;
      ++line_;
      return error(Code::invalid, "expected a closing quote and at most 1 MiB in a row",
                   "line " + std::to_string(row.line));
    }
    std::string_view text(buffer_.data() + at_, end - at_);
    line_ += 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    at_ = std::min(end + 1, buffer_.size());
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.empty()) continue;
    HEED_CHECK(split_row(text, row));
    return true;
  }
}

void append_csv(std::string& out, std::string_view cell) {
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos &&
      (cell.empty() || (cell.front() != ' ' && cell.back() != ' '))) {
    out += cell;
    return;
  }
  out.push_back('"');
  for (char c : cell) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

}  // namespace heed
