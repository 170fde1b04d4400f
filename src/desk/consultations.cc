#include "desk/consultations.h"

namespace heed::desk {
namespace {

constexpr std::size_t open_max = 100'000;

std::string subject_key(std::string_view kind, std::string_view subject) {
  return std::string(kind) + "/" + std::string(subject);
}

}  // namespace

Status Consultations::append(ActorId viewer, ActorId by, const access::Event& event,
                             const std::string& purpose, const std::string& policy_version) {
  journal::Append append;
  append.stream = {"viewer", viewer.uuid};
  append.actor = by;
  append.purpose = purpose;
  append.policy_version = policy_version;
  append.events.push_back({std::string(access::type_name(event)), access::encode(event),
                           journal::KeyScope::of_stream()});
  auto receipt = journal_.append(std::move(append));
  return receipt ? ok() : Status(receipt.error());
}

Status Consultations::look(const Looking& looking) {
  const Key key{looking.viewer, subject_key(looking.subject_kind, looking.subject)};
  const Instant now = clock_.now();
  {
    const std::lock_guard lock(mutex_);
    const auto standing = open_.find(key);
    // Another purpose, or more to see than before, is another view.
    if (standing != open_.end() && now - standing->second.last < access::view_silent_after &&
        standing->second.shows == looking.shows && standing->second.purpose == looking.purpose) {
      standing->second.last = now;
      return ok();
    }
    if (open_.size() >= open_max) return error(Code::limit, "too many views are open");
  }
  HEED_CHECK(left(looking.viewer, looking.subject_kind, looking.subject, "left"));
  access::ViewOpened opened;
  opened.view = access::ViewId::fresh(now, random_);
  opened.viewer = looking.viewer;
  opened.subject_kind = looking.subject_kind;
  opened.subject = looking.subject;
  opened.purpose = looking.purpose;
  opened.reason = looking.reason;
  opened.relation = looking.relation;
  opened.shows = looking.shows;
  opened.from_seq = looking.from_seq;
  HEED_CHECK(
      append(looking.viewer, looking.viewer, opened, looking.purpose, looking.policy_version));
  const std::lock_guard lock(mutex_);
  open_[key] = {opened.view, now, looking.shows, looking.purpose, looking.policy_version};
  return ok();
}

Status Consultations::searched(const access::SearchDone& search,
                               const std::string& policy_version) {
  return append(search.viewer, search.viewer, search, search.purpose, policy_version);
}

Status Consultations::left(ActorId viewer, std::string_view subject_kind, std::string_view subject,
                           std::string_view why) {
  Open closing;
  {
    const std::lock_guard lock(mutex_);
    const auto standing = open_.find({viewer, subject_key(subject_kind, subject)});
    if (standing == open_.end()) return ok();
    closing = standing->second;
    open_.erase(standing);
  }
  access::ViewClosed closed{closing.view, std::string(why),
                            static_cast<std::int64_t>(journal_.head().seq)};
  return append(viewer, viewer, closed, closing.purpose, closing.policy_version);
}

Status Consultations::all_left(ActorId viewer, std::string_view why) {
  std::vector<std::string> subjects;
  {
    const std::lock_guard lock(mutex_);
    for (auto at = open_.lower_bound({viewer, {}}); at != open_.end() && at->first.first == viewer;
         ++at) {
      subjects.push_back(at->first.second);
    }
  }
  for (const auto& subject : subjects) {
    const auto slash = subject.find('/');
    HEED_CHECK(left(viewer, subject.substr(0, slash), subject.substr(slash + 1), why));
  }
  return ok();
}

Status Consultations::break_glass(const Looking& looking) {
  const Instant now = clock_.now();
  access::Consultations state;
  {
    const std::lock_guard lock(mutex_);
    state = glasses_[looking.viewer];
  }
  if (access::glass_open(state, looking.subject_kind, looking.subject, now)) return ok();
  HEED_TRY(const auto events, access::break_glass(state, looking.viewer, looking.subject_kind,
                                                  looking.subject, looking.reason, now, random_));
  for (const auto& event : events) {
    HEED_CHECK(
        append(looking.viewer, looking.viewer, event, looking.purpose, looking.policy_version));
    const std::lock_guard lock(mutex_);
    auto& glasses = glasses_[looking.viewer];
    std::erase_if(glasses.glasses, [&](const auto& one) { return one.second.broken.until <= now; });
    access::apply(glasses, event, now, looking.viewer);
  }
  return ok();
}

bool Consultations::glass_open(ActorId who, std::string_view subject_kind,
                               std::string_view subject) const {
  const std::lock_guard lock(mutex_);
  const auto theirs = glasses_.find(who);
  return theirs != glasses_.end() &&
         access::glass_open(theirs->second, subject_kind, subject, clock_.now());
}

Status Consultations::review_glass(const access::Glass& glass, ActorId reviewer, bool justified,
                                   std::string_view finding, const std::string& purpose,
                                   const std::string& policy_version) {
  access::Consultations state;
  state.glasses[glass.broken.glass] = glass;
  HEED_TRY(const auto events,
           access::review_glass(state, glass.broken.glass, reviewer, justified, finding));
  for (const auto& event : events) {
    HEED_CHECK(append(glass.broken.who, reviewer, event, purpose, policy_version));
  }
  return ok();
}

Result<std::size_t> Consultations::close_silent() {
  std::vector<Key> silent;
  {
    const std::lock_guard lock(mutex_);
    const Instant now = clock_.now();
    for (const auto& [key, open] : open_) {
      if (now - open.last >= access::view_silent_after) silent.push_back(key);
    }
  }
  for (const auto& [viewer, subject] : silent) {
    const auto slash = subject.find('/');
    HEED_CHECK(left(viewer, subject.substr(0, slash), subject.substr(slash + 1), "silent"));
  }
  return silent.size();
}

std::size_t Consultations::open() const {
  const std::lock_guard lock(mutex_);
  return open_.size();
}

}  // namespace heed::desk
