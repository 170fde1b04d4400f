// What the desk must know across incidents: which are open, by which reference, which call of the
// switch belongs to which contact, and whom a supervisor has been alerted about this shift. Folded
// from the feed; thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "incident/incident_types.h"
#include "journal/feed.h"

namespace heed::desk {

struct IndexedIncident {
  std::string reference;
  LocalDate date;
  Instant opened_at;
  bool closed = false;
};

struct IndexedCall {
  incident::IncidentId incident;
  incident::ContactId contact;
};

class Index final : public journal::Projection {
 public:
  std::string_view name() const override { return "desk_index"; }
  int version() const override { return 1; }
  Status apply(const journal::StoredEvent& event) override;
  Status reset() override;

  std::vector<incident::IncidentId> open() const;
  std::vector<std::pair<incident::IncidentId, IndexedIncident>> all() const;
  std::optional<incident::IncidentId> by_reference(std::string_view reference) const;
  // Incidents that hold a link to that one.
  std::vector<incident::IncidentId> linking_to(incident::IncidentId incident) const;
  std::optional<IndexedCall> by_call(std::string_view call_id) const;
  // The greatest number given on that day; 0 where none was.
  int last_number(LocalDate date) const;
  // Whether a supervisor has been told of that person's guidance in that shift.
  bool alerted(ActorId who, std::string_view shift) const;

 private:
  mutable std::mutex mutex_;
  std::map<incident::IncidentId, IndexedIncident> incidents_;
  std::map<std::string, incident::IncidentId, std::less<>> references_;
  std::map<std::string, IndexedCall, std::less<>> calls_;
  std::map<incident::IncidentId, std::set<incident::IncidentId>> linking_to_;
  std::map<int, int> numbers_;  // by days since 1970
  std::set<std::pair<ActorId, std::string>> alerted_;
};

// "NM-20261119-00421", and back: the number of such a reference, or 0.
std::string format_reference(std::string_view force, LocalDate date, int number);
int number_of_reference(std::string_view reference);

}  // namespace heed::desk
