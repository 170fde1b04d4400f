// A source as a force's engineer declares it, in a file, without code: its role, how it is asked,
// by which keys, what it returns, what makes its answer complete, on which lawful basis, with which
// caveat and limits, what each role is shown, and examples of what it says. Sources::load() refuses
// a declaration with a mistake, naming file, line and what was expected; one without a rule for
// completeness, or whose own examples do not come out as they claim, does not load. The declaration
// is policy; where the source is reached (address, certificates) is a Connection, kept apart, so
// that rehearsals need none. docs/sources.md tells how to write both. Immutable once loaded; safe
// from every thread.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "base/result.h"
#include "checks/complete_answer.h"

namespace heed::policy {
class Policy;
}

namespace heed::checks {

enum class SourceKind { journal, dataset, http, person };

// What a role is shown of an answer (I7): that there is something; what it means; all of it.
enum class Shown { nothing, flag, summary, full };

struct Limits {
  Micros deadline{std::chrono::seconds(10)};  // of one attempt; for a desk, of its answer
  int attempts_max = 30;                      // 1 to 1,000
  Micros retry_first{std::chrono::seconds(2)};
  Micros retry_max{std::chrono::minutes(2)};
  int rate_per_minute = 0;   // 0: none
  int breaker_failures = 5;  // in a row; 0: no breaker
  Micros breaker_open{std::chrono::seconds(30)};
  int workers = 8;
  int queue_max = 1000;
  std::size_t bytes_max = 1 << 20;
  int pages_max = 20;
};

// When a desk is staffed, local time. No windows: always.
struct OpenWindow {
  std::vector<int> days;  // 1 Monday to 7 Sunday
  Micros from{0};         // since midnight
  Micros to{0};           // past midnight where it is less than `from`
};

// One exchange of the declaration's own, which the contract suite plays.
struct Example {
  std::string name;
  std::vector<SearchKey> keys;
  int status = 200;
  std::string reply;
  OutcomeKind gives = OutcomeKind::no_trace;
  std::optional<Reason> reason;
  std::int64_t people = 0, orders = 0, events = 0;
  int line = 0;
};

class HttpMapping;     // connectors/http
class DatasetColumns;  // connectors/dataset

struct SourceDeclaration {
  std::string source;  // the role: offender_management
  std::string title;   // for people: "Offender management"
  std::string holder;  // "force" or "national": an extract never answers for a national source
  SourceKind kind = SourceKind::http;
  std::string lawful_basis;
  std::string caveat;
  std::string coverage;
  std::string outage;  // who is told, and how else to ask, while it is down
  std::vector<std::vector<std::string>> accepts;  // sets of kinds of key, any one of which will do
  std::map<std::string, std::string> refuses;     // kind of key -> why it is never sent
  std::vector<std::string> returns;  // people, identifiers, markers, orders, events, flag
  std::map<std::string, Shown> show;
  Shown show_others = Shown::nothing;
  Freshness freshness;
  Limits limits;
  std::vector<OpenWindow> open;
  std::vector<Example> examples;
  std::shared_ptr<const HttpMapping> http;
  std::shared_ptr<const DatasetColumns> dataset;
  // A desk asked at Heed's own screen only: nothing is sent, a person types the answer.
  bool at_own_screen = false;
  Micros poll_every{std::chrono::seconds(15)};  // a desk's inbox is asked that often
  std::string file;                             // where it was read from

  Shown shown_to(std::string_view role) const;
  Shown shown_to(const std::set<std::string>& roles) const;  // the most of them
  // The questions that can be put with these keys: one for each set of `accepts` that they fill,
  // save where a larger filled set holds it; empty where they fill none.
  std::vector<std::vector<SearchKey>> usable(const std::vector<SearchKey>& keys) const;
  // Why it cannot be asked that, for people.
  std::string not_applicable(const std::vector<SearchKey>& keys) const;
  // Nothing where it is open at that time; else when it opens next.
  std::optional<Instant> opens_at(Instant now, const Zone& zone) const;
};

class Sources {
 public:
  // Every .toml file directly in the folder. `shown` is how the folder is named in messages.
  static Result<Sources> load(const std::filesystem::path& folder);
  // Those below sources/ of a policy: part of what two people approve.
  static Result<Sources> of(const policy::Policy& policy);
  // File name -> content.
  static Result<Sources> from_files(const std::map<std::string, std::string, std::less<>>& files);

  const SourceDeclaration* find(std::string_view source) const;
  const std::vector<std::shared_ptr<const SourceDeclaration>>& all() const { return all_; }

 private:
  std::vector<std::shared_ptr<const SourceDeclaration>> all_;  // by role
};

// Where a source is reached.
struct Connection {
  std::string url;  // https://host:port/base; http only on loopback
  std::string authorities_file;
  std::string certificate_file;
  std::string key_file;
  std::string bearer_file;
};
// connections.toml: one table for each source. Paths are relative to the file.
Result<std::map<std::string, Connection>> load_connections(const std::filesystem::path& file);

}  // namespace heed::checks
