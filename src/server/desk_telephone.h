// What the telephone switch tells, as commands of the desk: an answered call opens a contact, no
// key needed; a lost or ended one ends it. The system sends them, keyed by the switch's own
// numbers, so that an event that is told twice has one effect. A call answered more than a minute
// before we hear of it was taken while Heed was down: it is entered afterwards, with both times.
#pragma once

#include "server/desk_door.h"
#include "server/telephone.h"

namespace heed::server {

class PhoneDesk {
 public:
  explicit PhoneDesk(DeskDoor door) : door_(std::move(door)) {}

  // Sends what the event asks for. What the desk refuses is passed (and told to `refused`), so that
  // the switch's next event is not held up; what fails for the moment is an error: it is tried
  // again.
  Status happened(const PhoneEvent& event, const std::function<void(const Error&)>& refused);

  // Where we stand with that run of the switch, in the journal's cursors.
  Result<std::int64_t> load(const std::string& run) const;
  Status save(const PhoneCursor& cursor);

 private:
  // Nothing where the event asks for nothing (a call that only rings, or that we do not know).
  std::optional<desk::Submission> submission_of(const PhoneEvent& event) const;
  void remember(const std::string& call, const desk::Done& done);

  DeskDoor door_;
  // Calls opened since the start: the index learns of them a moment later, and a line may be lost
  // before that. Used by the telephone's thread only.
  std::map<std::string, desk::IndexedCall> calls_;
};

// A call that somebody placed and nothing forbade, for the switch: of a stored event, where it is
// one.
std::optional<PlaceCall> call_to_place(const journal::StoredEvent& event, const DeskDoor& door);

}  // namespace heed::server
