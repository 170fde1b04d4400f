// Own control-room records as a source like any other: the question goes to a HistoryLookup, the
// answer comes back in Heed's own form and is judged by the same rules. A view that is stale or
// stopped is no answer. Blocking on the source's workers; thread-safe where the lookup is.
#pragma once

#include <memory>

#include "checks/connector.h"
#include "checks/history_lookup.h"

namespace heed::checks {

std::shared_ptr<Exchange> journal_exchange(std::shared_ptr<const HistoryLookup> lookup);

}  // namespace heed::checks
