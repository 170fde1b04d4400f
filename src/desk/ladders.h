// The ladders that unaccepted work climbs, as policy/duties.toml writes them: whom something is
// offered to while nobody accepts it, by the hour. A ladder may be written a second time with the
// hours in which it replaces the other: night cover. Immutable; safe from every thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "policy/document.h"

namespace heed::desk {

struct Rung {
  std::string duty;
  Micros after{0};  // unaccepted for so long, it is offered to the next; 0: only once overdue
};

class Ladders {
 public:
  // Notes problems in the document: a duty that it does not know, hours that are no time of day, a
  // ladder for some hours alone, one without rungs, a time where nothing waits for it.
  static Ladders read(const policy::Table& root, const std::map<std::string, std::string>& duties);

  bool has(std::string_view id) const { return ladders_.find(id) != ladders_.end(); }
  // Its rungs at that local time, lowest first; nothing where there is no such ladder.
  const std::vector<Rung>* at(std::string_view id, const Zone& zone, Instant now) const;

  // Where a duty stands; -1 where it is on no rung and so below the first.
  static int rung_of(const std::vector<Rung>& rungs, std::string_view duty);

 private:
  struct Hours {
    std::optional<Micros> from, to;  // since midnight; from later than to: through the night
    std::vector<Rung> rungs;
    bool hold(Micros time) const;
  };
  std::map<std::string, std::vector<Hours>, std::less<>> ladders_;  // the one without hours last
};

}  // namespace heed::desk
