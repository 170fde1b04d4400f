// Conditions about contact with people.
#include "orders/judge_one.h"

namespace heed::orders {
namespace {

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

}  // namespace

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

}  // namespace heed::orders
