#include "checks/example.h"

#include <algorithm>

#include "checks/connector.h"
#include "checks/connectors/dataset/dataset.h"

namespace heed::checks {
namespace {

// Examples do not age: they are played at a time of their own, and freshness is another test.
constexpr Instant example_time{std::chrono::sys_days(std::chrono::year(2100) / 1 / 1)};

Asked asked_by(const SourceDeclaration& source, const Example& example) {
  Asked asked;
  asked.source = source.source;
  asked.request_id = "00000000-0000-7000-8000-000000000000";
  const auto questions = source.usable(example.keys);
  asked.keys = questions.empty() ? example.keys : questions.front();
  asked.purpose = "example";
  asked.originator = "example";
  asked.role = "unknown";
  return asked;
}

Result<Reply> reply_of(const SourceDeclaration& source, const Example& example,
                       const Asked& asked) {
  if (source.kind != SourceKind::dataset) return Reply(Incoming{example.status, {}, example.reply});
  HEED_TRY(auto extract, read_extract(source, example.reply, example_time));
  const auto connector = make_connector(std::make_shared<const SourceDeclaration>(source));
  const auto request = connector->request(asked);
  Reply out = Fault{};
  dataset_exchange(std::make_shared<const SourceDeclaration>(source),
                   std::make_shared<const Dataset>(std::move(extract)))
      ->exchange(std::get<Outgoing>(request), Micros(1), 16 << 20,
                 [&](Reply reply) { out = std::move(reply); });
  return out;
}

const char* word(OutcomeKind kind) {
  switch (kind) {
    case OutcomeKind::hit: return "hit";
    case OutcomeKind::no_trace: return "no_trace";
    case OutcomeKind::not_searched: break;
  }
  return "not_searched";
}

std::string said_instead(const Outcome& outcome) {
  std::string out = word(kind_of(outcome));
  if (const auto* why = std::get_if<NotSearched>(&outcome)) out += ": " + why->detail;
  if (const auto* hit = std::get_if<Hit>(&outcome)) {
    const auto& found = hit->said.findings;
    out += " of " + std::to_string(found.people.size()) + " people, " +
           std::to_string(found.orders.size()) + " orders, " + std::to_string(found.events.size()) +
           " events";
    if (hit->incomplete) out += ", incomplete: " + hit->incomplete->detail;
  }
  return out;
}

bool as_claimed(const Outcome& outcome, const Example& example) {
  if (kind_of(outcome) != example.gives) return false;
  if (const auto* why = std::get_if<NotSearched>(&outcome)) {
    return !example.reason || why->reason == *example.reason;
  }
  const auto* hit = std::get_if<Hit>(&outcome);
  if (!hit) return true;
  if (hit->incomplete.has_value() != example.reason.has_value()) return false;
  const auto& found = hit->said.findings;
  const auto is = [](std::int64_t claimed, std::size_t there) {
    return claimed == 0 || claimed == static_cast<std::int64_t>(there);
  };
  return is(example.people, found.people.size()) && is(example.orders, found.orders.size()) &&
         is(example.events, found.events.size());
}

}  // namespace

Result<Outcome> play_example(const SourceDeclaration& source, const Example& example) {
  if (source.usable(example.keys).empty()) {
    return Outcome(NotSearched{Reason::not_applicable, source.not_applicable(example.keys)});
  }
  const Asked asked = asked_by(source, example);
  SourceDeclaration ageless = source;
  ageless.freshness = {};
  HEED_TRY(const auto reply, reply_of(ageless, example, asked));
  return read_once(asked, ageless, reply, example_time);
}

std::vector<ExampleProblem> example_problems(const SourceDeclaration& source) {
  std::vector<ExampleProblem> out;
  if (source.kind == SourceKind::http || source.kind == SourceKind::dataset) {
    for (const auto kind : {OutcomeKind::hit, OutcomeKind::no_trace}) {
      const bool there = std::any_of(source.examples.begin(), source.examples.end(),
                                     [&](const Example& example) { return example.gives == kind; });
      if (!there) {
        out.push_back({std::string("expected an [[example]] that gives ") + word(kind),
                       "copy a real reply with invented people; it is played at every start"});
      }
    }
  }
  for (const auto& example : source.examples) {
    const auto outcome = play_example(source, example);
    if (!outcome) {
      out.push_back(
          {"the example \"" + example.name + "\" cannot be played: " + outcome.error().message(),
           ""});
    } else if (!as_claimed(*outcome, example)) {
      out.push_back({"the example \"" + example.name + "\" says " + word(example.gives) +
                         " and the mapping gives " + said_instead(*outcome),
                     "correct the mapping or the example, line " + std::to_string(example.line)});
    }
  }
  return out;
}

}  // namespace heed::checks
