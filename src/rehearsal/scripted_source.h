// The exchange of one source in a rehearsal: bytes out, bytes or a fault back, as the file says.
// Everything above it is the real thing: mapping, completeness, deadlines, retries, breaker. What
// was asked is kept, for expectations about what a source received. One thread, with the
// rehearsal's timers.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/timers.h"
#include "checks/connector.h"
#include "rehearsal/script.h"

namespace heed::rehearsal {

struct Received {
  Instant at;
  std::string question;  // path and body, percent signs undone
};

class ScriptedSource final : public checks::Exchange {
 public:
  // `inner` answers what no scripted answer fits: an imported extract, the force's own records.
  // Without one that is a source that cannot be reached. Places all times of `setup` on the day on
  // which the rehearsal starts. `timers` and `zone` must outlive it.
  ScriptedSource(std::shared_ptr<const checks::SourceDeclaration> declaration, SourceSetup setup,
                 std::shared_ptr<checks::Exchange> inner, Timers& timers, const Zone& zone);

  void exchange(checks::Outgoing outgoing, Micros deadline, std::size_t bytes_max,
                std::function<void(checks::Reply)> done) override;

  // What the file makes of a question now, before it is on its way.
  struct Planned {
    checks::Reply reply;  // the good one, or a fault where the file has no answer
    Micros after{0};
    std::string fault;   // of vocabulary's; empty: none
    bool known = false;  // the file has an answer to this
  };
  Planned plan(const checks::Outgoing& outgoing);
  // The reply that a fault makes of a good one; nothing where there is no answer at all.
  std::optional<checks::Reply> spoilt(const std::string& fault, const checks::Outgoing& outgoing,
                                      checks::Incoming good) const;
  // From now on the question goes over the wire, to a process that has the same file
  // (sources_process.h). What the file makes of it is then that process's to say.
  void ask_over(std::shared_ptr<checks::Exchange> wire) { wire_ = std::move(wire); }

  void fail(std::string fault) { forced_ = std::move(fault); }
  void recover() { forced_.clear(); }
  const std::vector<Received>& received() const { return received_; }

 private:
  struct Taken {  // by a desk
    const ScriptedAnswer* answer = nullptr;
    std::string question;
    Instant ready_at;
  };
  using Done = std::function<void(checks::Reply)>;

  const ScriptedAnswer* fitting(const std::string& question);
  Planned poll(const checks::Outgoing& outgoing);
  void send_over(checks::Outgoing outgoing, Micros deadline, std::size_t bytes_max, Done done);
  void reply_after(Micros delay, checks::Reply reply, Done done);
  checks::Reply reply_to(const checks::Outgoing& outgoing, const ScriptedAnswer& answer);
  void with_fault(const std::string& fault, const checks::Outgoing& outgoing, Micros deadline,
                  checks::Incoming good, Done done);
  std::string body_for(const std::string& question, const std::string& written, bool old) const;

  std::shared_ptr<const checks::SourceDeclaration> declaration_;
  SourceSetup setup_;
  std::shared_ptr<checks::Exchange> inner_;
  std::shared_ptr<checks::Exchange> wire_;
  Timers& timers_;
  const Zone& zone_;
  Instant started_;
  std::string forced_;
  std::map<const ScriptedAnswer*, std::int64_t> given_;
  std::map<std::string, Taken> taken_;  // by request id
  std::vector<Received> received_;
};

// What a question and its answer carry besides, between the two processes of a rehearsal: its time,
// the fault ordered by a step of the file, and how much later the answer is to be had.
inline constexpr std::string_view now_header = "Rehearsal-Now";
inline constexpr std::string_view fault_header = "Rehearsal-Fault";
inline constexpr std::string_view after_header = "Rehearsal-After";

// What was asked, out of a question's bytes, by the names that placeholders use: kinds of key,
// request_id, purpose … For a source over HTTP they are where its declared request has them.
std::map<std::string, std::string> asked_in(const checks::Outgoing& outgoing,
                                            const checks::SourceDeclaration& declaration);

}  // namespace heed::rehearsal
