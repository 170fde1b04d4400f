// A force's policy with one of its parts changed in memory, for trying what a change of a number
// would do before it comes into force. Pure.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "desk/force_policy.h"

namespace heed::desk {

// Files beside the rules that hold numbers and are part of policy::Policy's files.
std::vector<std::string> parts_with_numbers();

// The same policy with `changed`, which differs in one of those files; they are read anew. Refused
// as load_force_policy refuses.
Result<std::shared_ptr<const ForcePolicy>> with_changed_part(
    const ForcePolicy& policy, std::shared_ptr<const policy::Policy> changed);

}  // namespace heed::desk
