// `heed version`: which Heed this is, for a fault report and for scripts.
#pragma once

#include "cli/cli.h"

namespace heed::cli {

void add_version_commands(CLI::App& app, Session& session);

}  // namespace heed::cli
