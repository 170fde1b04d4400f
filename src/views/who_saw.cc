#include "views/who_saw.h"

namespace heed::views {
Status WhoSaw::reset() {
  const std::lock_guard lock(mutex_);
  views_.clear();
  by_subject_.clear();
  glasses_.clear();
  return ok();
}

Status WhoSaw::apply(const journal::StoredEvent& event) {
  if (event.header.stream.kind != "viewer" || !event.payload) return ok();
  HEED_TRY(const auto read, access::decode(event.type, *event.payload));
  const std::lock_guard lock(mutex_);
  if (const auto* opened = std::get_if<access::ViewOpened>(&read)) {
    views_[opened->view] = {*opened, event.header.at, {}, {}};
    by_subject_[opened->subject].push_back(opened->view);
  } else if (const auto* closed = std::get_if<access::ViewClosed>(&read)) {
    const auto found = views_.find(closed->view);
    if (found == views_.end() || found->second.closed) return ok();
    found->second.closed = *closed;
    found->second.until = event.header.at;
  } else if (const auto* broken = std::get_if<access::GlassBroken>(&read)) {
    glasses_[broken->glass] = {*broken, event.header.at, {}, {}};
  } else if (const auto* reviewed = std::get_if<access::GlassReviewed>(&read)) {
    const auto found = glasses_.find(reviewed->glass);
    if (found == glasses_.end() || found->second.reviewed) return ok();
    found->second.reviewed = *reviewed;
    found->second.reviewed_at = event.header.at;
  }
  return ok();
}

std::vector<SeenView> WhoSaw::of_any_kind(std::string_view subject) const {
  const std::lock_guard lock(mutex_);
  std::vector<SeenView> out;
  const auto found = by_subject_.find(subject);
  if (found == by_subject_.end()) return out;
  for (const auto& id : found->second) out.push_back(views_.at(id));
  return out;
}

std::vector<SeenView> WhoSaw::of(std::string_view subject_kind, std::string_view subject) const {
  auto out = of_any_kind(subject);
  std::erase_if(out, [&](const SeenView& one) { return one.opened.subject_kind != subject_kind; });
  return out;
}

std::optional<SeenView> WhoSaw::at(ActorId viewer, std::string_view subject_kind,
                                   std::string_view subject, Instant when) const {
  std::optional<SeenView> out;
  for (auto& view : of(subject_kind, subject)) {
    const bool open = view.from <= when && (!view.until || when <= *view.until);
    if (view.opened.viewer == viewer && open) out = std::move(view);
  }
  return out;
}

std::vector<SeenGlass> WhoSaw::glasses() const {
  const std::lock_guard lock(mutex_);
  std::vector<SeenGlass> out;
  for (const auto& [id, glass] : glasses_) out.push_back(glass);
  return out;
}

std::optional<SeenGlass> WhoSaw::glass(access::GlassId id) const {
  const std::lock_guard lock(mutex_);
  const auto found = glasses_.find(id);
  if (found == glasses_.end()) return std::nullopt;
  return found->second;
}

}  // namespace heed::views
