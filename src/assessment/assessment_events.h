// THRIVE+ of an incident as persisted in its stream. The names in assessment_events.cc are frozen.
// Rationales are log text: sealed with the incident's key.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"

namespace heed::assessment {

// What an element says. Unknown and none are different things.
enum class Says { present, none, unknown };

struct Element {
  std::string id;  // of policy/thrive.toml: threat, harm, risk, …
  Says says = Says::unknown;
  std::string rationale;
  std::vector<std::string> evidence;  // "entry:<id>", "cue:<id>", "check:<id>", …
  bool drafted = false;               // taken over as drafted, not written
};

// Written by a person: the elements given replace those of the same id; the others stay with their
// author and time.
struct AssessmentWritten {
  int version = 0;  // after this
  std::vector<Element> elements;
  // What was known when it was written, by kind and id: what is not in it later makes it expire.
  std::vector<std::string> basis;
};
// It no longer stands for what is known, and why, in words.
struct AssessmentExpired {
  int version = 0;  // that expired
  std::vector<std::string> why;
};

using Event = std::variant<AssessmentWritten, AssessmentExpired>;

std::string_view type_name(const Event& event);
const std::vector<std::string_view>& type_names();
std::string encode(const Event& event);
// Code::corrupt where the payload is not what that type holds; Code::not_found where the type is
// not this room's.
Result<Event> decode(std::string_view type, std::string_view payload);

}  // namespace heed::assessment
