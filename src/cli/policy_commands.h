// `heed policy check` and `heed policy try`: whether a policy is whole, and whether rehearsals
// would notice if any part of it were different.
#pragma once

#include "cli/cli.h"

namespace heed::cli {

void add_policy_commands(CLI::App& app, Session& session);

}  // namespace heed::cli
