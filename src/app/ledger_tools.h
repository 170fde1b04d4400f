// What the command line does with ledgers, bound to the SQLite back end; and the two lists that a
// ledger is opened with: the event types that this binary knows, and the views that follow it.
#pragma once

#include <memory>
#include <vector>

#include "cli/journal_commands.h"
#include "journal/feed.h"

namespace heed::app {

// Every capability adds its table of types here. A ledger that holds another type is refused.
journal::EventTypes event_types();
// Every view that `heed rebuild` makes anew.
std::vector<std::unique_ptr<journal::Projection>> projections();

// `clock` and `random` must outlive them.
cli::JournalTools journal_tools(const Clock& clock, Random& random);

}  // namespace heed::app
