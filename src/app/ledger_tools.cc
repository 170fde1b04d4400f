#include "app/ledger_tools.h"

#include "desk/any_event.h"
#include "desk/index.h"
#include "journal/sqlite_journal.h"
#include "views/history.h"
#include "views/who_saw.h"

namespace heed::app {
namespace {

Result<std::vector<cli::Rebuilt>> rebuild_all(const journal::LedgerPlaces& places,
                                              const journal::Progress& progress, const Clock& clock,
                                              Random& random) {
  journal::SqliteOptions options;
  options.folder = places.folder;
  options.keys = places.keys;
  options.checkpoints = places.checkpoints;
  options.nature.reset();
  HEED_TRY(const auto ledger,
           journal::open_sqlite_journal(options, event_types(), {clock, random}));
  std::vector<cli::Rebuilt> out;
  for (const auto& projection : projections()) {
    const Steady start = clock.steady();
    HEED_TRY(const std::uint64_t events, journal::rebuild(*ledger, *projection, progress));
    out.push_back({std::string(projection->name()), events,
                   std::chrono::duration_cast<std::chrono::milliseconds>(clock.steady() - start)});
  }
  return out;
}

}  // namespace

journal::EventTypes event_types() {
  journal::EventTypes types;
  desk::add_types(types);
  return types;
}

std::vector<std::unique_ptr<journal::Projection>> projections() {
  std::vector<std::unique_ptr<journal::Projection>> out;
  out.push_back(std::make_unique<desk::Index>());
  out.push_back(std::make_unique<views::History>());
  out.push_back(std::make_unique<views::WhoSaw>());
  return out;
}

cli::JournalTools journal_tools(const Clock& clock, Random& random) {
  cli::JournalTools tools;
  tools.verify = [&random](const journal::VerifyPlaces& places, const journal::Progress& progress) {
    return journal::verify_sqlite_ledger(places, random, progress);
  };
  tools.backup = [&random](const journal::LedgerPlaces& from, const journal::LedgerPlaces& to) {
    return journal::backup_sqlite_ledger(from, to, random);
  };
  tools.restore = [&random](const journal::LedgerPlaces& from, const journal::LedgerPlaces& to) {
    return journal::restore_sqlite_ledger(from, to, random);
  };
  tools.rebuild = [&clock, &random](const journal::LedgerPlaces& places,
                                    const journal::Progress& progress) {
    return rebuild_all(places, progress, clock, random);
  };
  tools.default_keys = journal::default_keys;
  tools.default_checkpoints = journal::default_checkpoints;
  return tools;
}

}  // namespace heed::app
