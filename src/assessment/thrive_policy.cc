#include <algorithm>

#include "assessment/assessment.h"

namespace heed::assessment {
namespace {

using Takes = ThrivePolicy::Takes;

const std::vector<std::string> takes_names = {"ages",      "needs",   "offenders", "orders",
                                              "deadlines", "history", "checks",    "contact",
                                              "advice",    "promises"};
const std::vector<std::string> grade_names = {"resolution_without_deployment", "scheduled",
                                              "priority", "emergency"};

std::size_t place_of(const std::vector<std::string>& names, const std::string& name) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

ThrivePolicy::ElementKind read_element(const policy::Table& table) {
  ThrivePolicy::ElementKind out;
  out.id = table.string("id");
  out.title = table.string("title");
  out.asks = table.string("asks");
  out.required = table.boolean_or("required", false);
  out.guarded = table.boolean_or("guarded", false);
  out.cues = table.optional_strings("cues");
  for (const std::string& name : table.optional_strings("takes")) {
    const std::size_t place = place_of(takes_names, name);
    if (place == takes_names.size()) {
      table.wrong_at("takes",
                     "expected " + policy::listed(takes_names) + ", found \"" + name + "\"");
    } else {
      out.takes.push_back(static_cast<Takes>(place));
    }
  }
  return out;
}

}  // namespace

Result<ThrivePolicy> ThrivePolicy::read(const policy::Policy& policy) {
  HEED_TRY(policy::Document document, policy.document("thrive.toml"));
  return read(std::move(document));
}

Result<ThrivePolicy> ThrivePolicy::read(policy::Document document) {
  ThrivePolicy out;
  const policy::Table root = document.root();
  for (const policy::Table& table : root.tables("element")) {
    ElementKind kind = read_element(table);
    if (out.element(kind.id)) table.wrong_at("id", "this element is there already");
    out.elements_.push_back(std::move(kind));
  }
  for (const policy::Table& table : root.optional_tables("speaks_against")) {
    out.against_.push_back({table.string("cue"), table.string("words")});
  }
  for (const policy::Table& table : root.tables("target")) {
    const std::size_t place = place_of(grade_names, table.one_of("grade", grade_names));
    const Micros within = table.duration("within");
    if (place < grade_names.size() &&
        !out.targets_.emplace(static_cast<incident::Grade>(place), within).second) {
      table.wrong_at("grade", "this grade is there already");
    }
  }
  if (std::none_of(out.elements_.begin(), out.elements_.end(),
                   [](const ElementKind& kind) { return kind.required; })) {
    root.wrong("expected an [[element]] that is required, found none");
  }
  HEED_CHECK(document.finish());
  return out;
}

const ThrivePolicy::ElementKind* ThrivePolicy::element(std::string_view id) const {
  const auto found = std::find_if(elements_.begin(), elements_.end(),
                                  [&](const ElementKind& kind) { return kind.id == id; });
  return found == elements_.end() ? nullptr : &*found;
}

std::optional<Micros> ThrivePolicy::target(incident::Grade grade) const {
  const auto found = targets_.find(grade);
  return found == targets_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace heed::assessment
