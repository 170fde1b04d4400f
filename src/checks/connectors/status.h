// What an HTTP status means for "not searched": only 200 can be an answer. A source that says
// "404, nobody" has not said what it searched, and is not believed.
#pragma once

#include <optional>

#include "checks/connector.h"

namespace heed::checks {

std::optional<Fault> fault_of_status(const Incoming& incoming);

}  // namespace heed::checks
