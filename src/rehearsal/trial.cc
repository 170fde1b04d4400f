#include "rehearsal/trial.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "rehearsal/desk_stage.h"

namespace heed::rehearsal {
namespace {

class Trial {
 public:
  Trial(const std::vector<Script>& scripts, std::shared_ptr<const desk::ForcePolicy> policy,
        const TrialOptions& options)
      : scripts_(scripts), policy_(std::move(policy)), options_(options) {}

  Result<std::vector<Tried>> run() {
    HEED_CHECK(passes_unchanged());
    for (auto& mutant : policy::mutants(policy_->rules)) {
      if (!options_.rule.empty() && mutant.rule != options_.rule) continue;
      tried_.push_back({std::move(mutant), {}});
    }
    std::vector<std::thread> threads;
    for (int i = 0; i < std::max(1, options_.threads); ++i)
      threads.emplace_back([this] { work(); });
    for (auto& thread : threads) thread.join();
    if (failed_) return *failed_;
    return std::move(tried_);
  }

 private:
  Status passes_unchanged() const {
    for (const Script& script : scripts_) {
      HEED_TRY(const Report report, rehearse(script, policy_, {true, {}}));
      if (report.passed()) continue;
      return error(Code::invalid, "it fails as the policy stands: " + report.misses[0].expected,
                   report.misses[0].place.str(), "mend the rehearsal or the policy first");
    }
    return ok();
  }

  void work() {
    std::size_t last = 0;  // what noticed the change before is likely to notice this one
    for (std::size_t at = next_++; at < tried_.size(); at = next_++) {
      Tried& tried = tried_[at];
      const auto changed = policy_->with_rules(tried.mutant.make());
      for (std::size_t i = 0; i < scripts_.size(); ++i) {
        const std::size_t script = i == 0 ? last : i <= last ? i - 1 : i;
        const auto report = rehearse(scripts_[script], changed, {true, {}});
        if (report && report->passed()) continue;
        // A change may make a rehearsal run for ever; anything else is no verdict about it.
        if (!report && report.error().code != Code::limit) return give_up(report.error());
        tried.noticed_by = scripts_[script].file;
        last = script;
        break;
      }
      const std::lock_guard lock(mutex_);
      ++done_;
      if (options_.progress) options_.progress(tried, done_, tried_.size());
    }
  }

  void give_up(const Error& failure) {
    const std::lock_guard lock(mutex_);
    failed_ = failure;
    next_ = tried_.size();
  }

  const std::vector<Script>& scripts_;
  std::shared_ptr<const desk::ForcePolicy> policy_;
  const TrialOptions& options_;
  std::vector<Tried> tried_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::size_t done_ = 0;
  std::optional<Error> failed_;
};

}  // namespace

Result<Report> rehearse(const Script& script, std::shared_ptr<const desk::ForcePolicy> policy,
                        const PlayOptions& options, std::uint64_t seed) {
  HEED_TRY(const auto stage, desk_stage(script, {std::move(policy), seed, nullptr}));
  return play(script, *stage, options);
}

Result<std::vector<Tried>> try_changes(const std::vector<Script>& scripts,
                                       std::shared_ptr<const desk::ForcePolicy> policy,
                                       const TrialOptions& options) {
  return Trial(scripts, std::move(policy), options).run();
}

}  // namespace heed::rehearsal
