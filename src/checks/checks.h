// Looking somebody or something up, and never saying "nothing known" without having been told so.
//
// intend() turns what policy wants looked up into checks; the runner (runner.h) asks the sources
// and hands every result back as a command; decide() turns commands into events, recording each
// answer exactly once and a differing later one as such. follow_up() gives what a hit names. All
// pure: time, identity and randomness come in.
#pragma once

#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/random.h"
#include "checks/checks_state.h"
#include "checks/source.h"
#include "incident/incident_state.h"

namespace heed::checks {

struct Deciding {
  Instant now;
  ActorId who;
  Random& random;
};

// ---- commands -----------------------------------------------------------------------------------
// By the runner, before it sends. Code::refused where the check is done: do not send.
struct RecordAsked {
  CheckId check;
  int attempt = 0;
};
struct RecordFailure {
  CheckId check;
  int attempt = 0;
  NotSearched why;
  Instant next_try;
};
struct RecordAnswer {
  CheckId check;
  int attempt = 0;
  Outcome outcome = NotSearched{};
  bool read_back = true;  // filled in by the desk from the incident
};
// By a person, for a desk that was asked at Heed's own screen or by telephone. `found` with nobody
// and nothing in `findings` but words is a hit in words.
struct AnswerByPerson {
  enum class What { found, nothing_found, not_searched };
  CheckId check;
  What what = What::not_searched;
  std::vector<std::string> searched;  // kinds of key that were searched
  std::string searched_by;            // who searched, at that desk
  std::optional<Instant> searched_at;
  std::string words;
  std::string coverage;
  records::Findings findings;
  std::optional<Reason> reason;  // not_searched
  bool read_back = true;
};
struct AcknowledgeAnswer {
  CheckId check;
};
struct WaiveCheck {
  CheckId check;
  std::string reason;
};
struct CancelCheck {
  CheckId check;
  std::string reason;
};
struct AskAgain {
  CheckId check;
  std::string reason;
};

using Command = std::variant<RecordAsked, RecordFailure, RecordAnswer, AnswerByPerson,
                             AcknowledgeAnswer, WaiveCheck, CancelCheck, AskAgain>;
using Events = std::vector<Event>;

Result<Events> decide(const State& state, const Command& command, const Deciding& deciding);
CheckId check_of(const Command& command);
// The same for the same result, whoever delivers it: the desk's idempotency key for the runner's
// commands.
std::string idempotency_key(const Command& command);

// ---- the matrix ---------------------------------------------------------------------------------
// Policy wants this subject looked up there.
struct Wanted {
  std::string source;
  SubjectRef subject;  // identifier or person
  std::string rule;
  bool required = true;
};
struct Asking {
  std::string purpose;
  std::string originator;
  bool urgent = false;
};
// "NM-20261119-00421 control room A. Handler", cut to 53 characters.
std::string originator_line(std::string_view reference, std::string_view who);

// One event for each question not asked yet; nothing for what has been. What the source cannot be
// asked is intended and answered not_searched{not_applicable} at once, never sent; a source that
// nobody has configured, not_searched{misconfigured}.
Events intend(const State& state, const incident::State& incident, const Sources& sources,
              const std::vector<Wanted>& wanted, const Asking& asking, const Deciding& deciding);

// The sets of keys that a subject can be searched by: an identifier by itself; a person by what was
// said of them, and by each name and date of birth that an accepted, exact or strong candidate
// gives.
std::vector<std::vector<SearchKey>> keys_of(const incident::State& incident,
                                            const SubjectRef& subject);

// ---- what a hit names ---------------------------------------------------------------------------
struct FollowUp {
  std::vector<incident::PersonAdded> people;  // where an identifier had nobody yet
  std::vector<incident::CandidateFound> candidates;
  std::vector<incident::IdentifierHeard> identifiers;
};
// Who and what the standing answer of a check names. Exact and strong people bring their
// identifiers, within `hops_max` recorded links; a possible one waits for a person; an ended link
// is possible. Identifiers that the incident has already are left out.
FollowUp follow_up(const Check& check, const incident::State& incident, int hops_max,
                   const Deciding& deciding);

}  // namespace heed::checks
