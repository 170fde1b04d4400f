// The force that is simulated, and the Heed that serves it: Northmoor's own configuration with as
// many more people as a part needs, a new ledger, and `heed serve` as a process of its own, on the
// cores that it is given. It ends when this object does, or this process.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace heed::bench {

struct ForceSize {
  int handlers = 0;     // h00000…, certified, on no duty
  int supervisors = 0;  // s00000…
};

// The program that is measured: beside this one unless told otherwise.
extern std::string heed_program;

struct Signed {
  std::string login;
  std::string token;
};

class Heed {
 public:
  // Writes to `folder`, which is made anew. Nothing where it did not start: why was printed.
  static std::optional<Heed> start(const std::filesystem::path& folder, const ForceSize& size,
                                   int cores);
  Heed(Heed&& other) noexcept;
  Heed& operator=(Heed&&) = delete;
  ~Heed();

  std::uint16_t port() const { return port_; }
  const std::vector<Signed>& handlers() const { return handlers_; }
  const std::vector<Signed>& supervisors() const { return supervisors_; }
  std::int64_t resident_kb() const;
  double cpu_seconds() const;  // used so far, by all its threads
  bool running() const;

 private:
  Heed() = default;
  pid_t process_ = -1;
  std::uint16_t port_ = 0;
  std::vector<Signed> handlers_;
  std::vector<Signed> supervisors_;
};

// The soft limit on open files up to what is needed, for this process and those that it starts.
// Says what to do where the machine's hard limit is lower.
bool raise_file_limit(std::uint64_t files);

}  // namespace heed::bench
