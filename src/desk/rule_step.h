// What the judged rules come to in one turn: obligations raised, met and withdrawn, floors, advice,
// checks wanted. For src/desk alone.
#pragma once

#include "desk/turn.h"

namespace heed::desk {

class RuleStep {
 public:
  RuleStep(Whole& whole, std::vector<AnyEvent>& out, const TurnContext& context, bool correcting)
      : whole_(whole), out_(out), context_(context), correcting_(correcting) {}

  // True where a floor or a theme was raised: facts have changed, and rules are to be judged again.
  bool run(const std::vector<policy::Finding>& findings);

 private:
  void consider(const policy::Finding& finding);
  void effect(const policy::Finding& finding);
  void owe(const policy::Finding& finding);
  void ask(const policy::Finding& finding);
  void raise(const policy::Rule& rule, const std::string& key, const incident::SubjectRef& subject,
             incident::ObligationKind kind, std::string what,
             std::map<std::string, std::string> details, Instant due,
             const std::vector<policy::FactId>& stood_on);
  void end(const incident::Obligation& obligation, incident::ObligationState state,
           std::string how);
  void withdraw_what_lost_its_subject();
  void intend_checks();
  void settle_checks();
  void withdraw_offences();
  // Who is offered it: the duty, or where nobody of it is on duty, the next rung that has somebody.
  void offer(incident::ObligationRaised& raised) const;
  Instant due_for(const policy::Rule& rule, const incident::SubjectRef& subject) const;
  void emit(AnyEvent event);

  Whole& whole_;
  std::vector<AnyEvent>& out_;
  const TurnContext& context_;
  bool correcting_;
  std::vector<checks::Wanted> wanted_;
  std::set<std::pair<std::string, incident::SubjectRef>> offences_;  // that stand in this round
  bool facts_changed_ = false;
};

}  // namespace heed::desk
