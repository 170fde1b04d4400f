#include "desk/turn.h"

#include "assessment/assessment_facts.h"
#include "checks/checks_facts.h"
#include "desk/rule_step.h"
#include "orders/orders_facts.h"
#include "training/training_facts.h"

namespace heed::desk {

hearing::Channel heard_channel(const incident::State& state) {
  if (state.contact_order.empty()) return hearing::Channel::service_desk;
  switch (state.contacts.at(state.contact_order.back()).opened.channel) {
    case incident::Channel::emergency_999: return hearing::Channel::emergency_999;
    case incident::Channel::non_emergency_101: return hearing::Channel::non_emergency_101;
    case incident::Channel::chat: return hearing::Channel::chat;
    case incident::Channel::in_person: return hearing::Channel::service_desk;
  }
  return hearing::Channel::service_desk;
}

namespace {
hearing::Voice heard_voice(incident::Voice voice) {
  switch (voice) {
    case incident::Voice::caller: return hearing::Voice::caller;
    case incident::Voice::handler_note: return hearing::Voice::handler_note;
    case incident::Voice::quoted: return hearing::Voice::quoted;
    case incident::Voice::transcript: return hearing::Voice::transcript;
  }
  return hearing::Voice::caller;
}

}  // namespace

hearing::Who who_is(const incident::Person& person) {
  if (person.has(incident::PersonRole::reporting)) return hearing::Who::caller;
  if (person.has(incident::PersonRole::victim)) return hearing::Who::victim;
  if (person.has(incident::PersonRole::suspect)) return hearing::Who::suspect;
  if (person.has(incident::PersonRole::witness)) return hearing::Who::witness;
  return hearing::Who::other;
}

namespace {

hearing::Earlier earlier(const incident::State& state, LocalDate today) {
  hearing::Earlier out;
  for (const auto& id : state.people_order) {
    const incident::Person& person = state.people.at(id);
    if (!person.name.empty() || !person.relation.empty()) {
      out.people.push_back({who_is(person), person.name, person.relation});
    }
    const incident::Age age = incident::age_of(state, id, today);
    if (age.low) out.ages.push_back({who_is(person), *age.low, age.high.value_or(120)});
  }
  for (const auto& [id, cue] : state.cues) {
    if (cue.rejected) continue;
    const incident::Person* about = cue.heard.about ? state.person(*cue.heard.about) : nullptr;
    out.cues.push_back({cue.heard.meaning, about ? who_is(*about) : hearing::Who::unknown});
  }
  return out;
}

assessment::Known known(const Whole& whole, const TurnContext& context) {
  return {whole.incident,         whole.checks, whole.orders,
          context.policy->danger, context.now,  context.zone};
}

// A contact taken by somebody without the certificates is taken all the same, led word by word
// (S2).
std::vector<training::Event> guidance(const Whole& whole, const TurnContext& context) {
  std::vector<training::Event> out;
  if (!context.gate || context.gate->unguided || whole.incident.contact_order.empty()) return out;
  const auto& contact = whole.incident.contacts.at(whole.incident.contact_order.back()).opened;
  if (whole.training.guided.count(contact.contact.str())) return out;
  out.push_back(training::GuidedModeBegan{contact.contact.str(), contact.handler,
                                          channel_id(contact.channel), context.gate->reasons,
                                          context.gate->shift});
  if (context.alert_due) {
    out.push_back(training::GuidedModeAlerted{contact.handler, context.gate->shift, "supervisor"});
  }
  return out;
}

// What a command does not carry itself and the desk knows.
struct Completer {
  const Whole& whole;
  const TurnContext& context;

  void operator()(incident::WriteEntry& command) const {
    hearing::Utterance utterance;
    utterance.channel = heard_channel(whole.incident);
    utterance.voice = heard_voice(command.voice);
    utterance.at = context.now;
    utterance.text = command.text;
    command.heard = context.policy->listener->hear(
        utterance, earlier(whole.incident, context.zone.date_of(context.now)));
    command.open_against = open_against();
  }
  void operator()(incident::SetOpeningCode& command) const {
    const auto found = context.policy->opening_codes.find(command.code);
    if (found != context.policy->opening_codes.end()) command.themes = found->second.themes;
  }
  void operator()(incident::SetGrade& command) const {
    command.fresh_assessment = assessment::fresh(whole.assessment, context.policy->thrive);
  }
  void operator()(incident::Conclude& command) const { command.open_against = open_against(); }
  void operator()(incident::Close& command) const {
    const auto outcome = context.policy->outcomes.find(command.outcome);
    if (outcome != context.policy->outcomes.end() && !outcome->second.alone) {
      command.open_against.push_back("'" + outcome->second.says +
                                     "' alone is no outcome: " + outcome->second.instead);
    }
  }
  template <class Other>
  void operator()(Other&) const {}

  std::vector<std::string> open_against() const {
    return assessment::open_against(known(whole, context), context.policy->thrive);
  }
};

Status names_are_known(const incident::Command& command, const ForcePolicy& policy) {
  if (const auto* code = std::get_if<incident::SetOpeningCode>(&command)) {
    if (!policy.opening_codes.count(code->code)) {
      return error(Code::invalid, "expected an opening code of the policy in force", "/code",
                   "Choose one from the list");
    }
  }
  if (const auto* close = std::get_if<incident::Close>(&command)) {
    if (!policy.closing_codes.count(close->closing_code)) {
      return error(Code::invalid, "expected a closing code of the policy in force", "/closing_code",
                   "Choose one from the list");
    }
    if (!policy.outcomes.count(close->outcome)) {
      return error(Code::invalid, "expected an outcome of the policy in force", "/outcome",
                   "Choose one from the list");
    }
  }
  return ok();
}

struct Decider {
  const Whole& before;
  const TurnContext& context;

  Result<Turn> operator()(incident::Command command) const {
    HEED_CHECK(names_are_known(command, *context.policy));
    std::visit(Completer{before, context}, command);
    const bool guided = before.training.is_guided(context.who);
    const incident::Deciding deciding{context.now, context.who,  context.roles,
                                      guided,      context.zone, context.random};
    HEED_TRY(incident::Decision decision, incident::decide(before.incident, command, deciding));
    Turn turn;
    turn.refusal = std::move(decision.refusal);
    for (auto& event : decision.events) turn.events.emplace_back(std::move(event));
    return turn;
  }
  Result<Turn> operator()(checks::Command command) const {
    const checks::Deciding deciding{context.now, context.who, context.random};
    complete_read_back(command);
    HEED_TRY(auto events, checks::decide(before.checks, command, deciding));
    Turn turn;
    for (auto& event : events) turn.events.emplace_back(std::move(event));
    return turn;
  }
  Result<Turn> operator()(const TimePassed&) const { return Turn(); }
  Result<Turn> operator()(const assessment::WriteAssessment& command) const {
    HEED_TRY(auto events, assessment::decide(before.assessment, command, known(before, context),
                                             context.policy->thrive));
    Turn turn;
    for (auto& event : events) turn.events.emplace_back(std::move(event));
    return turn;
  }

 private:
  // The no_trace of a number that was not read back to the caller says so.
  void complete_read_back(checks::Command& command) const {
    const checks::Check* check = before.checks.check(checks::check_of(command));
    if (!check || check->intended.subject.kind != "identifier") return;
    const auto id = incident::IdentifierId::parse(check->intended.subject.id);
    const auto found =
        id ? before.incident.identifiers.find(*id) : before.incident.identifiers.end();
    if (found == before.incident.identifiers.end()) return;
    const incident::Identifier& identifier = found->second;
    const bool said = identifier.heard.hops == 0 && identifier.heard.entry.has_value();
    const bool read_back = !said || identifier.read_back;
    if (auto* answer = std::get_if<checks::RecordAnswer>(&command)) answer->read_back = read_back;
    if (auto* answer = std::get_if<checks::AnswerByPerson>(&command)) {
      answer->read_back = read_back;
    }
  }
};

std::vector<records::RecordedIdentifier> identifiers_of(const checks::Said& said,
                                                        const std::string& record_id) {
  for (const records::Nominal& person : said.findings.people) {
    if (person.record_id == record_id) return person.identifiers;
  }
  return {};
}

}  // namespace

std::string channel_id(incident::Channel channel) {
  switch (channel) {
    case incident::Channel::emergency_999: return "999";
    case incident::Channel::non_emergency_101: return "101";
    case incident::Channel::chat: return "chat";
    case incident::Channel::in_person: return "in_person";
  }
  return "999";
}

std::vector<orders::KnownOrder> known_orders(const Whole& whole) {
  std::vector<orders::KnownOrder> out;
  for (const checks::CheckId& id : whole.checks.order) {
    const checks::Check& check = whole.checks.checks.at(id);
    const checks::Said* said = check.said();
    if (!said) continue;
    for (const records::CourtOrder& order : said->findings.orders) {
      for (const auto& [key, candidate] : whole.incident.candidates) {
        if (candidate.state == incident::Candidate::State::rejected) continue;
        if (candidate.found.source != check.intended.source ||
            candidate.found.record_id != order.against_record_id) {
          continue;
        }
        out.push_back({order, candidate.found.person, candidate.found.band, check.intended.source,
                       id.str(), identifiers_of(*said, order.against_record_id)});
        break;
      }
    }
  }
  return out;
}

policy::FactTable facts_of(const Whole& whole, const TurnContext& context) {
  policy::FactTable facts(*context.policy->catalogue);
  incident::fill_facts(whole.incident, context.policy->danger, context.now, context.zone, facts);
  checks::fill_facts(whole.checks, *context.policy->sources, context.now, facts);
  orders::fill_facts(whole.orders, facts);
  assessment::fill_facts(whole.assessment, known(whole, context), context.policy->thrive, facts);
  training::fill_facts(whole.training, facts);
  return facts;
}

bool is_correction(const Command& command) {
  const auto* of_incident = std::get_if<incident::Command>(&command);
  if (!of_incident) return false;
  if (const auto* entry = std::get_if<incident::WriteEntry>(of_incident)) {
    return entry->corrects.has_value();
  }
  if (const auto* theme = std::get_if<incident::SetTheme>(of_incident)) return !theme->on;
  return std::holds_alternative<incident::RejectFinding>(*of_incident) ||
         std::holds_alternative<incident::RejectIdentifier>(*of_incident) ||
         std::holds_alternative<incident::RejectCandidate>(*of_incident) ||
         std::holds_alternative<incident::SetRoles>(*of_incident) ||
         std::holds_alternative<incident::RecordAge>(*of_incident);
}

Result<Turn> take_turn(const Whole& before, const Command& command, const TurnContext& context) {
  HEED_TRY(Turn turn, std::visit(Decider{before, context}, command));
  turn.after = before;
  const auto take = [&](auto&& events) {
    for (auto& event : events) {
      AnyEvent any(std::move(event));
      apply(turn.after, any, context.now, context.who);
      turn.events.push_back(std::move(any));
    }
  };
  for (const AnyEvent& event : turn.events) apply(turn.after, event, context.now, context.who);
  // Nothing happened: nothing follows.
  if (turn.events.empty() && !std::holds_alternative<TimePassed>(command)) return turn;
  take(guidance(turn.after, context));
  take(orders::changes(turn.after.orders, turn.after.incident,
                       orders::judge(turn.after.incident, known_orders(turn.after),
                                     context.policy->orders, context.now, context.zone)));
  take(assessment::expire(turn.after.assessment, known(turn.after, context),
                          context.policy->thrive));
  // A floor or a theme that rules raise is itself a fact: judged again, so that an emergency's
  // dispatch is owed in the same turn. Each is raised once, so this ends; the bound is for policies
  // that nobody has written yet.
  RuleStep step(turn.after, turn.events, context, is_correction(command));
  for (int round = 0; round < 4; ++round) {
    const policy::FactTable facts = facts_of(turn.after, context);
    if (!step.run(context.policy->rules->evaluate(facts))) break;
  }
  return turn;
}

}  // namespace heed::desk
