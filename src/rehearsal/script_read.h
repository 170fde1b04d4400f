// Reads one rehearsal file; script.cc joins it with those that it follows on.
#pragma once

#include "rehearsal/script.h"

namespace heed::rehearsal {

// `earlier`, where there is one, supplies the cast and the sources that this file may name.
Result<Script> read_one(const std::string& name, const std::string& text, const Script* earlier);

}  // namespace heed::rehearsal
