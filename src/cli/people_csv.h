// People out of CSV files: which column is what, and one row as a PersonRecord. A field that cannot
// be read is left out of its record and said, with line and column; the row stays, since a person
// whose date of birth is mistyped must still be found by name. For the matching commands.
#pragma once

#include <functional>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.h"
#include "base/result.h"
#include "matching/person.h"

namespace heed::cli {

// "2010-03-14", "14/03/2010", "14.3.2010", "20100314", "14 Mar 2010"; "2010-03" and "2010" give a
// range. Day before month where both could be either.
struct SaidDate {
  LocalDate first, last;
};
Result<SaidDate> parse_said_date(std::string_view text);

using Rename = std::map<std::string, std::string>;  // their header → our column
// A TOML file of lines such as  surname = "last name"  (our column = their header).
Result<Rename> read_column_map(const std::string& path);

class PeopleColumns {
 public:
  // `extra`: further columns that the command knows (qid, …), read by cell().
  // Unknown columns are named in `warning`.
  static Result<PeopleColumns> from_header(const CsvRow& header, const Rename& rename,
                                           const std::vector<std::string>& extra,
                                           std::string& warning);
  bool has(std::string_view column) const;
  std::string_view cell(const CsvRow& row, std::string_view column) const;
  // Problems are handed to `problem` as "line 3, column 5 (dob): expected …".
  matching::PersonRecord person(const CsvRow& row, LocalDate today,
                                const std::function<void(std::string)>& problem) const;

 private:
  std::size_t width_ = 0;
  std::map<std::string, std::size_t, std::less<>> at_;
};

// The first problems in full, then a count: a million bad rows make no million lines.
class Problems {
 public:
  Problems(std::ostream& err, std::string file) : err_(err), file_(std::move(file)) {}
  ~Problems();
  void say(const std::string& text);
  std::size_t count() const { return count_; }

 private:
  std::ostream& err_;
  std::string file_;
  std::size_t count_ = 0;
};

}  // namespace heed::cli
