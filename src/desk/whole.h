// All that is known of one incident: the states of the capabilities, folded from its stream. A
// value; the desk keeps it while the incident is open and can always make it anew.
#pragma once

#include "assessment/assessment_state.h"
#include "checks/checks_state.h"
#include "desk/any_event.h"
#include "incident/incident_state.h"
#include "journal/journal.h"
#include "orders/orders_state.h"
#include "training/training_state.h"

namespace heed::desk {

struct Whole {
  incident::State incident;
  checks::State checks;
  orders::State orders;
  assessment::State assessment;
  training::State training;
  std::uint64_t version = 0;  // of the stream
  // Payloads whose key was destroyed: somebody was erased from it.
  std::size_t erased = 0;
};

void apply(Whole& whole, const AnyEvent& event, Instant at, ActorId by);
// Applies a stored event; one that cannot be read although its key is there is Code::corrupt.
Status apply_stored(Whole& whole, const journal::StoredEvent& event);
// Folds the whole stream. An incident that is not there is Code::not_found.
Result<Whole> fold(const journal::Journal& journal, incident::IncidentId incident);

journal::StreamId stream_of(incident::IncidentId incident);

}  // namespace heed::desk
