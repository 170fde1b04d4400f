#include "desk/desk.h"

namespace heed::desk {
namespace {

constexpr int attempts_max = 5;
constexpr std::size_t cached_per_shard_max = 200;

}  // namespace

Desk::Desk(Parts parts) : parts_(std::move(parts)) {}

Desk::Shard& Desk::shard(incident::IncidentId incident) {
  return shards_[std::hash<incident::IncidentId>()(incident) % shards_.size()];
}

Result<std::shared_ptr<const Whole>> Desk::current(Shard& shard, incident::IncidentId incident) {
  {
    std::lock_guard lock(shard.cache_mutex);
    const auto found = shard.cache.find(incident);
    if (found != shard.cache.end()) return found->second;
  }
  HEED_TRY(Whole whole, fold(parts_.journal, incident));
  auto shared = std::make_shared<const Whole>(std::move(whole));
  keep(shard, incident, shared);
  return shared;
}

void Desk::keep(Shard& shard, incident::IncidentId incident, std::shared_ptr<const Whole> whole) {
  std::lock_guard lock(shard.cache_mutex);
  const auto [found, added] = shard.cache.insert_or_assign(incident, std::move(whole));
  if (!added) return;
  shard.order.push_back(incident);
  while (shard.order.size() > cached_per_shard_max) {
    shard.cache.erase(shard.order.front());
    shard.order.pop_front();
  }
}

void Desk::forget(Shard& shard, incident::IncidentId incident) {
  std::lock_guard lock(shard.cache_mutex);
  if (shard.cache.erase(incident)) shard.order.remove(incident);
}

Result<std::shared_ptr<const Whole>> Desk::look(incident::IncidentId incident,
                                                std::uint64_t at_least_version) {
  Shard& home = shard(incident);
  HEED_TRY(auto whole, current(home, incident));
  if (whole->version >= at_least_version) return whole;
  std::lock_guard working(home.working);  // the command that is appending ends first
  HEED_TRY(whole, current(home, incident));
  if (whole->version >= at_least_version) return whole;
  forget(home, incident);  // another process appended
  return current(home, incident);
}

TurnContext Desk::context(ActorId actor) const {
  const Instant now = parts_.clock.now();
  return {now,         actor,         parts_.duty.roles_of(actor, now),
          parts_.zone, parts_.random, policy(),
          parts_.duty, std::nullopt,  false};
}

Result<std::optional<Done>> Desk::done_before(const Submission& submission) const {
  HEED_TRY(const auto earlier, parts_.journal.remembered(submission.actor, submission.key));
  if (!earlier) return std::optional<Done>();
  if (earlier->body != submission.body) {
    return error(Code::conflict, "this idempotency key was used for another command",
                 "Idempotency-Key", "Use a fresh key for a new command");
  }
  Done done;
  done.incident = submission.incident;
  done.receipt = earlier->receipt;
  done.repeated = true;
  return std::optional<Done>(std::move(done));
}

// A contact that opens an incident gives it an id derived from its key, so that a repetition finds
// the same one, and a reference in the same append.
Status Desk::place(Submission& submission) {
  auto* of_incident = std::get_if<incident::Command>(&submission.command);
  auto* open = of_incident ? std::get_if<incident::OpenContact>(of_incident) : nullptr;
  if (submission.incident.is_nil()) {
    if (!open) {
      return error(Code::invalid, "expected the incident that the command is for", "/incident");
    }
    submission.incident = incident::IncidentId::fresh(parts_.clock.now(), parts_.random);
    open->reference = next_reference(parts_.zone.date_of(parts_.clock.now()));
  }
  if (open) open->incident = submission.incident;
  return ok();
}

std::string Desk::next_reference(LocalDate date) {
  const int day = static_cast<int>(std::chrono::sys_days(date).time_since_epoch().count());
  std::lock_guard lock(reference_mutex_);
  int& given = given_[day];
  given = std::max(given, index_.last_number(date)) + 1;
  return format_reference(parts_.journal.ledger().force_code, date, given);
}

Result<Done> Desk::submit(Submission submission) {
  if (submission.key.empty()) {
    return error(Code::invalid, "expected an idempotency key", "Idempotency-Key",
                 "Send a key of your own with each command");
  }
  HEED_TRY(auto before, done_before(submission));
  if (before) return std::move(*before);
  HEED_CHECK(place(submission));
  Shard& home = shard(submission.incident);
  std::lock_guard working(home.working);
  for (int tried = 1;; ++tried) {
    auto done = attempt(home, submission);
    if (done || done.error().code != Code::conflict || tried == attempts_max) return done;
    if (done.error().where == "If-Match") return done;  // the asker's own condition failed
    forget(home, submission.incident);
    HEED_TRY(auto meanwhile, done_before(submission));
    if (meanwhile) return std::move(*meanwhile);
  }
}

Result<Done> Desk::attempt(Shard& home, const Submission& submission) {
  auto standing = current(home, submission.incident);
  const auto* of_incident = std::get_if<incident::Command>(&submission.command);
  const auto* opening = of_incident ? std::get_if<incident::OpenContact>(of_incident) : nullptr;
  const bool opens = opening && !standing && standing.error().code == Code::not_found;
  if (!standing && !opens) return standing.error();
  const std::shared_ptr<const Whole> whole = standing ? *standing : std::make_shared<const Whole>();
  HEED_CHECK(parts_.may_send(submission, standing ? whole.get() : nullptr));
  TurnContext context = this->context(submission.actor);
  if (opening) {
    const ActorId handler = opening->handler.is_nil() ? submission.actor : opening->handler;
    context.gate = parts_.gate_for(handler, channel_id(opening->channel), context.now);
    context.alert_due = !index_.alerted(handler, context.gate->shift);
  }
  HEED_TRY(Turn turn, take_turn(*whole, submission.command, context));
  Done done;
  done.incident = submission.incident;
  done.refusal = std::move(turn.refusal);
  done.reference = turn.after.incident.reference;
  if (turn.events.empty()) return done;
  journal::Append append;
  append.stream = stream_of(submission.incident);
  append.expected_version = whole->version;
  append.command = journal::CommandKey{submission.key, submission.body};
  append.actor = submission.actor;
  append.purpose = submission.purpose;
  append.policy_version = context.policy->rules->version();
  append.cause = submission.cause;
  for (const AnyEvent& event : turn.events) append.events.push_back(to_journal(event));
  HEED_TRY(done.receipt, parts_.journal.append(std::move(append)));
  done.repeated = done.receipt.repeated;
  if (done.repeated) {
    forget(home, submission.incident);
    return done;
  }
  Whole after = std::move(turn.after);
  if (done.receipt.at != context.now) {  // the ledger's time never runs back
    after = *whole;
    for (const AnyEvent& event : turn.events) {
      apply(after, event, done.receipt.at, submission.actor);
    }
  }
  after.version = done.receipt.version;
  keep(home, submission.incident, std::make_shared<const Whole>(std::move(after)));
  done.events = std::move(turn.events);
  return done;
}

}  // namespace heed::desk
