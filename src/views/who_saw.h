// Who saw what, and why, as folded from the viewers' own streams: every view that was opened on a
// subject, when it closed, and how far the record had come at each; every glass that was broken and
// what a reviewer made of it. What was appended to an incident while a view stood counts as shown.
// Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "access/access_events.h"
#include "journal/feed.h"

namespace heed::views {

struct SeenView {
  access::ViewOpened opened;
  Instant from;
  std::optional<access::ViewClosed> closed;
  std::optional<Instant> until;
};

struct SeenGlass {
  access::GlassBroken broken;
  Instant at;
  std::optional<access::GlassReviewed> reviewed;
  std::optional<Instant> reviewed_at;
};

class WhoSaw final : public journal::Projection {
 public:
  std::string_view name() const override { return "who_saw"; }
  int version() const override { return 1; }
  Status apply(const journal::StoredEvent& event) override;
  Status reset() override;

  // In the order in which they were opened.
  std::vector<SeenView> of(std::string_view subject_kind, std::string_view subject) const;
  // Whatever of it was looked at: the incident itself, its slip, its records, one thing owed.
  std::vector<SeenView> of_any_kind(std::string_view subject) const;
  // The view through which that person looked at it at that instant, if any.
  std::optional<SeenView> at(ActorId viewer, std::string_view subject_kind,
                             std::string_view subject, Instant when) const;
  std::vector<SeenGlass> glasses() const;
  std::optional<SeenGlass> glass(access::GlassId id) const;

 private:
  mutable std::mutex mutex_;
  std::map<access::ViewId, SeenView> views_;
  std::map<std::string, std::vector<access::ViewId>, std::less<>> by_subject_;  // of any kind
  std::map<access::GlassId, SeenGlass> glasses_;
};

}  // namespace heed::views
