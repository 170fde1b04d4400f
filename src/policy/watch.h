// Looks on while rules are judged: every judging on this thread, by any policy, is told to the
// watcher that was made last and still lives. For seeing which facts a rehearsal touches
// (rehearsal/trial.h); nothing in a control room makes one.
#pragma once

#include <functional>
#include <vector>

#include "policy/rules.h"

namespace heed::policy {

class Watching {
 public:
  // The findings are in evaluate()'s order.
  using Watch = std::function<void(const FactTable&, const std::vector<Finding>&)>;
  explicit Watching(Watch watch);
  ~Watching();
  Watching(const Watching&) = delete;
  Watching& operator=(const Watching&) = delete;

 private:
  friend std::vector<Finding> evaluate(const std::vector<Rule>& rules, const FactTable& facts);
  Watch watch_;
  Watching* before_;
};

}  // namespace heed::policy
