#include "desk/desks.h"

#include <algorithm>

namespace heed::desk {

Result<Desks> Desks::read(const policy::Policy& rules, const checks::Sources& sources,
                          const access::AccessPolicy& access) {
  Desks out;
  auto document = rules.document("desks.toml");
  if (!document && document.error().code == Code::not_found) return out;
  if (!document) return document.error();
  std::vector<std::string> names;
  for (const auto& one : sources.all()) {
    if (one->kind == checks::SourceKind::person) names.push_back(one->source);
  }
  for (const policy::Table& table : document->root().tables("desk")) {
    const std::string source = table.one_of("source", names);
    for (const std::string& role : table.strings("answered_by")) {
      if (!access.roles().count(role)) {
        table.wrong_at("answered_by", "expected a [[role]] of access.toml, found \"" + role + "\"");
      }
      out.by_source_[source].insert(role);
    }
  }
  HEED_CHECK(document->finish());
  return out;
}

bool Desks::answers_for(const std::set<std::string>& roles, std::string_view source) const {
  const auto found = by_source_.find(source);
  return found != by_source_.end() &&
         std::any_of(found->second.begin(), found->second.end(),
                     [&](const std::string& role) { return roles.count(role) != 0; });
}

}  // namespace heed::desk
