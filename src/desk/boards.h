// What the room's boards show of every incident that is open or still owes something: themes, an
// age band, a ward, counts and times, what is owed and by whom of the staff. Nothing of anybody
// whom an incident is about (I6): no name, no age in years, no number, no word of the log.
//
// Boards are polled by many, so they are folded once: changed() notes which incident has moved on
// (from the feed, from the ledger's first event on; never blocks), and the next open() looks at
// those alone. Thread-safe; open() may
// block on the disk for an incident that is not in memory. It holds for all viewers alike.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "desk/desk.h"
#include "desk/incident_view.h"
#include "desk/wards.h"

namespace heed::desk {

// One thing owed. `says` is policy's words, never what somebody said.
struct BoardOwed {
  incident::ObligationId obligation;
  std::string kind;
  std::string says;
  std::string rule;
  std::string act;
  std::string why;
  std::string subject_kind;
  std::string duty;        // who is offered it now
  std::string first_duty;  // whose it was at first: other than `duty` where it has climbed
  ActorId holder;
  std::string holder_name;
  std::optional<ActorId> offered;
  std::string offered_name;
  bool accepted = false;
  Instant raised_at;
  Instant due;
  bool overdue = false;
  bool blocks_closing = false;
};

// A desk of people that was asked and has not answered.
struct BoardDesk {
  checks::CheckId check;
  std::string source;
  std::string title;
  Instant since;
  bool urgent = false;
  bool required = false;
  std::vector<std::string> by = {};  // kinds of key
  std::string purpose = {};
};

// A contact that has not ended.
struct BoardContact {
  incident::ContactId contact;
  std::string channel;
  std::string handler;  // who answered it
  Instant answered_at;
  bool guided = false;
  std::vector<std::string> guided_because = {};
};

struct BoardEntry {
  BoardLine line;
  std::string age_band;     // child, may_be_child, not_known, adult
  std::string ward;         // empty: not known
  std::string handler;      // who has it, of the staff
  bool guided = false;      // a live contact is taken without a current certificate
  std::int64_t wishes = 0;  // how many there are
  std::vector<BoardContact> live;
  std::vector<std::string> unanswered;  // titles of sources that still owe an answer
  std::vector<BoardOwed> owed;          // soonest first
  std::vector<BoardDesk> desks;
  std::set<std::string> extracts;  // versions that its checks quote
};

// Whether a desk of people is asked that and has not answered.
bool waits_for_a_desk(const checks::Check& check, const ForcePolicy& policy);

class Boards {
 public:
  // Both outlive it.
  Boards(Desk& desk, const Wards& wards) : desk_(desk), wards_(wards) {}

  void changed(const journal::StoredEvent& event);

  struct Standing {
    std::vector<std::shared_ptr<const BoardEntry>> entries;  // oldest first
    std::uint64_t revision = 0;                              // another where anything differs
  };
  Result<std::shared_ptr<const Standing>> open();

 private:
  BoardEntry entry_of(const Whole& whole, const Viewer& viewer) const;
  struct Stale {
    incident::IncidentId id;
    std::uint64_t version = 0;
    bool on_board = false;
  };
  std::vector<Stale> take_stale(bool all);
  Status refresh(const std::vector<Stale>& stale, const Viewer& viewer);

  Desk& desk_;
  const Wards& wards_;
  struct Noted {
    std::uint64_t version = 0;  // that it has at least
    int owed = 0;
    bool closed = false;
    bool stale = false;
    bool on_board() const { return !closed || owed > 0; }
  };
  std::mutex noted_mutex_;
  std::map<incident::IncidentId, Noted> noted_;
  std::vector<incident::IncidentId> stale_;
  std::mutex mutex_;
  std::map<incident::IncidentId, std::shared_ptr<const BoardEntry>> entries_;
  std::shared_ptr<const Standing> standing_;
  std::shared_ptr<const ForcePolicy> policy_;
  LocalDate date_{};
};

}  // namespace heed::desk
