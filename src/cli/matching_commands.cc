#include "cli/matching_commands.h"

namespace heed::cli {

void add_matching_commands(CLI::App& app, Session& session) {
  add_index_command(app, session);
  add_find_command(app, session);
  add_compare_command(app, session);
  add_link_command(app, session);
}

}  // namespace heed::cli
