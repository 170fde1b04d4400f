// Which desk's answers are typed by whom (policy/desks.toml): people of these roles see what their
// own desk is asked and answer it without being on the incident. Whoever is on it types as well
// what they were told by telephone; nobody else does. Immutable once read; a source that is not
// listed has nobody of its own. Mistakes name file, line and what was expected.
#pragma once

#include <map>
#include <set>
#include <string>

#include "access/access.h"
#include "checks/source.h"
#include "policy/policy.h"

namespace heed::desk {

class Desks {
 public:
  // A policy without the file has no desk with people of its own.
  static Result<Desks> read(const policy::Policy& rules, const checks::Sources& sources,
                            const access::AccessPolicy& access);

  bool answers_for(const std::set<std::string>& roles, std::string_view source) const;

 private:
  std::map<std::string, std::set<std::string>, std::less<>> by_source_;
};

}  // namespace heed::desk
