// Look-ups as people see them: outcome and reason for everybody who works on the incident, what was
// said as far as the source's declaration shows it to the viewer's roles.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "rehearsal/acts_find.h"
#include "rehearsal/screen.h"

namespace heed::rehearsal {
namespace {

std::string_view name_of(checks::Reason reason) {
  constexpr std::string_view names[] = {
      "timeout",       "unavailable", "denied",        "rate_limited", "malformed",      "partial",
      "wrong_subject", "stale",       "misconfigured", "cancelled",    "not_applicable", "waived"};
  return names[static_cast<int>(reason)];
}

std::string outcome_of(const checks::Check& check) {
  if (const auto outcome = check.outcome()) {
    constexpr std::string_view names[] = {"hit", "no_trace", "not_searched"};
    return std::string(names[static_cast<int>(*outcome)]);
  }
  return check.state == checks::RunState::due ? "waiting" : "running";
}

std::vector<std::string> words_said(const checks::Said& said, checks::Shown shown) {
  std::vector<std::string> words;
  for (const auto& person : said.findings.people) {
    if (person.managed_offender) {
      words.push_back(fmt::format("held for a managed offender, danger to {}", person.danger));
    }
    if (shown < checks::Shown::summary) continue;
    for (const auto& marker : person.markers) {
      if (marker.current) words.push_back(marker.meaning.empty() ? marker.code : marker.meaning);
    }
    for (const auto& need : person.needs) words.push_back(need);
    if (shown < checks::Shown::full) continue;
    words.push_back(person.given_name + " " + person.family_name);
    if (!person.manager.empty()) words.push_back("manager " + person.manager);
  }
  if (shown >= checks::Shown::summary) {
    for (const auto& event : said.findings.events) words.push_back(event.summary);
    for (const auto& marker : said.findings.address_markers) words.push_back(marker.meaning);
    if (!said.words.empty()) words.push_back(said.words);
  }
  if (shown >= checks::Shown::full) {
    for (const auto& order : said.findings.orders) words.push_back(order.verbatim);
  }
  if (!said.caveat.empty()) words.push_back(said.caveat);
  return words;
}

Item shown_check(const checks::Check& check, const Viewing& viewing) {
  Item made;
  made.sight = "check";
  made.part = "checks";
  const auto* source = viewing.scene.policy.sources->find(check.intended.source);
  const auto shown =
      !viewing.roles || source == nullptr ? checks::Shown::full : source->shown_to(*viewing.roles);
  made.say("source", check.intended.source);
  for (const auto& key : check.intended.keys) made.say("of", key.value);
  made.say("of", asked_about(check));
  if (check.intended.person) {
    const auto* person = viewing.scene.whole.incident.person(*check.intended.person);
    if (person != nullptr) made.say("of", called(*person));
  }
  const std::string outcome = outcome_of(check);
  made.say("is", outcome);
  if (const auto why = check.not_searched()) made.say("reason", std::string(name_of(why->reason)));
  if (const auto next = check.next_try()) made.times["next_try"] = *next;
  if (!check.band().empty()) made.say("band", check.band());
  if (const auto* answer = check.answer()) made.say("read_back", answer->read_back ? "yes" : "no");
  std::string line = (source != nullptr ? source->title : check.intended.source) + ": " + outcome;
  if (const auto* said = check.said(); said != nullptr && shown > checks::Shown::nothing) {
    for (const auto& words : words_said(*said, shown)) {
      made.say("says", words);
      line += ", " + words;
    }
  }
  made.lines.push_back(std::move(line));
  return made;
}

}  // namespace

void check_items(const Viewing& viewing, std::vector<Item>& out) {
  for (const auto id : viewing.scene.whole.checks.order) {
    out.push_back(shown_check(viewing.scene.whole.checks.checks.at(id), viewing));
  }
}

}  // namespace heed::rehearsal
