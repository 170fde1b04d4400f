// One way of asking a source. A connector is pure: it turns a question into bytes and bytes into
// what was said; the Exchange between carries bytes out and brings bytes or a fault back.
// Rehearsals replace only the exchange; mapping, completeness, deadlines, retries and breaker are
// the real ones.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "checks/complete_answer.h"
#include "checks/source.h"

namespace heed::checks {

// One question, as the runner holds it.
struct Asked {
  CheckId check;
  IncidentId incident;
  std::string source;
  std::string request_id;       // the same at every attempt and every page
  std::vector<SearchKey> keys;  // those the source is asked by
  std::string purpose;
  std::string originator;
  std::string role;
  bool urgent = false;
};

struct Outgoing {
  std::string source;
  std::string request_id;
  std::string method;  // GET or POST
  std::string path;    // after the connection's url; may hold personal data: never log it
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};
struct Incoming {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};
struct Fault {
  Reason reason = Reason::unavailable;
  std::string detail;  // never personal data
  std::optional<Micros> retry_after;
};
using Reply = std::variant<Incoming, Fault>;

class Exchange {
 public:
  virtual ~Exchange() = default;
  // `done` is called exactly once, on any thread, perhaps before this returns. Called on one of the
  // source's workers, which it may block, at most until the deadline. Nothing else may be assumed:
  // the runner keeps its own deadline and drops what comes after it.
  virtual void exchange(Outgoing outgoing, Micros deadline, std::size_t bytes_max,
                        std::function<void(Reply)> done) = 0;
};

// Part of an answer, or all of it: `next` asks for the rest.
struct Page {
  Said said;
  std::optional<Outgoing> next;
};
// Taken, not answered yet: a desk. `poll` is sent after `poll_after`.
struct Pending {
  Outgoing poll;
  Micros poll_after{0};
};
using Reading = std::variant<Page, Pending, Fault>;

class Connector {
 public:
  virtual ~Connector() = default;
  virtual std::variant<Outgoing, Fault> request(const Asked& asked) const = 0;
  // `now` is the time of the answer, for what declares itself live.
  virtual Reading read(const Asked& asked, const Incoming& incoming, Instant now) const = 0;
};

std::unique_ptr<Connector> make_connector(std::shared_ptr<const SourceDeclaration> source);

// The meaning of what was said, page by page: whether each found person is the one asked about
// (matching's bands), then whether the answer is complete.
Outcome meaning(const Asked& asked, const SourceDeclaration& source, std::vector<Said> pages,
                Instant now);
// One reply to one question, for a source of a single page: the contract suite, tests and drills.
Outcome read_once(const Asked& asked, const SourceDeclaration& source, const Reply& reply,
                  Instant now);

}  // namespace heed::checks
