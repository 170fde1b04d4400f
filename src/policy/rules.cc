#include "policy/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "base/assert.h"
#include "policy/watch.h"

namespace heed::policy {

std::string_view to_string(IfUnknown what) {
  switch (what) {
    case IfUnknown::ask: return "ask";
    case IfUnknown::assume: return "assume";
    case IfUnknown::ignore: return "ignore";
  }
  return "?";
}

// ---------------------------------------------------------------------------------------- raise

const Raise::Held* Raise::find(std::string_view name) const {
  for (const auto& [key, held] : attributes) {
    if (key == name) return &held;
  }
  return nullptr;
}

std::optional<std::string> Raise::text(std::string_view name) const {
  const Held* held = find(name);
  if (held == nullptr) return std::nullopt;
  HEED_ASSERT(std::holds_alternative<std::string>(*held));
  return std::get<std::string>(*held);
}
std::vector<std::string> Raise::names(std::string_view name) const {
  const Held* held = find(name);
  if (held == nullptr) return {};
  HEED_ASSERT(std::holds_alternative<std::vector<std::string>>(*held));
  return std::get<std::vector<std::string>>(*held);
}
std::optional<std::int64_t> Raise::number(std::string_view name) const {
  const Held* held = find(name);
  if (held == nullptr) return std::nullopt;
  HEED_ASSERT(std::holds_alternative<std::int64_t>(*held));
  return std::get<std::int64_t>(*held);
}
std::optional<Micros> Raise::duration(std::string_view name) const {
  const Held* held = find(name);
  if (held == nullptr) return std::nullopt;
  HEED_ASSERT(std::holds_alternative<Micros>(*held));
  return std::get<Micros>(*held);
}
bool Raise::truth(std::string_view name) const {
  const Held* held = find(name);
  if (held == nullptr) return false;
  HEED_ASSERT(std::holds_alternative<bool>(*held));
  return std::get<bool>(*held);
}

// -------------------------------------------------------------------------------------- reading

namespace {

class RuleReader {
 public:
  RuleReader(const FactCatalogue& catalogue, const Vocabulary& vocabulary,
             const std::vector<std::string>& questions)
      : catalogue_(catalogue), vocabulary_(vocabulary), questions_(questions) {
    for (const auto& raise : vocabulary.raises) raise_names_.push_back(raise.name);
  }

  std::optional<Rule> read(const Table& table) {
    Rule rule;
    rule.place = table.place();
    rule.id = table.string("id");
    if (!rule.id.empty() && !ids_.insert(rule.id).second) {
      table.wrong_at("id", fmt::format("a second rule \"{}\"", rule.id),
                     "give it a name of its own");
    }
    rule.subject = table.one_of("for", catalogue_.kinds());
    const auto kind = catalogue_.kind(rule.subject);
    const auto when = table.required_value("when");
    const auto met_when = table.value("met_when");
    const auto unknown = table.optional_one_of("if_unknown", {"ask", "assume", "ignore"});
    if (!table.has("if_unknown")) {
      table.wrong("\"if_unknown\" is missing: expected ask, assume or ignore",
                  "say what is owed while the facts are not known");
    }
    rule.if_unknown = unknown == "ask"      ? IfUnknown::ask
                      : unknown == "assume" ? IfUnknown::assume
                                            : IfUnknown::ignore;
    read_raise(table, rule.raise);
    read_met_by(table, rule.met_by);
    rule.why = table.string("why");
    rule.source = table.string("source");
    if (!kind || !when) return std::nullopt;
    rule.kind = *kind;
    auto compiled = Condition::read(*when, catalogue_, rule.subject);
    if (met_when) rule.met_when = Condition::read(*met_when, catalogue_, rule.subject);
    if (!met_when && !table.has("met_by")) {
      table.wrong("neither met_when nor met_by: nothing would ever meet what it raises",
                  "name the condition or the act that meets it");
    }
    if (!compiled) return std::nullopt;
    rule.when = std::move(*compiled);
    if (rule.if_unknown == IfUnknown::ask) check_questions(table, rule);
    return rule;
  }

 private:
  void check_questions(const Table& table, const Rule& rule) {
    for (const FactId id : rule.when.facts()) {
      const FactDeclaration& fact = catalogue_.declaration(id);
      if (fact.always_known) continue;
      if (fact.question.empty()) {
        table.wrong_at("when",
                       fmt::format("the fact \"{}\" has no question, so if_unknown cannot be "
                                   "ask",
                                   fact.name),
                       "use another fact, or assume or ignore");
      } else if (!is_question(fact.question)) {
        table.wrong_at("when",
                       fmt::format("the fact \"{}\" is supplied by the question \"{}\", which "
                                   "questions.toml does not have",
                                   fact.name, fact.question),
                       "add the question");
      }
    }
  }

  bool is_question(const std::string& id) const {
    return std::find(questions_.begin(), questions_.end(), id) != questions_.end();
  }

  void read_met_by(const Table& table, std::vector<std::string>& into) {
    const auto value = table.value("met_by");
    if (!value) return;
    std::vector<Value> items = {*value};
    if (value->kind() == Value::Kind::list) items = *value->list();
    if (items.empty()) value->wrong("expected at least one act, found an empty list");
    for (const Value& item : items) {
      auto act = item.string();
      if (!act) continue;
      const auto& acts = vocabulary_.acts;
      if (std::find(acts.begin(), acts.end(), *act) == acts.end()) {
        const auto near = nearest_name(*act, acts);
        item.wrong(
            fmt::format("\"{}\" is no act that can meet it", *act),
            near ? fmt::format("did you mean \"{}\"?", *near) : "there are " + listed(acts, "and"));
        continue;
      }
      into.push_back(std::move(*act));
    }
  }

  void read_raise(const Table& table, Raise& into) {
    const Table raise = table.table("raise");
    if (!raise) return;
    into.kind = raise.one_of("kind", raise_names_);
    const auto kind = std::find_if(vocabulary_.raises.begin(), vocabulary_.raises.end(),
                                   [&](const RaiseKind& each) { return each.name == into.kind; });
    if (kind == vocabulary_.raises.end()) {
      for (const auto& key : raise.keys()) raise.has(key);  // no second complaint about each
      return;
    }
    for (const auto& attribute : kind->attributes) {
      if (auto held = attribute_of(raise, attribute)) {
        into.attributes.emplace_back(attribute.name, std::move(*held));
      } else if (attribute.required && !raise.has(attribute.name)) {
        raise.wrong(
            fmt::format("\"{}\" is missing: to raise {} needs it", attribute.name, kind->name));
      }
    }
  }

  std::optional<Raise::Held> attribute_of(const Table& raise, const RaiseAttribute& attribute) {
    using Type = RaiseAttribute::Type;
    const auto held = [](auto&& read) -> std::optional<Raise::Held> {
      if (!read) return std::nullopt;
      return Raise::Held(std::move(*read));
    };
    switch (attribute.type) {
      case Type::text: return held(raise.optional_string(attribute.name));
      case Type::name: return held(raise.optional_one_of(attribute.name, attribute.names));
      case Type::question: return held(raise.optional_one_of(attribute.name, questions_));
      case Type::number: return held(raise.optional_integer(attribute.name));
      case Type::duration: return held(raise.optional_duration(attribute.name));
      case Type::truth: return held(raise.optional_boolean(attribute.name));
      case Type::names: return names_of(raise, attribute);
    }
    return std::nullopt;
  }

  std::optional<Raise::Held> names_of(const Table& raise, const RaiseAttribute& attribute) {
    if (!raise.has(attribute.name)) return std::nullopt;
    auto names = raise.optional_strings(attribute.name);
    for (const auto& name : names) {
      const auto& all = attribute.names;
      if (std::find(all.begin(), all.end(), name) != all.end()) continue;
      raise.wrong_at(attribute.name, fmt::format("expected {}, found \"{}\"", listed(all), name));
    }
    return Raise::Held(std::move(names));
  }

  const FactCatalogue& catalogue_;
  const Vocabulary& vocabulary_;
  const std::vector<std::string>& questions_;
  std::vector<std::string> raise_names_;
  std::unordered_set<std::string> ids_;
};

}  // namespace

std::vector<Rule> read_rules(const Document& document, const FactCatalogue& catalogue,
                             const Vocabulary& vocabulary,
                             const std::vector<std::string>& questions) {
  RuleReader reader(catalogue, vocabulary, questions);
  std::vector<Rule> rules;
  for (const Table& table : document.root().tables("rule")) {
    if (auto rule = reader.read(table)) rules.push_back(std::move(*rule));
  }
  return rules;
}

// ----------------------------------------------------------------------------------- evaluation

namespace {
thread_local Watching* watching = nullptr;
}  // namespace

Watching::Watching(Watch watch) : watch_(std::move(watch)), before_(watching) { watching = this; }
Watching::~Watching() { watching = before_; }

std::vector<Finding> evaluate(const std::vector<Rule>& rules, const FactTable& facts) {
  const auto& rows = facts.rows();
  std::vector<std::vector<const FactTable::Row*>> by_kind(facts.catalogue().kinds().size());
  for (const auto& row : rows) by_kind[row.kind].push_back(&row);
  std::vector<Finding> findings;
  for (const auto& rule : rules) {
    for (const FactTable::Row* row : by_kind[rule.kind]) {
      auto reading = rule.when.reading(*row, facts.root_row());
      Finding finding;
      finding.rule = &rule;
      finding.subject = &row->subject;
      finding.holds = reading.result;
      finding.stood_on = std::move(reading.stood_on);
      finding.could_change = std::move(reading.could_change);
      if (rule.met_when) finding.met = rule.met_when->judge(*row, facts.root_row());
      findings.push_back(std::move(finding));
    }
  }
  if (watching) watching->watch_(facts, findings);
  return findings;
}

}  // namespace heed::policy
