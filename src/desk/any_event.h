// The events of every capability that live in an incident's stream, as one type; the desk is the
// only place that joins them.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "assessment/assessment_events.h"
#include "base/result.h"
#include "checks/checks_events.h"
#include "incident/incident_events.h"
#include "journal/event.h"
#include "orders/orders_events.h"
#include "training/training_events.h"

namespace heed::desk {

using AnyEvent =
    std::variant<incident::Event, checks::Event, orders::Event, assessment::Event, training::Event>;

std::string_view type_name(const AnyEvent& event);
// The journal's form: name, payload, and whose key seals it.
journal::NewEvent to_journal(const AnyEvent& event);
// Code::not_found where no capability here knows the type (a stream of another kind holds it).
Result<AnyEvent> from_journal(std::string_view type, std::string_view payload);
// Every type that this desk writes or reads, those of other streams included.
void add_types(journal::EventTypes& types);

}  // namespace heed::desk
