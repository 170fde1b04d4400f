// "No trace" exists only as the meaning of a complete answer (I9). A NoTrace is made by
// meaning_of() alone, from a CompleteAnswer, and a CompleteAnswer is made by judge() alone, from an
// answer that echoes the subject, names the keys that were searched, declares as many rows as were
// received and read, is the last page, says as of when and of what. Whatever lacks one of these is
// NotSearched with its reason. A hit is never thrown away: what an incomplete answer found is a Hit
// that says so, unless it is about another subject. Pure values; safe from every thread.
#pragma once

#include <variant>

#include "base/clock.h"
#include "checks/checks_types.h"

namespace heed::checks {

struct NotSearched {
  Reason reason = Reason::unavailable;
  std::string detail;  // for people; never personal data
};

// How old an answer may be. Nothing: the source is asked live, any age that it declares will do.
struct Freshness {
  std::optional<Micros> age_max;
};

class CompleteAnswer {
 public:
  // `asked` is what was asked; `now` the time of the answer. Checks, in this order: every key
  // echoed and no other (wrong_subject), every key searched (partial), a number of rows declared
  // (malformed), as many received, on the last page (partial), every row read (malformed), as of
  // and coverage there (malformed), not from the future beyond five minutes (malformed), fresh
  // (stale).
  static std::variant<CompleteAnswer, NotSearched> judge(const std::vector<SearchKey>& asked,
                                                         Said said, Freshness freshness,
                                                         Instant now);
  // The same without the question of age: an answer that was fresh when it was given.
  static std::variant<CompleteAnswer, NotSearched> recorded(const std::vector<SearchKey>& asked,
                                                            Said said);
  const Said& said() const { return said_; }

 private:
  explicit CompleteAnswer(Said said) : said_(std::move(said)) {}
  Said said_;
};

struct Hit {
  Said said;
  std::optional<NotSearched> incomplete;  // there may be more than this
};

class NoTrace {
 public:
  const Said& said() const { return answer_.said(); }

 private:
  explicit NoTrace(CompleteAnswer answer) : answer_(std::move(answer)) {}
  friend std::variant<Hit, NoTrace, NotSearched> meaning_of(CompleteAnswer answer);
  CompleteAnswer answer_;
};

using Outcome = std::variant<Hit, NoTrace, NotSearched>;

// A hit where it found anything; no trace where it found nothing.
Outcome meaning_of(CompleteAnswer answer);
// judge(), then meaning_of(). Findings of an answer that is not complete are a Hit that says why;
// findings about another subject are not.
Outcome outcome_of(const std::vector<SearchKey>& asked, Said said, Freshness freshness,
                   Instant now);

// An answer as it was stored, judged again: what claims no trace without being complete is
// not_searched{malformed}.
Outcome recorded_outcome(OutcomeKind kind, std::optional<Reason> reason, std::string detail,
                         const std::vector<SearchKey>& asked, Said said);

OutcomeKind kind_of(const Outcome& outcome);
// What was said, for a hit and for no trace; nothing where it was not searched.
const Said* said_of(const Outcome& outcome);

}  // namespace heed::checks
