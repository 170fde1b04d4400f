// `heed rehearse`: plays rehearsal files through a whole control room in memory and says what was
// not as expected.
#pragma once

#include "cli/cli.h"

namespace heed::cli {

void add_rehearse_commands(CLI::App& app, Session& session);

}  // namespace heed::cli
