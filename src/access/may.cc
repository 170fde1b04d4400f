#include <algorithm>

#include "access/access.h"
#include "base/text.h"

namespace heed::access {

Status may(const AccessPolicy& policy, const Staff& staff, ActorId who, std::string_view action,
           Relation relation, std::string_view reason) {
  const std::string what(action);
  const std::string_view group = policy.group_of(action);
  if (group.empty()) {
    return error(Code::denied, "nobody may do this: " + what, {},
                 "policy/access.toml puts it in no group");
  }
  if (who != system_actor()) {
    const Person* person = staff.find(who);
    if (!person) return error(Code::denied, "there is no such account", {}, "sign in");
    if (!person->active) return error(Code::denied, "the account is closed");
  }
  const auto reach = policy.reach(staff.roles(who), group);
  if (!reach) {
    const auto roles = policy.roles_with(group);
    return error(Code::denied, "your roles do not allow this: " + what, {},
                 roles.empty() ? std::string("only the system does this")
                               : "it takes the role " + policy::listed(roles));
  }
  if (relation == Relation::none || relation == Relation::own) return ok();
  if (relation == Relation::linked && reach->far != Relation::own) return ok();
  if (reach->far != Relation::other) {
    return error(Code::denied, "you do not work on this incident", {},
                 "join it, or have it handed to you");
  }
  if (reach->without_reason || trim(reason).size() >= policy.reason_letters_min()) return ok();
  return error(Code::denied, "you do not work on this incident, nor on one linked to it", {},
               "state a reason of at least " + std::to_string(policy.reason_letters_min()) +
                   " characters; it is logged");
}

Status purpose_given(const AccessPolicy& policy, std::string_view code, std::string_view reason) {
  const Purpose* purpose = policy.purpose(code);
  if (!purpose) {
    std::vector<std::string> codes;
    for (const Purpose& one : policy.purposes()) codes.push_back(one.code);
    return error(Code::denied, "expected a purpose of policy/access.toml", "/purpose",
                 codes.empty() ? std::string() : "give " + policy::listed(codes));
  }
  if (!purpose->needs_reason || trim(reason).size() >= policy.reason_letters_min()) return ok();
  return error(
      Code::denied, "this purpose needs a reason", "/reason",
      "state one of at least " + std::to_string(policy.reason_letters_min()) + " characters");
}

}  // namespace heed::access
