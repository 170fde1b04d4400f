// What the force's own control-room records hold for a number, a name or an address. Declared here
// and given by src/app from the views, so that checks know no read model. Blocking; thread-safe.
#pragma once

#include <vector>

#include "base/result.h"
#include "checks/checks_types.h"

namespace heed::checks {

struct HistoryAnswer {
  records::Findings findings;  // people with markers and needs; events of kind "incident"
  Instant as_of;               // the journal position's time up to which the views have read
  bool complete = true;        // false: a view is stale or stopped, or a limit was hit
  std::string incomplete_because;
};

class HistoryLookup {
 public:
  virtual ~HistoryLookup() = default;
  // Earlier incidents and people; the asking incident itself is left out.
  virtual Result<HistoryAnswer> look_up(const std::vector<SearchKey>& keys,
                                        IncidentId asking) const = 0;
};

}  // namespace heed::checks
