// A line of address as somebody typed it, taken apart: flat, number, building, street, town,
// postcode. Nothing is looked up: a part that cannot be told is left in `street` or `town`, so two
// writings of one address compare by parts and a missing part is unknown, not different.
// Pure; accepts anything (ill-formed UTF-8 is dropped); at most 512 bytes are read.
#pragma once

#include <string>
#include <string_view>

namespace heed::matching {

struct AddressParts {
  std::string flat;      // "3", "b", "top floor"
  std::string number;    // "12", "12a", "12-14"
  std::string building;  // "riverside house"
  std::string street;    // "sorrel close", abbreviations written out
  std::string town;
  std::string postcode;  // normalised, or empty
  bool operator==(const AddressParts&) const = default;
};

AddressParts parse_address(std::string_view line);
// "flat 3, riverside house, 12 sorrel close, hollowby, ZZ1 1ZZ"
std::string address_line(const AddressParts& parts);

}  // namespace heed::matching
