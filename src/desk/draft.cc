#include "desk/draft.h"

#include <algorithm>
#include <tuple>

#include "base/civil.h"

namespace heed::desk {
namespace {

using Said = std::tuple<std::string, std::string>;  // what it means, in which words

std::set<Said> rejected(const Whole& whole) {
  std::set<Said> out;
  for (const auto& [id, cue] : whole.incident.cues) {
    if (cue.rejected) out.insert({cue.heard.meaning, cue.heard.quote});
  }
  for (const auto& [id, identifier] : whole.incident.identifiers) {
    if (identifier.state == incident::IdentifierState::rejected) {
      out.insert({identifier.heard.kind, identifier.heard.quote});
    }
  }
  for (const auto& [id, age] : whole.incident.heard_ages) {
    if (age.rejected) out.insert({"age", age.heard.claim.words});
  }
  for (const auto& [id, deadline] : whole.incident.deadlines) {
    if (deadline.rejected) out.insert({"deadline", deadline.heard.quote});
  }
  return out;
}

class Gatherer {
 public:
  explicit Gatherer(const Whole* whole) {
    if (whole) rejected_ = rejected(*whole);
  }
  void add(const hearing::Finding& finding, std::string meaning, std::string value,
           std::string of) {
    if (!finding.stands() || rejected_.count({meaning, finding.quote})) return;
    out_.push_back({std::move(meaning), std::move(value), std::move(of), finding.quote,
                    finding.span.start, finding.span.end, finding.why,
                    std::string(hearing::to_string(finding.strength))});
  }
  std::vector<DraftFinding> take() {
    std::stable_sort(out_.begin(), out_.end(), [](const DraftFinding& a, const DraftFinding& b) {
      return a.start < b.start;
    });
    return std::move(out_);
  }

 private:
  std::set<Said> rejected_;
  std::vector<DraftFinding> out_;
};

std::string years(const hearing::HeardAge& age) {
  if (age.low == age.high) return std::to_string(age.low);
  return std::to_string(age.low) + "-" + std::to_string(age.high);
}

incident::Voice written_voice(hearing::Voice voice) {
  switch (voice) {
    case hearing::Voice::caller: return incident::Voice::caller;
    case hearing::Voice::handler_note: return incident::Voice::handler_note;
    case hearing::Voice::quoted: return incident::Voice::quoted;
    case hearing::Voice::transcript: return incident::Voice::transcript;
  }
  return incident::Voice::handler_note;
}

// The incident without what any source or earlier record said.
Whole as_said(const Whole& whole) {
  Whole out = whole;
  out.checks = {};
  out.orders = {};
  out.incident.candidates.clear();
  out.incident.history.clear();
  out.incident.links.clear();
  return out;
}

std::set<std::string> questions_raised(const Whole& whole, const Command& command,
                                       const TurnContext& context) {
  std::set<std::string> out;
  const auto turn = take_turn(whole, command, context);
  if (!turn) return out;
  for (const auto& [id, one] : turn->after.incident.obligations) {
    if (whole.incident.obligations.count(id)) continue;
    if (one.raised.kind != incident::ObligationKind::question) continue;
    const auto question = one.raised.details.find("question");
    if (question != one.raised.details.end()) out.insert(question->second);
  }
  return out;
}

}  // namespace

DraftHearing draft_hearing(const Whole& whole) {
  DraftHearing out;
  out.channel = heard_channel(whole.incident);
  const incident::State& state = whole.incident;
  for (const auto& id : state.people_order) {
    const incident::Person& person = state.people.at(id);
    const bool from_record =
        std::any_of(state.candidates.begin(), state.candidates.end(),
                    [&](const auto& one) { return one.second.found.person == id; });
    if (from_record || (person.name.empty() && person.relation.empty())) continue;
    out.earlier.people.push_back({who_is(person), person.name, person.relation});
  }
  for (const auto& [id, age] : state.heard_ages) {
    const incident::Person* person = state.person(age.heard.person);
    if (age.rejected || !person || !age.heard.claim.low) continue;
    out.earlier.ages.push_back(
        {who_is(*person), *age.heard.claim.low, age.heard.claim.high.value_or(120)});
  }
  for (const auto& [id, cue] : state.cues) {
    if (cue.rejected) continue;
    const incident::Person* about = cue.heard.about ? state.person(*cue.heard.about) : nullptr;
    out.earlier.cues.push_back({cue.heard.meaning, about ? who_is(*about) : hearing::Who::unknown});
  }
  return out;
}

std::vector<DraftFinding> draft_findings(const hearing::Heard& heard, const Whole* whole) {
  Gatherer all(whole);
  const auto who = [](hearing::Who one) { return std::string(hearing::to_string(one)); };
  for (const auto& one : heard.identifiers) {
    all.add(one, std::string(hearing::to_string(one.kind)), one.value, who(one.of));
  }
  for (const auto& one : heard.ages) all.add(one, "age", years(one), who(one.who));
  for (const auto& one : heard.deadlines) all.add(one, "deadline", format_instant(one.at), "");
  for (const auto& one : heard.cues) all.add(one, one.meaning, "", who(one.about));
  for (const auto& one : heard.undertakings) {
    all.add(one, "undertaking", one.due ? one.what + " " + format_instant(*one.due) : one.what, "");
  }
  for (const auto& one : heard.wishes) {
    all.add(one, "wish", std::string(hearing::to_string(one.kind)) + " " + one.target, "");
  }
  return all.take();
}

std::vector<std::string> draft_questions(const Whole& whole, hearing::Voice voice,
                                         const std::string& text, const TurnContext& context) {
  const Whole said = as_said(whole);
  incident::WriteEntry entry;
  entry.voice = written_voice(voice);
  if (!said.incident.contact_order.empty()) entry.contact = said.incident.contact_order.back();
  // What is owed without these words too, now that the records are taken away, is not theirs.
  entry.text = "-";
  const auto without = questions_raised(said, incident::Command(entry), context);
  entry.text = text;
  const auto with = questions_raised(said, incident::Command(entry), context);
  std::vector<std::string> out;
  std::set_difference(with.begin(), with.end(), without.begin(), without.end(),
                      std::back_inserter(out));
  return out;
}

}  // namespace heed::desk
