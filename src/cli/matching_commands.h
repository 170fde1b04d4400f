// `heed index`, `find`, `compare` and `link`: people in CSV files, matched where they lie. They
// work on plain files only; an index built from a ledger or a source is sealed, and is refused
// here: the server opens it, with a purpose on record.
#pragma once

#include "cli/cli.h"

namespace heed::cli {

void add_matching_commands(CLI::App& app, Session& session);

// Each in a file of its own; called by the above.
void add_index_command(CLI::App& app, Session& session);
void add_find_command(CLI::App& app, Session& session);
void add_compare_command(CLI::App& app, Session& session);
void add_link_command(CLI::App& app, Session& session);

}  // namespace heed::cli
