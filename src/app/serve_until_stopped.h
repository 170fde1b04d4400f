// Runs `heed serve` until SIGINT or SIGTERM, saying where it listens and who may sign in.
#pragma once

#include "base/random.h"
#include "cli/serve_commands.h"

namespace heed::app {

Result<cli::Exit> serve_until_stopped(const cli::ServeWish& wish, cli::Session& session,
                                      Random& random);

}  // namespace heed::app
