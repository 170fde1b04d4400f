#include "checks/runner.h"

#include <algorithm>

#include "checks/runner_machine.h"

namespace heed::checks {

Runner::Machine::Machine(Parts given) : parts(std::move(given)) {
  spare = parts.workers(SourceDeclaration{});
  for (const auto& source : parts.sources.all()) {
    Line& line = lines[source->source];
    line.source = source;
    line.connector = make_connector(source);
    line.workers = parts.workers(*source);
    line.breaker = BreakerState(source->limits.breaker_failures, source->limits.breaker_open);
    line.rate = Rate(source->limits.rate_per_minute);
    line.health.source = source->source;
    const auto it = parts.exchanges.find(source->source);
    if (it != parts.exchanges.end()) line.exchange = it->second;
  }
}

Runner::Machine::Line* Runner::Machine::line_of(const std::string& source) {
  const auto it = lines.find(source);
  return it == lines.end() ? nullptr : &it->second;
}

Runner::Machine::Held* Runner::Machine::held_of(CheckId check, std::uint64_t token) {
  const auto it = held.find(check);
  return stopping || it == held.end() || it->second.token != token ? nullptr : &it->second;
}

void Runner::Machine::post(const std::string& source, std::function<void()> work) {
  Line* line = line_of(source);
  (line ? line->workers : spare)->post(std::move(work));
}

bool Runner::Machine::reachable(const Line* line) const {
  return line && (line->exchange || line->source->at_own_screen);
}

void Runner::Machine::start(IncidentId incident, const Check& check) {
  if (check.done()) return;
  const std::lock_guard lock(mutex);
  const auto& intended = check.intended;
  if (stopping || held.count(intended.check) != 0) return;
  Held& item = held[intended.check];
  item.asked = {intended.check,       incident,      intended.source,
                intended.check.str(), intended.keys, intended.purpose,
                intended.originator,  intended.role, intended.urgent};
  item.attempts = check.attempts;
  item.token = ++tokens;
  Line* line = line_of(intended.source);
  if (!reachable(line)) {
    item.state = RunState::running;
    ++item.attempts;  // so that asking again is another result
    post(intended.source, [self = shared_from_this(), id = intended.check, token = item.token] {
      self->conclude(id, token, NotSearched{Reason::misconfigured, "the source has no connection"});
    });
    return;
  }
  const auto next_try = check.next_try();
  const Instant now = parts.timers.clock().now();
  if (next_try && *next_try > now) {
    item.next_try = next_try;
    item.state = RunState::retrying;
    ++line->health.retrying;
    wake_after(intended.check, *next_try - now);
    return;
  }
  enqueue(*line, intended.check, item);
}

void Runner::Machine::enqueue(Line& line, CheckId check, Held& item) {
  const auto queue_max = static_cast<std::size_t>(line.source->limits.queue_max);
  // Nobody who is in danger is turned away for those who are not: the urgent lane has as much
  // again.
  if (line.queue.size() >= (item.asked.urgent ? 2 * queue_max : queue_max)) {
    item.state = RunState::running;
    line.workers->post([self = shared_from_this(), check, token = item.token] {
      self->fail(check, token, {Reason::rate_limited, "too many checks wait for this source", {}},
                 false);
    });
    return;
  }
  item.state = item.sent ? RunState::running : RunState::queued;
  line.queue.push(check, item.asked.incident, item.asked.urgent);
  pump(line);
}

void Runner::Machine::pump(Line& line) {
  const Steady now = parts.timers.clock().steady();
  while (line.running < line.source->limits.workers && line.queue.size() != 0) {
    const auto may = line.breaker.may(now);
    if (may == BreakerState::May::wait) return;
    if (may == BreakerState::May::ask) {
      if (const auto when = line.rate.take(now)) {
        line.breaker.undecided();
        if (line.rate_timer == 0) {
          line.rate_timer = parts.timers.at(*when, [self = shared_from_this(), &line] {
            const std::lock_guard lock(self->mutex);
            line.rate_timer = 0;
            if (!self->stopping) self->pump(line);
          });
        }
        return;
      }
    }
    const auto check = line.queue.pop();
    if (!check) return;
    Held& item = held.at(*check);
    item.busy = true;
    item.probe = may == BreakerState::May::ask && line.breaker.state() == Breaker::half_open;
    ++line.running;
    item.state = RunState::running;
    if (may == BreakerState::May::refuse) {
      const Instant reopens =
          parts.timers.clock().now() + std::max(Micros(0), line.breaker.reopens() - now);
      line.workers->post([self = shared_from_this(), id = *check, token = item.token, reopens] {
        self->fail(id, token, {Reason::unavailable, "the source has not answered for a while", {}},
                   false, reopens);
      });
    } else {
      line.workers->post([self = shared_from_this(), id = *check, token = item.token] {
        self->attempt(id, token);
      });
    }
  }
}

void Runner::Machine::release(Line& line, Held& item) {
  if (!item.busy) return;
  item.busy = false;
  --line.running;
  // Whatever became of it: the next one may be let through.
  if (std::exchange(item.probe, false)) line.breaker.undecided();
}

void Runner::Machine::forget(CheckId check) {
  const auto it = held.find(check);
  if (it == held.end()) return;
  Held& item = it->second;
  if (item.deadline != 0) parts.timers.cancel(item.deadline);
  if (item.wait != 0) parts.timers.cancel(item.wait);
  if (Line* line = line_of(item.asked.source)) {
    line->queue.remove(check);
    if (item.state == RunState::retrying && line->health.retrying != 0) --line->health.retrying;
    release(*line, item);
    held.erase(it);
    if (!stopping) pump(*line);
  } else {
    held.erase(it);
  }
}

void Runner::Machine::wake_after(CheckId check, Micros delay) {
  Held& item = held.at(check);
  item.wait = parts.timers.after(
      std::max(Micros(0), delay), [self = shared_from_this(), check, token = item.token] {
        const std::lock_guard lock(self->mutex);
        Held* woken = self->held_of(check, token);
        if (!woken) return;
        woken->wait = 0;
        woken->next_try.reset();
        Line& line = *self->line_of(woken->asked.source);
        if (woken->state == RunState::retrying && line.health.retrying != 0) --line.health.retrying;
        self->enqueue(line, check, *woken);
      });
}

void Runner::Machine::drop(CheckId check) {
  const std::lock_guard lock(mutex);
  forget(check);
}

void Runner::Machine::try_now(const std::string& source) {
  const std::lock_guard lock(mutex);
  Line* line = line_of(source);
  if (!line) return;
  for (auto& [check, item] : held) {
    if (item.asked.source != source || item.state != RunState::retrying || item.wait == 0) continue;
    if (!parts.timers.cancel(item.wait)) continue;
    item.wait = 0;
    item.next_try.reset();
    if (line->health.retrying != 0) --line->health.retrying;
    enqueue(*line, check, item);
  }
}

void Runner::Machine::stop() {
  std::vector<std::unique_ptr<Workers>> ending;
  {
    const std::lock_guard lock(mutex);
    if (stopping) return;
    stopping = true;
    for (auto& [check, item] : held) {
      if (item.deadline != 0) parts.timers.cancel(item.deadline);
      if (item.wait != 0) parts.timers.cancel(item.wait);
    }
    held.clear();
  }
  // Workers end outside the lock: what is running wants it.
  for (auto& [name, line] : lines) {
    line.workers.reset();
  }
  spare.reset();
}

Runner::Runner(Parts parts) : machine_(std::make_shared<Machine>(std::move(parts))) {}
Runner::~Runner() { stop(); }

void Runner::start(IncidentId incident, const Check& check) { machine_->start(incident, check); }

void Runner::resume(IncidentId incident, const State& state) {
  for (const auto& id : state.order) machine_->start(incident, state.checks.at(id));
}

void Runner::drop(CheckId check) { machine_->drop(check); }
void Runner::try_now(const std::string& source) { machine_->try_now(source); }
void Runner::stop() { machine_->stop(); }

std::optional<RunState> Runner::state_of(CheckId check) const {
  const std::lock_guard lock(machine_->mutex);
  const auto it = machine_->held.find(check);
  if (it == machine_->held.end()) return std::nullopt;
  return it->second.state;
}

std::vector<SourceHealth> Runner::health() const {
  const std::lock_guard lock(machine_->mutex);
  std::vector<SourceHealth> out;
  for (const auto& [name, line] : machine_->lines) {
    SourceHealth health = line.health;
    health.breaker = line.breaker.state();
    health.queued = line.queue.size();
    health.running = static_cast<std::size_t>(line.running);
    for (const auto& [check, item] : machine_->held) {
      if (item.asked.source == name && item.next_try &&
          (!health.next_try || *item.next_try < *health.next_try)) {
        health.next_try = item.next_try;
      }
    }
    out.push_back(std::move(health));
  }
  return out;
}

bool Runner::idle() const {
  const std::lock_guard lock(machine_->mutex);
  if (machine_->undelivered != 0) return false;
  for (const auto& [name, line] : machine_->lines) {
    if (line.running != 0 || line.queue.size() != 0) return false;
  }
  return std::none_of(machine_->held.begin(), machine_->held.end(), [](const auto& item) {
    return item.second.state == RunState::running && !item.second.sent;
  });
}

}  // namespace heed::checks
