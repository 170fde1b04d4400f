// The tables of a SQLite ledger and the numbered steps that lead to them. A step that has been
// released is never changed; a new one is added. Also: one stored row as it comes from disk.
#pragma once

#include "journal/event.h"
#include "journal/sqlite_db.h"

namespace heed::journal {

inline constexpr std::string_view ledger_file = "ledger.db";
// How many steps there are: the schema that this binary writes.
int schema_version();
// Runs the steps that are missing, each in a transaction of its own. Code::refused where a newer
// Heed made the ledger, Code::corrupt where the file is no ledger.
Status migrate(Db& db);
// The same checks without writing: for readers.
Status check_schema(Db& db);

struct StoredRow {
  EventHeader header;
  std::string stored;  // the payload as it lies on disk
};

// The columns that read_row() expects, from `events JOIN streams`.
extern const std::string_view event_columns;
// Code::corrupt, naming the event, where a column has not the width that was written.
Result<StoredRow> read_row(const Statement& statement, const LedgerId& ledger);
Result<LedgerId> read_ledger_id(Db& db);

}  // namespace heed::journal
