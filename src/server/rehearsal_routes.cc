#include "server/rehearsal_routes.h"

#include "base/json_map.h"
#include "server/typed_route.h"

namespace heed::server {

struct RehearsalStep {
  std::string says;
  std::optional<Instant> at;
  bool rings = false;
  bool done = false;
};
BOOST_DESCRIBE_STRUCT(RehearsalStep, (), (says, at, rings, done))
struct RehearsalState {
  Instant now;
  std::vector<RehearsalStep> acts;
  std::string next;  // what the next act is; empty: all are done
};
BOOST_DESCRIBE_STRUCT(RehearsalState, (), (now, acts, next))

Result<std::shared_ptr<RehearsalControl>> RehearsalControl::make(Parts parts) {
  std::shared_ptr<RehearsalControl> out(new RehearsalControl(std::move(parts)));
  HEED_TRY(out->done_, out->parts_.load());
  return out;
}

Status RehearsalControl::next() {
  const std::lock_guard lock(mutex_);
  if (done_ >= parts_.acts.size()) {
    return error(Code::conflict, "all acts of this rehearsal are done", {},
                 "Begin with a new ledger: ./dev run --fresh");
  }
  const RehearsalAct& act = parts_.acts[done_];
  if (act.at && *act.at > parts_.clock->now()) HEED_CHECK(parts_.move_to(*act.at));
  if (!act.caller.empty()) HEED_CHECK(parts_.ring(act.caller));
  HEED_CHECK(parts_.save(done_ + 1));
  ++done_;
  return ok();
}

std::size_t RehearsalControl::done() const {
  const std::lock_guard lock(mutex_);
  return done_;
}

namespace {

Answer state_of(const RehearsalControl& control) {
  RehearsalState out;
  out.now = control.clock().now();
  const std::size_t done = control.done();
  for (std::size_t i = 0; i < control.acts().size(); ++i) {
    const auto& act = control.acts()[i];
    out.acts.push_back({act.says, act.at, !act.caller.empty(), i < done});
  }
  if (done < control.acts().size()) out.next = control.acts()[done].says;
  return answer(out);
}

Error none() {
  return error(Code::not_found, "there is no rehearsal to be led here", {},
               "`heed serve --rehearsal --acts FILE` has one");
}

Route declare(Method method, std::string path, std::string name, std::string says) {
  return declared("rehearsal", method, std::move(path), std::move(name), std::move(says),
                  answer_schema<RehearsalState>());
}

}  // namespace

RouteTable rehearsal_routes(std::shared_ptr<RehearsalControl> control) {
  auto where = declare(Method::get, "/v1/rehearsal", "rehearsal", "How far the rehearsal has come");
  where.act = [control](const Call&) -> Result<Answer> {
    if (!control) return none();
    return state_of(*control);
  };
  auto next = declare(Method::post, "/v1/rehearsal/next", "rehearsal_next",
                      "Let the next act happen: the clock moves on, a caller rings");
  next.act = [control](const Call&) -> Result<Answer> {
    if (!control) return none();
    HEED_CHECK(control->next());
    return state_of(*control);
  };
  return {where, next};
}

}  // namespace heed::server
