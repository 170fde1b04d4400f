// A person as a record or a caller gives them: text as written, nothing normalised, any field may
// be missing. Missing is unknown and never counts against anybody. The limits are on the whole
// record: longer fields are cut when compared (names to 32 words of 64 letters), never refused.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/civil.h"
#include "matching/identifiers.h"

namespace heed::matching {

// "About thirty-five", "16 to 18", said or judged on that day. Both ends included, 0 to 130.
struct AgeBand {
  int low = 0;
  int high = 0;
  LocalDate as_of{};
  bool operator==(const AgeBand&) const = default;
};

struct PersonRecord {
  std::string id;  // unique within an index; opaque
  std::string given_name;
  std::string middle_name;
  std::string family_name;
  std::string full_name;  // where nobody knows which part is which; used beside the others
  std::optional<LocalDate> born;
  // Known only to lie between: a year alone is 1 January to 31 December. Either may be missing.
  std::optional<LocalDate> born_from;
  std::optional<LocalDate> born_to;
  std::optional<AgeBand> age;
  std::string sex;  // "M", "f", "male", "Woman"; anything else is unknown
  std::vector<std::string> phones;
  std::vector<std::string> emails;
  std::vector<IdentifierKey> identifiers;  // normalised: user names, vehicles, UPRN, PNCID, CRO
  std::string address;                     // one free line
  std::string postcode;                    // whole or district; may also stand in the address
};

}  // namespace heed::matching
