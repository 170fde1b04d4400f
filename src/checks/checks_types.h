// The words of a check: one subject, one source, one question. Names on the wire are these names.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <vector>

#include "base/civil.h"
#include "base/ids.h"
#include "incident/incident_types.h"
#include "records/records.h"

namespace heed::checks {

using CheckId = Id<struct CheckTag>;
using incident::IncidentId;
using incident::PersonId;
using incident::SubjectRef;

// Where a check stands. `queued` is the runner's alone (Runner::state_of) and never persisted.
enum class RunState { due, queued, running, retrying, done };

enum class OutcomeKind { hit, no_trace, not_searched };

// Why nobody may say that there is no trace (I9).
enum class Reason {
  timeout,         // no answer in the time allowed
  unavailable,     // cannot be reached, says that it is down, or the desk is closed
  denied,          // the source refuses us
  rate_limited,    // the source, or our own limit for it
  malformed,       // an answer that cannot be read
  partial,         // an answer that says, or shows, that it is not all
  wrong_subject,   // an answer about something else than was asked
  stale,           // older than the force accepts
  misconfigured,   // our own settings for the source do not work
  cancelled,       // no longer wanted
  not_applicable,  // the source cannot be asked this; it was never sent
  waived,          // a named person decided, with a reason, not to wait for it
};

// What is searched by: kind is a name of matching::IdentifierKind, or one of given_name,
// family_name, name (whole), born (ISO date), sex. Values are normalised.
struct SearchKey {
  std::string kind;
  std::string value;
  std::string platform;  // user names only
  auto operator<=>(const SearchKey&) const = default;
};

// How sure it is that a found person is the one asked about (design, Band of a match).
struct Matched {
  std::string record_id;
  std::string band;  // exact, strong, possible, rejected
  double probability = 0;
  bool tied = false;
  bool ended = false;  // rests on a link that had ended: possible at most, shown with its dates
  std::vector<std::string> reasons;
};

// What a source said, as kept with its answer: findings, and what the answer said about itself.
struct Said {
  records::Findings findings;         // without people whom matching rejected
  std::vector<Matched> matched;       // one for each person of `findings`
  std::vector<Matched> rejected;      // logged by record id only
  std::vector<SearchKey> subject;     // echoed by the source
  std::vector<std::string> searched;  // kinds of key that it says it searched by
  std::optional<std::int64_t> rows_declared;
  std::int64_t rows_received = 0;
  std::int64_t rows_read = 0;  // of those, how many the mapping understood
  std::string unread;          // where and why the first was not; never what it held
  bool last_page = false;
  std::string incomplete_because;  // the source itself knows that this is not all
  std::optional<Instant> as_of;
  std::string coverage;  // whose records, of what, in words
  std::string extract;   // version of the extract, where it is one
  std::string caveat;
  std::string searched_by;  // a desk: who searched
  std::optional<Instant> searched_at;
  std::string words;  // a desk: what it wrote
};

}  // namespace heed::checks
