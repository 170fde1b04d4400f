#include "policy/mutants.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "base/civil.h"

namespace heed::policy {
namespace {

Micros step_of(Micros duration) {
  using namespace std::chrono;
  for (const Micros unit : {Micros(days(1)), Micros(hours(1)), Micros(minutes(1)),
                            Micros(seconds(1)), Micros(milliseconds(1))}) {
    if (duration.count() % unit.count() == 0) return unit;
  }
  return Micros(1);
}

std::optional<Micros> moved(Micros duration, int by) {
  const Micros to = duration + by * step_of(duration);
  if (to.count() > 0) return to;
  if (duration.count() < 2) return std::nullopt;
  return duration / 2;
}

std::optional<FactValue> moved(const FactValue& value, int by) {
  if (const auto* number = value.as_number()) return FactValue::number(*number + by);
  const auto* duration = value.as_duration();
  if (duration == nullptr) return std::nullopt;
  const auto to = moved(*duration, by);
  if (!to) return std::nullopt;
  return FactValue::duration(*to);
}

class Maker {
 public:
  explicit Maker(std::shared_ptr<const Policy> policy) : policy_(std::move(policy)) {}

  void rule(std::size_t index) {
    index_ = index;
    const Rule& rule = policy_->rules()[index];
    add(What::dropped, "dropped", rule.place, std::nullopt);
    condition(rule.when, What::when, "when",
              [](Rule& changed) -> Condition& { return changed.when; });
    if (rule.met_when) {
      condition(*rule.met_when, What::met_when, "met_when",
                [](Rule& changed) -> Condition& { return *changed.met_when; });
    }
    raised(rule);
    unknown(rule);
  }

  void part(const std::string& path) {
    const auto document = policy_->document(path);
    if (!document) return;
    for (const auto& quantity : document->quantities()) {
      for (const int by : {1, -1}) {
        const auto to = moved_text(quantity, by);
        if (!to) continue;
        const std::string name =
            fmt::format("{}: {} = {} made {}", path, quantity.path, quantity.written, *to);
        made_.push_back({name, path, quantity.place, What::part, std::nullopt, "",
                         [policy = policy_, path, quantity, to = *to, name] {
                           std::string text = policy->files().find(path)->second;
                           text.replace(quantity.begin, quantity.end - quantity.begin, to);
                           return policy->with_file(path, std::move(text), name);
                         }});
      }
    }
  }

  std::vector<Mutant> take() { return std::move(made_); }

 private:
  using What = Mutant::What;

  Mutant& add(What what, std::string_view says, const Place& place, std::optional<Rule> now) {
    const Rule& rule = policy_->rules()[index_];
    const std::string name = fmt::format("{}: {}", rule.id, says);
    made_.push_back(
        {name, rule.id, place, what, now, "", [policy = policy_, index = index_, now, name] {
           std::vector<Rule> rules = policy->rules();
           const auto at = rules.begin() + static_cast<std::ptrdiff_t>(index);
           if (now) {
             *at = *now;
           } else {
             rules.erase(at);
           }
           return policy->with_rules(std::move(rules), name);
         }});
    return made_.back();
  }

  template <class Part>
  void condition(const Condition& condition, What what, std::string_view called, Part part) {
    const FactCatalogue& catalogue = policy_->catalogue();
    const auto& nodes = condition.nodes();
    std::set<std::string> seen;  // `not` above a leaf: negating either is one change
    for (std::uint32_t node = 0; node < nodes.size(); ++node) {
      const bool whole = node == condition.top();
      if (!whole && !nodes[node].leaf()) continue;
      Rule changed = policy_->rules()[index_];
      part(changed) = condition.negation(node, catalogue);
      if (!seen.insert(part(changed).str(catalogue)).second) continue;
      add(what,
          whole ? fmt::format("{} negated", called)
                : fmt::format("{} with {} negated", called, condition.str_of(node, catalogue)),
          nodes[node].place, std::move(changed));
    }
    for (std::uint32_t node = 0; node < nodes.size(); ++node)
      literals(condition, node, what, called, part);
  }

  template <class Part>
  void literals(const Condition& condition, std::uint32_t node, What what, std::string_view called,
                Part part) {
    const ConditionNode& leaf = condition.nodes()[node];
    for (std::uint32_t literal = 0; literal < leaf.literals.size(); ++literal) {
      for (const int by : {1, -1}) {
        const auto to = moved(leaf.literals[literal], by);
        if (!to) continue;
        Rule changed = policy_->rules()[index_];
        part(changed) = condition.with_literal(node, literal, *to, policy_->catalogue());
        add(what,
            fmt::format("{} with {} at {}", called, condition.str_of(node, policy_->catalogue()),
                        to->str()),
            leaf.place, std::move(changed));
      }
    }
  }

  void raised(const Rule& rule) {
    for (std::size_t i = 0; i < rule.raise.attributes.size(); ++i) {
      const auto& [name, held] = rule.raise.attributes[i];
      for (const int by : {1, -1}) {
        std::optional<Raise::Held> to;
        std::string shown;
        if (const auto* number = std::get_if<std::int64_t>(&held)) {
          to = *number + by;
          shown = std::to_string(*number + by);
        } else if (const auto* duration = std::get_if<Micros>(&held)) {
          if (const auto moved_to = moved(*duration, by)) {
            to = *moved_to;
            shown = format_duration(*moved_to);
          }
        }
        if (!to) continue;
        Rule changed = rule;
        changed.raise.attributes[i].second = *to;
        add(What::raise, fmt::format("raise with {} = {}", name, shown), rule.place,
            std::move(changed));
      }
    }
  }

  void unknown(const Rule& rule) {
    const auto& facts = rule.when.facts();
    const bool askable = std::all_of(facts.begin(), facts.end(), [this](FactId id) {
      const FactDeclaration& fact = policy_->catalogue().declaration(id);
      return fact.always_known || policy_->question_for(fact) != nullptr;
    });
    const bool ever_unknown = std::any_of(facts.begin(), facts.end(), [this](FactId id) {
      return !policy_->catalogue().declaration(id).always_known;
    });
    for (const IfUnknown to : {IfUnknown::ask, IfUnknown::assume, IfUnknown::ignore}) {
      if (to == rule.if_unknown || (to == IfUnknown::ask && !askable)) continue;
      Rule changed = rule;
      changed.if_unknown = to;
      Mutant& made = add(What::if_unknown, fmt::format("if_unknown = {}", to_string(to)),
                         rule.place, std::move(changed));
      if (!ever_unknown) made.same_because = "its facts are always known";
    }
  }

  static std::optional<std::string> moved_text(const Document::Quantity& quantity, int by) {
    if (!quantity.duration) {
      if (quantity.written.empty() || quantity.written.size() > 15) return std::nullopt;
      return std::to_string(std::stoll(quantity.written) + by);
    }
    const auto duration =
        parse_duration(std::string_view(quantity.written).substr(1, quantity.written.size() - 2));
    if (!duration) return std::nullopt;
    const auto to = moved(*duration, by);
    if (!to) return std::nullopt;
    return fmt::format("\"{}\"", format_duration(*to));
  }

  std::shared_ptr<const Policy> policy_;
  std::size_t index_ = 0;
  std::vector<Mutant> made_;
};

}  // namespace

bool makes_a_difference(const Mutant& mutant, const Finding& finding, bool owed,
                        const FactTable::Row& own, const FactTable::Row* root) {
  using What = Mutant::What;
  switch (mutant.what) {
    case What::part: return true;
    case What::dropped: return finding.raises() || finding.asks();
    case What::raise: return finding.raises();
    case What::if_unknown: return finding.holds == Truth::unknown;
    case What::met_when:
      return (owed || finding.raises()) && mutant.now->met_when->judge(own, root) != finding.met;
    case What::when: break;
  }
  auto reading = mutant.now->when.reading(own, root);
  Finding changed;
  changed.rule = &*mutant.now;
  changed.holds = reading.result;
  if (changed.raises() != finding.raises() || changed.asks() != finding.asks()) return true;
  if (changed.asks() && reading.could_change != finding.could_change) return true;
  // What is owed is withdrawn where a correction makes the condition a plain no.
  return owed && (changed.holds == Truth::no) != (finding.holds == Truth::no);
}

std::vector<Mutant> mutants(const std::shared_ptr<const Policy>& policy,
                            const std::vector<std::string>& parts) {
  Maker maker(policy);
  for (std::size_t i = 0; i < policy->rules().size(); ++i) maker.rule(i);
  for (const auto& part : parts) maker.part(part);
  return maker.take();
}

}  // namespace heed::policy
