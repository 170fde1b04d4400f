#include "checks/connectors/dataset/csv.h"

#include "base/text.h"

namespace heed::checks {
namespace {

class CsvReader {
 public:
  CsvReader(std::string_view text, const std::function<void(CsvRow)>& row,
            const std::function<void(std::int64_t, std::string)>& bad)
      : text_(text), row_(row), bad_(bad) {}

  void read() {
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
    while (at_ < text_.size()) read_row();
  }

 private:
  void read_row() {
    CsvRow row;
    row.line = line_;
    const std::size_t begin = at_;
    std::string problem;
    for (;;) {
      std::string field;
      if (problem.empty()) problem = read_field(field);
      if (!problem.empty()) {
        // From the row's own first line on: a quote too many costs one row, not all that follow.
        at_ = begin;
        line_ = row.line;
        skip_line();
        bad_(row.line, problem);
        return;
      }
      row.fields.push_back(std::move(field));
      if (at_ < text_.size() && text_[at_] == ',') {
        ++at_;
        if (row.fields.size() == csv_fields_max) problem = "at most 200 columns";
        continue;
      }
      skip_end();
      break;
    }
    if (row.fields.size() == 1 && row.fields[0].empty()) return;
    row_(std::move(row));
  }

  // Leaves at_ on a comma, a line end or the end. Says what was expected where it is no field.
  std::string read_field(std::string& out) {
    const bool quoted = at_ < text_.size() && text_[at_] == '"';
    std::string problem = quoted ? read_quoted(out) : read_plain(out);
    if (!problem.empty()) return problem;
    if (out.size() > csv_field_bytes_max) return "a field of at most 64 KiB";
    if (!is_valid_utf8(out)) return "text in UTF-8";
    if (out.find('\0') != std::string::npos) return "text without NUL";
    return {};
  }

  std::string read_plain(std::string& out) {
    const auto end = text_.find_first_of(",\r\n\"", at_);
    if (end != std::string_view::npos && text_[end] == '"') {
      return "a field that holds a quote is written within quotes";
    }
    out = text_.substr(at_, end == std::string_view::npos ? end : end - at_);
    at_ = end == std::string_view::npos ? text_.size() : end;
    return {};
  }

  std::string read_quoted(std::string& out) {
    ++at_;
    for (;;) {
      if (at_ >= text_.size()) return "a closing quote";
      const char c = text_[at_++];
      if (c == '\n') ++line_;
      if (c != '"') {
        out += c;
      } else if (at_ < text_.size() && text_[at_] == '"') {
        out += '"';
        ++at_;
      } else {
        break;
      }
      if (out.size() > csv_field_bytes_max) return "a field of at most 64 KiB";
    }
    if (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\r' && text_[at_] != '\n') {
      return "a comma or a line end after the closing quote";
    }
    return {};
  }

  void skip_end() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    ++line_;
  }

  void skip_line() {
    const auto end = text_.find('\n', at_);
    at_ = end == std::string_view::npos ? text_.size() : end + 1;
    ++line_;
  }

  std::string_view text_;
  const std::function<void(CsvRow)>& row_;
  const std::function<void(std::int64_t, std::string)>& bad_;
  std::size_t at_ = 0;
  std::int64_t line_ = 1;
};

}  // namespace

void read_csv(std::string_view text, const std::function<void(CsvRow)>& row,
              const std::function<void(std::int64_t, std::string)>& bad) {
  CsvReader(text, row, bad).read();
}

}  // namespace heed::checks
