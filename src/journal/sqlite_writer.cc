#include "journal/sqlite_writer.h"

#include "base/assert.h"
#include "journal/ledger_events.h"
#include "journal/sqlite_reader.h"

namespace heed::journal {
namespace {

constexpr std::size_t queue_max = 10'000;
constexpr std::size_t group_max = 512;
constexpr std::size_t group_bytes_max = 8 << 20;
constexpr std::size_t streams_kept_max = 100'000;
constexpr auto cursors_wait = std::chrono::seconds(1);
// Pages of the write-ahead log (4 KiB) at which it is moved into the database; readers that are
// always there can keep it from starting over, so from the second figure on it waits for them.
constexpr int checkpoint_pages = 4'000;
constexpr int checkpoint_pages_waiting = 64'000;

std::size_t bytes_of(const Draft& draft) {
  std::size_t bytes = 0;
  for (const auto& event : draft.events) bytes += event.payload.stored.size();
  return bytes;
}

}  // namespace

SqliteWriter::SqliteWriter(Db db, LedgerId ledger, Head head, const Surroundings& surroundings,
                           KeyRing& ring, std::function<void(std::uint64_t)> durable)
    : db_(std::move(db)),
      ledger_(ledger),
      surroundings_(surroundings),
      ring_(ring),
      durable_(std::move(durable)),
      end_(surroundings.clock, ledger, head),
      head_(head) {}

SqliteWriter::~SqliteWriter() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_all();
  if (thread_.joinable()) thread_.join();
  (void)db_.checkpoint(true).has_value();
}

Status SqliteWriter::prepare() {
  const auto ready = [&](Statement& statement, std::string_view sql) -> Status {
    HEED_TRY(statement, db_.prepare(sql));
    return ok();
  };
  HEED_CHECK(ready(begin_, "BEGIN IMMEDIATE"));
  HEED_CHECK(ready(commit_, "COMMIT"));
  HEED_CHECK(ready(rollback_, "ROLLBACK"));
  HEED_CHECK(ready(find_stream_, "SELECT id, version FROM streams WHERE kind = ?1 AND uuid = ?2"));
  HEED_CHECK(ready(add_stream_,
                   "INSERT INTO streams (kind, uuid, version) VALUES (?1, ?2, 0) RETURNING id"));
  HEED_CHECK(ready(move_stream_, "UPDATE streams SET version = ?2 WHERE id = ?1"));
  HEED_CHECK(
      ready(add_event_,
            "INSERT INTO events (seq, stream, version, at, actor, purpose, policy_version, "
            "type, key_id, payload_hash, cause_seq, cause_depth, previous_hash, hash, stored) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"));
  HEED_CHECK(ready(find_command_,
                   "SELECT body, first_seq, last_seq, version, at FROM commands WHERE actor = ?1 "
                   "AND key = ?2"));
  HEED_CHECK(ready(add_command_,
                   "INSERT OR REPLACE INTO commands (actor, key, body, first_seq, last_seq, "
                   "version, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
  HEED_CHECK(ready(drop_commands_,
                   "DELETE FROM commands WHERE rowid IN (SELECT rowid FROM commands ORDER BY rowid "
                   "LIMIT ?2) AND at < ?1"));
  HEED_CHECK(
      ready(add_key_, "INSERT OR IGNORE INTO keys (stream, person, key_id) VALUES (?1, ?2, ?3)"));
  HEED_CHECK(
      ready(add_destroyed_, "INSERT OR IGNORE INTO destroyed_keys (key_id, seq) VALUES (?1, ?2)"));
  HEED_CHECK(ready(add_type_, "INSERT OR IGNORE INTO types (name, first_seq) VALUES (?1, ?2)"));
  HEED_CHECK(ready(add_cursor_, "INSERT OR REPLACE INTO cursors (name, seq) VALUES (?1, ?2)"));

  HEED_TRY(Statement types, db_.prepare("SELECT name FROM types"));
  for (;;) {
    HEED_TRY(const bool row, types.step());
    if (!row) break;
    types_.emplace(types.bytes(0));
  }
  HEED_TRY(Statement destroyed, db_.prepare("SELECT key_id FROM destroyed_keys"));
  for (;;) {
    HEED_TRY(const bool row, destroyed.step());
    if (!row) break;
    destroyed_.insert(destroyed.count(0));
  }
  return ok();
}

void SqliteWriter::start() {
  thread_ = std::thread([this] { run(); });
}

Result<Receipt> SqliteWriter::write(Draft draft) {
  Request request;
  request.draft = std::move(draft);
  {
    std::lock_guard lock(mutex_);
    if (queue_.size() >= queue_max) {
      return error(Code::unavailable, "too many appends are waiting for the disk", "append",
                   "Send it again in a moment");
    }
    queue_.push_back(&request);
    if (queue_.size() == 1) work_.notify_one();
  }
  std::unique_lock lock(request.mutex);
  request.changed.wait(lock, [&] { return request.done; });
  return std::move(request.outcome);
}

Head SqliteWriter::head() const {
  std::lock_guard lock(mutex_);
  return head_;
}

std::set<KeyId> SqliteWriter::destroyed() const {
  std::lock_guard lock(mutex_);
  return destroyed_;
}

void SqliteWriter::save_cursor(std::string_view name, std::uint64_t seq) {
  std::lock_guard lock(mutex_);
  const bool first = cursors_.empty();
  cursors_[std::string(name)] = seq;
  if (first && queue_.empty()) work_.notify_one();
}

std::optional<std::uint64_t> SqliteWriter::unsaved_cursor(std::string_view name) const {
  std::lock_guard lock(mutex_);
  const auto found = cursors_.find(name);
  if (found == cursors_.end()) return std::nullopt;
  return found->second;
}

// False: stopping, and nothing is left.
bool SqliteWriter::wait_for_work(std::vector<Request*>& group, Cursors& cursors) {
  std::unique_lock lock(mutex_);
  const auto ready = [this] { return !queue_.empty() || stopping_; };
  work_.wait(lock, [&] { return ready() || !cursors_.empty(); });
  if (!ready()) work_.wait_for(lock, cursors_wait, ready);  // cursors alone can wait for company
  std::size_t bytes = 0;
  while (!queue_.empty() && group.size() < group_max && bytes < group_bytes_max) {
    group.push_back(queue_.front());
    bytes += bytes_of(group.back()->draft);
    queue_.pop_front();
  }
  cursors = cursors_;  // stay readable until they are on disk
  return !group.empty() || !cursors.empty();
}

void SqliteWriter::run() {
  for (;;) {
    std::vector<Request*> group;
    Cursors cursors;
    if (!wait_for_work(group, cursors)) {
      std::lock_guard lock(mutex_);
      if (stopping_ && queue_.empty()) return;
      continue;
    }
    commit(group, cursors);
    std::lock_guard lock(mutex_);
    if (failing_ && stopping_ && queue_.empty()) return;  // cursors may be older after all
  }
}

void SqliteWriter::commit(std::vector<Request*>& group, const Cursors& cursors) {
  const Head before = end_.head();
  if (auto written = write_group(group, cursors); !written) {
    (void)rollback_.run().has_value();  // fails where SQLite has rolled back by itself
    end_.back_to(before);
    streams_.clear();
    new_types_.clear();
    not_kept(group, written.error());
    return;
  }
  failing_ = false;
  types_.merge(new_types_);
  new_types_.clear();
  {
    std::lock_guard lock(mutex_);
    head_ = end_.head();
    for (const auto& [name, seq] : cursors) {
      const auto found = cursors_.find(name);
      if (found != cursors_.end() && found->second == seq) cursors_.erase(found);
    }
  }
  kept(group);
  if (end_.head().seq != before.seq) durable_(end_.head().seq);
  answer(group);
  tidy();
}

Status SqliteWriter::write_group(std::vector<Request*>& group, const Cursors& cursors) {
  HEED_CHECK(begin_.run());
  if (const auto step = end_.look_at_clock()) {
    surroundings_.alarm({Alarm::Kind::clock_stepped,
                         "the clock was moved by " + std::to_string(step->count()) + " us"});
    Result<Receipt> ignored = Receipt{};
    HEED_CHECK(
        try_one(own_draft(ledger_, clock_stepped_event(*step), surroundings_.random), ignored));
  }
  std::int64_t commands = 0;
  for (Request* request : group) {
    HEED_CHECK(try_one(request->draft, request->outcome));
    commands += request->draft.command ? 1 : 0;
  }
  for (const auto& [name, seq] : cursors) {
    HEED_CHECK(add_cursor_.bind_text(1, name).bind(2, seq).run());
  }
  if (commands > 0) {
    const Instant forget = surroundings_.clock.now() - command_keys_kept;
    HEED_CHECK(
        drop_commands_.bind(1, forget.time_since_epoch().count()).bind(2, 2 * commands).run());
  }
  return commit_.run();
}

void SqliteWriter::kept(const std::vector<Request*>& group) {
  for (const Request* request : group) {
    if (!request->outcome || request->outcome->repeated) continue;
    for (const auto& event : request->draft.events) {
      if (!event.key_is_durable) {
        ring_.made_durable(request->draft.stream, event.scope, event.key_id);
      }
    }
    if (request->draft.destroys != 0) {
      std::lock_guard lock(mutex_);
      destroyed_.insert(request->draft.destroys);
    }
  }
}

void SqliteWriter::not_kept(const std::vector<Request*>& group, const Error& error) {
  if (!failing_) {
    surroundings_.alarm(
        {Alarm::Kind::write_failed, "the ledger cannot be written, " + error.message()});
  }
  failing_ = true;
  for (Request* request : group) request->outcome = error;
  answer(group);
}

void SqliteWriter::answer(const std::vector<Request*>& group) {
  for (Request* request : group) {
    // Told under the lock: the waiter owns the request and drops it as soon as it may.
    std::lock_guard lock(request->mutex);
    request->done = true;
    request->changed.notify_one();
  }
}

void SqliteWriter::tidy() {
  if (streams_.size() > streams_kept_max) streams_.clear();
  if (db_.wal_pages() < checkpoint_pages) return;
  // What could not be moved stays in the log, readable and durable; the next group tries again.
  auto moved = db_.checkpoint(db_.wal_pages() >= checkpoint_pages_waiting);
  if (!moved && moved.error().code != Code::unavailable && !failing_) {
    surroundings_.alarm({Alarm::Kind::write_failed, moved.error().message()});
  }
}

Status SqliteWriter::try_one(const Draft& draft, Result<Receipt>& outcome) {
  if (draft.command) {
    HEED_TRY(const std::optional<Remembered> earlier, recall(draft.actor, draft.command->key));
    if (earlier) {
      outcome = repeat_of(*earlier, *draft.command);
      return ok();
    }
  }
  if (draft.cause.seq > end_.head().seq) {
    outcome = cause_from_the_future(draft.cause, end_.head().seq);
    return ok();
  }
  HEED_TRY(StreamEnd* const stream, end_of(draft.stream));
  if (draft.expected_version && *draft.expected_version != stream->version) {
    outcome = version_conflict(draft.stream, *draft.expected_version, stream->version);
    return ok();
  }
  for (const auto& event : draft.events) {
    if (event.key_id == 0 || !ring_.is_destroyed(event.key_id)) continue;
    outcome = key_gone();
    return ok();
  }
  Receipt receipt;
  HEED_CHECK(put(draft, *stream, receipt));
  outcome = receipt;
  return ok();
}

Status SqliteWriter::put(const Draft& draft, StreamEnd& stream, Receipt& receipt) {
  if (stream.row == 0) {
    const Resetting at_end(add_stream_);
    add_stream_.bind_text(1, draft.stream.kind).bind_blob(2, draft.stream.id.bytes);
    HEED_TRY(const bool row, add_stream_.step());
    HEED_ASSERT(row);
    stream.row = add_stream_.number(0);
    HEED_TRY(const bool more, add_stream_.step());
    HEED_ASSERT(!more);
  }
  receipt.first_seq = end_.head().seq + 1;
  for (const auto& event : draft.events) HEED_CHECK(put_event(draft, event, stream));
  HEED_CHECK(move_stream_.bind(1, stream.row).bind(2, stream.version).run());
  receipt.last_seq = end_.head().seq;
  receipt.version = stream.version;
  receipt.at = end_.head().at;
  if (draft.destroys != 0) {
    HEED_CHECK(add_destroyed_.bind(1, draft.destroys).bind(2, receipt.last_seq).run());
    ring_.destroyed(draft.destroys);
  }
  return draft.command ? put_command(draft, receipt) : ok();
}

Status SqliteWriter::put_event(const Draft& draft, const DraftEvent& event, StreamEnd& stream) {
  const EventHeader header = end_.next(draft, event, ++stream.version);
  if (!types_.contains(event.type) && new_types_.insert(event.type).second) {
    HEED_CHECK(add_type_.bind_text(1, event.type).bind(2, header.seq).run());
  }
  if (event.key_id != 0 && !event.key_is_durable) {
    HEED_CHECK(add_key_.bind(1, stream.row)
                   .bind_blob(2, person_bytes(event.scope))
                   .bind(3, event.key_id)
                   .run());
  }
  return add_event_.bind(1, header.seq)
      .bind(2, stream.row)
      .bind(3, header.version)
      .bind(4, header.at.time_since_epoch().count())
      .bind_blob(5, header.actor.uuid.bytes)
      .bind_text(6, header.purpose)
      .bind_text(7, header.policy_version)
      .bind_text(8, header.type)
      .bind(9, header.key_id)
      .bind_blob(10, header.payload_hash)
      .bind(11, header.cause.seq)
      .bind(12, static_cast<std::int64_t>(header.cause.depth))
      .bind_blob(13, header.previous_hash)
      .bind_blob(14, header.hash)
      .bind_blob(15, event.payload.stored)
      .run();
}

Status SqliteWriter::put_command(const Draft& draft, const Receipt& receipt) {
  return add_command_.bind_blob(1, draft.actor.uuid.bytes)
      .bind_text(2, draft.command->key)
      .bind_blob(3, draft.command->body)
      .bind(4, receipt.first_seq)
      .bind(5, receipt.last_seq)
      .bind(6, receipt.version)
      .bind(7, receipt.at.time_since_epoch().count())
      .run();
}

Result<std::optional<Remembered>> SqliteWriter::recall(const ActorId& actor, std::string_view key) {
  const Resetting at_end(find_command_);
  find_command_.bind_blob(1, actor.uuid.bytes).bind_text(2, key);
  HEED_TRY(const bool row, find_command_.step());
  if (!row) return std::optional<Remembered>();
  Remembered out;
  find_command_.fill(0, out.body);
  out.receipt = {find_command_.count(1), find_command_.count(2), find_command_.count(3),
                 Instant(Micros(find_command_.number(4))), true};
  if (surroundings_.clock.now() - out.receipt.at > command_keys_kept) {
    return std::optional<Remembered>();
  }
  return std::optional(out);
}

Result<SqliteWriter::StreamEnd*> SqliteWriter::end_of(const StreamId& stream) {
  if (const auto found = streams_.find(stream); found != streams_.end()) return &found->second;
  const Resetting at_end(find_stream_);
  find_stream_.bind_text(1, stream.kind).bind_blob(2, stream.id.bytes);
  HEED_TRY(const bool row, find_stream_.step());
  StreamEnd end;
  if (row) end = {find_stream_.number(0), find_stream_.count(1)};
  return &(streams_[stream] = end);
}

}  // namespace heed::journal
