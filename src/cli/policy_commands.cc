#include "cli/policy_commands.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <ostream>
#include <thread>

#include "base/json.h"
#include "desk/force_policy.h"
#include "rehearsal/trial.h"

namespace heed::cli {
namespace {

struct Options {
  std::string policy = "policy";
  std::string zone = "Europe/London";
  std::vector<std::string> rehearsals;
  std::string rule;
  int threads = 0;
};

Result<Exit> check(const Options& options, Session& session) {
  HEED_TRY(const Zone zone, Zone::load(options.zone));
  HEED_TRY(const auto policy, desk::load_force_policy(options.policy, zone));
  const auto& rules = *policy->rules;
  if (session.json) {
    boost::json::array approvers;
    for (const auto& name : rules.approvers()) approvers.emplace_back(name);
    session.out << write_json(boost::json::object{{"version", rules.version()},
                                                  {"approved_by", std::move(approvers)},
                                                  {"rules", rules.rules().size()},
                                                  {"questions", rules.questions().size()},
                                                  {"sources", policy->sources->all().size()}})
                << '\n';
    return Exit::ok;
  }
  session.out << fmt::format("{} is whole: {} rules, {} questions, {} sources; approved by {}\n",
                             rules.version(), rules.rules().size(), rules.questions().size(),
                             policy->sources->all().size(),
                             policy::listed(rules.approvers(), "and"));
  return Exit::ok;
}

boost::json::value as_json(const std::vector<rehearsal::Tried>& tried) {
  boost::json::array survivors;
  for (const auto& each : tried) {
    if (!each.noticed_by.empty()) continue;
    survivors.push_back({{"change", each.mutant.name}, {"where", each.mutant.place.str()}});
  }
  return boost::json::object{{"changes", tried.size()}, {"survivors", std::move(survivors)}};
}

Result<Exit> try_changes(const Options& options, Session& session) {
  HEED_TRY(const Zone zone, Zone::load(options.zone));
  HEED_TRY(const auto policy, desk::load_force_policy(options.policy, zone));
  std::vector<rehearsal::Script> scripts;
  for (const auto& file : options.rehearsals) {
    HEED_TRY(rehearsal::Script script, rehearsal::load_script(file));
    if (script.zone == options.zone) scripts.push_back(std::move(script));
  }
  rehearsal::TrialOptions trial;
  trial.rule = options.rule;
  const auto cores = static_cast<int>(std::thread::hardware_concurrency());
  trial.threads = options.threads > 0 ? options.threads : std::max(1, cores);
  if (!session.json) {
    trial.progress = [&](const rehearsal::Tried& tried, std::size_t done, std::size_t of) {
      if (tried.noticed_by.empty()) {
        session.out << fmt::format("SURVIVES {}: {}\n", tried.mutant.place.str(), tried.mutant.name)
                    << std::flush;
      } else if (done % 50 == 0) {
        session.err << fmt::format("{} of {} changes tried\n", done, of) << std::flush;
      }
    };
  }
  HEED_TRY(const auto tried, rehearsal::try_changes(scripts, policy, trial));
  const auto survivors = std::count_if(tried.begin(), tried.end(),
                                       [](const auto& each) { return each.noticed_by.empty(); });
  if (session.json) {
    session.out << write_json(as_json(tried)) << '\n';
  } else {
    session.out << fmt::format("{} changes to {} rules, {} noticed by {} rehearsals, {} survive\n",
                               tried.size(), policy->rules->rules().size(),
                               tried.size() - static_cast<std::size_t>(survivors), scripts.size(),
                               survivors);
  }
  return survivors == 0 ? Exit::ok : Exit::finding;
}

}  // namespace

void add_policy_commands(CLI::App& app, Session& session) {
  CLI::App* group = app.add_subcommand("policy", "Look at a force's policy");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();

  CLI::App* checking =
      group->add_subcommand("check", "Read every file of a policy and say where it is wrong");
  checking->add_option("FOLDER", options->policy, "The policy's folder")->capture_default_str();
  checking->add_option("--zone", options->zone, "The force's time zone")->capture_default_str();
  checking->footer(
      "Examples:\n  heed policy check\n  heed policy check draft/policy --json\n"
      "Each mistake names file, line and column, what was expected and what was found.");
  run_when_called(*checking, session, [options, &session] { return check(*options, session); });

  CLI::App* trying = group->add_subcommand(
      "try", "Change each rule in turn; some rehearsal must notice. Lists what survives");
  trying->add_option("REHEARSAL", options->rehearsals, "Rehearsal files")->required();
  trying->add_option("--policy", options->policy, "The policy's folder")->capture_default_str();
  trying->add_option("--rule", options->rule, "Change only this rule");
  trying->add_option("--threads", options->threads,
                     "How many at once; as many as cores unless said");
  trying->footer(
      "Examples:\n  heed policy try tests/rehearsals/*.toml\n"
      "  heed policy try --rule lost_line tests/rehearsals/*.toml\n"
      "Exit codes: 0 every change was noticed, 1 some survive.");
  run_when_called(*trying, session, [options, &session] { return try_changes(*options, session); });
}

}  // namespace heed::cli
