#include "rehearsal/desk_stage.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "checks/connectors/http/exchange.h"
#include "desk/control_room.h"
#include "journal/memory_journal.h"
#include "journal/sqlite_journal.h"
#include "rehearsal/acts_find.h"
#include "rehearsal/cast.h"
#include "rehearsal/screen.h"
#include "rehearsal/sources_of.h"
#include "views/history.h"

namespace heed::rehearsal {
namespace {

struct Call {
  std::string name;
  incident::IncidentId incident;
  incident::ContactId contact;
  ActorId handler;
};

class DeskStage final : public Stage {
 public:
  DeskStage(const Script& script, Setting setting, Zone zone)
      : script_(script),
        setting_(std::move(setting)),
        zone_(std::move(zone)),
        clock_(zone_.instant(script.began).at),
        timers_(clock_),
        random_(setting_.seed),
        history_(std::make_shared<views::History>()) {}

  ~DeskStage() override {
    if (room_) room_->stop();
  }

  Status build() {
    for (const CastMember& member : script_.cast) {
      if (!member.on_duty) absent_.insert(member.name);
    }
    HEED_CHECK(refresh_staff());
    HEED_TRY(register_, register_of(script_, setting_.policy->training));
    HEED_CHECK(open_ledger());
    HEED_CHECK(open_sources());
    return open_room();
  }

  const Zone& zone() const override { return zone_; }
  Instant now() const override { return clock_.now(); }

  Status perform(const Act& act) override {
    HEED_CHECK(act_on(act));
    return settle();
  }

  Status pass_until(Instant until) override {
    const Steady at = clock_.steady() + std::max(Micros(0), until - clock_.now());
    HEED_CHECK(settle());
    while (true) {
      const auto next = timers_.next();
      if (!next || *next > at) break;
      timers_.run_until(*next);
      HEED_CHECK(settle());
    }
    timers_.run_until(at);
    return settle();
  }

  Result<std::vector<Item>> see(const std::string& sight, const std::string& on,
                                const std::string& who) override {
    if (sight == "asked") return asked();
    if (calls_.empty()) return std::vector<Item>();
    HEED_TRY(const Call call, call_meant(on));
    HEED_TRY(const auto whole, room_->desk().look(call.incident));
    desk::Viewer viewer{{}, now(), zone_, *setting_.policy, room_->duty(), who.empty()};
    if (!who.empty()) viewer.roles = staff_.roles(access::actor_of(login_of(who)));
    return items_of(sight, desk::view_of(*whole, viewer), zone_);
  }

 private:
  journal::Surroundings surroundings() {
    return {clock_, random_,
            [this](const journal::Alarm& alarm) { alarms_.push_back(alarm.text); }};
  }

  Status open_ledger() {
    journal::EventTypes types;
    desk::add_types(types);
    const journal::LedgerBirth birth{script_.force_name, script_.force_code, script_.zone,
                                     journal::Nature::rehearsal};
    if (setting_.processes == nullptr) {
      if (journal_) return ok();  // in memory: it is all there is
      HEED_TRY(journal_, journal::new_memory_journal(birth, std::move(types), surroundings()));
      return ok();
    }
    journal_.reset();
    journal::SqliteOptions options;
    options.folder = setting_.processes->folder() / "ledger";
    options.birth = birth;
    HEED_TRY(journal_, journal::open_sqlite_journal(options, std::move(types), surroundings()));
    return ok();
  }

  Status open_sources() {
    HEED_TRY(sources_, sources_of(script_, *setting_.policy->sources, history_, timers_, zone_));
    if (setting_.processes == nullptr) return ok();
    for (const auto& declared : setting_.policy->sources->all()) {
      const bool outside = declared->kind == checks::SourceKind::http ||
                           declared->kind == checks::SourceKind::person;
      if (!outside || declared->at_own_screen) continue;
      sources_.at(declared->source)
          ->ask_over(checks::http_exchange(setting_.processes->connection(declared->source)));
    }
    return ok();
  }

  Status refresh_staff() {
    HEED_TRY(staff_, staff_of(script_, absent_, setting_.policy->access, zone_));
    return ok();
  }

  Status open_room() {
    desk::ControlRoom::Parts parts{
        *journal_,
        clock_,
        timers_,
        random_,
        zone_,
        setting_.policy,
        staff_,
        register_,
        exchanges_of(sources_),
        [this](const checks::SourceDeclaration&) { return checks::timer_workers(timers_); },
        surroundings().alarm,
        [](const checks::SourceHealth&) {},
        {history_.get()},
        Micros(0)};
    room_ = std::make_unique<desk::ControlRoom>(std::move(parts));
    HEED_CHECK(room_->open());
    return settle();
  }

  // Everything that can be done at this moment: feed and reactions, and timers that are due now.
  Status settle() {
    constexpr int rounds_max = 100'000;
    for (int round = 0; round < rounds_max; ++round) {
      HEED_CHECK(room_->settle());
      const auto next = timers_.next();
      if (!next || *next > clock_.steady()) return ok();
      timers_.run_until(clock_.steady());
    }
    return error(Code::limit, "something feeds itself without time passing");
  }

  Result<Call> call_meant(const std::string& on) const {
    if (calls_.empty()) return error(Code::invalid, "no call has come in yet");
    if (on.empty()) return calls_.back();
    for (const Call& call : calls_) {
      if (call.name == on) return call;
    }
    return error(Code::invalid, fmt::format("the call \"{}\" has not come in yet", on));
  }

  Scene scene(const Call& call, const desk::Whole& whole) const {
    return {whole,        *setting_.policy,
            call.contact, clock_.now(),
            zone_,        [](std::string_view name) { return access::actor_of(login_of(name)); }};
  }

  Status act_on(const Act& act) {
    if (act.verb == "call") return comes_in(act);
    if (act.verb == "source_fails" || act.verb == "source_recovers") return source_changes(act);
    if (act.verb == "comes_on" || act.verb == "goes_off") {
      const std::string who = text(act, "who");
      if (act.verb == "comes_on") {
        absent_.erase(who);
      } else {
        absent_.insert(who);
      }
      return refresh_staff();
    }
    if (act.verb == "restart") {
      room_->stop();
      room_.reset();
      history_ = std::make_shared<views::History>();
      HEED_CHECK(open_ledger());
      HEED_CHECK(open_sources());
      return open_room();
    }
    HEED_TRY(const Call call, call_meant(act.on));
    const ActorId actor = act.by.empty() ? call.handler : access::actor_of(login_of(act.by));
    if (act.verb == "looks") return ok();
    HEED_TRY(const auto whole, room_->desk().look(call.incident));
    HEED_TRY(const auto commands, commands_for(act, scene(call, *whole)));
    for (const auto& command : commands) HEED_CHECK(submit(call.incident, actor, command, act));
    return ok();
  }

  Status submit(incident::IncidentId incident, ActorId actor, const desk::Command& command,
                const Act& act) {
    desk::Submission submission;
    submission.actor = actor;
    submission.purpose = "call_handling";
    submission.reason = text(act, "reason");
    submission.key = fmt::format("rehearsal/{}", ++sent_);
    submission.incident = incident;
    submission.command = command;
    HEED_TRY(const desk::Done done, room_->desk().submit(std::move(submission)));
    if (done.refusal) return *done.refusal;
    return ok();
  }

  Status comes_in(const Act& act) {
    incident::OpenContact open;
    open.channel =
        named<incident::Channel>(text(act, "channel", "999"), {"999", "101", "chat", "in_person"});
    open.line = text(act, "line");
    open.subscriber = text(act, "subscriber");
    open.call_id = fmt::format("call-{}", calls_.size() + 1);
    open.recording = fmt::format("rec-{}", calls_.size() + 1);
    open.recording_offset = Micros(0);
    open.location = location(act);
    const std::string handler = text(act, "answered_by");
    open.handler = access::actor_of(login_of(handler));
    if (const auto taken = time(act, "taken_at", zone_, clock_.now())) {
      open.answered_at = *taken;
      open.entered_afterwards = true;
    }
    desk::Submission submission;
    submission.actor = open.entered_afterwards ? open.handler : access::system_actor();
    submission.purpose = open.entered_afterwards ? "call_handling" : "system";
    submission.key = fmt::format("rehearsal/{}", ++sent_);
    if (given(act, "joins") != nullptr) {
      HEED_TRY(const Call joined, call_meant(text(act, "joins")));
      submission.incident = joined.incident;
    }
    submission.command = incident::Command(std::move(open));
    HEED_TRY(const desk::Done done, room_->desk().submit(std::move(submission)));
    if (done.refusal) return *done.refusal;
    Call call{text(act, "as"), done.incident, {}, access::actor_of(login_of(handler))};
    HEED_TRY(const auto whole, room_->desk().look(done.incident));
    if (!whole->incident.contact_order.empty()) call.contact = whole->incident.contact_order.back();
    calls_.push_back(call);
    return ok();
  }

  static std::optional<Instant> time(const Act& act, std::string_view name, const Zone& zone,
                                     Instant now) {
    const Given* found = given(act, name);
    if (found == nullptr) return std::nullopt;
    return resolve(found->time, now, zone);
  }

  std::optional<incident::Location> location(const Act& act) const {
    incident::Location at;
    at.address = text(act, "address");
    at.uprn = text(act, "uprn");
    const auto degrees = [&](const char* name) -> std::optional<double> {
      const std::string written = text(act, name);
      if (written.empty()) return std::nullopt;
      return std::strtod(written.c_str(), nullptr);
    };
    at.latitude = degrees("latitude");
    at.longitude = degrees("longitude");
    if (const Given* radius = given(act, "radius_m"))
      at.radius_m = static_cast<int>(radius->number);
    if (const Given* age = given(act, "fix_age")) at.fixed_at = clock_.now() - age->duration;
    at.method = text(act, "method", at.address.empty() ? "" : "subscriber");
    if (at.address.empty() && at.uprn.empty() && !at.latitude) return std::nullopt;
    return at;
  }

  Status source_changes(const Act& act) {
    const auto found = sources_.find(text(act, "source"));
    if (found == sources_.end()) return error(Code::not_found, "no such source in this rehearsal");
    if (act.verb == "source_fails") {
      found->second->fail(text(act, "with"));
    } else {
      found->second->recover();
      room_->runner().try_now(found->first);
    }
    return ok();
  }

  std::vector<Item> asked() const {
    std::vector<Item> items;
    for (const auto& [name, source] : sources_) {
      for (const Received& received : source->received()) {
        Item made;
        made.sight = "asked";
        made.say("source", name);
        made.say("with", received.question);
        items.push_back(std::move(made));
      }
    }
    return items;
  }

  const Script& script_;
  Setting setting_;
  Zone zone_;
  ManualClock clock_;
  ManualTimers timers_;
  SeededRandom random_;
  std::set<std::string> absent_;
  access::Staff staff_;
  training::Register register_;
  std::unique_ptr<journal::Journal> journal_;
  std::shared_ptr<views::History> history_;
  ScriptedSources sources_;
  std::unique_ptr<desk::ControlRoom> room_;
  std::vector<Call> calls_;
  std::vector<std::string> alarms_;
  std::uint64_t sent_ = 0;
};

}  // namespace

Result<std::unique_ptr<Stage>> desk_stage(const Script& script, Setting setting) {
  HEED_TRY(Zone zone, Zone::load(script.zone));
  auto stage = std::make_unique<DeskStage>(script, std::move(setting), std::move(zone));
  HEED_CHECK(stage->build());
  return std::unique_ptr<Stage>(std::move(stage));
}

}  // namespace heed::rehearsal
