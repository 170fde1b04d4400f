// The sources of a rehearsal as a process of their own: `heed rehearse --processes` asks them over
// real TLS connections with a client certificate, by the exchange that a force runs with, while the
// rehearsal's clock stands. The process has the same file; each question tells it the rehearsal's
// time, and the fault that a step of the file has ordered.
//
// Own records and extracts are answered inside Heed, as they are in a control room. A fault of the
// connection is one on the wire: no answer, a reset, a body cut short.
//
// Threads: start() and the destructor, which ends the process, from one thread. The process ends by
// itself when whoever started it does.
#pragma once

#include <filesystem>
#include <istream>
#include <map>
#include <memory>
#include <ostream>
#include <string>

#include "checks/source.h"
#include "desk/force_policy.h"
#include "rehearsal/script.h"

namespace heed::rehearsal {

class SourcesProcess {
 public:
  // `program`: the heed binary. `name` and `texts` are the rehearsal and those it follows on.
  // Code::unavailable, with what the process said, where it is not ready within 20 s.
  static Result<std::unique_ptr<SourcesProcess>> start(const std::string& program,
                                                       const std::filesystem::path& policy,
                                                       const std::string& name, const Texts& texts);
  ~SourcesProcess();
  SourcesProcess(const SourcesProcess&) = delete;
  SourcesProcess& operator=(const SourcesProcess&) = delete;

  // Where that source is reached.
  checks::Connection connection(const std::string& source) const;
  // A folder of its own, removed at the end: for the rehearsal's ledger.
  const std::filesystem::path& folder() const { return folder_; }

 private:
  SourcesProcess() = default;

  std::filesystem::path folder_;
  std::string url_;
  int pid_ = 0;
  int to_ = -1;    // its standard input: closed, it ends
  int from_ = -1;  // its standard output
};

// The process's own part. Reads {"name", "texts"} as one line from `in`, prints "ready <url>" and
// answers until `in` ends. `certificates` is the folder that start() made.
Status serve_sources(
    const std::function<Result<std::shared_ptr<const desk::ForcePolicy>>(const std::string& zone)>&
        policy_in,
    const std::filesystem::path& certificates, std::istream& in, std::ostream& out);

}  // namespace heed::rehearsal
