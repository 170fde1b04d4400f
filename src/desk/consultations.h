// Who looked at what, before they see it (I6): an entry in the viewer's own stream opens a view and
// is durable before a byte leaves; while that person goes on looking, the same view stands; ninety
// seconds of silence, leaving or disconnecting closes it. A search is logged, one that finds
// nothing too. Thread-safe; blocks for the append.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "access/consultation.h"
#include "journal/journal.h"

namespace heed::desk {

struct Looking {
  ActorId viewer;
  std::string subject_kind;  // incident, board, …
  std::string subject;
  std::string purpose;
  std::string reason;
  std::string relation;
  std::vector<std::string> shows;
  std::int64_t from_seq = 0;
  std::string policy_version;
};

class Consultations {
 public:
  Consultations(journal::Journal& journal, const Clock& clock, Random& random)
      : journal_(journal), clock_(clock), random_(random) {}

  // Nothing may be shown where this fails.
  Status look(const Looking& looking);
  Status searched(const access::SearchDone& search, const std::string& policy_version);
  // The view of one subject, or all of that viewer's: nothing to do where none is open.
  Status left(ActorId viewer, std::string_view subject_kind, std::string_view subject,
              std::string_view why);
  Status all_left(ActorId viewer, std::string_view why);
  // Opens one subject to that person for fifteen minutes, for a stated reason; somebody else
  // reviews it (I8). Where it stands open already nothing happens. A restart closes what stood
  // open.
  Status break_glass(const Looking& looking);
  bool glass_open(ActorId who, std::string_view subject_kind, std::string_view subject) const;
  // By somebody else than who broke it, once.
  Status review_glass(const access::Glass& glass, ActorId reviewer, bool justified,
                      std::string_view finding, const std::string& purpose,
                      const std::string& policy_version);
  // Closes what has been silent; by a timer, every few seconds. Returns how many.
  Result<std::size_t> close_silent();
  std::size_t open() const;

 private:
  struct Open {
    access::ViewId view;
    Instant last;
    std::vector<std::string> shows;
    std::string purpose;
    std::string policy_version;
  };
  using Key = std::pair<ActorId, std::string>;
  // Into the stream of whose looking it is about.
  Status append(ActorId viewer, ActorId by, const access::Event& event, const std::string& purpose,
                const std::string& policy_version);

  journal::Journal& journal_;
  const Clock& clock_;
  Random& random_;
  mutable std::mutex mutex_;
  std::map<Key, Open> open_;
  std::map<ActorId, access::Consultations> glasses_;  // broken since the start
};

}  // namespace heed::desk
