#include "access/consultation.h"

#include <algorithm>

#include "base/text.h"

namespace heed::access {
namespace {

constexpr std::size_t glass_reason_letters_min = 10;

bool stated(std::string_view reason) { return trim(reason).size() >= glass_reason_letters_min; }

}  // namespace

void apply(Consultations& state, const Event& event, Instant, ActorId) {
  if (const auto* opened = std::get_if<ViewOpened>(&event)) {
    state.open.emplace(opened->view, *opened);
  } else if (const auto* closed = std::get_if<ViewClosed>(&event)) {
    state.open.erase(closed->view);
  } else if (const auto* broken = std::get_if<GlassBroken>(&event)) {
    state.glasses[broken->glass].broken = *broken;
  } else if (const auto* reviewed = std::get_if<GlassReviewed>(&event)) {
    const auto found = state.glasses.find(reviewed->glass);
    if (found != state.glasses.end() && !found->second.reviewed) found->second.reviewed = *reviewed;
  }
}

Result<std::vector<Event>> break_glass(const Consultations& state, ActorId who,
                                       std::string_view subject_kind, std::string_view subject,
                                       std::string_view reason, Instant now, Random& random) {
  if (subject_kind.empty() || subject.empty()) {
    return error(Code::invalid, "expected one subject", "/subject",
                 "name the incident or person; the glass is broken for one at a time");
  }
  if (!stated(reason)) {
    return error(Code::invalid, "expected a reason of at least ten characters", "/reason",
                 "say why it cannot wait for somebody who may see it");
  }
  if (glass_open(state, subject_kind, subject, now)) {
    return error(Code::conflict, "the glass to this subject is already broken", {},
                 "it stays open for fifteen minutes");
  }
  return std::vector<Event>{GlassBroken{GlassId::fresh(now, random), who, std::string(subject_kind),
                                        std::string(subject), std::string(trim(reason)),
                                        now + glass_lasts}};
}

Result<std::vector<Event>> review_glass(const Consultations& state, GlassId glass, ActorId reviewer,
                                        bool justified, std::string_view finding) {
  const auto found = state.glasses.find(glass);
  if (found == state.glasses.end()) {
    return error(Code::not_found, "there is no such breaking of the glass");
  }
  if (found->second.broken.who == reviewer) {
    return error(Code::denied, "nobody reviews their own work", {}, "another person reviews it");
  }
  if (found->second.reviewed) return error(Code::conflict, "it has been reviewed already");
  if (!stated(finding)) {
    return error(Code::invalid, "expected a finding of at least ten characters", "/finding");
  }
  return std::vector<Event>{GlassReviewed{glass, reviewer, justified, std::string(trim(finding))}};
}

bool glass_open(const Consultations& state, std::string_view subject_kind, std::string_view subject,
                Instant now) {
  return std::any_of(state.glasses.begin(), state.glasses.end(), [&](const auto& item) {
    const GlassBroken& broken = item.second.broken;
    return broken.subject_kind == subject_kind && broken.subject == subject && now < broken.until;
  });
}

std::vector<Event> close_view(const Consultations& state, ViewId view, std::string_view why,
                              std::int64_t to_seq) {
  if (!state.open.count(view)) return {};
  return {ViewClosed{view, std::string(why), to_seq}};
}

}  // namespace heed::access
