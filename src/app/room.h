// A running control room as `heed serve` puts it together, and how it is looked after while it
// runs. Private to src/app.
#pragma once

#include <mutex>
#include <optional>

#include "app/serve.h"
#include "checks/connectors/dataset/dataset.h"
#include "checks/exchanges.h"
#include "desk/control_room.h"
#include "journal/journal.h"
#include "server/desk_telephone.h"
#include "server/people_door.h"
#include "server/rehearsal_routes.h"
#include "server/server.h"
#include "server/session_routes.h"
#include "views/history.h"
#include "views/who_saw.h"

namespace heed::app {

// Everything a running control room is made of, in the order in which it is built; destroyed the
// other way round.
struct Room {
  ServeConfig config;
  SystemClock system_clock;
  std::unique_ptr<MovedClock> clock;
  std::optional<Zone> zone;
  std::shared_ptr<const desk::ForcePolicy> policy;
  access::Staff staff;
  training::Register competences;
  std::unique_ptr<journal::Journal> journal;
  std::unique_ptr<Rows> rows;
  std::unique_ptr<access::Accounts> accounts;
  std::unique_ptr<access::Attempts> attempts;
  std::unique_ptr<access::Sessions> sessions;
  std::unique_ptr<access::Tokens> tokens;
  std::shared_ptr<views::History> history;
  std::unique_ptr<views::WhoSaw> who_saw;
  std::shared_ptr<checks::DatasetStore> datasets;
  checks::Exchanges exchanges;
  std::unique_ptr<ThreadTimers> timers;
  std::unique_ptr<desk::ControlRoom> room;
  std::unique_ptr<server::Wellbeing> wellbeing;
  std::unique_ptr<desk::Consultations> consultations;
  desk::Wards wards;
  std::unique_ptr<desk::Boards> boards;
  std::shared_ptr<server::DemoSignIns> demo;
  std::shared_ptr<server::RehearsalControl> rehearsal;
  std::unique_ptr<server::Server> server;
  std::unique_ptr<server::PhoneDesk> phone_desk;
  std::unique_ptr<net::HttpClient> phone_client;
  std::mutex phone_mutex;
  std::unique_ptr<server::Telephone> telephone;
  std::vector<std::string> warnings;
  std::string fingerprint;       // of the certificate; empty in the clear
  std::optional<Steady> tidied;  // old extracts; housekeeping's
};

// How far the record has come, and the slowest reaction. Does not block.
server::Wellbeing::Standing standing_of(Room& room);

// Every few seconds, on a thread of its own: how the room is, who may still be signed in, which
// views fell silent, which old extracts nobody quotes.
void keep_house(Room& room, const std::function<void(const std::string&)>& log);

}  // namespace heed::app
