// From an answered check to what the incident learns of it: candidates and identifiers that the
// answer names, previous entries to be shown, earlier incidents to be linked. Pure.
#pragma once

#include <vector>

#include "desk/turn.h"

namespace heed::desk {

std::vector<incident::Command> follow_answer(const Whole& whole, checks::CheckId check,
                                             const TurnContext& context);

}  // namespace heed::desk
