#include "journal/reactions.h"

#include <array>

#include "base/assert.h"
#include "journal/ledger_events.h"

namespace heed::journal {
namespace {

using std::chrono::milliseconds;
constexpr std::array<Micros, 5> back_off{milliseconds(100), milliseconds(300), milliseconds(900),
                                         milliseconds(2700), milliseconds(8100)};
constexpr std::size_t window_max = 256;   // events taken from the feed ahead of the cursor
constexpr std::size_t recent_max = 2048;  // events kept so that each is read and opened once
constexpr std::size_t firing_max = 64;
constexpr auto pause_after_failed_read = std::chrono::seconds(1);

bool is_refusal(Code code) {
  return code == Code::invalid || code == Code::not_found || code == Code::denied ||
         code == Code::refused;
}

std::string due_key(const Due& due) {
  const std::string name =
      due.key.size() <= 120 ? due.key : to_hex(hash_bytes(due.key)).substr(0, 32);
  return "due/" + name + "/" + std::to_string(due.at.time_since_epoch().count());
}

}  // namespace

Reaction reaction(std::string name, std::set<std::string, std::less<>> types,
                  std::function<Status(const StoredEvent&, const Trigger&)> act) {
  Reaction out;
  out.name = std::move(name);
  out.types = std::move(types);
  out.act = [act = std::move(act)](const StoredEvent& event, const Trigger& trigger, Done done) {
    done(act(event, trigger));
  };
  return out;
}

// One act: of a reaction on an event, or of what is due.
struct Task {
  enum class Phase { waiting, running, backing_off, done };
  Phase phase = Phase::waiting;
  Trigger trigger;
  std::shared_ptr<const StoredEvent> event;
  Due due;
};

// Owned by the thread that steps, but for what `mutex` guards.
struct Reactions::State : std::enable_shared_from_this<State> {
  struct Row {
    Reaction reaction;
    std::uint64_t cursor = 0;  // all done up to here
    std::uint64_t read = 0;    // taken from the feed up to here
    std::uint64_t saved = 0;
    std::deque<std::uint64_t> window;  // tasks, in order of seq
    std::uint64_t acted = 0, refused = 0, parked = 0;
  };
  struct Ended {
    std::uint64_t task;
    int attempt;
    Status status;
  };

  State(Journal& journal_in, Timers& timers_in, ReactionsOptions options_in)
      : journal(journal_in), timers(timers_in), options(std::move(options_in)) {}

  Journal& journal;
  Timers& timers;
  ReactionsOptions options;
  std::vector<Row> rows;
  std::map<std::uint64_t, Task> tasks;
  std::set<std::uint64_t> firing;  // tasks of the due list
  std::uint64_t next_task = 1;
  DueList* due = nullptr;
  std::function<void(const Due&, const Trigger&, Done)> fire;
  std::deque<std::shared_ptr<const StoredEvent>> recent;
  TimerId armed = 0;
  Instant armed_for;
  bool looked = false;

  mutable std::mutex mutex;
  std::condition_variable changed;
  std::vector<Ended> ended;           // guarded
  std::vector<std::uint64_t> to_try;  // guarded: backed off long enough
  bool wake = false;                  // guarded
  bool stopping = false;              // guarded
  bool busy = false;                  // guarded
  std::vector<Standing> standings;    // guarded
  bool timer_fired = false;           // guarded
  std::thread thread;
  std::uint64_t listening = 0;

  void nudge() {
    std::lock_guard lock(mutex);
    wake = true;
    changed.notify_all();
  }

  Result<std::shared_ptr<const StoredEvent>> event_after(std::uint64_t seq);
  Status fill(Row& row);
  std::size_t start_some(Row& row);
  void start(std::uint64_t id, const std::function<void(const Task&, Done)>& act);
  std::size_t take_ended();
  void end(std::uint64_t id, Task& task, const Status& status);
  Status record(std::string_view type, const Task& task, const Error& error);
  void try_later(std::uint64_t id, Task& task);
  void move_cursor(Row& row);
  std::size_t fire_some();
  void arm();
  Row* row_of(const Task& task);
  Result<std::size_t> step();
  void publish();
  void run();
};

Result<std::shared_ptr<const StoredEvent>> Reactions::State::event_after(std::uint64_t seq) {
  const auto refill = [&](std::uint64_t after) -> Status {
    HEED_TRY(std::vector<StoredEvent> events, journal.read_feed(after, window_max));
    for (auto& event : events) {
      recent.push_back(std::make_shared<const StoredEvent>(std::move(event)));
    }
    while (recent.size() > recent_max) recent.pop_front();
    return ok();
  };
  if (recent.empty() || seq + 1 < recent.front()->header.seq || seq > recent.back()->header.seq) {
    recent.clear();  // far from where the others are
    HEED_CHECK(refill(seq));
  } else if (seq == recent.back()->header.seq) {
    HEED_CHECK(refill(seq));
  }
  if (recent.empty() || seq + 1 > recent.back()->header.seq) {
    return std::shared_ptr<const StoredEvent>();
  }
  return recent[seq + 1 - recent.front()->header.seq];
}

Status Reactions::State::fill(Row& row) {
  const std::uint64_t head = journal.head().seq;
  while (row.read < head && row.window.size() < window_max) {
    HEED_TRY(auto event, event_after(row.read));
    if (!event) break;
    row.read = event->header.seq;
    if (!row.reaction.types.empty() && !row.reaction.types.contains(event->type)) continue;
    Task task;
    task.trigger.name = row.reaction.name;
    task.trigger.cause = caused_by(*event);
    task.trigger.base_key = row.reaction.name + "/" + std::to_string(event->header.seq);
    task.event = std::move(event);
    row.window.push_back(next_task);
    tasks.emplace(next_task++, std::move(task));
  }
  return ok();
}

std::size_t Reactions::State::start_some(Row& row) {
  std::size_t under_way = 0;
  std::size_t begun = 0;
  std::set<StreamId> streams;
  // Synchronous acts end while we look, so the window is walked by a copy of its ids.
  const std::vector<std::uint64_t> ids(row.window.begin(), row.window.end());
  for (const std::uint64_t id : ids) {
    Task& task = tasks.at(id);
    if (task.phase == Task::Phase::done) continue;
    const bool first_of_stream = streams.insert(task.event->header.stream).second;
    if (task.phase != Task::Phase::waiting) {
      ++under_way;
      continue;
    }
    if (!first_of_stream) continue;
    if (under_way >= row.reaction.in_flight_max) break;
    ++under_way;
    ++begun;
    ++row.acted;
    if (task.trigger.cause.depth >= cause_depth_max) {
      options.alarm({Alarm::Kind::causes_too_deep,
                     "reaction \"" + row.reaction.name + "\" on event " +
                         std::to_string(task.event->header.seq) + " is a loop of causes"});
      task.phase = Task::Phase::running;
      std::lock_guard lock(mutex);
      ended.push_back(
          {id, task.trigger.attempt, error(Code::refused, "the causes of this go too deep")});
      continue;
    }
    start(id, [&](const Task& to_do, Done done) {
      row.reaction.act(*to_do.event, to_do.trigger, std::move(done));
    });
  }
  return begun;
}

void Reactions::State::start(std::uint64_t id, const std::function<void(const Task&, Done)>& act) {
  Task& task = tasks.at(id);
  task.phase = Task::Phase::running;
  const int attempt = task.trigger.attempt;
  const std::weak_ptr<State> weak = weak_from_this();
  act(task, [weak, id, attempt](Status status) {
    const auto state = weak.lock();
    if (!state) return;
    std::lock_guard lock(state->mutex);
    state->ended.push_back({id, attempt, std::move(status)});
    state->wake = true;
    state->changed.notify_all();
  });
}

Reactions::State::Row* Reactions::State::row_of(const Task& task) {
  for (auto& row : rows) {
    if (task.event && row.reaction.name == task.trigger.name) return &row;
  }
  return nullptr;
}

std::size_t Reactions::State::take_ended() {
  std::vector<Ended> now_ended;
  std::vector<std::uint64_t> now_to_try;
  {
    std::lock_guard lock(mutex);
    now_ended.swap(ended);
    now_to_try.swap(to_try);
    if (timer_fired) armed = 0;
    timer_fired = false;
  }
  for (const std::uint64_t id : now_to_try) {
    const auto found = tasks.find(id);
    if (found != tasks.end()) found->second.phase = Task::Phase::waiting;
  }
  for (const auto& [id, attempt, status] : now_ended) {
    const auto found = tasks.find(id);
    // A second Done for the same attempt is somebody's mistake; it changes nothing.
    if (found == tasks.end() || found->second.phase != Task::Phase::running ||
        found->second.trigger.attempt != attempt) {
      continue;
    }
    end(id, found->second, status);
  }
  return now_ended.size() + now_to_try.size();
}

void Reactions::State::end(std::uint64_t id, Task& task, const Status& status) {
  Row* row = row_of(task);
  if (!status) {
    const Error& failure = status.error();
    const bool refused = is_refusal(failure.code);
    if (!refused && task.trigger.attempt <= static_cast<int>(back_off.size())) {
      return try_later(id, task);
    }
    if (auto recorded = record(refused ? reaction_refused : reaction_parked, task, failure);
        !recorded) {
      // The ledger takes nothing now: nothing may be passed that is not on record.
      task.trigger.attempt = static_cast<int>(back_off.size());
      return try_later(id, task);
    }
    if (refused) {
      if (row) ++row->refused;
    } else {
      options.alarm({Alarm::Kind::reaction_parked,
                     "given up \"" + task.trigger.base_key + "\": " + failure.message()});
      options.on_parked({task.trigger.name, task.trigger.cause, task.trigger.base_key, failure});
      if (row) ++row->parked;
    }
  }
  task.phase = Task::Phase::done;
  if (firing.erase(id) > 0) tasks.erase(id);
}

Status Reactions::State::record(std::string_view type, const Task& task, const Error& failure) {
  Append append;
  append.stream = ledger_stream(journal.ledger().ledger);
  append.actor = options.actor;
  append.purpose = options.purpose;
  append.policy_version = options.policy_version;
  append.cause = task.trigger.cause;
  append.cause.depth = std::min(append.cause.depth, cause_depth_max - 1);
  const std::string key = task.trigger.key(type == reaction_refused ? "refused" : "parked");
  append.command = CommandKey{key, hash_bytes(key)};
  append.events.push_back(
      reaction_event(type, task.trigger.name, task.trigger.base_key, failure.code));
  if (auto appended = journal.append(std::move(append)); !appended) return appended.error();
  return ok();
}

void Reactions::State::try_later(std::uint64_t id, Task& task) {
  const Micros wait = back_off[static_cast<std::size_t>(task.trigger.attempt) - 1];
  ++task.trigger.attempt;
  task.phase = Task::Phase::backing_off;
  const std::weak_ptr<State> weak = weak_from_this();
  timers.after(wait, [weak, id] {
    const auto state = weak.lock();
    if (!state) return;
    std::lock_guard lock(state->mutex);
    state->to_try.push_back(id);
    state->wake = true;
    state->changed.notify_all();
  });
}

void Reactions::State::move_cursor(Row& row) {
  while (!row.window.empty()) {
    const auto first = tasks.find(row.window.front());
    if (first->second.phase != Task::Phase::done) break;
    row.cursor = first->second.event->header.seq;
    tasks.erase(first);
    row.window.pop_front();
  }
  if (row.window.empty()) row.cursor = row.read;
  if (row.cursor != row.saved && journal.save_cursor(row.reaction.name, row.cursor)) {
    row.saved = row.cursor;
  }
}

std::size_t Reactions::State::fire_some() {
  if (!due) return 0;
  const Instant now = timers.clock().now();
  if (firing.size() < firing_max) {
    for (auto& owed : due->take_due(now, firing_max - firing.size())) {
      Task task;
      task.trigger.name = "due";
      task.trigger.cause = {owed.seq, owed.depth + 1};
      task.trigger.base_key = due_key(owed);
      task.due = std::move(owed);
      firing.insert(next_task);
      tasks.emplace(next_task++, std::move(task));
    }
  }
  std::size_t begun = 0;
  const std::vector<std::uint64_t> ids(firing.begin(), firing.end());
  for (const std::uint64_t id : ids) {
    if (tasks.at(id).phase != Task::Phase::waiting) continue;
    ++begun;
    start(id, [&](const Task& task, Done done) { fire(task.due, task.trigger, std::move(done)); });
  }
  arm();
  return begun;
}

void Reactions::State::arm() {
  const auto earliest = due->earliest();
  if (!earliest) return;
  if (armed != 0 && armed_for <= earliest->at) return;
  if (armed != 0) timers.cancel(armed);
  const Instant now = timers.clock().now();
  Micros wait = std::max(Micros(0), std::chrono::duration_cast<Micros>(earliest->at - now));
  if (options.recheck > Micros(0)) wait = std::min(wait, options.recheck);
  armed_for = now + wait;
  const std::weak_ptr<State> weak = weak_from_this();
  armed = timers.after(wait, [weak] {
    const auto state = weak.lock();
    if (!state) return;
    std::lock_guard lock(state->mutex);
    state->timer_fired = true;
    state->wake = true;
    state->changed.notify_all();
  });
}

Result<std::size_t> Reactions::State::step() {
  std::size_t did = take_ended();
  for (auto& row : rows) {
    move_cursor(row);
    HEED_CHECK(fill(row));
    did += start_some(row);
  }
  did += fire_some();
  publish();
  return did;
}

void Reactions::State::publish() {
  std::vector<Standing> out;
  for (const auto& row : rows) {
    std::size_t under_way = 0;
    for (const auto id : row.window) under_way += tasks.at(id).phase != Task::Phase::done ? 1 : 0;
    out.push_back({row.reaction.name, row.cursor, under_way, row.acted, row.refused, row.parked});
  }
  std::lock_guard lock(mutex);
  standings = std::move(out);
  busy = !firing.empty();
  for (const auto& standing : standings) busy = busy || standing.in_flight > 0;
}

void Reactions::State::run() {
  bool alarmed = false;
  for (;;) {
    const auto did = step();
    if (!did && !alarmed) {
      options.alarm({Alarm::Kind::reaction_parked,
                     "reactions cannot read the ledger: " + did.error().message()});
    }
    alarmed = !did;
    std::unique_lock lock(mutex);
    if (!did) changed.wait_for(lock, pause_after_failed_read, [&] { return stopping; });
    if (did && *did == 0) changed.wait(lock, [&] { return wake || stopping; });
    if (stopping) return;
    wake = false;
  }
}

Reactions::Reactions(Journal& journal, Timers& timers, ReactionsOptions options)
    : state_(std::make_shared<State>(journal, timers, std::move(options))) {
  HEED_ASSERT(!state_->options.actor.is_nil());
}

Reactions::~Reactions() { stop(); }

Status Reactions::add(Reaction reaction) {
  HEED_ASSERT(!state_->thread.joinable() && reaction.in_flight_max > 0);
  for (const auto& row : state_->rows) HEED_ASSERT(row.reaction.name != reaction.name);
  HEED_TRY(const std::optional<std::uint64_t> saved, state_->journal.cursor(reaction.name));
  State::Row row;
  const std::uint64_t head = state_->journal.head().seq;
  row.cursor = saved ? std::min(*saved, head) : reaction.from_the_first ? 0 : head;
  row.read = row.cursor;
  row.saved = row.cursor;
  row.reaction = std::move(reaction);
  if (!saved) HEED_CHECK(state_->journal.save_cursor(row.reaction.name, row.cursor));
  state_->rows.push_back(std::move(row));
  return ok();
}

void Reactions::fire_due(DueList& due, std::function<void(const Due&, const Trigger&, Done)> fire) {
  HEED_ASSERT(!state_->thread.joinable());
  state_->due = &due;
  state_->fire = std::move(fire);
  const std::weak_ptr<State> weak = state_;
  due.on_change([weak] {
    if (const auto state = weak.lock()) state->nudge();
  });
}

Result<std::size_t> Reactions::step() {
  HEED_ASSERT(!state_->thread.joinable());
  return state_->step();
}

bool Reactions::idle() const {
  std::lock_guard lock(state_->mutex);
  return !state_->busy && state_->ended.empty() && state_->to_try.empty();
}

void Reactions::start() {
  HEED_ASSERT(!state_->thread.joinable());
  state_->stopping = false;
  const std::weak_ptr<State> weak = state_;
  state_->listening = state_->journal.listen([weak](std::uint64_t) {
    if (const auto state = weak.lock()) state->nudge();
  });
  state_->thread = std::thread([state = state_.get()] { state->run(); });
}

void Reactions::stop() {
  if (!state_->thread.joinable()) return;
  state_->journal.stop_listening(state_->listening);
  {
    std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->changed.notify_all();
  state_->thread.join();
  state_->thread = {};
}

std::vector<Reactions::Standing> Reactions::standings() const {
  std::lock_guard lock(state_->mutex);
  return state_->standings;
}

}  // namespace heed::journal
