// What somebody of the cast does, as commands of the desk. Pure: looks up in the incident as it
// stands what the file means by "the victim", "07700 …" or a few words of what is owed.
// Code::not_found where nothing there has these words, naming what there is.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "desk/desk.h"
#include "rehearsal/script.h"

namespace heed::rehearsal {

struct Scene {
  const desk::Whole& whole;
  const desk::ForcePolicy& policy;
  incident::ContactId contact;  // that of the call meant
  Instant now;
  const Zone& zone;
  std::function<ActorId(std::string_view name)> actor_of;
};

Result<std::vector<desk::Command>> commands_for(const Act& act, const Scene& scene);

// Parts of it, for what is seen as well.
// "caller", "victim", "suspect", "witness", or words of a name, description or relation.
Result<incident::PersonId> person_meant(std::string_view words, const Scene& scene);
Result<incident::IdentifierId> identifier_meant(std::string_view words, const Scene& scene);

}  // namespace heed::rehearsal
