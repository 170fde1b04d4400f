#include "desk/force_policy.h"

#include <fmt/core.h>

#include "assessment/assessment_facts.h"
#include "checks/checks_facts.h"
#include "desk/changed_policy.h"
#include "orders/orders_facts.h"
#include "training/training_facts.h"

namespace heed::desk {
namespace {

using policy::RaiseAttribute;
using policy::RaiseKind;
using Type = RaiseAttribute::Type;

RaiseKind owed(std::string name, std::string says) {
  return {std::move(name),
          std::move(says),
          {{"what", Type::text, true},
           {"duty", Type::text, true},
           {"within", Type::duration, true},
           {"ladder", Type::text},
           {"before_deadline", Type::duration},
           {"act", Type::text},
           {"needs_legal_basis", Type::truth},
           {"lets_close", Type::truth}}};
}

std::set<std::string> as_set(const std::vector<std::string>& names) {
  return {names.begin(), names.end()};
}

// themes.toml: what counts as danger, the opening and closing codes, and how a contact may end.
Status read_themes(const policy::Policy& rules, ForcePolicy& out) {
  HEED_TRY(const policy::Document document, rules.document("themes.toml"));
  out.opening_codes.clear();
  out.closing_codes.clear();
  out.outcomes.clear();
  const policy::Table root = document.root();
  std::set<std::string> themes;
  for (const policy::Table& table : root.tables("theme")) {
    themes.insert(table.string("id"));
    table.string("says");
  }
  const policy::Table danger = root.table("danger");
  out.danger.themes = as_set(danger.strings("themes"));
  out.danger.cues = as_set(danger.strings("cues"));
  out.danger.flags = as_set(danger.strings("flags"));
  out.danger.age_themes = as_set(danger.strings("age_themes"));
  for (const std::string& theme : out.danger.themes) {
    if (!themes.count(theme)) danger.wrong("themes", "expected a theme of this file: " + theme);
  }
  for (const policy::Table& table : root.tables("opening_code")) {
    OpeningCode code{table.string("code"), table.string("says"), table.optional_strings("themes")};
    for (const std::string& theme : code.themes) {
      if (!themes.count(theme)) table.wrong("themes", "expected a theme of this file: " + theme);
    }
    out.opening_codes.emplace(code.code, std::move(code));
  }
  for (const policy::Table& table : root.tables("closing_code")) {
    out.closing_codes.emplace(table.string("code"), table.string("says"));
  }
  for (const policy::Table& table : root.tables("outcome")) {
    ClosingOutcome outcome{table.string("id"), table.string("says"),
                           table.boolean_or("alone", true), table.string_or("instead", "")};
    out.outcomes.emplace(outcome.id, std::move(outcome));
  }
  const policy::Table timing = root.table("timing");
  out.unaccepted_after = timing.duration("unaccepted_after");
  out.hops_max = static_cast<int>(timing.integer("hops_max", 0, 5));
  return document.finish();
}

Status read_duties(const policy::Policy& rules, ForcePolicy& out) {
  HEED_TRY(const policy::Document document, rules.document("duties.toml"));
  out.duties.clear();
  for (const policy::Table& table : document.root().tables("duty")) {
    out.duties.emplace(table.string("id"), table.string("says"));
  }
  out.ladders = Ladders::read(document.root(), out.duties);
  return document.finish();
}

Status read_advice(const policy::Policy& rules, ForcePolicy& out) {
  HEED_TRY(const policy::Document document, rules.document("advice.toml"));
  for (const policy::Table& table : document.root().tables("advice")) {
    const std::string id = table.string("id");
    out.advice.emplace(id, Advice{id, table.string("words")});
  }
  return document.finish();
}

Status read_offences(const policy::Policy& rules, ForcePolicy& out) {
  HEED_TRY(const policy::Document document, rules.document("offences.toml"));
  for (const std::string& role : document.root().strings("shown_to")) {
    out.offences_shown_to.insert(role);
  }
  for (const policy::Table& table : document.root().tables("offence")) {
    const std::string id = table.string("id");
    out.offences.emplace(
        id, Offence{id, table.string("says"), table.string("law"), table.string_or("note", "")});
  }
  HEED_CHECK(document.finish());
  for (const std::string& role : out.offences_shown_to) {
    if (out.access.roles().count(role) != 0) continue;
    return error(Code::invalid, fmt::format("offences are shown to '{}', which is no role", role),
                 "offences.toml, shown_to", "Name roles of access.toml");
  }
  return ok();
}

// Every part that numbers can be changed in (parts()).
Status read_parts(ForcePolicy& out) {
  HEED_CHECK(read_themes(*out.rules, out));
  HEED_CHECK(read_duties(*out.rules, out));
  HEED_TRY(out.thrive, assessment::ThrivePolicy::read(*out.rules));
  HEED_TRY(out.training, training::TrainingPolicy::read(*out.rules));
  HEED_TRY(out.access, access::AccessPolicy::read(*out.rules));
  return ok();
}

// What a rule names must be there: its duty, ladder, source and advice.
Status check_names(const ForcePolicy& out) {
  for (const policy::Rule& rule : out.rules->rules()) {
    const auto known = [&](const char* attribute, const auto& names) -> Status {
      const auto name = rule.raise.has(attribute) ? rule.raise.text(attribute) : std::nullopt;
      if (!name || names.count(*name)) return ok();
      return error(
          Code::invalid,
          fmt::format("rule {} names the {} '{}', which is not there", rule.id, attribute, *name),
          rule.place.str(), "Name one that the policy declares");
    };
    HEED_CHECK(known("duty", out.duties));
    const auto ladder = rule.raise.has("ladder") ? rule.raise.text("ladder") : std::nullopt;
    if (ladder && !out.ladders.has(*ladder)) {
      return error(
          Code::invalid,
          fmt::format("rule {} names the ladder '{}', which is not there", rule.id, *ladder),
          rule.place.str(), "Name one that the policy declares");
    }
    HEED_CHECK(known("advice", out.advice));
    HEED_CHECK(known("offence", out.offences));
    if (rule.raise.kind == "check" && !out.sources->find(rule.raise.text("source").value())) {
      return error(Code::invalid,
                   fmt::format("rule {} asks the source '{}', which is not declared", rule.id,
                               rule.raise.text("source").value()),
                   rule.place.str(), "Declare the source in policy/sources");
    }
  }
  return ok();
}

}  // namespace

std::vector<std::string> subject_kinds() {
  return {"incident", "contact", "person", "identifier", "check", "order_condition", "undertaking"};
}

policy::Vocabulary vocabulary() {
  policy::Vocabulary out;
  out.raises = {
      {"question",
       "asks somebody something",
       {{"question", Type::question, true},
        {"duty", Type::text},
        {"within", Type::duration},
        {"ladder", Type::text},
        {"lets_close", Type::truth}}},
      {"check",
       "asks a source",
       {{"source", Type::text, true},
        {"within", Type::duration},
        {"duty", Type::text},
        {"ladder", Type::text},
        {"lets_close", Type::truth}}},
      owed("acknowledge", "somebody says that they have read it"),
      owed("tell", "somebody is told, and says so"),
      owed("decide", "a named person decides, with reasons"),
      owed("review", "somebody else reviews it"),
      owed("act", "somebody does it and says so"),
      owed("dispatch", "somebody is sent by a time"),
      {"undertaking",
       "a promise to the caller is kept, or the caller is told",
       {{"duty", Type::text, true}, {"ladder", Type::text}}},
      {"grade_floor",
       "the response is at least this",
       {{"grade",
         Type::name,
         true,
         {"resolution_without_deployment", "scheduled", "priority", "emergency"}}}},
      {"advice", "words to say, ready before they are needed", {{"advice", Type::text, true}}},
      {"offence",
       "what is known may amount to this offence, for a trained person to decide",
       {{"offence", Type::text, true}}},
      {"theme", "the incident is of this theme", {{"theme", Type::text, true}}},
      {"reopen", "earlier incidents that are linked are looked at again", {}},
  };
  out.acts = {"answer",   "complete_answer", "acknowledgement", "receipt",
              "decision", "review",          "kept_or_told",    "done",
              "effect"};
  return out;
}

Result<std::shared_ptr<const policy::FactCatalogue>> fact_catalogue() {
  HEED_TRY(auto catalogue, policy::FactCatalogue::join(
                               "incident", subject_kinds(),
                               {incident::fact_declarations(), checks::fact_declarations(),
                                orders::fact_declarations(), assessment::fact_declarations(),
                                training::fact_declarations()}));
  return std::make_shared<const policy::FactCatalogue>(std::move(catalogue));
}

std::shared_ptr<const ForcePolicy> ForcePolicy::with_rules(
    std::shared_ptr<const policy::Policy> changed) const {
  auto out = std::make_shared<ForcePolicy>(*this);
  out->rules = std::move(changed);
  return out;
}

std::vector<std::string> parts_with_numbers() {
  return {"themes.toml", "duties.toml", "thrive.toml", "training.toml", "access.toml"};
}

Result<std::shared_ptr<const ForcePolicy>> with_changed_part(
    const ForcePolicy& policy, std::shared_ptr<const policy::Policy> changed) {
  auto out = std::make_shared<ForcePolicy>(policy);
  out->rules = std::move(changed);
  HEED_CHECK(read_parts(*out));
  return std::shared_ptr<const ForcePolicy>(std::move(out));
}

Result<std::shared_ptr<const ForcePolicy>> load_force_policy(const std::filesystem::path& folder,
                                                             const Zone& zone) {
  auto out = std::make_shared<ForcePolicy>();
  HEED_TRY(out->catalogue, fact_catalogue());
  HEED_TRY(out->rules, policy::Policy::load(folder, *out->catalogue, vocabulary()));
  HEED_CHECK(read_parts(*out));
  HEED_CHECK(read_advice(*out->rules, *out));
  HEED_CHECK(read_offences(*out->rules, *out));
  HEED_TRY(auto listener, hearing::Listener::load(folder / "hearing", zone));
  out->listener = std::make_shared<const hearing::Listener>(std::move(listener));
  HEED_TRY(auto sources, checks::Sources::load(folder / "sources"));
  out->sources = std::make_shared<const checks::Sources>(std::move(sources));
  HEED_TRY(out->orders, orders::Vocabulary::read(*out->rules));
  HEED_TRY(out->desks, Desks::read(*out->rules, *out->sources, out->access));
  HEED_CHECK(check_names(*out));
  return std::shared_ptr<const ForcePolicy>(std::move(out));
}

}  // namespace heed::desk
