// What somebody has typed and not yet sent, so that nothing typed is lost: one row for each person
// and draft, sealed, in no record, gone when it is sent. The page makes the draft's id (one a
// person, contact and tab) and counts its revisions; the newest stays, whatever comes late. Nobody
// else sees it, under any reason, but one: what somebody who took a contact of an incident left
// typed there is offered to whoever has the incident after them. What is left lying goes after a
// week.
#pragma once

#include "base/clock.h"
#include "base/rows.h"
#include "server/route.h"

namespace heed::server {

struct DeskDoor;
struct DraftDoor {
  Rows& rows;
  const Clock& clock;  // real time
};

inline constexpr std::size_t drafts_a_person_max = 50;
inline constexpr Micros draft_kept = std::chrono::hours(24 * 7);

RouteTable draft_routes(const DraftDoor& door);
// What was left typed by whoever had the incident before (drafts_left.cc): a consultation.
RouteTable left_draft_routes(const DraftDoor& door, const DeskDoor& desk);
// The draft has been sent: it is no more. One that is not there is no error.
Status end_draft(Rows& rows, ActorId who, std::string_view draft);
// Removes what nobody has touched for a week. Returns how many.
Result<std::size_t> forget_old_drafts(const DraftDoor& door);

}  // namespace heed::server
