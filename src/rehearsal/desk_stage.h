// A whole control room on a ledger in memory, with a clock that moves only when nothing is left to
// do: what a rehearsal usually plays on. Everything is the real thing (desk, policy, hearing,
// runner, connectors, reactions, due times) save the exchange with each source, which is the
// file's. One thread.
#pragma once

#include <memory>

#include "desk/force_policy.h"
#include "rehearsal/stage.h"

namespace heed::rehearsal {

struct Setting {
  std::shared_ptr<const desk::ForcePolicy> policy;
  std::uint64_t seed = 1;  // of ids, salts and jitter: the same seed, the same run
};

// Code::invalid where the script names a source that the policy does not declare, or a role or a
// competence that it does not know.
Result<std::unique_ptr<Stage>> desk_stage(const Script& script, Setting setting);

}  // namespace heed::rehearsal
