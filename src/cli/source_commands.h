// `heed source check` and `heed import`: what an engineer of a force does with declarations of
// sources and with extracts. Neither asks a source anything and neither shows a record: asking
// belongs to an incident, with purpose and consultation entry.
#pragma once

#include "cli/cli.h"

namespace heed::cli {

void add_source_commands(CLI::App& app, Session& session);

}  // namespace heed::cli
