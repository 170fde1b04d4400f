#include "desk/whole.h"

namespace heed::desk {
namespace {

constexpr std::size_t page = 1000;

struct Applier {
  Whole& whole;
  Instant at;
  ActorId by;
  void operator()(const incident::Event& e) { incident::apply(whole.incident, e, at, by); }
  void operator()(const checks::Event& e) { checks::apply(whole.checks, e, at, by); }
  void operator()(const orders::Event& e) { orders::apply(whole.orders, e, at, by); }
  void operator()(const assessment::Event& e) { assessment::apply(whole.assessment, e, at, by); }
  void operator()(const training::Event& e) { training::apply(whole.training, e, at, by); }
};

}  // namespace

journal::StreamId stream_of(incident::IncidentId incident) { return {"incident", incident.uuid}; }

void apply(Whole& whole, const AnyEvent& event, Instant at, ActorId by) {
  std::visit(Applier{whole, at, by}, event);
}

Status apply_stored(Whole& whole, const journal::StoredEvent& event) {
  whole.version = event.header.version;
  if (!event.payload) {
    ++whole.erased;
    return ok();
  }
  const auto read = from_journal(event.type, *event.payload);
  if (!read) return read.error();
  apply(whole, *read, event.header.at, event.header.actor);
  return ok();
}

Result<Whole> fold(const journal::Journal& journal, incident::IncidentId incident) {
  Whole whole;
  for (;;) {
    HEED_TRY(const auto events, journal.read_stream(stream_of(incident), whole.version + 1, page));
    for (const auto& event : events) HEED_CHECK(apply_stored(whole, event));
    if (events.size() < page) break;
  }
  if (whole.version == 0) {
    return error(Code::not_found, "there is no such incident, or none that you may know of");
  }
  return whole;
}

}  // namespace heed::desk
