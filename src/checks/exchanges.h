// The real exchanges of a force's sources, put together once by src/app. Rehearsals leave this out
// and hand the runner exchanges of their own.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "checks/connector.h"
#include "checks/history_lookup.h"

namespace heed::checks {

class DatasetStore;

// http and person by their connection, dataset from the store, journal by the lookup. A source that
// lacks what it needs gets none, and its checks read not_searched{misconfigured}; `missing` names
// each and says what to do.
struct Exchanges {
  std::map<std::string, std::shared_ptr<Exchange>> by_source;
  std::vector<std::string> missing;
};
Exchanges real_exchanges(const Sources& sources,
                         const std::map<std::string, Connection>& connections,
                         std::shared_ptr<DatasetStore> datasets,
                         std::shared_ptr<const HistoryLookup> history);

}  // namespace heed::checks
