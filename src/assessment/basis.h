// What an assessment rests on, item by item: a key by kind and id, without personal data, and what
// to say where it is new. For this room's .cc files.
#pragma once

#include "assessment/assessment.h"

namespace heed::assessment {

struct BasisItem {
  std::string key;
  std::string words;  // why an assessment that does not know of it expires
};

std::vector<BasisItem> basis_of(const Known& known, const ThrivePolicy& policy);

}  // namespace heed::assessment
