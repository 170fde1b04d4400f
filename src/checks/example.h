// A declaration's own examples, played through its mapping: what an engineer claims of a source is
// tried before it is believed. The contract suite uses the same.
#pragma once

#include <string>
#include <vector>

#include "checks/complete_answer.h"
#include "checks/source.h"

namespace heed::checks {

struct ExampleProblem {
  std::string detail;
  std::string remedy;
};

// Outcome of one example. `error` where the example itself cannot be played.
Result<Outcome> play_example(const SourceDeclaration& source, const Example& example);
// http and dataset: at least one example that gives a hit and one that gives no_trace; every
// example gives what it claims.
std::vector<ExampleProblem> example_problems(const SourceDeclaration& source);

}  // namespace heed::checks
