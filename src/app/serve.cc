#include "app/serve.h"

#include <fmt/core.h>
#include <sys/resource.h>

#include "app/lead_rehearsal.h"
#include "app/ledger_tools.h"
#include "app/listen_tls.h"
#include "app/room.h"
#include "app/side_rows.h"
#include "base/file.h"
#include "base/text.h"
#include "journal/sqlite_journal.h"
#include "server/desk_hear.h"
#include "server/drafts.h"

namespace heed::app {
namespace {

constexpr std::size_t file_bytes_max = 64 << 20;

Status read_force(Room& room) {
  HEED_TRY(auto zone, Zone::load(room.config.zone));
  room.zone = std::move(zone);
  HEED_TRY(room.policy, desk::load_force_policy(room.config.policy, *room.zone));
  HEED_TRY(const auto staff, policy::Document::load(room.config.staff));
  HEED_TRY(room.staff, access::Staff::read(staff, room.policy->access, *room.zone));
  if (room.config.wards) {
    HEED_TRY(auto wards, policy::Document::load(*room.config.wards));
    HEED_TRY(room.wards, desk::Wards::read(std::move(wards)));
  }
  HEED_TRY(const std::string csv, read_file(room.config.competences, file_bytes_max));
  HEED_TRY(auto import, training::Register::import_csv(csv, room.policy->training));
  if (!import.errors.empty()) room.warnings.push_back("competences: " + import.summary());
  room.competences = std::move(import.accepted);
  return ok();
}

// Opened twice where a case sets the time: once to see how far the ledger has come, since its time
// never runs back.
Status open_ledger(Room& room, const ServeOptions& options, Random& random) {
  const auto alarm = [log = options.log](const journal::Alarm& alarm) {
    log("alarm: " + alarm.text);
  };
  journal::SqliteOptions sqlite;
  sqlite.folder = options.ledger;
  sqlite.nature = options.rehearsal ? journal::Nature::rehearsal : journal::Nature::live;
  sqlite.birth = journal::LedgerBirth{room.config.force_name, room.config.force_code,
                                      room.config.zone, *sqlite.nature};
  Instant start = options.starts.value_or(room.system_clock.now());
  if (options.starts && std::filesystem::exists(options.ledger)) {
    journal::SqliteOptions look = sqlite;
    look.birth.reset();
    look.checkpoint_every = Micros(0);
    const auto earlier =
        journal::open_sqlite_journal(look, event_types(), {room.system_clock, random, alarm});
    if (earlier) start = std::max(start, (*earlier)->head().at);
  }
  room.clock = std::make_unique<MovedClock>(
      room.system_clock, options.starts ? start - room.system_clock.now() : Micros(0));
  HEED_TRY(room.journal,
           journal::open_sqlite_journal(sqlite, event_types(), {*room.clock, random, alarm}));
  return ok();
}

// Who is signed in, and what is typed and not sent. Real time: a case's clock signs nobody out.
Status open_rows(Room& room, const ServeOptions& options, Random& random) {
  HEED_TRY(room.rows, open_side_rows(options.ledger, random));
  room.accounts = std::make_unique<access::Accounts>(*room.rows, room.system_clock);
  room.attempts = std::make_unique<access::Attempts>(room.system_clock);
  HEED_TRY(room.sessions, access::Sessions::open(*room.rows, room.system_clock, random));
  room.tokens = std::make_unique<access::Tokens>(*room.rows, room.system_clock, random);
  HEED_CHECK(room.tokens->refresh());
  HEED_CHECK(server::forget_old_drafts({*room.rows, room.system_clock}));
  return ok();
}

// At the start, and when a rehearsal's time has moved on: as a force does by night.
Status import_extracts(Room& room) {
  for (const auto& [source, file] : room.config.extracts) {
    const auto* declared = room.policy->sources->find(source);
    if (!declared) {
      room.warnings.push_back("extract of an undeclared source: " + source);
      continue;
    }
    HEED_TRY(const std::string csv, read_file(file, file_bytes_max));
    HEED_TRY(const auto dataset, room.datasets->import(*declared, csv, room.clock->now()));
    if (dataset->extract().rejected > 0) {
      room.warnings.push_back(fmt::format("{}: {} of {} rows could not be read", source,
                                          dataset->extract().rejected, dataset->extract().rows));
    }
  }
  return ok();
}

Status open_sources(Room& room, const ServeOptions& options, Random& random) {
  std::filesystem::path folder = options.ledger;
  folder += ".extracts";
  std::filesystem::path key_file = options.ledger;
  key_file += ".extracts.key";
  HEED_CHECK(make_folder(folder, 0700));
  HEED_TRY(const SealKey key, kept_key(key_file, random));
  room.datasets = std::make_shared<checks::DatasetStore>(folder, key, random);
  HEED_CHECK(import_extracts(room));
  std::map<std::string, checks::Connection> connections;
  const auto file = options.connections ? options.connections : room.config.connections;
  if (file) {
    HEED_TRY(connections, checks::load_connections(*file));
  }
  room.history = std::make_shared<views::History>();
  room.exchanges =
      checks::real_exchanges(*room.policy->sources, connections, room.datasets, room.history);
  for (const std::string& missing : room.exchanges.missing) room.warnings.push_back(missing);
  return ok();
}

Status open_room(Room& room, const ServeOptions& options, Random& random) {
  room.timers = std::make_unique<ThreadTimers>(*room.clock);
  room.who_saw = std::make_unique<views::WhoSaw>();
  desk::ControlRoom::Parts parts{
      *room.journal,
      *room.clock,
      *room.timers,
      random,
      *room.zone,
      room.policy,
      room.staff,
      room.competences,
      room.exchanges.by_source,
      [](const checks::SourceDeclaration& source) {
        return checks::thread_workers(source.limits.workers);
      },
      [log = options.log](const journal::Alarm& alarm) { log("alarm: " + alarm.text); },
      [log = options.log](const checks::SourceHealth& health) {
        log(fmt::format("source {} is {}", health.source, health.up ? "back" : "not answering"));
      },
      {room.history.get(), room.who_saw.get()}};
  room.room = std::make_unique<desk::ControlRoom>(std::move(parts));
  room.wellbeing = std::make_unique<server::Wellbeing>(*room.clock);
  room.consultations = std::make_unique<desk::Consultations>(*room.journal, *room.clock, random);
  room.boards = std::make_unique<desk::Boards>(room.room->desk(), room.wards);
  // Before whoever is told of it: a screen that hears of a change finds it on the board.
  room.room->feed().watch(
      "boards", 0, [&room](const journal::StoredEvent& event) { room.boards->changed(event); });
  return ok();
}

server::DeskDoor door_of(Room& room) {
  return {room.room->desk(),
          *room.journal,
          room.staff,
          *room.consultations,
          [&room](checks::CheckId id) { return room.room->runner().state_of(id); },
          [&room](ActorId who, const std::string& draft) {
            // The entry is durable. A draft that stays is offered again, and deleted then.
            (void)server::end_draft(*room.rows, who, draft);
          },
          room.history.get(),
          room.who_saw.get(),
          [&room] { return room.room->runner().health(); },
          room.accounts.get(),
          room.boards.get()};
}

// Calls that somebody placed and nothing forbade go to the switch, once each.
journal::Reaction placing(Room& room, const std::string& url) {
  return journal::reaction(
      "place_calls", {"telephone.call_placed.v1"},
      [&room, url](const journal::StoredEvent& event, const journal::Trigger&) -> Status {
        const auto call = server::call_to_place(event, door_of(room));
        if (!call) return ok();
        std::lock_guard lock(room.phone_mutex);
        return server::place_call(*room.phone_client, url, *call);
      });
}

void open_telephone(Room& room, const ServeOptions& options, const std::string& url) {
  room.phone_desk = std::make_unique<server::PhoneDesk>(door_of(room));
  server::Telephone::Parts parts;
  parts.url = url;
  parts.clock = room.clock.get();
  parts.happened = [&room, log = options.log](const server::PhoneEvent& event) {
    server::PhoneEvent known = event;
    if (!room.staff.find_login(known.agent)) known.agent = room.config.default_handler;
    return room.phone_desk->happened(known, [log](const Error& refused) {
      log("a call was refused by the desk: " + refused.message());
    });
  };
  parts.load = [&room](const std::string& run) { return room.phone_desk->load(run); };
  parts.save = [&room](const server::PhoneCursor& cursor) { return room.phone_desk->save(cursor); };
  parts.reached = [log = options.log](bool reached, const std::string& why) {
    log(reached ? "the telephone switch answers" : "the telephone switch: " + why);
  };
  room.telephone = std::make_unique<server::Telephone>(std::move(parts));
}

// On this machine alone: nobody else on a network is let in without a password.
bool demonstrates(const Room& room, const ServeOptions& options) {
  return options.rehearsal && net::is_loopback_host(room.config.address);
}

Status open_tls(Room& room, const ServeOptions& options, server::ServerParts& parts) {
  parts.hosts = {room.config.hosts.begin(), room.config.hosts.end()};
  std::optional<ListenTls> tls;
  if (room.config.certificate) {
    HEED_TRY(tls, own_certificate(*room.config.certificate, room.config.certificate_key));
  } else if (options.lan) {
    auto names = names_of_this_machine();
    names.insert(parts.hosts.begin(), parts.hosts.end());
    std::filesystem::path folder = options.ledger;
    folder += ".tls";
    HEED_TRY(tls, made_certificate(folder, names, room.system_clock.now()));
    parts.hosts = names;
  }
  if (!tls && !net::is_loopback_host(room.config.address)) {
    return error(Code::refused, "off loopback Heed is served by TLS only", "listen.address",
                 "Give listen.certificate and listen.key, or --lan to have one made");
  }
  if (!tls) return ok();
  room.fingerprint = tls->fingerprint;
  parts.listen.tls = net::ServerTls{tls->identity, std::nullopt};
  return ok();
}

// Demonstration accounts for whoever sits at this machine; a live ledger knows none.
void open_demonstration(Room& room, const ServeOptions& options, Random& random) {
  std::vector<server::Principal> people;
  for (const access::Person& person : room.staff.people()) {
    if (!demonstrates(room, options)) break;
    people.push_back(
        {person.id, person.login, person.name, {person.roles.begin(), person.roles.end()}});
  }
  room.demo = std::make_shared<server::DemoSignIns>(people, random);
}

server::SessionDoor session_door(Room& room, const ServeOptions& options) {
  return {*room.sessions,
          *room.accounts,
          *room.attempts,
          room.staff,
          *room.clock,
          room.config.force_name,
          room.config.zone,
          options.rehearsal,
          demonstrates(room, options),
          [&room](const std::string& session) { room.server->session_ended(session); }};
}

Result<server::RouteTable> rehearsal_of(Room& room, const ServeOptions& options) {
  if (!options.rehearsal || !options.acts) return server::rehearsal_routes(nullptr);
  RehearsalLead lead;
  lead.file = *options.acts;
  lead.clock = room.clock.get();
  lead.rows = room.rows.get();
  lead.control = options.control;
  lead.clocks = options.clocks;
  lead.moved = [&room] { return import_extracts(room); };
  HEED_TRY(room.rehearsal, lead_rehearsal(std::move(lead)));
  return server::rehearsal_routes(room.rehearsal);
}

// A file for each console: what a shell allows by itself is a tenth of what a force needs.
void allow_connections(Room& room) {
  constexpr rlim_t files = net::HttpLimits{}.connections_max + 1024;
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= files) return;
  limit.rlim_cur = std::min(files, limit.rlim_max);
  if (setrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur == files) return;
  room.warnings.push_back(
      fmt::format("only {} open files are allowed, for consoles, sources and the ledger; for {} "
                  "consoles allow {} (LimitNOFILE of the service, ulimit -n)",
                  limit.rlim_cur, net::HttpLimits{}.connections_max, files));
}

Status open_server(Room& room, const ServeOptions& options, Random& random) {
  allow_connections(room);
  open_demonstration(room, options, random);
  const server::DeskDoor door = door_of(room);
  server::ServerParts parts;
  parts.listen.address = room.config.address;
  parts.listen.port = static_cast<std::uint16_t>(room.config.port);
  parts.listen.clock = &room.system_clock;  // a case's time is no Date
  HEED_CHECK(open_tls(room, options, parts));
  parts.routes = server::command_routes(door);
  for (server::Route& route : server::query_routes(door)) parts.routes.push_back(std::move(route));
  for (server::Route& route : server::people_routes({door, *room.boards})) {
    parts.routes.push_back(std::move(route));
  }
  for (server::Route& route : server::session_routes(session_door(room, options))) {
    parts.routes.push_back(std::move(route));
  }
  HEED_TRY(auto rehearsal, rehearsal_of(room, options));
  for (server::Route& route : rehearsal) parts.routes.push_back(std::move(route));
  const server::DraftDoor drafts{*room.rows, room.system_clock};
  for (server::Route& route : server::draft_routes(drafts)) {
    parts.routes.push_back(std::move(route));
  }
  for (server::Route& route : server::left_draft_routes(drafts, door)) {
    parts.routes.push_back(std::move(route));
  }
  if (options.console) {
    HEED_TRY(parts.console, server::StaticFiles::load(*options.console));
  }
  parts.sign_in = std::make_shared<server::SignIns>(
      std::make_shared<server::BearerSignIns>(room.demo, *room.tokens, room.staff), *room.sessions,
      room.staff);
  parts.clock = room.clock.get();
  parts.random = &random;
  parts.version = "1";
  parts.live.ledger = room.journal->ledger().ledger.str();
  parts.live.read = [&room](std::uint64_t after, std::size_t limit) {
    return server::notices_after(*room.journal, after, limit);
  };
  parts.live.audience = [door](const server::Notice& notice) {
    return server::audience_of(door, notice);
  };
  parts.live.listen = [door](const server::Principal& who) {
    return server::listen_for(door, who);
  };
  parts.live.gone = [&room, log = options.log](const server::Principal& who) {
    if (auto status = room.consultations->all_left(who.id, "disconnected"); !status) {
      log("views could not be closed: " + status.error().message());
    }
  };
  parts.housekeeping = [&room, log = options.log] { keep_house(room, log); };
  parts.head = room.journal->head().seq;
  parts.health = [&room, rehearsal = options.rehearsal] {
    server::Health health = room.wellbeing->now(standing_of(room));
    health.rehearsal = rehearsal;
    health.now = room.clock->now();
    return health;
  };
  parts.log = options.log;
  HEED_TRY(room.server, server::Server::start(std::move(parts)));
  room.room->feed().watch("live", room.journal->head().seq,
                          [&room](const journal::StoredEvent& event) {
                            room.server->publish(server::notice_of(event));
                          });
  return ok();
}

class RunningService final : public Service {
 public:
  explicit RunningService(std::unique_ptr<Room> room) : room_(std::move(room)) {}
  ~RunningService() override {
    if (room_->telephone) room_->telephone->stop();
    if (room_->server) room_->server->stop(std::chrono::seconds(5));
    if (room_->room) room_->room->stop();
  }
  std::string url() const override { return room_->server->url(); }
  std::string fingerprint() const override { return room_->fingerprint; }
  std::vector<std::string> warnings() const override { return room_->warnings; }
  Status play(const LivePlay& play, std::ostream& out,
              const std::function<bool(Micros)>& stopped_within) override {
    return play_live(play, *room_->room, room_->staff, *room_->zone, *room_->clock, out,
                     stopped_within);
  }
  std::vector<DemoAccount> accounts() const override {
    std::vector<DemoAccount> out;
    for (const server::DemoSignIn& one : room_->demo->all()) {
      out.push_back({one.person.login, one.person.name, join(one.person.roles, ", "), one.token});
    }
    return out;
  }

 private:
  std::unique_ptr<Room> room_;
};

}  // namespace

Result<std::unique_ptr<Service>> Service::start(ServeOptions options, Random& random) {
  auto room = std::make_unique<Room>();
  HEED_TRY(room->config, read_serve_config(options.config));
  if (options.lan) room->config.address = "0.0.0.0";
  if (options.port) room->config.port = *options.port;
  if (!options.telephone.empty()) room->config.telephone = options.telephone;
  HEED_CHECK(read_force(*room));
  HEED_CHECK(open_ledger(*room, options, random));
  HEED_CHECK(open_rows(*room, options, random));
  HEED_CHECK(open_sources(*room, options, random));
  HEED_CHECK(open_room(*room, options, random));
  const std::string url = room->config.telephone;
  std::vector<journal::Reaction> more;
  if (!url.empty()) {
    room->phone_client = std::make_unique<net::HttpClient>();
    more.push_back(placing(*room, url));
  }
  HEED_CHECK(room->room->open(std::move(more)));
  HEED_CHECK(open_server(*room, options, random));
  room->room->start();
  if (!url.empty()) {
    open_telephone(*room, options, url);
    room->telephone->start();
  }
  // Whoever opens the page of a new rehearsal finds its first act going on.
  if (room->rehearsal && room->rehearsal->done() == 0) {
    if (auto status = room->rehearsal->next(); !status) {
      room->warnings.push_back("the first act did not happen: " + status.error().message());
    }
  }
  return std::unique_ptr<Service>(std::make_unique<RunningService>(std::move(room)));
}

}  // namespace heed::app
