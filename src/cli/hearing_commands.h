// `heed hear`: what is heard in a text, for a person with the findings marked, or many at once for
// a program. Reads policy/hearing; opens no ledger and no network.
#pragma once

#include "cli/cli.h"

namespace heed::cli {

void add_hearing_commands(CLI::App& app, Session& session);

}  // namespace heed::cli
