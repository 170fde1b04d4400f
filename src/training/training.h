// Who has been trained for what, and whether somebody may take a channel unguided. A missing
// certificate never stops a call (S2): whoever answers is led word by word, one supervisor is told
// once a shift, and both are on record.
//
// Register: from TOML or CSV; every mistake names its row; reading changes nothing by itself, so it
// is its own dry run. TrainingPolicy: policy/training.toml. gate() is pure. All values here are
// immutable once read and safe from every thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "base/ids.h"
#include "policy/policy.h"

namespace heed::training {

// One line of the register.
struct Competence {
  std::string who;   // sign-in name
  std::string what;  // id in training.toml
  std::string level;
  LocalDate gained;                       // when it was gained or last refreshed
  std::optional<LocalDate> expires;       // where the certificate itself says so: its last day
  std::vector<std::string> restrictions;  // channels that it does not cover, or "supervised"
  std::string tutor;                      // who signed it off
  std::string provider;
  std::string evidence;
};

struct RowError {
  int row = 0;  // as an editor counts lines, the heading included
  std::string field;
  std::string detail;  // what was expected and what was found; no names of people
};

class TrainingPolicy {
 public:
  struct CompetenceKind {
    std::string id;
    std::string says;
    std::optional<int> refresh_months;  // to be refreshed within; nothing: never
  };
  struct Channel {
    std::string id;  // 999, 101, chat, in_person
    std::vector<std::string> requires_all;
  };
  static Result<TrainingPolicy> read(const policy::Policy& policy);
  static Result<TrainingPolicy> read(policy::Document document);

  const CompetenceKind* kind(std::string_view id) const;
  const Channel* channel(std::string_view id) const;
  const std::vector<CompetenceKind>& kinds() const { return kinds_; }

  // The shift that an instant lies in: "2026-11-19 15:00", the local start of it. The nights of
  // clock change have one long and one short shift. Stable: a key for once-a-shift.
  std::string shift_of(Instant now, const Zone& zone) const;

 private:
  std::vector<CompetenceKind> kinds_;
  std::vector<Channel> channels_;
  std::vector<Micros> shift_starts_;  // since midnight, ascending
};

class Register {
 public:
  Register() = default;
  explicit Register(std::vector<Competence> all) : all_(std::move(all)) {}
  // [[competence]] who, what, level, gained, expires, restrictions, tutor, provider, evidence.
  static Result<Register> read(policy::Document document, const TrainingPolicy& policy);
  // The same as CSV (RFC 4180), columns named in the first row, restrictions separated by ";". Rows
  // with a mistake are left out and named; at most 100,000 rows. Code::invalid where it is no CSV
  // with these columns at all.
  struct Import;
  static Result<Import> import_csv(std::string_view text, const TrainingPolicy& policy);

  const std::vector<Competence>& all() const { return all_; }
  std::vector<const Competence*> of(std::string_view who) const;

 private:
  std::vector<Competence> all_;
};

struct Register::Import {
  Register accepted;
  int rows = 0;
  std::vector<RowError> errors;  // at most 1,000
  // "1,204 rows: 1,201 read, 3 refused" and one line for each that was refused.
  std::string summary() const;
};

struct Gate {
  bool unguided = false;
  std::vector<std::string> reasons;  // why not, in words; empty where unguided
  std::string shift;                 // key of the shift, for telling a supervisor once
};

// Whether that person may take that channel unguided at that time. A channel that policy does not
// list is taken guided. Somebody who is not in the register is guided.
Gate gate(const Register& reg, const TrainingPolicy& policy, std::string_view who,
          std::string_view channel, Instant now, const Zone& zone);

// Once per person and shift: the key under which a supervisor is told.
std::string alert_key(std::string_view who, const Gate& gate);

}  // namespace heed::training
