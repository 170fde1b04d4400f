// What `heed user` opens: the force's staff file, and the rows beside its ledger.
#pragma once

#include "cli/user_commands.h"

namespace heed::app {

cli::UserTools user_tools(const Clock& clock, Random& random);

}  // namespace heed::app
