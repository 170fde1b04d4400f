// Conditions about the internet, devices, notification, places and other acts.
#include "base/text.h"
#include "matching/fold.h"
#include "orders/judge_one.h"

namespace heed::orders {

// ---- internet, devices, notification ------------------------------------------------------------

std::vector<Way> Judge::internet_ways(const records::OrderCondition& condition) const {
  const Vocabulary::Act& words = vocabulary_.act("online");
  Report act = online_;
  if (remote_.account.truth == Truth::yes) act = remote_.account;
  if (act.truth == Truth::no && remote_.account.truth == Truth::unknown &&
      !remote_.account.stands_on.empty()) {
    act = remote_.account;
  }
  Way way = begin(act, words);
  way.with = at_risk_;
  if (act.truth == Truth::yes && remote_.account.truth == Truth::yes) attribute(way);
  if (act.truth != Truth::yes && remote_.phone.truth == Truth::yes) {
    way.matched.push_back(
        {"a telephone number complained of has been in touch: calls and texts "
         "are not by themselves use of the internet",
         remote_.phone.stands_on});
  }
  if (act.truth == Truth::yes && !condition.platforms.empty()) {
    const bool named = std::any_of(
        condition.platforms.begin(), condition.platforms.end(), [&](const std::string& platform) {
          return std::count(remote_.platforms.begin(), remote_.platforms.end(),
                            lower_ascii(platform)) != 0;
        });
    if (!named) way.leave_open("which app or site was used", words.question);
  }
  if (condition.kind == "identity" && condition.platforms.empty() && act.truth == Truth::yes) {
    way.leave_open("whether the name or account had been notified");
  }
  if (condition.allowed == "conditional" && act.truth == Truth::yes) {
    way.leave_open("whether the conditions on its use were kept");
  }
  return {std::move(way)};
}

std::vector<Way> Judge::device_ways(const records::OrderCondition& condition) const {
  const Vocabulary::Act& device = vocabulary_.act("device");
  const bool account = remote_.account.truth == Truth::yes;
  if (account || online_.truth == Truth::yes) {
    Way way = begin(account ? remote_.account : online_, vocabulary_.act("online"));
    if (account) attribute(way);
    if (condition.allowed == "conditional") {
      way.leave_open("whether the device keeps its history and was shown when asked for");
    }
    return {std::move(way)};
  }
  Way way = begin(remote_.phone, vocabulary_.act("remote"));
  way.leave_open(device.missing, device.question);
  return {std::move(way)};
}

std::vector<Way> Judge::notify_ways(const records::OrderCondition& condition) const {
  const std::string what = lower_ascii(condition.notify_what);
  const bool devices =
      what.empty() ||
      says_one_of(what, {"device", "phone", "number", "account", "email", "internet"}, true);
  Report act;
  act.span = {last_reported(incident_), last_reported(incident_)};
  act.words = "a number or account of theirs is in use";
  if (!devices || remote_.said.empty()) {
    act.truth = Truth::no;
    Way way = begin(act, vocabulary_.act("device"));
    way.against_it = {{"nothing that was reported bears on it", {}}};
    return {std::move(way)};
  }
  act.truth = Truth::yes;
  bool undeclared = false;
  for (const incident::Identifier* said : remote_.said) {
    act.stands_on.push_back("identifier:" + said->heard.identifier.str());
    for (const records::RecordedIdentifier& held : known_.recorded) {
      undeclared =
          undeclared || (held.kind == said->heard.kind && held.value == said->heard.value &&
                         says_one_of(held.note, vocabulary_.undeclared_words(), true));
    }
  }
  Way way = begin(act, vocabulary_.act("device"));
  if (undeclared) {
    way.matched.push_back({"the record notes it as not declared", {"check:" + known_.from_check}});
    way.lack("since when it has been used");
  } else {
    way.leave_open("whether it was notified, and when");
  }
  return {std::move(way)};
}

// ---- places and other acts ----------------------------------------------------------------------

std::vector<Way> Judge::place_ways(const records::OrderCondition& condition) const {
  const Vocabulary::Act& near = vocabulary_.act("near");
  const Report report = reported(incident_, near);
  Way way = begin(report, near);
  way.with = at_risk_;
  const auto listed = [&](const std::string& uprn) {
    return !uprn.empty() && std::count(condition.uprns.begin(), condition.uprns.end(), uprn) != 0;
  };
  const auto& location = incident_.location;
  const std::string said = location ? matching::fold(location->address) : "";
  const bool there =
      location && (listed(location->uprn) ||
                   (said.size() >= 6 && says_one_of(matching::fold(condition.verbatim), {said})));
  const bool elsewhere = location && !location->uprn.empty() && !condition.uprns.empty() &&
                         !condition.radius_m && location->radius_m.value_or(0) == 0;
  if (there) {
    std::string words = "it is one of the places that the clause names";
    if (condition.radius_m) words += " (within " + std::to_string(*condition.radius_m) + " m)";
    way.matched.push_back({words, {"location"}});
    std::string missing = "how far from it they came";
    if (location->radius_m) {
      missing += ": the position is known to " + std::to_string(*location->radius_m) + " m";
    }
    way.lack(missing);
  } else if (elsewhere) {
    way.truth = Truth::no;
    way.against_it.push_back({"it is not one of the places that the clause names", {"location"}});
  } else {
    way.leave_open("whether it was at, or near enough to, one of the places that the clause names");
  }
  return {std::move(way)};
}

std::vector<Way> Judge::act_ways(const Vocabulary::ConditionKind& kind) const {
  std::vector<Way> out;
  for (const std::string& id : kind.acts) {
    const Vocabulary::Act& words = vocabulary_.act(id);
    Report act = reported(incident_, words);
    const bool silent = act.truth == Truth::unknown && kind.silent_unless_reported;
    if (silent) act.truth = Truth::no;
    Way way = begin(act, words);
    if (silent && way.in_force) way.against_it = {{"nothing that was reported bears on it", {}}};
    // What words like "violence" cover is for whoever reads the clause: never more than open.
    if (act.truth == Truth::yes) way.leave_open("whether it is what the clause means");
    out.push_back(std::move(way));
  }
  return out;
}

}  // namespace heed::orders
