// Tries every small change of a policy (policy/mutants.h) against rehearsals: each must make some
// rehearsal fail. A change that none notices is a rule, a number or a duration that nobody has seen
// work. Runs on its own threads and blocks until all have been tried.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "desk/force_policy.h"
#include "policy/mutants.h"
#include "rehearsal/play.h"

namespace heed::rehearsal {

struct Tried {
  policy::Mutant mutant;
  std::string noticed_by;  // the rehearsal's file; empty: the change survives
};

struct TrialOptions {
  int threads = 2;
  std::string rule;  // only changes of that rule; empty: of all
  // Told after each change; one at a time.
  std::function<void(const Tried&, std::size_t done, std::size_t of)> progress;
};

// In the order of policy/mutants.h. Code::invalid where a rehearsal fails without any change: there
// is nothing to be learnt from it.
Result<std::vector<Tried>> try_changes(const std::vector<Script>& scripts,
                                       std::shared_ptr<const desk::ForcePolicy> policy,
                                       const TrialOptions& options);

// Plays a script on a fresh stage in memory.
Result<Report> rehearse(const Script& script, std::shared_ptr<const desk::ForcePolicy> policy,
                        const PlayOptions& options = {}, std::uint64_t seed = 1);

}  // namespace heed::rehearsal
