// Consultations, in the viewer's own stream (I6): one entry opens a view, one closes it, and what
// was appended to the incident in between counts as shown; a search is logged, one that finds
// nothing too. Breaking the glass and its review (I8) lie there as well. The names in
// access_events.cc are frozen. Who looked at what is the viewer's data and is sealed for nobody
// else.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"

namespace heed::access {

using ViewId = Id<struct ViewTag>;
using GlassId = Id<struct GlassTag>;

struct ViewOpened {
  ViewId view;
  ActorId viewer;
  std::string subject_kind;  // incident, person, check, …
  std::string subject;       // its id
  std::string purpose;
  std::string reason;              // where the viewer is not on it
  std::string relation;            // own, linked, other, none
  std::vector<std::string> shows;  // what the role sees: flag, summary, full, by source
  std::int64_t from_seq = 0;
};
struct ViewClosed {
  ViewId view;
  std::string why;  // left, disconnected, silent
  std::int64_t to_seq = 0;
};
struct SearchDone {
  ActorId viewer;
  std::string what;                // history, people, incidents, …
  std::vector<std::string> kinds;  // of key: phone, name, …; never their values
  std::string incident;            // for which, where it was for one
  std::string purpose;
  std::string reason;
  std::int64_t found = 0;
};
struct GlassBroken {
  GlassId glass;
  ActorId who;
  std::string subject_kind;
  std::string subject;
  std::string reason;
  Instant until;
};
struct GlassReviewed {
  GlassId glass;
  ActorId reviewer;
  bool justified = false;
  std::string finding;
};

using Event = std::variant<ViewOpened, ViewClosed, SearchDone, GlassBroken, GlassReviewed>;

std::string_view type_name(const Event& event);
const std::vector<std::string_view>& type_names();
std::string encode(const Event& event);
// Code::corrupt where the payload is not what that type holds; Code::not_found where the type is
// not this room's.
Result<Event> decode(std::string_view type, std::string_view payload);

}  // namespace heed::access
