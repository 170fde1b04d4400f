#include "cli/rehearse_commands.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <boost/json.hpp>
#include <iostream>
#include <map>

#include "base/json.h"
#include "desk/force_policy.h"
#include "rehearsal/desk_stage.h"
#include "rehearsal/play.h"
#include "rehearsal/trial.h"
#include "rehearsal/twin.h"

namespace heed::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  std::string policy = "policy";
  std::uint64_t twin = 0;
  std::uint64_t seed = 1;
  bool make_twin = false;
  bool show_twin = false;
  bool watch = false;
  bool processes = false;
};

boost::json::object as_json(const rehearsal::Report& report) {
  boost::json::array misses;
  for (const auto& miss : report.misses) {
    boost::json::array instead;
    for (const auto& words : miss.instead) instead.emplace_back(words);
    misses.push_back({{"where", miss.place.str()},
                      {"at", format_instant(miss.at)},
                      {"expected", miss.expected},
                      {"instead", std::move(instead)}});
  }
  return {{"file", report.file},
          {"title", report.title},
          {"passed", report.passed()},
          {"fulfilled", report.fulfilled},
          {"misses", std::move(misses)}};
}

// One policy for each zone: what is heard as "tomorrow" depends on it.
class Policies {
 public:
  explicit Policies(std::string folder) : folder_(std::move(folder)) {}
  Result<std::shared_ptr<const desk::ForcePolicy>> in(const std::string& zone_name) {
    if (const auto found = by_zone_.find(zone_name); found != by_zone_.end()) return found->second;
    HEED_TRY(const Zone zone, Zone::load(zone_name));
    HEED_TRY(auto policy, desk::load_force_policy(folder_, zone));
    by_zone_.emplace(zone_name, policy);
    return policy;
  }

 private:
  std::string folder_;
  std::map<std::string, std::shared_ptr<const desk::ForcePolicy>> by_zone_;
};

Result<rehearsal::Texts> texts_for(const std::string& file, const Options& options,
                                   Session& session) {
  HEED_TRY(rehearsal::Texts texts, rehearsal::load_texts(file));
  if (options.make_twin) {
    HEED_TRY(rehearsal::Twin twin, rehearsal::twin_of(file, texts, options.twin));
    texts = std::move(twin.texts);
    if (options.show_twin) session.out << texts.at(file);
  }
  return texts;
}

Result<rehearsal::Report> rehearse_one(const std::string& file, const rehearsal::Texts& texts,
                                       const rehearsal::Script& script,
                                       std::shared_ptr<const desk::ForcePolicy> policy,
                                       const rehearsal::PlayOptions& play, const Options& options) {
  if (!options.processes) {
    return rehearsal::rehearse(script, std::move(policy), play, options.seed);
  }
  HEED_TRY(const auto sources,
           rehearsal::SourcesProcess::start("/proc/self/exe", options.policy, file, texts));
  HEED_TRY(const auto stage,
           rehearsal::desk_stage(script, {std::move(policy), options.seed, sources.get()}));
  return rehearsal::play(script, *stage, play);
}

Result<Exit> run_files(const Options& options, Session& session) {
  Policies policies(options.policy);
  std::size_t passed = 0, failed = 0;
  boost::json::array reports;
  for (const auto& file : options.files) {
    HEED_TRY(const rehearsal::Texts texts, texts_for(file, options, session));
    HEED_TRY(const rehearsal::Script script, rehearsal::read_script(file, texts));
    HEED_TRY(const auto policy, policies.in(script.zone));
    HEED_TRY(const Zone zone, Zone::load(script.zone));
    rehearsal::PlayOptions play;
    if (options.watch && !session.json) {
      play.watch = [&](const rehearsal::Moment& moment, Instant at) {
        session.out << fmt::format("  {} {}\n", format_for_people(zone, at),
                                   rehearsal::in_words(moment));
      };
    }
    auto report = rehearse_one(file, texts, script, policy, play, options);
    if (!report) {
      Error problem = report.error();
      problem.where = problem.where.empty() ? file : problem.where;
      return problem;
    }
    ++(report->passed() ? passed : failed);
    if (session.json) {
      reports.push_back(as_json(*report));
    } else {
      session.out << rehearsal::in_words(*report, zone) << std::flush;
    }
  }
  if (session.json) {
    session.out << write_json(boost::json::object{
                       {"passed", passed}, {"failed", failed}, {"rehearsals", std::move(reports)}})
                << '\n';
  } else {
    session.out << fmt::format("{} passed, {} failed\n", passed, failed);
  }
  return failed == 0 ? Exit::ok : Exit::finding;
}

}  // namespace

void add_rehearse_commands(CLI::App& app, Session& session) {
  CLI::App* command =
      app.add_subcommand("rehearse", "Play a rehearsal and say what was not as expected");
  auto options = std::make_shared<Options>();
  command->add_option("FILE", options->files, "Rehearsal files (docs/rehearsals.md)")->required();
  command->add_option("--policy", options->policy, "Folder of the policy")->capture_default_str();
  CLI::Option* twin = command->add_option(
      "--twin", options->twin, "Play the twin made from this seed: other names, numbers, dates");
  command->add_flag("--show-twin", options->show_twin, "Print the twin before it is played")
      ->needs(twin);
  command->add_option("--seed", options->seed, "Of ids and jitter; the same seed, the same run")
      ->capture_default_str();
  command->add_flag("--watch", options->watch, "Print each step as it is played");
  command->add_flag("--processes", options->processes,
                    "Ask the sources as processes over TLS, on a SQLite ledger");
  command->footer(
      "Examples:\n  heed rehearse tests/rehearsals/noise.toml\n"
      "  heed rehearse --twin 7 tests/rehearsals/*.toml\n"
      "  heed rehearse --policy draft/policy --json tests/rehearsals/*.toml\n"
      "Exit codes: 0 all as expected, 1 something missed, 2 a file is wrong.");
  run_when_called(*command, session, [options, twin, &session]() -> Result<Exit> {
    options->make_twin = twin->count() > 0;
    return run_files(*options, session);
  });

  CLI::App* sources =
      app.add_subcommand("rehearse-sources", "The sources of `rehearse --processes`");
  sources->group("");  // started by `rehearse`, not by people
  auto certificates = std::make_shared<std::string>();
  sources->add_option("--policy", options->policy, "Folder of the policy")->required();
  sources->add_option("--certificates", *certificates, "Folder of the certificates")->required();
  run_when_called(*sources, session, [options, certificates, &session]() -> Result<Exit> {
    Policies policies(options->policy);
    HEED_CHECK(rehearsal::serve_sources([&](const std::string& zone) { return policies.in(zone); },
                                        *certificates, std::cin, session.out));
    return Exit::ok;
  });
}

}  // namespace heed::cli
