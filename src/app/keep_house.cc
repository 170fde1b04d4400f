#include <algorithm>
#include <limits>

#include "app/room.h"

namespace heed::app {

server::Wellbeing::Standing standing_of(Room& room) {
  server::Wellbeing::Standing out;
  out.writable = room.journal->writable();
  out.acted = std::numeric_limits<std::uint64_t>::max();
  for (const auto& one : room.room->reactions().standings()) {
    out.acted = std::min(out.acted, one.cursor);
  }
  out.head = room.journal->head().seq;
  return out;
}

namespace {

bool may_sign_in(const Room& room, const access::Person* person) {
  if (!person || !person->active) return false;
  const auto account = room.accounts->find(person->login);
  return !account || !*account || !(*account)->disabled;
}

// No session lapses while its person takes a call; a token that was revoked or has ended opens
// nothing more.
void tend_sessions(Room& room, const std::function<void(const std::string&)>& log) {
  const auto in_live_contact = [&room](ActorId who) {
    return server::in_live_contact(room.room->desk(), who);
  };
  const auto gone = room.sessions->tend(
      in_live_contact, [&room](ActorId who) { return may_sign_in(room, room.staff.find(who)); });
  if (!gone) {
    log("sessions could not be tended: " + gone.error().message());
  } else {
    for (const std::string& session : *gone) room.server->session_ended(session);
  }
  const auto ended = room.tokens->refresh([&room](const std::string& login) {
    return may_sign_in(room, room.staff.find_login(login));
  });
  if (!ended) {
    log("tokens could not be read: " + ended.error().message());
    return;
  }
  for (const std::string& token : *ended) {
    room.server->session_ended(server::session_of_token(token));
  }
}

// Extracts that nobody quotes any more; one imported beside a running Heed is found here too.
void tidy_extracts(Room& room, const std::function<void(const std::string&)>& log) {
  constexpr auto every = std::chrono::hours(1);
  const Steady now = room.system_clock.steady();
  if (room.tidied && now - *room.tidied < every) return;
  room.tidied = now;
  const auto standing = room.boards->open();
  if (!standing) return log("the board could not be read: " + standing.error().message());
  std::set<std::string> quoted;
  for (const auto& entry : (*standing)->entries) {
    quoted.insert(entry->extracts.begin(), entry->extracts.end());
  }
  for (const auto& source : room.policy->sources->all()) {
    if (source->kind != checks::SourceKind::dataset) continue;
    const auto deleted = room.datasets->prune(source->source, quoted,
                                              room.system_clock.now() - checks::extracts_kept);
    if (!deleted) log("old extracts could not be deleted: " + deleted.error().message());
  }
}

void look_after(Room& room) {
  const auto standing = standing_of(room);
  room.wellbeing->noticed(standing);
  // Nobody may be writing: a cursor is, until it is on disk, and tells whether the disk is back.
  if (!standing.writable) (void)room.journal->save_cursor("is_writable", standing.head);
}

}  // namespace

void keep_house(Room& room, const std::function<void(const std::string&)>& log) {
  look_after(room);
  tend_sessions(room, log);
  if (auto closed = room.consultations->close_silent(); !closed) {
    log("silent views could not be closed: " + closed.error().message());
  }
  tidy_extracts(room, log);
}

}  // namespace heed::app
