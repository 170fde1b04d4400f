// Tries every small change of a policy (policy/mutants.h) against rehearsals: each must make some
// rehearsal fail. A change that none notices is a rule, a number or a duration that nobody has seen
// work. First each rehearsal is played unchanged while every change is judged beside the policy: a
// change is then tried only where it came to something else, and until the first rehearsal fails.
// Runs on its own threads and blocks until all have been tried.
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
  std::string noticed_by;   // the rehearsal's file; empty: the change survives
  std::size_t touched = 0;  // how many rehearsals it made a difference in, noticed or not
  // Nothing could tell it from the policy: mutant.same_because says why. It was not tried.
  bool same() const { return !mutant.same_because.empty(); }
  bool survives() const { return noticed_by.empty() && !same(); }
};

struct TrialOptions {
  int threads = 2;
  std::string rule;  // only changes of that rule, or of that file beside the rules; empty: of all
  // Told after each change; one at a time.
  std::function<void(const Tried&, std::size_t done, std::size_t of)> progress;
};

// In the order of policy/mutants.h. Code::invalid where a rehearsal fails without any change: there
// is nothing to be learnt from it; or where a fact that is declared as always known was not.
Result<std::vector<Tried>> try_changes(const std::vector<Script>& scripts,
                                       std::shared_ptr<const desk::ForcePolicy> policy,
                                       const TrialOptions& options);

// Plays a script on a fresh stage in memory.
Result<Report> rehearse(const Script& script, std::shared_ptr<const desk::ForcePolicy> policy,
                        const PlayOptions& options = {}, std::uint64_t seed = 1);

}  // namespace heed::rehearsal
