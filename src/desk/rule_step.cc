#include "desk/rule_step.h"

#include <algorithm>

namespace heed::desk {
namespace {

using incident::Obligation;
using incident::ObligationKind;
using incident::ObligationState;
using incident::SubjectRef;

constexpr Micros question_within = std::chrono::minutes(10);

SubjectRef ref(const policy::Subject& subject) { return {subject.kind, subject.id}; }

std::optional<ObligationKind> kind_named(std::string_view name) {
  if (name == "question") return ObligationKind::question;
  if (name == "check") return ObligationKind::check;
  if (name == "acknowledge") return ObligationKind::acknowledge;
  if (name == "tell") return ObligationKind::tell;
  if (name == "decide") return ObligationKind::decide;
  if (name == "review") return ObligationKind::review;
  if (name == "undertaking") return ObligationKind::undertaking;
  if (name == "act") return ObligationKind::act;
  if (name == "dispatch") return ObligationKind::dispatch;
  return std::nullopt;
}

incident::Grade grade_named(std::string_view name) {
  if (name == "emergency") return incident::Grade::emergency;
  if (name == "priority") return incident::Grade::priority;
  if (name == "scheduled") return incident::Grade::scheduled;
  return incident::Grade::resolution_without_deployment;
}

// Asked and settled: "later" is neither.
bool settled(const incident::State& state, const std::string& question, const SubjectRef& subject) {
  const auto found = state.answers.find({question, subject});
  return found != state.answers.end() && found->second.last.outcome != incident::Outcome::later;
}

}  // namespace

void RuleStep::emit(AnyEvent event) {
  apply(whole_, event, context_.now, context_.who);
  out_.push_back(std::move(event));
}

bool RuleStep::run(const std::vector<policy::Finding>& findings) {
  wanted_.clear();
  offences_.clear();
  facts_changed_ = false;
  for (const policy::Finding& finding : findings) consider(finding);
  withdraw_offences();
  if (correcting_) withdraw_what_lost_its_subject();
  intend_checks();
  settle_checks();
  return facts_changed_;
}

void RuleStep::consider(const policy::Finding& finding) {
  if (finding.asks()) ask(finding);
  const std::string& kind = finding.rule->raise.kind;
  if (kind == "check") {
    if (!finding.raises()) return;
    wanted_.push_back({finding.rule->raise.text("source").value(), ref(*finding.subject),
                       finding.rule->id, !finding.rule->raise.truth("lets_close")});
  } else if (kind_named(kind)) {
    owe(finding);
  } else if (finding.raises()) {
    effect(finding);
  }
}

void RuleStep::effect(const policy::Finding& finding) {
  const policy::Rule& rule = *finding.rule;
  const incident::State& state = whole_.incident;
  if (rule.raise.kind == "grade_floor") {
    if (state.floors.count(rule.id)) return;
    const auto floor = grade_named(rule.raise.text("grade").value());
    emit(incident::Event(incident::GradeFloorRaised{floor, rule.id, rule.why}));
    facts_changed_ = true;
  } else if (rule.raise.kind == "advice") {
    const std::string id = rule.raise.text("advice").value();
    if (state.offered_advice.count(id)) return;
    const std::string& words = context_.policy->advice.at(id).words;
    emit(incident::Event(incident::AdviceOffered{id, words, rule.id}));
  } else if (rule.raise.kind == "theme") {
    const std::string theme = rule.raise.text("theme").value();
    if (state.themes_ever.count(theme)) return;
    emit(incident::Event(incident::ThemeSet{theme, true, "words"}));
    facts_changed_ = true;
  } else if (rule.raise.kind == "reopen") {
    for (std::size_t i = 0; i < state.links.size(); ++i) {
      const incident::IncidentId other = state.links[i].other;
      if (state.reopening_asked.count(other)) continue;
      emit(incident::Event(incident::ReopeningAsked{other, rule.why}));
    }
  } else if (rule.raise.kind == "offence") {
    const SubjectRef subject = ref(*finding.subject);
    offences_.insert({rule.id, subject});
    if (state.offences.count({rule.id, subject})) return;
    emit(incident::Event(
        incident::OffenceOffered{rule.raise.text("offence").value(), subject, rule.id, rule.why}));
    facts_changed_ = true;
  }
}

// A candidate stands only as long as what is known bears it: an age learnt later ends some.
void RuleStep::withdraw_offences() {
  std::vector<std::pair<std::string, SubjectRef>> gone;
  for (const auto& [key, offered] : whole_.incident.offences) {
    if (offences_.count(key) == 0) gone.push_back(key);
  }
  for (const auto& [rule, subject] : gone) {
    emit(incident::Event(incident::OffenceWithdrawn{rule, subject}));
    facts_changed_ = true;
  }
}

void RuleStep::owe(const policy::Finding& finding) {
  const policy::Rule& rule = *finding.rule;
  const SubjectRef subject = ref(*finding.subject);
  const Obligation* owed = whole_.incident.obligation_of(rule.id, subject);
  const bool met = finding.met == policy::Truth::yes;
  // What was met by what was known is owed again once that is no longer so; what a person met,
  // released or waived stays ended.
  const bool again = owed && owed->state == ObligationState::met && finding.rule->met_when &&
                     finding.met == policy::Truth::no && finding.raises();
  if (owed && !again) {
    if (!owed->open()) return;
    if (met) return end(*owed, ObligationState::met, "met by what is now known");
    if (correcting_ && finding.holds == policy::Truth::no) {
      end(*owed, ObligationState::withdrawn, "what it was raised for was corrected");
    }
    return;
  }
  if (!finding.raises() || met) return;
  std::map<std::string, std::string> details;
  std::string what = rule.raise.has("what") ? rule.raise.text("what").value() : rule.why;
  const ObligationKind kind = kind_named(rule.raise.kind).value();
  if (kind == ObligationKind::question) {
    const std::string id = rule.raise.text("question").value();
    if (settled(whole_.incident, id, subject)) return;
    details["question"] = id;
    what = context_.policy->rules->question(id)->words;
  }
  if (kind == ObligationKind::undertaking) {
    const auto given = incident::UndertakingId::parse(subject.id);
    const auto found =
        given ? whole_.incident.undertakings.find(*given) : whole_.incident.undertakings.end();
    if (found == whole_.incident.undertakings.end()) return;
    what = found->second.given.what;
  }
  raise(rule, rule.id, subject, kind, std::move(what), std::move(details), due_for(rule, subject),
        finding.stood_on);
}

// Raises the question of each unknown fact that could still change the result.
void RuleStep::ask(const policy::Finding& finding) {
  for (const policy::FactId& fact : finding.could_change) {
    const policy::FactDeclaration& declared = context_.policy->catalogue->declaration(fact);
    const policy::Question* question = context_.policy->rules->question_for(declared);
    if (!question) continue;
    const bool of_incident = declared.subject == context_.policy->catalogue->root();
    const SubjectRef subject = of_incident ? SubjectRef{"incident", ""} : ref(*finding.subject);
    const std::string key = "ask:" + question->id;
    if (whole_.incident.obligation_of(key, subject) ||
        settled(whole_.incident, question->id, subject)) {
      continue;
    }
    raise(*finding.rule, key, subject, ObligationKind::question, question->words,
          {{"question", question->id}}, context_.now + question_within, finding.could_change);
  }
}

Instant RuleStep::due_for(const policy::Rule& rule, const SubjectRef& subject) const {
  if (subject.kind == "undertaking") {
    if (const auto id = incident::UndertakingId::parse(subject.id)) {
      const auto found = whole_.incident.undertakings.find(*id);
      if (found != whole_.incident.undertakings.end()) return found->second.given.due;
    }
  }
  const Micros within =
      rule.raise.has("within") ? rule.raise.duration("within").value() : question_within;
  Instant due = context_.now + within;
  if (rule.raise.has("before_deadline")) {
    const auto deadline = incident::next_deadline(whole_.incident, context_.now);
    const Micros before = rule.raise.duration("before_deadline").value();
    if (deadline) due = std::max(context_.now, std::min(due, *deadline - before));
  }
  return due;
}

void RuleStep::raise(const policy::Rule& rule, const std::string& key, const SubjectRef& subject,
                     ObligationKind kind, std::string what,
                     std::map<std::string, std::string> details, Instant due,
                     const std::vector<policy::FactId>& stood_on) {
  incident::ObligationRaised out;
  out.obligation = incident::ObligationId::fresh(context_.now, context_.random);
  out.rule = key;
  out.policy_version = context_.policy->rules->version();
  out.subject = subject;
  out.kind = kind;
  out.what = std::move(what);
  out.why = rule.why;
  out.details = std::move(details);
  out.due = due;
  if (rule.raise.has("act")) out.details["act"] = rule.raise.text("act").value();
  if (rule.raise.truth("needs_legal_basis")) out.details["needs_legal_basis"] = "yes";
  if (rule.raise.has("ladder")) out.ladder = rule.raise.text("ladder").value();
  out.blocks_closing = !rule.raise.truth("lets_close");
  out.duty = rule.raise.has("duty") ? rule.raise.text("duty").value() : "handler";
  offer(out);
  for (const policy::FactId& fact : stood_on) {
    out.triggers.push_back(context_.policy->catalogue->declaration(fact).name);
  }
  emit(incident::Event(std::move(out)));
}

void RuleStep::offer(incident::ObligationRaised& raised) const {
  const auto giver = whole_.incident.handler;
  if (raised.duty == "handler" && giver) {
    raised.offered = giver;
  } else {
    raised.offered = context_.duty.on_duty(raised.duty, context_.now);
    const auto* ladder = context_.policy->ladders.at(raised.ladder, context_.zone, context_.now);
    if (!raised.offered && ladder != nullptr) {
      for (const Rung& rung : *ladder) {
        if (rung.duty == "handler") continue;
        raised.offered = context_.duty.on_duty(rung.duty, context_.now);
        if (!raised.offered) continue;
        raised.details["meant_for"] = raised.duty;
        raised.duty = rung.duty;
        break;
      }
    }
  }
  // It stays with the giver until the receiver accepts it (S6).
  raised.holder = giver.value_or(raised.offered.value_or(context_.who));
}

void RuleStep::end(const Obligation& obligation, ObligationState state, std::string how) {
  emit(incident::Event(incident::ObligationEnded{obligation.raised.obligation, state,
                                                 std::move(how), context_.who}));
}

void RuleStep::withdraw_what_lost_its_subject() {
  std::vector<incident::ObligationId> lost;
  for (const auto& [id, obligation] : whole_.incident.obligations) {
    if (!obligation.open()) continue;
    const SubjectRef& subject = obligation.raised.subject;
    if (subject.kind == "identifier") {
      const auto key = incident::IdentifierId::parse(subject.id);
      const auto found =
          key ? whole_.incident.identifiers.find(*key) : whole_.incident.identifiers.end();
      if (found != whole_.incident.identifiers.end() &&
          found->second.state == incident::IdentifierState::rejected) {
        lost.push_back(id);
      }
    } else if (subject.kind == "undertaking") {
      const auto given = incident::UndertakingId::parse(subject.id);
      const auto heard = incident::FindingId::parse(subject.id);
      const bool there = (given && whole_.incident.undertakings.count(*given)) ||
                         (heard && whole_.incident.heard_undertakings.count(*heard));
      if (!there) lost.push_back(id);
    }
  }
  for (const auto& id : lost) {
    end(whole_.incident.obligations.at(id), ObligationState::withdrawn,
        "what it was raised for was corrected");
  }
}

// One obligation for each check that closing waits for, beside the check itself.
void RuleStep::intend_checks() {
  checks::Asking asking;
  const incident::Contact* live = whole_.incident.live_contact();
  asking.purpose = "safeguarding";
  asking.originator =
      checks::originator_line(whole_.incident.reference, context_.duty.name_of(context_.who));
  asking.urgent = live && live->opened.channel == incident::Channel::emergency_999;
  const checks::Deciding deciding{context_.now, context_.who, context_.random};
  const checks::Events intended = checks::intend(
      whole_.checks, whole_.incident, *context_.policy->sources, wanted_, asking, deciding);
  for (const checks::Event& event : intended) {
    emit(event);
    const auto* check = std::get_if<checks::CheckIntended>(&event);
    if (!check || !check->required) continue;
    const policy::Rule* rule = context_.policy->rules->rule(check->rule);
    if (!rule) continue;
    const auto* source = context_.policy->sources->find(check->source);
    raise(*rule, rule->id, {"check", check->check.str()}, ObligationKind::check,
          "check " + (source ? source->title : check->source), {{"source", check->source}},
          due_for(*rule, {"check", check->check.str()}), {});
  }
}

void RuleStep::settle_checks() {
  std::vector<std::pair<incident::ObligationId, ObligationState>> ended;
  for (const auto& [id, obligation] : whole_.incident.obligations) {
    if (!obligation.open() || obligation.raised.kind != ObligationKind::check) continue;
    const auto key = checks::CheckId::parse(obligation.raised.subject.id);
    const checks::Check* check = key ? whole_.checks.check(*key) : nullptr;
    if (!check || check->open()) continue;
    ended.emplace_back(id, check->waived ? ObligationState::waived : ObligationState::met);
  }
  for (const auto& [id, state] : ended) {
    end(whole_.incident.obligations.at(id), state,
        state == ObligationState::waived ? "waived with a reason" : "answered");
  }
}

}  // namespace heed::desk
