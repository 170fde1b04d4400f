// One order held against one incident: ways in which a condition may have been broken, and what
// each comes to. For this room's .cc files.
#pragma once

#include <algorithm>

#include "orders/in_force.h"

namespace heed::orders {

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

}  // namespace heed::orders
