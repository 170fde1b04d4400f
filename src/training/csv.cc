#include "training/csv.h"

#include "base/text.h"

namespace heed::training {
namespace {

constexpr std::size_t bytes_max = 20 << 20;
constexpr std::size_t rows_max = 100'000;
constexpr std::size_t cells_max = 100;

std::string line_name(int line) { return "row " + std::to_string(line); }

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<std::vector<CsvRow>> read() {
    while (at_ < text_.size()) {
      if (rows_.size() > rows_max) {
        return error(Code::limit, "expected at most 100,000 rows", line_name(line_));
      }
      rows_.push_back({line_, {}});
      HEED_CHECK(read_row());
    }
    return std::move(rows_);
  }

 private:
  Status read_row() {
    for (;;) {
      if (rows_.back().cells.size() >= cells_max) {
        return error(Code::limit, "expected at most 100 values in a row", line_name(line_));
      }
      rows_.back().cells.emplace_back();
      HEED_CHECK(read_cell(rows_.back().cells.back()));
      if (at_ >= text_.size()) return ok();
      const char c = text_[at_++];
      if (c == ',') continue;
      if (c == '\r' && at_ < text_.size() && text_[at_] == '\n') ++at_;
      ++line_;
      return ok();
    }
  }

  Status read_cell(std::string& out) {
    if (at_ < text_.size() && text_[at_] == '"') return read_quoted(out);
    const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    out = text_.substr(at_, end - at_);
    at_ = end;
    if (out.find('"') == std::string::npos) return ok();
    return error(Code::invalid, "expected a value with a quotation mark in it to be quoted whole",
                 line_name(line_));
  }

  Status read_quoted(std::string& out) {
    const int began = line_;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] != '"') {
        out += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        out += text_[at_++];
      } else {
        ++at_;
        if (at_ >= text_.size() || text_[at_] == ',' || text_[at_] == '\r' || text_[at_] == '\n') {
          return ok();
        }
        return error(Code::invalid, "expected a comma or the end of the line behind a quoted value",
                     line_name(line_));
      }
    }
    return error(Code::invalid, "expected a closing quotation mark, found the end of the file",
                 line_name(began));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::vector<CsvRow> rows_;
};

}  // namespace

Result<std::vector<CsvRow>> read_csv(std::string_view text) {
  if (text.size() > bytes_max) return error(Code::limit, "expected at most 20 MiB");
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  if (const auto bad = first_invalid_utf8(text)) {
    return error(Code::invalid, "expected UTF-8, found other bytes", "byte " + std::to_string(*bad),
                 "save it as \"CSV UTF-8\"");
  }
  return Reader(text).read();
}

}  // namespace heed::training
