// Which ward a place lies in, as far as the force has said: by the property's number (UPRN), else
// by the postcode in its address. A place that neither names has no ward; nothing is guessed from a
// map reference. Immutable once read; safe from every thread.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "incident/incident_types.h"
#include "policy/document.h"

namespace heed::desk {

class Wards {
 public:
  // [[ward]] name = "Harbour", postcodes = ["ZZ1 1", "ZZ1 2AB"], uprns = ["…"]. The longest
  // beginning of a postcode counts. Mistakes name file, line and what was expected.
  static Result<Wards> read(policy::Document document);
  // Empty where it is not known.
  std::string_view of(const incident::Location& place) const;
  std::string_view of_address(std::string_view address) const;

 private:
  std::map<std::string, std::string, std::less<>> by_postcode_;  // letters and digits alone
  std::map<std::string, std::string, std::less<>> by_uprn_;
};

}  // namespace heed::desk
