// A ledger that lives as long as the process: for rehearsals and tests. It seals, chains and checks
// exactly as the others do, and keeps the contract that journal.h states; "durable" means until the
// end. Thread-safe.
#pragma once

#include <memory>

#include "journal/journal.h"

namespace heed::journal {

// A new ledger. `surroundings` must outlive it. Code::invalid where the birth's names are unusable.
Result<std::unique_ptr<Journal>> new_memory_journal(const LedgerBirth& birth, EventTypes types,
                                                    Surroundings surroundings);

}  // namespace heed::journal
