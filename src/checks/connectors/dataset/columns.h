// How a CSV extract's columns become records, declared in the source's file. One row is one person,
// or one event with the person it is about; rows with one record id are one person.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "policy/document.h"

namespace heed::checks {

struct Column {
  std::string header;                                      // as in the CSV's first line
  std::string field;                                       // see column_fields()
  std::string date;                                        // iso, dmy, mdy
  std::string platform;                                    // of a user name
  std::vector<std::pair<std::string, std::string>> names;  // as in the file -> as Heed writes it
  bool required = false;
};

class DatasetColumns {
 public:
  // Notes problems in the document.
  static std::shared_ptr<const DatasetColumns> read(const policy::Table& root);

  std::vector<Column> columns;
  bool managed_offenders = false;  // every person in it is one
  bool address_markers = false;    // its markers hang on addresses, not on people
  std::string event_kind;          // crime, incident, intelligence, missing; empty: no events
  // How many rejected rows an extract may have and still be called complete.
  std::int64_t rejected_rows_max = 0;
};

const std::vector<std::string>& column_fields();

}  // namespace heed::checks
