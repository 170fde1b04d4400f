#include <algorithm>

#include "access/access.h"

namespace heed::access {
namespace {

bool further(const Reach& a, const Reach& b) {
  if (a.far != b.far) return a.far > b.far;
  return a.without_reason && !b.without_reason;
}

// own, linked, other (with a reason), any (without one).
Reach reach_named(const std::string& name) {
  if (name == "linked") return {Relation::linked, false};
  if (name == "other") return {Relation::other, false};
  return {name == "any" ? Relation::other : Relation::own, name == "any"};
}

}  // namespace

Result<AccessPolicy> AccessPolicy::read(const policy::Policy& policy) {
  HEED_TRY(policy::Document document, policy.document("access.toml"));
  return read(std::move(document));
}

Result<AccessPolicy> AccessPolicy::read(policy::Document document) {
  AccessPolicy out;
  const policy::Table root = document.root();
  out.reason_letters_min_ = static_cast<std::size_t>(root.integer("reason_letters_min", 1, 200));
  for (const policy::Table& table : root.tables("purpose")) {
    Purpose purpose{table.string("code"), table.string("says"),
                    table.boolean_or("needs_reason", false)};
    if (out.purpose(purpose.code)) table.wrong_at("code", "this purpose is there already");
    out.purposes_.push_back(std::move(purpose));
  }
  for (const policy::Table& table : root.tables("role")) {
    const std::string id = table.string("id");
    table.string("says");
    if (!out.roles_.insert(id).second) table.wrong_at("id", "this role is there already");
  }
  std::set<std::string> groups;
  for (const policy::Table& table : root.tables("group")) {
    const std::string id = table.string("id");
    table.string("says");
    if (!groups.insert(id).second) table.wrong_at("id", "this group is there already");
    for (const std::string& action : table.strings("actions")) {
      if (!out.groups_.emplace(action, id).second) {
        table.wrong_at("actions", "\"" + action + "\" is in another group already",
                       "an action is in one group");
      }
    }
  }
  for (const policy::Table& table : root.tables("allow")) {
    const std::string role = table.one_of("role", {out.roles_.begin(), out.roles_.end()});
    const Reach reach = reach_named(table.one_of("reach", {"own", "linked", "other", "any"}));
    for (const std::string& group : table.strings("groups")) {
      if (!groups.count(group)) {
        table.wrong_at("groups", "expected a [[group]] of this file, found \"" + group + "\"");
      }
      const auto [had, is_new] = out.allows_.emplace(std::pair(role, group), reach);
      if (!is_new && further(reach, had->second)) had->second = reach;
    }
  }
  HEED_CHECK(document.finish());
  return out;
}

const Purpose* AccessPolicy::purpose(std::string_view code) const {
  const auto found = std::find_if(purposes_.begin(), purposes_.end(),
                                  [&](const Purpose& one) { return one.code == code; });
  return found == purposes_.end() ? nullptr : &*found;
}

std::string_view AccessPolicy::group_of(std::string_view action) const {
  const auto found = groups_.find(action);
  return found == groups_.end() ? std::string_view() : std::string_view(found->second);
}

std::optional<Reach> AccessPolicy::reach(const std::set<std::string>& roles,
                                         std::string_view group) const {
  std::optional<Reach> out;
  for (const std::string& role : roles) {
    const auto found = allows_.find({role, std::string(group)});
    if (found == allows_.end()) continue;
    if (!out || further(found->second, *out)) out = found->second;
  }
  return out;
}

std::vector<std::string> AccessPolicy::roles_with(std::string_view group) const {
  std::vector<std::string> out;
  for (const std::string& role : roles_) {
    if (role != "system" && allows_.count({role, std::string(group)})) out.push_back(role);
  }
  return out;
}

}  // namespace heed::access
