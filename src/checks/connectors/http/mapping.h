// How questions become HTTP requests and JSON replies become what was said: configuration, not
// code. A place in a reply is a JSON Pointer (RFC 6901), relative to the row within groups. Group
// and field names are those of records.h. Read once from the source's file; immutable.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "checks/connector.h"
#include "policy/document.h"

namespace heed::checks {

// One value of a reply: at a pointer, or fixed; through a table of names; a date in another order.
struct FieldSpec {
  std::string name;                                        // of the struct's field
  std::string at;                                          // pointer; empty where it is fixed
  std::string fixed;                                       // JSON text
  std::vector<std::pair<std::string, std::string>> names;  // as text in the reply -> JSON text
  std::string date;      // "", "dmy", "mdy": the order of the parts, whatever lies between them
  bool as_text = false;  // a number in the reply, text here
};

// A list of rows in a reply and what each row gives.
struct GroupSpec {
  std::string rows;  // pointer to a list, or to one object
  bool within_people = false;
  std::vector<FieldSpec> fields;
  std::vector<GroupSpec> identifiers, markers, conditions;  // within each row
};

struct RequestSpec {
  std::vector<std::string> by;  // kinds of key
  std::string method;
  std::string path;
  std::string body;  // JSON text with {placeholders} in its strings; empty: none
};

// What makes an answer complete. Each part is required: without one the source does not load.
struct CompletenessSpec {
  std::vector<FieldSpec> subject;  // name = kind of key
  std::string searched;            // pointer, or empty: what is echoed is what was searched
  std::vector<std::pair<std::string, std::string>> searched_names;
  std::string rows_declared;  // pointer
  std::string last_page;      // pointer to a truth …
  std::string no_more_at;     // … or pointer to what is absent or null on the last page
  std::string as_of;          // pointer; empty: the time of the answer
  std::string coverage;       // pointer; empty: the declaration's own
  std::string next;           // pointer to the path of the next page; may be empty
  std::string failed;         // pointer to what is there only where the source failed
};

class HttpMapping {
 public:
  // Notes problems in the document.
  static std::shared_ptr<const HttpMapping> read(
      const policy::Table& root, const std::vector<std::vector<std::string>>& accepts);

  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<RequestSpec> requests;
  CompletenessSpec complete;
  std::vector<GroupSpec> people, orders, events, address_markers;
};

std::unique_ptr<Connector> make_http_connector(std::shared_ptr<const SourceDeclaration> source);

}  // namespace heed::checks
