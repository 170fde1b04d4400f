// What people see of an incident, as the items that a rehearsal may expect. What a source said is
// shown to each role as far as its declaration allows (flag, summary, full); a protected line of
// the log only to the roles that it is for. Pure.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "rehearsal/acts.h"
#include "rehearsal/stage.h"

namespace heed::rehearsal {

struct Viewing {
  Scene scene;
  std::function<std::string(ActorId)> name_of;
  // The viewer's roles; nothing: all that anybody may see.
  std::optional<std::set<std::string>> roles;
};

// Every sight but those of outside systems ("asked"), which the stage supplies.
std::vector<Item> items_of(const std::string& sight, const Viewing& viewing);

}  // namespace heed::rehearsal
