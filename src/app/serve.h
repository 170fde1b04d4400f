// `heed serve`: a control room on its ledger, with its sources, its telephone and /v1, put together
// and run until told to stop. The only place that joins them.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/play_live.h"
#include "app/serve_config.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"

namespace heed::app {

struct ServeOptions {
  std::filesystem::path config;
  std::filesystem::path ledger;  // made where it is not there
  bool rehearsal = true;
  // Rehearsals only: the case's time now. The clock goes on from there, and never behind what the
  // ledger holds.
  std::optional<Instant> starts;
  std::string telephone;                             // over the file's
  std::optional<std::filesystem::path> connections;  // over the file's
  bool lan = false;  // on every address of this machine, by a certificate that is made and kept
  std::optional<int> port;                       // over the file's; 0: any that is free
  std::optional<std::filesystem::path> console;  // the built console; without it /v1 only
  // Rehearsals only: the acts that a page lets happen, and the control addresses of the stand-ins:
  // the switch's, which lets callers ring, and those whose clocks move along.
  std::optional<std::filesystem::path> acts;
  std::string control;
  std::vector<std::string> clocks;
  std::function<void(const std::string& line)> log;
};

// The system's clock, moved by a step: a case's own time, which may go on by three weeks at once.
class MovedClock final : public Clock {
 public:
  MovedClock(const Clock& clock, Micros by) : clock_(clock), by_(by.count()) {}
  Instant now() const override { return clock_.now() + Micros(by_.load()); }
  Steady steady() const override { return clock_.steady(); }
  void move_to(Instant at) { by_ = (at - clock_.now()).count(); }

 private:
  const Clock& clock_;
  std::atomic<std::int64_t> by_;
};

struct DemoAccount {
  std::string login;
  std::string name;
  std::string roles;
  std::string token;
};

class Service {
 public:
  static Result<std::unique_ptr<Service>> start(ServeOptions options, Random& random);
  virtual ~Service() = default;  // stops, in order
  virtual std::string url() const = 0;
  virtual std::vector<DemoAccount> accounts() const = 0;
  virtual std::vector<std::string> warnings() const = 0;
  virtual std::string fingerprint() const = 0;  // of the certificate; empty in the clear
  // Plays a rehearsal's acts on this room; see play_live.h.
  virtual Status play(const LivePlay& play, std::ostream& out,
                      const std::function<bool(Micros)>& stopped_within) = 0;
};

}  // namespace heed::app
