// Combinations set in policy, weighed over everything heard in the contact.
#include <algorithm>

#include "hearing/segment.h"

namespace heed::hearing {
namespace {

constexpr std::size_t why_max = 24;

bool about_ok(const FlagTerm& term, Who who) {
  return term.about.empty() ||
         std::find(term.about.begin(), term.about.end(), who) != term.about.end();
}

class Flags {
 public:
  Flags(const Listener::Policy& policy, const Earlier& earlier, const Heard& heard,
        const std::vector<HeardCue>& internal)
      : policy_(policy), earlier_(earlier), heard_(heard) {
    for (const auto* list : {&heard.cues, &internal}) {
      for (const auto& cue : *list) {
        const auto number = policy.meaning_number(cue.meaning);
        if (!cue.stands() || number < 0) continue;
        if (by_meaning_.size() <= static_cast<std::size_t>(number))
          by_meaning_.resize(static_cast<std::size_t>(number) + 1);
        by_meaning_[static_cast<std::size_t>(number)].push_back(&cue);
      }
    }
  }

  std::vector<HeardFlag> raise() {
    for (const auto& rule : policy_.flag_rules) {
      std::vector<std::string> why;
      if (!holds(rule, why)) continue;
      const auto found = std::find_if(raised_.begin(), raised_.end(), [&](const HeardFlag& flag) {
        return flag.name == rule.name;
      });
      std::sort(why.begin(), why.end());
      why.erase(std::unique(why.begin(), why.end()), why.end());
      if (found == raised_.end()) {
        raised_.push_back({rule.name, rule.force, std::move(why), rule.says});
      } else if (rule.force == Force::obliges && found->force == Force::prompts) {
        *found = {rule.name, rule.force, std::move(why), rule.says};
      }
    }
    return std::move(raised_);
  }

 private:
  bool holds(const FlagRule& rule, std::vector<std::string>& why) const {
    for (const auto& term : rule.none) {
      std::vector<std::string> ignored;
      if (count(term, ignored) > 0) return false;
    }
    for (const auto& term : rule.all) {
      if (count(term, why) == 0) return false;
    }
    if (!rule.any.empty()) {
      bool any = false;
      for (const auto& term : rule.any) any = count(term, why) > 0 || any;
      if (!any) return false;
    }
    if (!rule.weigh.empty()) {
      int sum = 0;
      for (const auto& term : rule.weigh) sum += count(term, why) > 0 ? term.weight : 0;
      if (sum < rule.at_least) return false;
    }
    return true;
  }

  bool cue_is(const FlagTerm& term, std::string_view meaning) const {
    if (term.meaning >= 0)
      return policy_.meanings_known[static_cast<std::size_t>(term.meaning)].name == meaning;
    const auto& members =
        policy_.groups.at(policy_.group_names[static_cast<std::size_t>(term.group)]);
    return std::any_of(members.begin(), members.end(), [&](std::uint32_t each) {
      return policy_.meanings_known[each].name == meaning;
    });
  }

  int count(const FlagTerm& term, std::vector<std::string>& why) const {
    if (!term.flag.empty()) {
      const auto found = std::find_if(raised_.begin(), raised_.end(), [&](const HeardFlag& flag) {
        return flag.name == term.flag;
      });
      if (found == raised_.end()) return 0;
      why.insert(why.end(), found->why.begin(), found->why.end());
      return 1;
    }
    if (term.age_under || term.age_may_be_under || term.age_over) return ages(term, why);
    int sum = 0;
    const auto take = [&](std::uint32_t meaning) {
      if (meaning >= by_meaning_.size()) return;
      for (const auto* cue : by_meaning_[meaning]) {
        if (cue->strength < term.least || !about_ok(term, cue->about)) continue;
        if (why.size() < why_max) why.push_back(cue->key);
        if (++sum >= static_cast<int>(why_max)) return;
      }
    };
    if (term.meaning >= 0) {
      take(static_cast<std::uint32_t>(term.meaning));
    } else {
      for (const auto each :
           policy_.groups.at(policy_.group_names[static_cast<std::size_t>(term.group)]))
        take(each);
    }
    for (const auto& cue : earlier_.cues) {
      if (about_ok(term, cue.about) && cue_is(term, cue.meaning)) ++sum;
    }
    return sum;
  }
  bool age_ok(const FlagTerm& term, int low, int high) const {
    if (term.age_under) return high < term.years;
    if (term.age_may_be_under) return low < term.years && high >= term.years;
    return low > term.years;
  }
  int ages(const FlagTerm& term, std::vector<std::string>& why) const {
    int sum = 0;
    for (const auto& age : heard_.ages) {
      if (!age.stands() || !about_ok(term, age.who) || !age_ok(term, age.low, age.high)) continue;
      why.push_back(age.key);
      ++sum;
    }
    for (const auto& age : earlier_.ages) {
      if (about_ok(term, age.who) && age_ok(term, age.low, age.high)) ++sum;
    }
    return sum;
  }

  const Listener::Policy& policy_;
  const Earlier& earlier_;
  const Heard& heard_;
  std::vector<std::vector<const HeardCue*>> by_meaning_;
  std::vector<HeardFlag> raised_;
};

}  // namespace

void raise_flags(const Listener::Policy& policy, const Earlier& earlier, Heard& heard,
                 const std::vector<HeardCue>& internal) {
  heard.flags = Flags(policy, earlier, heard, internal).raise();
}

}  // namespace heed::hearing
