// One stand-in source as a process sees it: the port that Heed is given, and a control port, plain
// and on loopback only, for whoever runs the test or demonstration. Control: GET /log (what was
// asked, in order), POST /faults {"fault":"hang","times":1} (times 0: until cleared), DELETE
// /faults, POST /clock {"now":"2026-11-01T18:30:00Z"}, and what each kind adds. Everything is
// answered on the I/O thread from memory; `answer` and `control` are never called at the same time.
#pragma once

#include <boost/json/fwd.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "net/http_server.h"
#include "world/faults.h"

namespace heed::world {

// Runs on from whatever it is set to.
class WorldClock final : public Clock {
 public:
  Instant now() const override { return system_.now() + Micros(offset_.load()); }
  Steady steady() const override { return system_.steady(); }
  void set(Instant now) { offset_ = (now - system_.now()).count(); }

 private:
  SystemClock system_;
  std::atomic<std::int64_t> offset_{0};
};

struct WorldOptions {
  std::uint16_t port = 0;
  std::uint16_t control_port = 0;
  std::filesystem::path certificates;  // made there where missing; empty: made in memory
  std::optional<Instant> now;
  double pace = 1;  // how much faster than life scripts and desks run
};

// authority.pem, server.pem + server.key, heed.pem + heed.key (the client's).
struct Certificates {
  std::string authority_pem;
  net::Identity server;
  net::Identity client;
};
Result<Certificates> certificates_in(const std::filesystem::path& folder);

class Kind {
 public:
  virtual ~Kind() = default;
  virtual bool wants_tls() const { return true; }
  virtual bool wants_client_certificate() const { return false; }
  // The good answer. Nothing: it will answer later by itself.
  virtual std::optional<net::HttpResponse> answer(const net::HttpRequest& request,
                                                  const net::Responder& responder) = 0;
  // Nothing: not a control request of this kind.
  virtual std::optional<net::HttpResponse> control(const net::HttpRequest&) { return std::nullopt; }
  virtual void clock_was_set() {}
};

class StandIn {
 public:
  static Result<std::unique_ptr<StandIn>> start(
      std::string name, const WorldOptions& options,
      const std::function<Result<std::unique_ptr<Kind>>(const WorldClock&)>& make);
  ~StandIn();

  const std::string& name() const { return name_; }
  std::string url() const;
  std::string control_url() const;
  const Certificates& certificates() const { return certificates_; }
  Kind& kind() { return *kind_; }
  WorldClock& clock() { return clock_; }

 private:
  explicit StandIn(std::string name) : name_(std::move(name)) {}
  void on_request(net::HttpRequest request, const net::Responder& responder);
  void on_control(const net::HttpRequest& request, const net::Responder& responder);
  std::optional<net::HttpResponse> own_control(const net::HttpRequest& request);
  net::HttpResponse order_fault(const net::HttpRequest& request);
  net::HttpResponse log() const;

  std::string name_;
  Certificates certificates_;
  WorldClock clock_;
  Faults faults_;
  std::unique_ptr<Kind> kind_;
  std::mutex mutex_;
  std::vector<std::string> asked_;  // as JSON, the latest ten thousand
  std::unique_ptr<net::HttpServer> server_;
  std::unique_ptr<net::HttpServer> control_;
};

net::HttpResponse json_answer(int status, const boost::json::value& body);
net::HttpResponse json_error(int status, std::string text);
// The body as an object, or the 400 that says what was expected.
Result<boost::json::object> body_of(const net::HttpRequest& request);

// The kinds.
Result<std::unique_ptr<Kind>> make_registry(const boost::json::object& data,
                                            const WorldClock& clock);
Result<std::unique_ptr<Kind>> make_desk(const boost::json::object& data, const WorldClock& clock,
                                        double pace);
Result<std::unique_ptr<Kind>> make_telephone(const boost::json::object& data,
                                             const WorldClock& clock, double pace);
// By the data's own `kind`: registry, desk or telephone.
Result<std::unique_ptr<StandIn>> start_stand_in(const std::filesystem::path& file,
                                                const WorldOptions& options);

}  // namespace heed::world
