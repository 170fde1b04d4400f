#include "base/json_map.h"
#include "desk/incident_view_parts.h"
#include "incident/incident_describe.h"

namespace heed::desk {
namespace {

std::string word(assessment::Says says) {
  switch (says) {
    case assessment::Says::present: return "present";
    case assessment::Says::none: return "none";
    case assessment::Says::unknown: return "unknown";
  }
  return "unknown";
}

// A draft is made of all that is known: it is for those who are shown something of every source
// that was asked (I7).
bool may_see_drafts(const Whole& whole, const Viewer& viewer) {
  for (const auto& [id, check] : whole.checks.checks) {
    if (shown_of(viewer, check.intended.source) == checks::Shown::nothing) return false;
  }
  return true;
}

std::vector<ThriveView> thrive(const Whole& whole, const Viewer& viewer) {
  const auto& policy = viewer.policy.thrive;
  const assessment::Known known{whole.incident,       whole.checks, whole.orders,
                                viewer.policy.danger, viewer.now,   viewer.zone};
  std::vector<assessment::Element> drafts;
  if (may_see_drafts(whole, viewer)) drafts = assessment::draft(known, policy);
  std::vector<ThriveView> out;
  for (const auto& kind : policy.elements()) {
    ThriveView view;
    view.id = kind.id;
    view.title = kind.title;
    view.asks = kind.asks;
    view.required = kind.required;
    const auto written = whole.assessment.elements.find(kind.id);
    if (written != whole.assessment.elements.end()) {
      view.stands = whole.assessment.stands(kind.id);
      view.says = word(written->second.element.says);
      view.rationale = written->second.element.rationale;
    }
    for (const auto& draft : drafts) {
      if (draft.id != kind.id) continue;
      view.draft_says = word(draft.says);
      view.draft = draft.rationale;
    }
    out.push_back(std::move(view));
  }
  return out;
}

}  // namespace

void view_of_assessment(const Whole& whole, const Viewer& viewer, IncidentView& out) {
  const auto& state = whole.incident;
  if (state.handler) out.handler = viewer.duty.name_of(*state.handler);
  for (const auto& [key, one] : state.answers) {
    out.answers.push_back({one.last.question, key.second.id, json_map::enum_name(one.last.outcome),
                           one.last.value, one.at, viewer.duty.name_of(one.by)});
  }
  out.thrive = thrive(whole, viewer);
}

}  // namespace heed::desk
