#include "checks/exchanges.h"

#include "checks/connectors/dataset/dataset.h"
#include "checks/connectors/http/exchange.h"
#include "checks/connectors/journal/exchange.h"

namespace heed::checks {

Exchanges real_exchanges(const Sources& sources,
                         const std::map<std::string, Connection>& connections,
                         std::shared_ptr<DatasetStore> datasets,
                         std::shared_ptr<const HistoryLookup> history) {
  Exchanges out;
  for (const auto& source : sources.all()) {
    std::shared_ptr<Exchange> exchange;
    std::string needs;
    switch (source->kind) {
      case SourceKind::journal:
        if (history) exchange = journal_exchange(history);
        needs = "the control room's own records";
        break;
      case SourceKind::dataset:
        if (datasets) exchange = dataset_exchange(source, datasets);
        needs = "a folder of extracts: heed import";
        break;
      case SourceKind::http:
      case SourceKind::person: {
        if (source->at_own_screen) continue;
        const auto it = connections.find(source->source);
        if (it != connections.end()) exchange = http_exchange(it->second);
        needs = "a table [" + source->source + "] with its url in the connections file";
        break;
      }
    }
    if (exchange) {
      out.by_source.emplace(source->source, std::move(exchange));
    } else {
      out.missing.push_back(source->source + " cannot be asked: it needs " + needs);
    }
  }
  return out;
}

}  // namespace heed::checks
