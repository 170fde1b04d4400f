#include "cli/policy_commands.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <ostream>
#include <thread>

#include "base/json.h"
#include "base/text.h"
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
  boost::json::array survivors, same;
  for (const auto& each : tried) {
    const boost::json::object it{{"change", each.mutant.name},
                                 {"where", each.mutant.place.str()},
                                 {"touched", each.touched}};
    if (each.survives()) survivors.emplace_back(it);
    if (each.same())
      same.push_back({{"change", each.mutant.name}, {"because", each.mutant.same_because}});
  }
  return boost::json::object{
      {"changes", tried.size()}, {"survivors", std::move(survivors)}, {"same", std::move(same)}};
}

// The survivors each with its place; what was not tried, with the reason; the counts.
std::string in_words(const std::vector<rehearsal::Tried>& tried, std::size_t rules,
                     std::size_t rehearsals) {
  std::string out;
  std::size_t survive = 0, same = 0;
  std::map<std::string, std::vector<std::string>> why;
  for (const auto& each : tried) {
    same += each.same() ? 1 : 0;
    if (each.same()) why[each.mutant.same_because].push_back(each.mutant.name);
    if (!each.survives()) continue;
    ++survive;
    out += fmt::format("SURVIVES {}: {}{}\n", each.mutant.place.str(), each.mutant.name,
                       each.touched == 0 ? " (no rehearsal comes near it)" : "");
  }
  for (const auto& [reason, names] : why) {
    out += fmt::format("Not tried, for {} ({}): {}\n", reason, names.size(), join(names, "; "));
  }
  return out + fmt::format(
                   "{} changes to {} rules and the numbers beside them: {} noticed by {} "
                   "rehearsals, {} survive, {} not tried because nobody could notice\n",
                   tried.size(), rules, tried.size() - survive - same, rehearsals, survive, same);
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
    trial.progress = [&](const rehearsal::Tried&, std::size_t done, std::size_t of) {
      if (done % 100 == 0)
        session.err << fmt::format("{} of {} changes tried\n", done, of) << std::flush;
    };
  }
  HEED_TRY(const auto tried, rehearsal::try_changes(scripts, policy, trial));
  if (session.json) {
    session.out << write_json(as_json(tried)) << '\n';
  } else {
    session.out << in_words(tried, policy->rules->rules().size(), scripts.size());
  }
  const bool survive =
      std::any_of(tried.begin(), tried.end(), [](const auto& each) { return each.survives(); });
  return survive ? Exit::finding : Exit::ok;
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
  trying->add_option("--rule", options->rule,
                     "Change only this rule, or the numbers of this file, such as duties.toml");
  trying->add_option("--threads", options->threads,
                     "How many at once; as many as cores unless said");
  trying->footer(
      "Examples:\n  heed policy try tests/rehearsals/*.toml\n"
      "  heed policy try --rule lost_line tests/rehearsals/*.toml\n"
      "Exit codes: 0 every change was noticed, 1 some survive.");
  run_when_called(*trying, session, [options, &session] { return try_changes(*options, session); });
}

}  // namespace heed::cli
