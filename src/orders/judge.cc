#include "orders/judge_one.h"

namespace heed::orders {
namespace {

using By = Vocabulary::JudgedBy;

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

}  // namespace

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

std::string_view in_words(ConditionOutcome outcome) {
  switch (outcome) {
    case ConditionOutcome::possible_breach: return "possible breach";
    case ConditionOutcome::insufficient_facts: return "not enough is known";
    case ConditionOutcome::not_met: return "not met";
  }
  return "not enough is known";
}

}  // namespace heed::orders
