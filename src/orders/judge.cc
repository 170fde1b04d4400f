#include <algorithm>

#include "base/text.h"
#include "matching/fold.h"
#include "orders/in_force.h"

namespace heed::orders {
namespace {

using By = Vocabulary::JudgedBy;

// One way in which a condition may have been broken: all of it has to hold.
struct Way {
  Truth truth = Truth::yes;
  std::vector<MatchedFact> matched;
  std::vector<MissingFact> missing;
  std::vector<MatchedFact> against_it;
  std::vector<incident::PersonId> with;
  bool in_force = false;
  bool ahead = false;

  void both_with(const Holds& other) {
    truth = policy::both(truth, other.truth);
    matched.insert(matched.end(), other.matched.begin(), other.matched.end());
    missing.insert(missing.end(), other.missing.begin(), other.missing.end());
    against_it.insert(against_it.end(), other.against_it.begin(), other.against_it.end());
  }
  void lack(std::string words, std::string question = {}) {
    missing.push_back({std::move(words), std::move(question), false});
  }
  // Something of which nobody here can tell enough leaves it open, whatever else is known.
  void leave_open(std::string words, std::string question = {}) {
    truth = policy::both(truth, Truth::unknown);
    lack(std::move(words), std::move(question));
  }
};

template <class Item>
void add_new(std::vector<Item>& to, const std::vector<Item>& from) {
  for (const Item& item : from) {
    if (std::find(to.begin(), to.end(), item) == to.end()) to.push_back(item);
  }
}

ConditionOutcome outcome_of(Truth truth) {
  if (truth == Truth::yes) return ConditionOutcome::possible_breach;
  return truth == Truth::no ? ConditionOutcome::not_met : ConditionOutcome::insufficient_facts;
}

class Judge {
 public:
  Judge(const incident::State& incident, const KnownOrder& known, const Vocabulary& vocabulary,
        const Zone& zone)
      : incident_(incident),
        known_(known),
        vocabulary_(vocabulary),
        zone_(zone),
        kind_(vocabulary.order_kind(known.order.kind)),
        remote_(remote(incident, known, vocabulary)),
        met_(reported(incident, vocabulary.act("in_person"))),
        ahead_(reported(incident, vocabulary.act("meeting_ahead"))),
        online_(reported(incident, vocabulary.act("online"))),
        at_risk_(people_at_risk(incident)) {}

  Judgement whole_order(std::string why) const;
  Judgement condition(const records::OrderCondition& condition) const;

 private:
  std::vector<Way> contact_ways(const records::OrderCondition& condition) const;
  Way contact_way(const records::OrderCondition& condition, const Report& act,
                  incident::PersonId person) const;
  void except(const records::OrderCondition& condition, bool in_person, Way& way) const;
  std::vector<Way> internet_ways(const records::OrderCondition& condition) const;
  std::vector<Way> device_ways(const records::OrderCondition& condition) const;
  std::vector<Way> notify_ways(const records::OrderCondition& condition) const;
  std::vector<Way> place_ways(const records::OrderCondition& condition) const;
  std::vector<Way> act_ways(const Vocabulary::ConditionKind& kind) const;
  std::vector<Way> ways(const Vocabulary::ConditionKind& kind,
                        const records::OrderCondition& condition) const;

  Way begin(const Report& act, const Vocabulary::Act& words) const;
  Holds identity() const;
  void attribute(Way& way) const;
  Judgement blank(const records::OrderCondition* condition) const;
  void settle(Judgement& judgement, const std::vector<Way>& ways) const;

  const incident::State& incident_;
  const KnownOrder& known_;
  const Vocabulary& vocabulary_;
  const Zone& zone_;
  const Vocabulary::OrderKind* kind_;
  Remote remote_;
  Report met_, ahead_, online_;
  std::vector<incident::PersonId> at_risk_;
};

// ---- whose order it is --------------------------------------------------------------------------

// Whether the person of the record is the person in the incident.
Holds Judge::identity() const {
  Holds out;
  bool tied = false;
  for (const auto& [id, candidate] : incident_.candidates) {
    const incident::CandidateFound& found = candidate.found;
    if (found.person != known_.against || found.source != known_.source ||
        found.record_id != known_.order.against_record_id) {
      continue;
    }
    tied = found.tied;
    if (candidate.state == incident::Candidate::State::accepted) {
      out.truth = Truth::yes;
      out.matched.push_back({"somebody has confirmed that the order is against this person",
                             {"candidate:" + id.str()}});
      return out;
    }
    if (candidate.state == incident::Candidate::State::rejected) {
      out.truth = Truth::no;
      out.against_it.push_back(
          {"somebody has said that the record is not of this person", {"candidate:" + id.str()}});
      return out;
    }
  }
  if ((known_.band == "exact" || known_.band == "strong") && !tied) {
    out.truth = Truth::yes;
    out.matched.push_back(
        {"the record of the person the order is against matches (" + known_.band + ")",
         {"check:" + known_.from_check}});
  } else {
    out.missing.push_back(
        {"whether the order is against this person: the record only may be "
         "theirs",
         "", false});
  }
  return out;
}

void Judge::attribute(Way& way) const {
  const Vocabulary::Act& using_it = vocabulary_.act("using_it");
  const Report report = reported(incident_, using_it);
  if (report.truth == Truth::no) {
    way.leave_open(using_it.missing + ": it was said that it was not they");
  } else if (report.truth == Truth::yes) {
    way.matched.push_back({using_it.says, report.stands_on});
  } else {
    way.lack(using_it.missing, using_it.question);
  }
  if (!remote_.attributed && way.truth == Truth::yes) {
    std::size_t suspects = 0;
    for (const auto& [id, person] : incident_.people) {
      suspects += person.has(incident::PersonRole::suspect) ? 1 : 0;
    }
    if (suspects > 1) way.leave_open("whose the number or account is, of several complained of");
  }
}

// ---- one way ------------------------------------------------------------------------------------

Way Judge::begin(const Report& act, const Vocabulary::Act& words) const {
  Way way;
  way.both_with(identity());
  Holds force = in_force(known_.order, kind_, act.span, zone_);
  way.in_force = force.truth != Truth::no;
  way.both_with(force);
  way.truth = policy::both(way.truth, act.truth);
  if (act.truth == Truth::yes) {
    way.matched.push_back({act.words.empty() ? words.says : act.words, act.stands_on});
    if (act.contradicted) way.lack(words.missing + ": the answer to the question was no");
  } else if (act.truth == Truth::unknown) {
    way.lack(words.missing, words.question);
  } else {
    way.against_it.push_back({"it is said that it was not so: " + words.says, act.stands_on});
  }
  return way;
}

void Judge::except(const records::OrderCondition& condition, bool in_person, Way& way) const {
  for (const std::string& exception : condition.exceptions) {
    if (exception == "supervised" && in_person) {
      const Vocabulary::Act& supervised = vocabulary_.act("supervised");
      const Report report = reported(incident_, supervised);
      if (report.truth == Truth::yes) {
        way.leave_open(supervised.missing + ": it was said that somebody was");
      } else if (report.truth == Truth::no) {
        way.matched.push_back({"nobody was with them", report.stands_on});
      } else {
        way.lack(supervised.missing, supervised.question);
      }
    } else if (exception == "inadvertent" && in_person) {
      way.lack("that it was not by chance");
    } else if (exception == "approved_consent") {
      way.lack("whether it had been approved in the way that the order allows");
    }
  }
}

Way Judge::contact_way(const records::OrderCondition& condition, const Report& act,
                       incident::PersonId person) const {
  const bool in_person = &act == &met_;
  Way way = begin(act, vocabulary_.act(in_person ? "in_person" : "remote"));
  way.both_with(is_protected(incident_, condition, person, act.span, zone_));
  way.with = {person};
  if (in_person && act.truth == Truth::yes) {
    const Vocabulary::Act& when = vocabulary_.act("when_met");
    way.lack(when.missing, when.question);
  }
  if (!in_person && act.truth == Truth::yes) attribute(way);
  if (act.truth != Truth::no) except(condition, in_person, way);
  return way;
}

// ---- contact ------------------------------------------------------------------------------------

struct Modes {
  bool in_person = false;
  bool phone = false;
  bool account = false;
};

Modes modes_of(const records::OrderCondition& condition, const Vocabulary& vocabulary) {
  const auto has = [&](const char* mode) {
    return std::count(condition.modes.begin(), condition.modes.end(), mode) != 0;
  };
  Modes out;
  const bool any = condition.modes.empty() || has("any") || has("direct");
  out.in_person = any || has("in_person");
  out.phone = any || has("phone") || has("text") || has("indirect");
  out.account = any || has("online") || has("text") || has("indirect");
  // The court's words rule: a clause about being with somebody is about meeting.
  if (says_one_of(condition.verbatim, vocabulary.together_words(), true) &&
      !says_one_of(condition.verbatim, vocabulary.communicating_words(), true)) {
    return {true, false, false};
  }
  return out;
}

std::vector<Way> Judge::contact_ways(const records::OrderCondition& condition) const {
  const Modes modes = modes_of(condition, vocabulary_);
  std::vector<Way> out;
  const bool in_touch = remote_.phone.truth == Truth::yes || remote_.account.truth == Truth::yes;
  if (at_risk_.empty()) {
    Way way = begin(modes.in_person ? met_ : remote_.phone,
                    vocabulary_.act(modes.in_person ? "in_person" : "remote"));
    way.leave_open("who it was with");
    out.push_back(std::move(way));
  }
  for (const incident::PersonId& person : at_risk_) {
    if (modes.phone) out.push_back(contact_way(condition, remote_.phone, person));
    if (modes.account) out.push_back(contact_way(condition, remote_.account, person));
    if (!modes.in_person) continue;
    Way met = contact_way(condition, met_, person);
    if (met_.truth == Truth::no && in_touch) {
      // Somebody who is in touch with them and says that they never met may not say so yet.
      Report open = met_;
      open.truth = Truth::unknown;
      met = begin(open, vocabulary_.act("in_person"));
      met.both_with(is_protected(incident_, condition, person, open.span, zone_));
      met.missing.erase(std::remove_if(met.missing.begin(), met.missing.end(),
                                       [&](const MissingFact& fact) {
                                         return fact.question ==
                                                vocabulary_.act("in_person").question;
                                       }),
                        met.missing.end());
      met.lack(vocabulary_.act("in_person").missing +
               ": it was said that they have not, and they are in touch");
      met.with = {person};
    }
    if (ahead_.truth == Truth::yes && met.truth != Truth::no) {
      met.ahead = true;
      met.matched.push_back({"a meeting is arranged: going would be contact", ahead_.stands_on});
    }
    if (in_touch && !modes.phone && met.truth != Truth::no) {
      met.matched.push_back({"they are in touch, which is not by itself what the clause forbids",
                             remote_.phone.truth == Truth::yes ? remote_.phone.stands_on
                                                               : remote_.account.stands_on});
    }
    out.push_back(std::move(met));
  }
  return out;
}

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

std::vector<Way> Judge::ways(const Vocabulary::ConditionKind& kind,
                             const records::OrderCondition& condition) const {
  switch (kind.judged_by) {
    case By::contact: return contact_ways(condition);
    case By::internet: return internet_ways(condition);
    case By::device: return device_ways(condition);
    case By::notify: return notify_ways(condition);
    case By::place: return place_ways(condition);
    case By::acts: return act_ways(kind);
  }
  return {};
}

// ---- the judgement ------------------------------------------------------------------------------

Judgement Judge::blank(const records::OrderCondition* condition) const {
  Judgement out;
  const records::CourtOrder& order = known_.order;
  out.order_id = order.order_id;
  out.condition_id = condition ? condition->condition_id : "";
  out.condition = ConditionId::derived(
      "heed order condition",
      known_.source + "/" + order.order_id + "/" + out.condition_id + "/" + known_.against.str());
  out.order_kind = order.kind;
  out.kind = condition ? condition->kind : "";
  out.court = order.court;
  out.against = known_.against;
  out.source = known_.source;
  out.record_id = order.against_record_id;
  out.band = known_.band == "exact" || known_.band == "strong" ? known_.band : "possible";
  out.clause = condition ? condition->verbatim : order.verbatim;
  out.legal_note = kind_ ? kind_->legal_note : "";
  out.protects_children =
      condition ? age_limit(*condition).has_value() : age_in_words(order.verbatim).has_value();
  return out;
}

// The way that comes furthest gives the outcome; what the others of the same reach say is added.
void Judge::settle(Judgement& judgement, const std::vector<Way>& ways) const {
  judgement.outcome = ConditionOutcome::not_met;
  for (const Way& way : ways) {
    judgement.outcome = std::max(judgement.outcome, outcome_of(way.truth));
    judgement.in_force = judgement.in_force || way.in_force;
  }
  for (const Way& way : ways) {
    if (outcome_of(way.truth) != judgement.outcome) continue;
    add_new(judgement.matched, way.matched);
    add_new(judgement.missing, way.missing);
    add_new(judgement.against_it, way.against_it);
    add_new(judgement.with, way.with);
  }
  for (const Way& way : ways) judgement.act_ahead = judgement.act_ahead || way.ahead;
  if (judgement.outcome == ConditionOutcome::not_met) judgement.missing.clear();
  for (MissingFact& missing : judgement.missing) {
    missing.ask_now = !missing.question.empty() && vocabulary_.ask_now(missing.question);
  }
}

Judgement Judge::whole_order(std::string why) const {
  Judgement out = blank(nullptr);
  Report act;
  act.span = {last_reported(incident_), last_reported(incident_)};
  Way way;
  way.both_with(identity());
  Holds force = in_force(known_.order, kind_, act.span, zone_);
  way.in_force = force.truth != Truth::no;
  way.both_with(force);
  way.leave_open(std::move(why));
  out.unstructured = true;
  settle(out, {std::move(way)});
  return out;
}

Judgement Judge::condition(const records::OrderCondition& condition) const {
  const Vocabulary::ConditionKind* kind = vocabulary_.condition_kind(condition.kind);
  Judgement out = blank(&condition);
  if (!kind) {
    const Judgement whole = whole_order(
        condition.kind.empty()
            ? "what the clause forbids: nobody has structured it; public protection must read it "
              "now"
            : "what the clause forbids: it is of a kind that Heed does not know; public protection "
              "must read it now");
    out.unstructured = true;
    out.outcome = whole.outcome;
    out.in_force = whole.in_force;
    out.matched = whole.matched;
    out.missing = whole.missing;
    out.against_it = whole.against_it;
    return out;
  }
  settle(out, ways(*kind, condition));
  return out;
}

}  // namespace

std::vector<Judgement> judge(const incident::State& incident, const std::vector<KnownOrder>& known,
                             const Vocabulary& vocabulary, Instant, const Zone& zone) {
  std::vector<Judgement> out;
  for (const KnownOrder& order : known) {
    const Judge one(incident, order, vocabulary, zone);
    if (!order.order.structured || order.order.conditions.empty()) {
      out.push_back(one.whole_order(
          "what the order forbids: nobody has structured it; public protection must read it now"));
    }
    for (const records::OrderCondition& condition : order.order.conditions) {
      out.push_back(one.condition(condition));
    }
  }
  return out;
}

namespace {

// Why a judgement that is no longer given is over; nothing where it goes on standing.
std::optional<MatchedFact> ended(const Judgement& old, const incident::State& incident,
                                 const std::vector<Judgement>& judgements) {
  for (const auto& [key, candidate] : incident.candidates) {
    if (candidate.state == incident::Candidate::State::rejected &&
        candidate.found.person == old.against && candidate.found.source == old.source &&
        candidate.found.record_id == old.record_id) {
      return MatchedFact{"somebody has said that the record is not of this person",
                         {"candidate:" + key.str()}};
    }
  }
  if (!old.unstructured) return std::nullopt;
  for (const Judgement& one : judgements) {
    if (one.order_id == old.order_id && one.source == old.source && one.against == old.against) {
      return MatchedFact{"it has been structured since: each condition is judged by itself",
                         {"order:" + old.order_id}};
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<Event> changes(const State& state, const incident::State& incident,
                           const std::vector<Judgement>& judgements) {
  std::vector<Event> out;
  // Told of by several checks, a condition is judged by the one that comes furthest.
  std::vector<const Judgement*> furthest;
  std::map<ConditionId, std::size_t> judged;
  for (const Judgement& judgement : judgements) {
    const auto [at, is_new] = judged.emplace(judgement.condition, furthest.size());
    if (is_new) {
      furthest.push_back(&judgement);
    } else if (judgement.outcome > furthest[at->second]->outcome) {
      furthest[at->second] = &judgement;
    }
  }
  for (const Judgement* judgement : furthest) {
    const auto before = state.judged.find(judgement->condition);
    if (before == state.judged.end() || !(before->second.judgement == *judgement)) {
      out.push_back(OrderJudged{*judgement});
    }
  }
  for (const auto& [id, before] : state.judged) {
    if (judged.count(id) || before.judgement.outcome == ConditionOutcome::not_met) continue;
    if (auto why = ended(before.judgement, incident, judgements)) {
      Judgement over = before.judgement;
      over.outcome = ConditionOutcome::not_met;
      over.missing.clear();
      over.against_it.push_back(std::move(*why));
      out.push_back(OrderJudged{std::move(over)});
    }
  }
  return out;
}

std::string_view in_words(ConditionOutcome outcome) {
  switch (outcome) {
    case ConditionOutcome::possible_breach: return "possible breach";
    case ConditionOutcome::insufficient_facts: return "not enough is known";
    case ConditionOutcome::not_met: return "not met";
  }
  return "not enough is known";
}

}  // namespace heed::orders
