#include "policy/facts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/assert.h"
#include "base/civil.h"
#include "base/text.h"

namespace heed::policy {
namespace {

std::string key_of(std::string_view kind, std::string_view name) {
  std::string key;
  key.reserve(kind.size() + name.size() + 1);
  key.append(kind).append(1, '\n').append(name);
  return key;
}

bool is_snake_case(std::string_view name) {
  if (name.empty() || !is_alpha(name[0])) return false;
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_'; });
}

}  // namespace

std::string_view to_string(Truth truth) {
  switch (truth) {
    case Truth::no: return "no";
    case Truth::yes: return "yes";
    case Truth::unknown: return "unknown";
  }
  return "?";
}

std::string_view to_string(FactType type) {
  switch (type) {
    case FactType::truth: return "truth";
    case FactType::number: return "number";
    case FactType::duration: return "duration";
    case FactType::text: return "text";
    case FactType::set: return "set";
  }
  return "?";
}

FactValue FactValue::truth(Truth value) {
  return value == Truth::unknown ? FactValue() : FactValue(Held(value == Truth::yes));
}

FactValue FactValue::set(std::vector<std::string> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return FactValue(Held(std::move(values)));
}

Truth FactValue::as_truth() const {
  const bool* value = std::get_if<bool>(&held_);
  return value == nullptr ? Truth::unknown : truth_of(*value);
}

bool FactValue::is_of(FactType type) const {
  return !known() || held_.index() == static_cast<std::size_t>(type) + 1;
}

std::string FactValue::str() const {
  if (const bool* truth = std::get_if<bool>(&held_)) return *truth ? "yes" : "no";
  if (const auto* number = as_number()) return std::to_string(*number);
  if (const auto* duration = as_duration()) {
    return duration->count() > 0 ? format_duration(*duration)
                                 : std::to_string(duration->count()) + "us";
  }
  if (const auto* text = as_text()) return fmt::format("\"{}\"", *text);
  if (const auto* set = as_set()) return fmt::format("{{{}}}", join(*set, ", "));
  return "unknown";
}

// ------------------------------------------------------------------------------------ catalogue

namespace {

Status check_declaration(const FactDeclaration& fact, const std::vector<std::string>& kinds) {
  const std::string where = fmt::format("fact {} of {}", fact.name, fact.subject);
  if (std::find(kinds.begin(), kinds.end(), fact.subject) == kinds.end()) {
    return error(Code::invalid, "a subject that does not exist; there are " + join(kinds, ", "),
                 where);
  }
  if (!is_snake_case(fact.name)) return error(Code::invalid, "its name is not snake_case", where);
  if (fact.says.empty()) return error(Code::invalid, "it does not say what it means", where);
  const bool may_list = fact.type == FactType::text || fact.type == FactType::set;
  if (!fact.values.empty() && !may_list) {
    return error(Code::invalid, "only texts and sets have a list of values", where);
  }
  return ok();
}

}  // namespace

Result<FactCatalogue> FactCatalogue::join(std::string root, std::vector<std::string> kinds,
                                          const std::vector<std::vector<FactDeclaration>>& lists) {
  FactCatalogue catalogue;
  const auto at = std::find(kinds.begin(), kinds.end(), root);
  if (at == kinds.end()) return error(Code::invalid, "the root subject is not among the kinds");
  catalogue.root_ = static_cast<std::uint16_t>(at - kinds.begin());
  catalogue.kinds_ = std::move(kinds);
  catalogue.facts_.resize(catalogue.kinds_.size());
  for (const auto& list : lists) {
    for (const auto& fact : list) {
      HEED_CHECK(check_declaration(fact, catalogue.kinds_));
      const std::uint16_t kind = *catalogue.kind(fact.subject);
      auto& of_kind = catalogue.facts_[kind];
      const FactId id{kind, static_cast<std::uint16_t>(of_kind.size())};
      if (!catalogue.by_name_.emplace(key_of(fact.subject, fact.name), id).second) {
        return error(Code::invalid, "declared twice",
                     fmt::format("fact {} of {}", fact.name, fact.subject));
      }
      of_kind.push_back(fact);
    }
  }
  for (const auto& of_kind : catalogue.facts_) {
    for (const auto& fact : of_kind) {
      if (fact.subject != catalogue.root() && catalogue.find(catalogue.root(), fact.name)) {
        return error(
            Code::invalid,
            fmt::format("{} has a fact of that name, which every rule sees", catalogue.root()),
            fmt::format("fact {} of {}", fact.name, fact.subject));
      }
    }
  }
  return catalogue;
}

std::optional<std::uint16_t> FactCatalogue::kind(std::string_view name) const {
  for (std::size_t i = 0; i < kinds_.size(); ++i) {
    if (kinds_[i] == name) return static_cast<std::uint16_t>(i);
  }
  return std::nullopt;
}

std::optional<FactId> FactCatalogue::find(std::string_view kind, std::string_view name) const {
  const auto found = by_name_.find(key_of(kind, name));
  if (found == by_name_.end()) return std::nullopt;
  return found->second;
}

std::optional<FactId> FactCatalogue::visible(std::string_view kind, std::string_view name) const {
  if (auto own = find(kind, name)) return own;
  return find(root(), name);
}

std::vector<std::string> FactCatalogue::visible_names(std::string_view kind_name) const {
  std::vector<std::string> names;
  for (const std::string_view each : {std::string_view(root()), kind_name}) {
    const auto index = kind(each);
    if (!index) continue;
    for (const auto& fact : facts_[*index]) names.push_back(fact.name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

// ---------------------------------------------------------------------------------------- table

const FactTable::Row* FactTable::find(const Subject& subject) const {
  // A capability fills in one subject after the other.
  if (last_ < rows_.size() && rows_[last_].subject == subject) return &rows_[last_];
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (rows_[i].subject == subject) return &rows_[last_ = i];
  }
  return nullptr;
}

FactTable::Row& FactTable::row(const Subject& subject) {
  if (const Row* found = find(subject)) return const_cast<Row&>(*found);
  const auto kind = catalogue_->kind(subject.kind);
  HEED_ASSERT(kind.has_value());
  if (*kind == catalogue_->root_index()) {
    HEED_ASSERT(!root_);
    root_ = rows_.size();
  }
  Row fresh{subject, *kind, {}, {}};
  fresh.values.resize(catalogue_->of_kind(*kind).size());
  fresh.entries.resize(fresh.values.size());
  rows_.push_back(std::move(fresh));
  return rows_.back();
}

void FactTable::add(const Subject& subject) { row(subject); }

void FactTable::set(const Subject& subject, std::string_view fact, FactValue value,
                    std::vector<std::uint64_t> entries) {
  Row& into = row(subject);
  const auto id = catalogue_->find(subject.kind, fact);
  HEED_ASSERT(id.has_value());
  HEED_ASSERT(value.is_of(catalogue_->declaration(*id).type));
  into.values[id->slot] = std::move(value);
  into.entries[id->slot] = std::move(entries);
}

const FactValue& FactTable::get(const Subject& subject, std::string_view fact) const {
  static const FactValue unknown;
  const Row* row = find(subject);
  const auto id = catalogue_->find(subject.kind, fact);
  HEED_ASSERT(id.has_value());
  return row == nullptr ? unknown : row->values[id->slot];
}

const std::vector<std::uint64_t>& FactTable::entries(const Subject& subject,
                                                     std::string_view fact) const {
  static const std::vector<std::uint64_t> none;
  const Row* row = find(subject);
  const auto id = catalogue_->find(subject.kind, fact);
  HEED_ASSERT(id.has_value());
  return row == nullptr ? none : row->entries[id->slot];
}

}  // namespace heed::policy
