// Court orders against somebody in an incident, each condition held against what is known. A
// dispatcher would call it: is he allowed to do what we are being told that he does?
//
// judge() gives every condition one of three outcomes and never the word "breach" by itself: a
// possible breach is for people to decide. It names the clause in the court's words, the facts that
// match and what they stand on, the facts that are missing and the questions that would supply
// them. An order is judged by what was in force at the time of the act, not of the asking; what is
// not known is taken at its worst; the court's text rules over the structure somebody gave it; and
// an order or a condition that nobody has structured is never silent. Words name people by id only
// and give nobody's age. Pure; cannot fail; Vocabulary is immutable and safe from every thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "incident/incident_state.h"
#include "orders/orders_state.h"
#include "policy/policy.h"
#include "records/records.h"

namespace heed::orders {

// An order that a source told of, and who in the incident it may be against.
struct KnownOrder {
  records::CourtOrder order;
  incident::PersonId against;
  std::string band;        // of the person's match: exact, strong, possible
  std::string source;      // role of the source that told of it
  std::string from_check;  // the check that brought it
  // What the same record says of the person's numbers and names, for duties to notify them.
  std::vector<records::RecordedIdentifier> recorded = {};
};

// policy/orders.toml: kinds of order and of condition, and how the acts that conditions forbid are
// known. The words are the force's; how each kind of condition is judged is code.
class Vocabulary {
 public:
  enum class JudgedBy { contact, internet, device, notify, place, acts };

  struct OrderKind {
    std::string id;
    std::string says;
    bool service_matters = false;  // awareness has to be shown: a served date evidences it
    std::string legal_note;
  };
  struct ConditionKind {
    std::string id;
    std::string says;
    JudgedBy judged_by = JudgedBy::acts;
    std::vector<std::string> acts;  // judged_by acts: any of these
    // Nothing reported bears on it: not met, and said so; else too little is known.
    bool silent_unless_reported = false;
  };
  // How it is known that something was done: cues that hearing hears, answers to a question.
  struct Act {
    std::string id;  // in_person, online, meeting_ahead, near, supervised, approved, …
    std::string says;
    std::vector<std::string> cues;
    std::string question;          // in questions.toml; empty where none may be asked
    std::vector<std::string> yes;  // answers that mean it was done
    std::vector<std::string> no;
    std::string missing;   // what is missing while it is not known, in words
    Micros reach_back{0};  // how long before it was reported it may have happened
  };

  // The policy's part, its questions resolved: a question that is not among the policy's, or one
  // that policy leaves to a specialist, is not asked now. Code::invalid with file, line and what
  // was expected; the acts that judging needs must all be there.
  static Result<Vocabulary> read(const policy::Policy& policy);
  static Result<Vocabulary> read(policy::Document document,
                                 const std::vector<policy::Question>& questions);

  const OrderKind* order_kind(std::string_view id) const;
  const ConditionKind* condition_kind(std::string_view id) const;
  const Act& act(std::string_view id) const;  // an id of `needed_acts`, or one that is declared
  const Act* find_act(std::string_view id) const;
  bool ask_now(std::string_view question) const;
  // Every question named here, so that a test can hold them against questions.toml.
  const std::vector<std::string>& questions() const { return questions_; }
  // Court's words for being with somebody: a clause with one of them, and none for communicating,
  // is about meeting whatever its modes say.
  const std::vector<std::string>& together_words() const { return together_words_; }
  const std::vector<std::string>& communicating_words() const { return communicating_words_; }
  // A note in a record that means a number or device was not notified.
  const std::vector<std::string>& undeclared_words() const { return undeclared_words_; }

 private:
  std::vector<OrderKind> order_kinds_;
  std::vector<ConditionKind> condition_kinds_;
  std::vector<Act> acts_;
  std::vector<std::string> questions_;
  std::vector<std::string> asked_now_;
  std::vector<std::string> together_words_;
  std::vector<std::string> communicating_words_;
  std::vector<std::string> undeclared_words_;
};

// One for each condition of each order, in their order; one for the order as a whole where it, or
// its kind of condition, is not structured.
std::vector<Judgement> judge(const incident::State& incident, const std::vector<KnownOrder>& known,
                             const Vocabulary& vocabulary, Instant now, const Zone& zone);

// The events of what has changed. A judgement whose order is no longer told of stays as it was,
// save where a person has said that the record is not this person, or an order that nobody had
// structured has been since: then it ends as not met, and says why.
std::vector<Event> changes(const State& state, const incident::State& incident,
                           const std::vector<Judgement>& judgements);

// "possible breach", "not enough is known", "not met": for people.
std::string_view in_words(ConditionOutcome outcome);

// The age limit that a clause states in words ("aged 16 or under", "under the age of 18"); nothing
// where it states none, or more than one.
std::optional<records::ProtectedAge> age_in_words(std::string_view clause);

}  // namespace heed::orders
