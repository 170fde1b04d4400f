// `heed verify | rebuild | backup | restore`: what an operator does with a ledger as files. Which
// back end does the work is the composition root's to say.
#pragma once

#include <filesystem>

#include "cli/cli.h"
#include "journal/sqlite_tools.h"

namespace heed::cli {

struct Rebuilt {
  std::string view;
  std::uint64_t events = 0;
  std::chrono::milliseconds took{};
};

struct JournalTools {
  std::function<Result<journal::Verification>(const journal::VerifyPlaces&,
                                              const journal::Progress&)>
      verify;
  std::function<Result<journal::Copied>(const journal::LedgerPlaces& from,
                                        const journal::LedgerPlaces& to)>
      backup;
  std::function<Result<journal::Copied>(const journal::LedgerPlaces& from,
                                        const journal::LedgerPlaces& to)>
      restore;
  // Folds the whole ledger into every view anew.
  std::function<Result<std::vector<Rebuilt>>(const journal::LedgerPlaces&,
                                             const journal::Progress&)>
      rebuild;
  // Where keys and checkpoints lie when nothing is said.
  std::function<std::filesystem::path(const std::filesystem::path& ledger)> default_keys;
  std::function<std::filesystem::path(const std::filesystem::path& ledger)> default_checkpoints;
};

// To be put into the table of groups: [tools](auto& app, auto& session) {...}.
void add_journal_commands(CLI::App& app, Session& session, const JournalTools& tools);

}  // namespace heed::cli
