// What has been judged of court orders in an incident, as persisted in its stream. The names in
// orders_events.cc are frozen. A judgement is about the person the order is against and is sealed
// for them; other people appear in it by id, without age or name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "incident/incident_types.h"

namespace heed::orders {

using ConditionId = Id<struct ConditionTag>;  // one order's condition for one person; stable
using incident::PersonId;

enum class ConditionOutcome { not_met, insufficient_facts, possible_breach };

// Something that is known, in words, and what it stands on: "person:<id>", "identifier:<id>",
// "cue:<id>", "answer:<question>", "deadline:<id>", "location", "order:<id>", "candidate:<id>".
struct MatchedFact {
  std::string words;
  std::vector<std::string> stands_on;
  bool operator==(const MatchedFact&) const = default;
};

struct MissingFact {
  std::string words;
  std::string question;  // id in policy/questions.toml; empty where nobody on the line can say
  bool ask_now = false;  // else it is left to a specialist
  bool operator==(const MissingFact&) const = default;
};

struct Judgement {
  ConditionId condition;
  std::string order_id;
  std::string condition_id;  // empty: the order as a whole
  std::string order_kind;
  std::string kind;  // of the condition; empty where unstructured
  std::string court;
  PersonId against;
  std::vector<PersonId> with;  // the people at risk that it bears on
  std::string source;
  std::string record_id;  // of the person the order is against, in that source
  std::string band;
  ConditionOutcome outcome = ConditionOutcome::insufficient_facts;
  bool unstructured = false;
  bool in_force = false;           // at the time of the act, as far as is known
  bool protects_children = false;  // it states an age limit
  bool act_ahead = false;          // a meeting is arranged that would be one
  std::string clause;              // the court's words
  std::vector<MatchedFact> matched;
  std::vector<MissingFact> missing;
  std::vector<MatchedFact> against_it;  // what speaks against it: expired, not of that age, …
  std::string legal_note;
  bool operator==(const Judgement&) const = default;
};

struct OrderJudged {
  Judgement judgement;
};

using Event = std::variant<OrderJudged>;

// The frozen name, such as "order.judged.v1".
std::string_view type_name(const Event& event);
// Every name this room can read.
const std::vector<std::string_view>& type_names();
std::string encode(const Event& event);
// Code::corrupt where the payload is not what that type holds; Code::not_found where the type is
// not this room's.
Result<Event> decode(std::string_view type, std::string_view payload);
std::optional<PersonId> sealed_for(const Event& event);

}  // namespace heed::orders
