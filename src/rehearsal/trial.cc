#include "rehearsal/trial.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include "desk/changed_policy.h"
#include "policy/watch.h"
#include "rehearsal/desk_stage.h"

namespace heed::rehearsal {
namespace {

using policy::FactTable;
using policy::Finding;

// Calls work(0) … work(count - 1), each once, on that many threads.
void side_by_side(int threads, std::size_t count, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> running;
  for (int i = 0; i < std::max(1, threads); ++i) {
    running.emplace_back([&] {
      for (std::size_t at = next++; at < count; at = next++) work(at);
    });
  }
  for (auto& thread : running) thread.join();
}

// Which changes come to something else somewhere in one rehearsal, played as the policy stands.
class Coverage {
 public:
  Coverage(const policy::Policy& rules, const std::vector<Tried>& tried)
      : rules_(rules), tried_(tried), touched_(tried.size()), owed_(rules.rules().size()) {
    std::map<std::string_view, std::size_t> index;
    for (std::size_t i = 0; i < rules.rules().size(); ++i) index[rules.rules()[i].id] = i;
    of_rule_.resize(rules.rules().size());
    for (std::size_t i = 0; i < tried.size(); ++i) {
      const auto found = index.find(tried[i].mutant.rule);
      if (found == index.end()) {
        touched_[i] = true;  // a number beside the rules: no telling where it is read
      } else {
        of_rule_[found->second].push_back(i);
      }
    }
  }

  // One judging: `findings` are those of every rule for every subject of its kind.
  void look(const FactTable& facts, const std::vector<Finding>& findings) {
    check_known(facts);
    auto finding = findings.begin();
    for (std::size_t rule = 0; rule < of_rule_.size(); ++rule) {
      for (const auto& row : facts.rows()) {
        if (row.kind != rules_.rules()[rule].kind) continue;
        const Finding& was = *finding++;
        for (const std::size_t i : of_rule_[rule]) {
          touched_[i] =
              touched_[i] ||
              policy::makes_a_difference(tried_[i].mutant, was, owed_[rule], row, facts.root_row());
        }
        owed_[rule] = owed_[rule] || was.raises();
      }
    }
  }

  const std::vector<bool>& touched() const { return touched_; }
  const std::string& not_known() const { return not_known_; }

 private:
  void check_known(const FactTable& facts) {
    for (const auto& row : facts.rows()) {
      const auto& declared = facts.catalogue().of_kind(row.kind);
      for (std::size_t slot = 0; slot < declared.size(); ++slot) {
        if (!declared[slot].always_known || row.values[slot].known()) continue;
        not_known_ = declared[slot].subject + " " + declared[slot].name;
      }
    }
  }

  const policy::Policy& rules_;
  const std::vector<Tried>& tried_;
  std::vector<std::vector<std::size_t>> of_rule_;
  std::vector<bool> touched_;
  std::vector<bool> owed_;  // the rule has raised something
  std::string not_known_;   // a fact that is declared as always known and was not
};

class Trial {
 public:
  Trial(const std::vector<Script>& scripts, std::shared_ptr<const desk::ForcePolicy> policy,
        const TrialOptions& options)
      : scripts_(scripts), policy_(std::move(policy)), options_(options) {}

  Result<std::vector<Tried>> run() {
    for (auto& mutant : policy::mutants(policy_->rules, desk::parts_with_numbers())) {
      if (!options_.rule.empty() && mutant.rule != options_.rule) continue;
      tried_.push_back({std::move(mutant), {}});
    }
    touches_.resize(scripts_.size());
    side_by_side(options_.threads, scripts_.size(), [this](std::size_t i) { play_unchanged(i); });
    if (failed_) return *failed_;
    for (Tried& tried : tried_) {
      const auto i = static_cast<std::size_t>(&tried - tried_.data());
      for (const auto& touched : touches_) tried.touched += touched[i] ? 1 : 0;
    }
    side_by_side(options_.threads, tried_.size(), [this](std::size_t i) { try_one(i); });
    if (failed_) return *failed_;
    return std::move(tried_);
  }

 private:
  void play_unchanged(std::size_t at) {
    Coverage coverage(*policy_->rules, tried_);
    const policy::Watching watching(
        [&](const FactTable& facts, const std::vector<Finding>& findings) {
          coverage.look(facts, findings);
        });
    const auto report = rehearse(scripts_[at], policy_, {true, {}});
    if (!report) return give_up(report.error());
    if (!report->passed()) {
      return give_up(
          error(Code::invalid, "it fails as the policy stands: " + report->misses[0].expected,
                report->misses[0].place.str(), "mend the rehearsal or the policy first"));
    }
    if (!coverage.not_known().empty()) {
      return give_up(error(Code::invalid,
                           "declared as always known, and was not: " + coverage.not_known(),
                           scripts_[at].file));
    }
    touches_[at] = coverage.touched();
  }

  void try_one(std::size_t at) {
    Tried& tried = tried_[at];
    if (failed_now()) return;
    if (!tried.same()) tried.noticed_by = first_to_notice(at);
    const std::lock_guard lock(mutex_);
    if (!tried.noticed_by.empty()) ++notices_[{tried.mutant.rule, tried.noticed_by}];
    ++done_;
    if (options_.progress) options_.progress(tried, done_, tried_.size());
  }

  std::string first_to_notice(std::size_t at) {
    const policy::Mutant& mutant = tried_[at].mutant;
    std::shared_ptr<const desk::ForcePolicy> changed;
    if (mutant.what == policy::Mutant::What::part) {
      auto read = desk::with_changed_part(*policy_, mutant.make());
      if (!read) return "heed policy check";  // what may not come into force harms nobody
      changed = *read;
    } else {
      changed = policy_->with_rules(mutant.make());
    }
    for (const std::size_t script : likely_first(at)) {
      const auto report = rehearse(scripts_[script], changed, {true, {}});
      if (report && report->passed()) continue;
      // A change may make a rehearsal run for ever; anything else is no verdict about it.
      if (!report && report.error().code != Code::limit) {
        give_up(report.error());
        return {};
      }
      return scripts_[script].file;
    }
    return {};
  }

  // The rehearsals that it makes a difference in; first those that noticed most of that rule.
  std::vector<std::size_t> likely_first(std::size_t at) {
    std::vector<std::pair<int, std::size_t>> ranked;
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < scripts_.size(); ++i) {
      if (!touches_[i][at]) continue;
      const auto found = notices_.find({tried_[at].mutant.rule, scripts_[i].file});
      ranked.emplace_back(found == notices_.end() ? 0 : -found->second, i);
    }
    std::sort(ranked.begin(), ranked.end());
    std::vector<std::size_t> out;
    for (const auto& [rank, script] : ranked) out.push_back(script);
    return out;
  }

  bool failed_now() {
    const std::lock_guard lock(mutex_);
    return failed_.has_value();
  }
  void give_up(const Error& failure) {
    const std::lock_guard lock(mutex_);
    if (!failed_) failed_ = failure;
  }

  const std::vector<Script>& scripts_;
  std::shared_ptr<const desk::ForcePolicy> policy_;
  const TrialOptions& options_;
  std::vector<Tried> tried_;
  std::vector<std::vector<bool>> touches_;                      // for each script, which changes
  std::map<std::pair<std::string, std::string>, int> notices_;  // rule, file
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
