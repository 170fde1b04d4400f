// Small changes to a policy, each of which some rehearsal should notice: a rule dropped, a
// condition negated, a number or a duration moved by one step, what happens while a fact is unknown
// flipped. A change that no rehearsal notices is a rule nobody has seen work. Every mutant is made
// in memory; the policy it comes from must outlive it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy/policy.h"

namespace heed::policy {

struct Mutant {
  enum class What : std::uint8_t { dropped, when, met_when, raise, if_unknown, part };
  std::string name;  // "age_of_victim: dropped", stable from run to run
  std::string rule;  // the rule's id, or the path of another part: "duties.toml"
  Place place;
  What what = What::part;
  std::optional<Rule> now;   // the rule as changed; nothing where it is dropped, or no rule
  std::string same_because;  // why nobody could ever notice it; empty: somebody could
  std::function<std::shared_ptr<const Policy>()> make;
};

// In the order of the rules, then of the files:
//   every rule dropped;
//   `when` and `met_when` negated, whole and each leaf of them;
//   every number and duration, in conditions and in what is raised, one step up and one down;
//   if_unknown changed to each of the other two, `ask` only where every fact has a question;
//   every number and duration of the files below `parts` (such as "grades.toml"), up and down.
// A number's step is 1. A duration's is the unit it reads in ("90s": 1 s, "2m": 1 m, "1h": 1 h);
// one step down from a single unit is half of it. Two changes that come to one condition are one.
std::vector<Mutant> mutants(const std::shared_ptr<const Policy>& policy,
                            const std::vector<std::string>& parts = {});

// Whether the change comes to anything else than the rule itself for the subject of `finding`, on
// the facts that it was judged on. `owed`: the rule has raised something before. Where a change
// makes no difference in any turn of a rehearsal, that rehearsal goes the same way with it.
bool makes_a_difference(const Mutant& mutant, const Finding& finding, bool owed,
                        const FactTable::Row& own, const FactTable::Row* root);

}  // namespace heed::policy
