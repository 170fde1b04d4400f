// One attempt, from the moment its turn comes to what is made of its reply.
#include <algorithm>

#include "base/civil.h"
#include "checks/runner_machine.h"

namespace heed::checks {
namespace {

constexpr int suspect_max = 3;
constexpr Micros deliver_again_max = std::chrono::seconds(30);

bool is_no_answer(Reason reason) {
  return reason == Reason::timeout || reason == Reason::unavailable;
}

bool no_longer_wanted(const Error& error) {
  return error.code == Code::not_found || error.code == Code::refused;
}

}  // namespace

void Runner::Machine::attempt(CheckId check, std::uint64_t token) {
  std::optional<Outgoing> poll;
  RecordAsked command{check, 0};
  IncidentId incident;
  std::shared_ptr<const SourceDeclaration> source;
  {
    const std::lock_guard lock(mutex);
    Held* item = held_of(check, token);
    if (!item) return;
    poll = std::exchange(item->next, std::nullopt);
    command.attempt = item->attempts + 1;
    incident = item->asked.incident;
    source = line_of(item->asked.source)->source;
  }
  if (poll) return send(check, token, *std::move(poll));
  const Instant now = parts.timers.clock().now();
  if (const auto opens = source->opens_at(now, parts.zone)) {
    return fail(check, token,
                {Reason::unavailable, "closed until " + format_for_people(parts.zone, *opens), {}},
                false, opens);
  }
  // Durable before a byte leaves.
  if (const auto status = parts.sink.deliver(incident, command); !status) {
    const std::lock_guard lock(mutex);
    Held* item = held_of(check, token);
    if (!item) return;
    if (no_longer_wanted(status.error())) return forget(check);
    Line& line = *line_of(item->asked.source);
    release(line, *item);
    item->state = RunState::due;
    wake_after(check, std::chrono::seconds(1));
    return pump(line);
  }
  std::variant<Outgoing, Fault> request = Fault{};
  {
    const std::lock_guard lock(mutex);
    Held* item = held_of(check, token);
    if (!item) return;
    Line& line = *line_of(item->asked.source);
    item->attempts = command.attempt;
    item->pages.clear();
    item->sent = true;
    const Micros deadline = source->limits.deadline;
    item->deadline_at = parts.timers.clock().steady() + deadline;
    item->deadline = parts.timers.after(
        deadline, [self = shared_from_this(), check, token] { self->overdue(check, token); });
    if (source->at_own_screen) {  // somebody types the answer, or the deadline passes
      release(line, *item);
      return pump(line);
    }
    request = line.connector->request(item->asked);
  }
  if (auto* fault = std::get_if<Fault>(&request)) return fail(check, token, *fault);
  send(check, token, std::get<Outgoing>(std::move(request)));
}

void Runner::Machine::send(CheckId check, std::uint64_t token, Outgoing outgoing) {
  std::shared_ptr<Exchange> exchange;
  Micros left{0};
  std::size_t bytes_max = 0;
  {
    const std::lock_guard lock(mutex);
    Held* item = held_of(check, token);
    if (!item) return;
    Line& line = *line_of(item->asked.source);
    exchange = line.exchange;
    bytes_max = line.source->limits.bytes_max;
    left = item->deadline_at - parts.timers.clock().steady();
  }
  if (left <= Micros(0)) return;  // the deadline's own timer says so
  exchange->exchange(std::move(outgoing), left, bytes_max,
                     [self = shared_from_this(), check, token](Reply got) {
                       self->reply(check, token, std::move(got));
                     });
}

void Runner::Machine::reply(CheckId check, std::uint64_t token, Reply got) {
  const std::lock_guard lock(mutex);
  Held* item = held_of(check, token);
  if (!item) return;
  post(item->asked.source, [self = shared_from_this(), check, token, got = std::move(got)] {
    self->take(check, token, got);
  });
}

void Runner::Machine::take(CheckId check, std::uint64_t token, Reply got) {
  Asked asked;
  Line* line = nullptr;
  bool had_pages = false;
  {
    const std::lock_guard lock(mutex);
    Held* item = held_of(check, token);
    if (!item) return;
    asked = item->asked;
    line = line_of(asked.source);
    had_pages = std::any_of(item->pages.begin(), item->pages.end(),
                            [](const Said& said) { return !said.findings.empty(); });
  }
  const Instant now = parts.timers.clock().now();
  Reading reading = Fault{};
  if (auto* fault = std::get_if<Fault>(&got)) {
    reading = *fault;
  } else {
    const auto& incoming = std::get<Incoming>(got);
    if (incoming.body.size() > line->source->limits.bytes_max) {
      reading = Fault{Reason::partial, "the answer is larger than allowed", {}};
    } else {
      reading = line->connector->read(asked, incoming, now);
    }
  }
  if (auto* one = std::get_if<Page>(&reading)) return page(check, token, std::move(*one));
  if (auto* wait = std::get_if<Pending>(&reading)) {
    return pending(check, token, std::move(*wait));
  }
  auto& fault = std::get<Fault>(reading);
  if (had_pages) {
    // What was found stands; that there is more is said.
    std::vector<Said> pages;
    {
      const std::lock_guard lock(mutex);
      if (Held* item = held_of(check, token)) pages = item->pages;
    }
    if (pages.empty()) return;
    pages.back().last_page = false;
    return finish(check, token, meaning(asked, *line->source, std::move(pages), now));
  }
  fail(check, token, std::move(fault));
}

void Runner::Machine::page(CheckId check, std::uint64_t token, Page one) {
  Asked asked;
  std::shared_ptr<const SourceDeclaration> source;
  std::vector<Said> pages;
  {
    const std::lock_guard lock(mutex);
    Held* item = held_of(check, token);
    if (!item) return;
    asked = item->asked;
    source = line_of(asked.source)->source;
    item->pages.push_back(std::move(one.said));
    if (one.next && static_cast<int>(item->pages.size()) >= source->limits.pages_max) {
      item->pages.back().last_page = false;
      one.next.reset();
    }
    if (!one.next) pages = item->pages;
  }
  if (one.next) return send(check, token, *std::move(one.next));
  finish(check, token, meaning(asked, *source, std::move(pages), parts.timers.clock().now()));
}

void Runner::Machine::pending(CheckId check, std::uint64_t token, Pending wait) {
  std::optional<SourceHealth> changed;
  {
    const std::lock_guard lock(mutex);
    Held* item = held_of(check, token);
    if (!item) return;
    Line& line = *line_of(item->asked.source);
    item->next = std::move(wait.poll);
    changed = note(line, std::nullopt);
    release(line, *item);
    wake_after(check, wait.poll_after);
    pump(line);
  }
  if (changed && parts.source_changed) parts.source_changed(*changed);
}

void Runner::Machine::overdue(CheckId check, std::uint64_t token) {
  const std::lock_guard lock(mutex);
  Held* item = held_of(check, token);
  if (!item) return;
  item->deadline = 0;
  post(item->asked.source, [self = shared_from_this(), check, token] {
    self->fail(check, token, {Reason::timeout, "no answer in the time allowed", {}});
  });
}

bool Runner::Machine::worth_retrying(const Line& line, Held& item, Reason reason) {
  if (item.attempts >= line.source->limits.attempts_max) return false;
  switch (reason) {
    case Reason::timeout:
    case Reason::unavailable:
    case Reason::rate_limited:
    // Somebody may be mending it; then nobody has to ask again.
    case Reason::misconfigured: return true;
    // It answered, and the answer cannot be believed: perhaps a bad moment, hardly a bad hour.
    case Reason::malformed:
    case Reason::partial:
    case Reason::wrong_subject: return ++item.suspect < suspect_max;
    default: return false;
  }
}

std::optional<SourceHealth> Runner::Machine::note(Line& line, std::optional<Reason> failure) {
  const bool was_up = line.health.up;
  if (!failure) {
    line.breaker.succeeded();
    line.health.up = true;
    line.health.reason.reset();
  } else if (is_no_answer(*failure)) {
    line.breaker.failed(parts.timers.clock().steady());
    line.health.reason = failure;
    const int enough = std::max(1, line.source->limits.breaker_failures);
    if (line.breaker.failures() >= std::min(enough, 3)) line.health.up = false;
  } else {
    // It is there, whatever it said: nothing that waiting would mend.
    line.breaker.succeeded();
  }
  if (was_up == line.health.up) return std::nullopt;
  line.health.since = parts.timers.clock().now();
  SourceHealth changed = line.health;
  changed.breaker = line.breaker.state();
  return changed;
}

void Runner::Machine::finish(CheckId check, std::uint64_t token, Outcome outcome) {
  if (const auto* why = std::get_if<NotSearched>(&outcome)) {
    return fail(check, token, {why->reason, why->detail, {}});
  }
  conclude(check, token, std::move(outcome));
}

void Runner::Machine::conclude(CheckId check, std::uint64_t token, Outcome outcome) {
  std::optional<SourceHealth> changed;
  RecordAnswer command{check, 0, std::move(outcome), true};
  IncidentId incident;
  std::string source;
  {
    const std::lock_guard lock(mutex);
    Held* item = held_of(check, token);
    if (!item) return;
    command.attempt = std::max(1, item->attempts);
    incident = item->asked.incident;
    source = item->asked.source;
    Line* line = line_of(source);
    if (line && kind_of(command.outcome) != OutcomeKind::not_searched) {
      changed = note(*line, std::nullopt);
      ++line->health.answered;
    }
    ++undelivered;
    forget(check);
  }
  if (changed && changed->up) try_now(source);
  if (changed && parts.source_changed) parts.source_changed(*changed);
  deliver(source, incident, std::move(command), std::chrono::seconds(1));
}

void Runner::Machine::fail(CheckId check, std::uint64_t token, Fault fault, bool asked,
                           std::optional<Instant> not_before) {
  std::optional<SourceHealth> changed;
  IncidentId incident;
  std::string source;
  Command command;
  {
    const std::lock_guard lock(mutex);
    Held* item = held_of(check, token);
    if (!item) return;
    source = item->asked.source;
    Line& line = *line_of(source);
    if (item->deadline != 0) parts.timers.cancel(std::exchange(item->deadline, 0));
    if (item->wait != 0) parts.timers.cancel(std::exchange(item->wait, 0));
    line.queue.remove(check);
    if (asked) changed = note(line, fault.reason);
    ++line.health.failed;
    release(line, *item);
    item->sent = false;
    item->next.reset();
    item->pages.clear();
    incident = item->asked.incident;
    if (!asked) ++item->attempts;
    const NotSearched why{fault.reason, fault.detail};
    ++undelivered;
    if (!worth_retrying(line, *item, fault.reason)) {
      command = RecordAnswer{check, item->attempts, why, true};
      forget(check);
    } else {
      const Instant now = parts.timers.clock().now();
      Micros delay = retry_delay(line.source->limits, item->attempts, parts.random);
      if (fault.retry_after) delay = std::max(delay, *fault.retry_after);
      if (not_before) delay = std::max(delay, *not_before - now);
      item->next_try = now + delay;
      item->state = RunState::retrying;
      item->token = ++tokens;
      ++line.health.retrying;
      command = RecordFailure{check, item->attempts, why, *item->next_try};
      wake_after(check, delay);
      pump(line);
    }
  }
  if (changed && parts.source_changed) parts.source_changed(*changed);
  deliver(source, incident, std::move(command), std::chrono::seconds(1));
}

// Until the desk has taken it. What is lost with the process is asked again by resume().
void Runner::Machine::deliver(const std::string& source, IncidentId incident, Command command,
                              Micros again) {
  const auto status = parts.sink.deliver(incident, command);
  const std::lock_guard lock(mutex);
  if (stopping || status || no_longer_wanted(status.error())) {
    --undelivered;
    if (!status && no_longer_wanted(status.error())) forget(check_of(command));
    return;
  }
  parts.timers.after(
      again, [self = shared_from_this(), source, incident, command = std::move(command), again] {
        const std::lock_guard lock(self->mutex);
        if (self->stopping) return;
        self->post(source, [self, source, incident, command, again] {
          self->deliver(source, incident, command, std::min(again * 2, deliver_again_max));
        });
      });
}

}  // namespace heed::checks
