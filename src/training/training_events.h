// That somebody took a contact under guidance, and that a supervisor was told, as persisted in the
// incident's stream. The names in training_events.cc are frozen.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/result.h"

namespace heed::training {

// Guided mode begins for this handler of this contact: policy's questions word for word.
struct GuidedModeBegan {
  std::string contact;
  ActorId who;
  std::string channel;
  std::vector<std::string> reasons;
  std::string shift;
};
// The one alert of that person and shift went out from here.
struct GuidedModeAlerted {
  ActorId who;
  std::string shift;
  std::string duty;
};

using Event = std::variant<GuidedModeBegan, GuidedModeAlerted>;

std::string_view type_name(const Event& event);
const std::vector<std::string_view>& type_names();
std::string encode(const Event& event);
// Code::corrupt where the payload is not what that type holds; Code::not_found where the type is
// not this room's.
Result<Event> decode(std::string_view type, std::string_view payload);

}  // namespace heed::training
