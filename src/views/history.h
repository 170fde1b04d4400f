// What the force's own control room holds from before: incidents by number, name and address, as
// folded from the ledger. It answers the `control_room_history` source. Answers are complete up to
// the ledger position it has read; a view that has stopped says that it is not. Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "checks/history_lookup.h"
#include "incident/incident_events.h"
#include "journal/feed.h"

namespace heed::views {

class History final : public journal::Projection, public checks::HistoryLookup {
 public:
  // Names are compared as matching folds them.
  History() = default;

  std::string_view name() const override { return "history"; }
  int version() const override { return 1; }
  std::uint64_t applied() const override;
  Status apply(const journal::StoredEvent& event) override;
  Status reset() override;

  Result<checks::HistoryAnswer> look_up(const std::vector<checks::SearchKey>& keys,
                                        checks::IncidentId asking) const override;

 private:
  struct PersonSeen {
    std::set<incident::PersonRole> roles;
    std::string given_name;
    std::string family_name;
    std::optional<LocalDate> born;
    std::string address;
  };
  struct Entry {
    std::string reference;
    LocalDate date{};
    bool closed = false;
    std::string closing_code;
    std::string opening_code;
    std::string grade;
    std::set<std::string> flags;
    std::map<incident::PersonId, PersonSeen> people;
    std::map<std::pair<std::string, std::string>, incident::IdentifierRole> identifiers;
  };

  void learn(Entry& entry, incident::IncidentId id, const incident::Event& event);
  records::PastEvent as_event(incident::IncidentId id, const Entry& entry,
                              const std::string& role) const;

  mutable std::mutex mutex_;
  std::map<incident::IncidentId, Entry> incidents_;
  std::map<std::pair<std::string, std::string>, std::set<incident::IncidentId>> by_identifier_;
  std::map<std::string, std::set<incident::IncidentId>> by_name_;     // folded whole name
  std::map<std::string, std::set<incident::IncidentId>> by_address_;  // folded
  std::uint64_t applied_ = 0;
  Instant as_of_;
};

}  // namespace heed::views
