#include "app/serve_until_stopped.h"

#include <fmt/core.h>
#include <signal.h>

#include <mutex>
#include <ostream>

#include "app/serve.h"

namespace heed::app {

Result<cli::Exit> serve_until_stopped(const cli::ServeWish& wish, cli::Session& session,
                                      Random& random) {
  // Blocked before any thread starts, so that only this one is told.
  sigset_t stops;
  sigemptyset(&stops);
  sigaddset(&stops, SIGINT);
  sigaddset(&stops, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stops, nullptr);
  std::mutex writing;
  ServeOptions options;
  options.config = wish.config;
  options.ledger = wish.ledger;
  options.rehearsal = wish.rehearsal;
  options.telephone = wish.telephone;
  if (!wish.connections.empty()) options.connections = wish.connections;
  options.port = wish.port;
  options.lan = wish.lan;
  if (!wish.acts.empty()) options.acts = wish.acts;
  options.control = wish.control;
  options.clocks = wish.clocks;
  if (!wish.console.empty()) options.console = wish.console;
  if (!wish.starts.empty()) {
    if (!wish.rehearsal) {
      return error(Code::invalid, "only a rehearsal sets the time", "--starts",
                   "Add --rehearsal, or leave it out");
    }
    HEED_TRY(options.starts, parse_instant(wish.starts));
  }
  options.log = [&](const std::string& line) {
    std::lock_guard lock(writing);
    session.err << line << std::endl;
  };
  HEED_TRY(const auto service, Service::start(std::move(options), random));
  {
    std::lock_guard lock(writing);
    for (const std::string& warning : service->warnings()) session.err << warning << '\n';
    session.out << "ready " << service->url() << '\n';
    if (!service->fingerprint().empty()) {
      session.out << "certificate " << service->fingerprint() << '\n';
    }
    if (wish.rehearsal) {
      for (const DemoAccount& account : service->accounts()) {
        session.out << fmt::format("sign-in {} {} ({}): {}\n", account.login, account.token,
                                   account.roles, account.name);
      }
    }
    session.out.flush();
  }
  // Waits for a signal, at most that long.
  const std::function<bool(Micros)> stopped_within = [&stops](Micros most) {
    timespec time{};
    time.tv_sec = most.count() / 1'000'000;
    time.tv_nsec = most.count() % 1'000'000 * 1000;
    return sigtimedwait(&stops, nullptr, &time) > 0;
  };
  bool stopped = false;
  if (!wish.play.empty()) {
    const std::function<bool(Micros)> watching = [&](Micros most) {
      return stopped = stopped || stopped_within(most);
    };
    HEED_CHECK(service->play({wish.play, wish.control, wish.caller}, session.out, watching));
  }
  while (!stopped && !wish.until_ready) stopped = stopped_within(std::chrono::hours(1));
  return cli::Exit::ok;
}

}  // namespace heed::app
