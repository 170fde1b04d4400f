#include "rehearsal/play.h"

#include <fmt/format.h>

#include "base/text.h"
#include "rehearsal/judge.h"

namespace heed::rehearsal {
namespace {

class Player {
 public:
  Player(const Script& script, Stage& stage, const PlayOptions& options)
      : script_(script), stage_(stage), options_(options) {
    report_.file = script.file;
    report_.title = script.title;
    for (const Moment& moment : script.moments) {
      const auto* expectation = std::get_if<Expectation>(&moment.what);
      if (expectation != nullptr && expectation->mood == Mood::never) never_.push_back(&moment);
    }
    still_never_ = never_;
  }

  Result<Report> run() {
    for (const Moment& moment : script_.before) {
      HEED_CHECK(move_to(moment));
      HEED_CHECK(act(moment, std::get<Act>(moment.what), false));
    }
    HEED_CHECK(begin());
    for (const Moment& moment : script_.moments) {
      if (enough()) break;
      HEED_CHECK(move_to(moment));
      if (options_.watch) options_.watch(moment, stage_.now());
      if (const auto* does = std::get_if<Act>(&moment.what)) {
        HEED_CHECK(act(moment, *does, true));
      } else if (const auto& expected = std::get<Expectation>(moment.what);
                 expected.mood != Mood::never) {
        HEED_CHECK(expect(moment, expected));
      }
      HEED_CHECK(look_for_what_must_never_be());
    }
    report_.fulfilled += still_never_.size();
    return std::move(report_);
  }

 private:
  bool enough() const { return options_.first_only && !report_.misses.empty(); }

  // A rehearsal that continues another begins at its own time.
  Status begin() {
    if (script_.before.empty()) return ok();
    const Instant starts = stage_.zone().instant(script_.starts).at;
    if (starts < stage_.now()) {
      return error(Code::invalid, "it starts before what it follows on has ended", script_.file);
    }
    return stage_.pass_until(starts);
  }

  Status move_to(const Moment& moment) {
    if (!moment.at) return ok();
    const Instant at = resolve(*moment.at, stage_.now(), stage_.zone());
    if (at < stage_.now()) {
      return error(Code::invalid,
                   fmt::format("its time lies before that of what stands above it ({})",
                               format_for_people(stage_.zone(), stage_.now())),
                   moment.place.str(), "give a later time, with its date past midnight");
    }
    return stage_.pass_until(at);
  }

  void miss(const Moment& moment, std::string expected, std::vector<std::string> instead) {
    report_.misses.push_back({moment.place, stage_.now(), std::move(expected), std::move(instead)});
  }

  // `counts`: of this file, not of one that it follows on.
  Status act(const Moment& moment, const Act& does, bool counts) {
    const Status status = stage_.perform(does);
    const std::string who = does.by.empty() ? does.verb : does.by + " " + does.verb;
    if (!status) {
      const Error& refusal = status.error();
      if (!counts && does.refused) return ok();
      if (!counts) return error(refusal.code, refusal.message(), moment.place.str());
      if (!does.refused) {
        miss(moment, who, {"refused: " + refusal.message()});
      } else if (!contains_words(refusal.message(), *does.refused)) {
        miss(moment, fmt::format("{}, refused with \"{}\"", who, *does.refused),
             {"refused: " + refusal.message()});
      } else {
        ++report_.fulfilled;
      }
      return ok();
    }
    if (does.refused && counts) {
      miss(moment, fmt::format("{}, refused with \"{}\"", who, *does.refused), {"it was allowed"});
    }
    return ok();
  }

  Result<Judgement> judged(const Expectation& expectation) {
    const auto who = expectation.given.find("who");
    HEED_TRY(const std::vector<Item> seen,
             stage_.see(expectation.sight, expectation.on,
                        who == expectation.given.end() ? std::string() : who->second.text));
    return judge(expectation, seen, stage_.now(), stage_.zone());
  }

  Status expect(const Moment& moment, const Expectation& expectation) {
    HEED_TRY(Judgement judgement, judged(expectation));
    if (judgement.as_expected) {
      ++report_.fulfilled;
    } else {
      miss(moment, fmt::format("{}: {}", to_string(expectation.mood), in_words(expectation)),
           std::move(judgement.instead));
    }
    return ok();
  }

  // Each is reported once, at the first moment at which it was.
  Status look_for_what_must_never_be() {
    for (std::size_t i = 0; i < still_never_.size();) {
      const Moment& moment = *still_never_[i];
      const auto& expectation = std::get<Expectation>(moment.what);
      HEED_TRY(Judgement judgement, judged(expectation));
      if (judgement.as_expected) {
        ++i;
        continue;
      }
      miss(moment, fmt::format("never: {}", in_words(expectation)), std::move(judgement.instead));
      still_never_.erase(still_never_.begin() + static_cast<std::ptrdiff_t>(i));
    }
    return ok();
  }

  const Script& script_;
  Stage& stage_;
  const PlayOptions& options_;
  Report report_;
  std::vector<const Moment*> never_, still_never_;
};

}  // namespace

Result<Report> play(const Script& script, Stage& stage, const PlayOptions& options) {
  return Player(script, stage, options).run();
}

std::string in_words(const Moment& moment) {
  if (const auto* expectation = std::get_if<Expectation>(&moment.what)) {
    return fmt::format("{}: {}", to_string(expectation->mood), in_words(*expectation));
  }
  const Act& act = std::get<Act>(moment.what);
  std::string out = act.by.empty() ? act.verb : act.by + " " + act.verb;
  for (const auto& [name, value] : act.given) {
    out +=
        fmt::format(" {} \"{}\"", name, value.texts.empty() ? value.text : join(value.texts, ", "));
  }
  return out;
}

std::string in_words(const Report& report, const Zone& zone) {
  std::string out = fmt::format("{} {}: {}. {} as expected", report.passed() ? "ok    " : "FAILED",
                                report.file, report.title, report.fulfilled);
  if (!report.passed()) out += fmt::format(", {} missed", report.misses.size());
  out += '\n';
  for (const Miss& each : report.misses) {
    out += fmt::format("  {} at {}\n    expected: {}\n", each.place.str(),
                       format_for_people(zone, each.at), each.expected);
    for (std::size_t i = 0; i < each.instead.size(); ++i) {
      out += fmt::format("    {} {}\n", i == 0 ? "instead: " : "         ", each.instead[i]);
    }
  }
  return out;
}

}  // namespace heed::rehearsal
