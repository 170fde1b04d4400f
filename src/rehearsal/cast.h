// The people of a rehearsal as the force's own files would list them: staff, roster and competence
// register. Everybody on duty is on duty all day; one who is absent has no duty. Pure.
#pragma once

#include <set>
#include <string>

#include "access/access.h"
#include "rehearsal/script.h"
#include "training/training.h"

namespace heed::rehearsal {

// "PC Bryn Shaw" -> "pc.bryn.shaw".
std::string login_of(std::string_view name);

// Code::invalid with the cast member's place where a role or a duty is not one of the policy's.
Result<access::Staff> staff_of(const Script& script, const std::set<std::string>& absent,
                               const access::AccessPolicy& policy, const Zone& zone);
// Somebody without a list of competences has every one, gained a month before; `competences = []`
// is somebody with none.
Result<training::Register> register_of(const Script& script,
                                       const training::TrainingPolicy& policy);

}  // namespace heed::rehearsal
