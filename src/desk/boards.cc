#include "desk/boards.h"

#include <algorithm>

#include "base/json_map.h"
#include "checks/complete_answer.h"
#include "incident/incident_describe.h"

namespace heed::desk {
namespace {

using incident::PossibleChild;

const auto raised_type = incident::type_name(incident::ObligationRaised{});
const auto ended_type = incident::type_name(incident::ObligationEnded{});
const auto closed_type = incident::type_name(incident::IncidentClosed{});
const auto reopened_type = incident::type_name(incident::IncidentReopened{});

// The age that counts for the risk: of whoever might be harmed, the youngest.
std::string age_band(const incident::State& state, LocalDate today) {
  bool possible = false, unknown = false, adult = false;
  for (const auto& id : state.people_order) {
    const auto* person = state.person(id);
    if (!person) continue;
    const auto child = incident::possible_child(state, id, today);
    if (child == PossibleChild::yes) {
      const auto age = incident::age_of(state, id, today);
      if (age.high && *age.high < 18 && !age.conflict) return "child";
      possible = true;
    } else if (!person->has(incident::PersonRole::suspect)) {
      (child == PossibleChild::no ? adult : unknown) = true;
    }
  }
  if (possible) return "may_be_child";
  if (unknown || !adult) return "not_known";
  return "adult";
}

// A promise is in the words of whoever made it.
std::string says(const incident::ObligationRaised& raised) {
  return raised.kind == incident::ObligationKind::undertaking ? "keep a promise that was made"
                                                              : raised.what;
}

BoardOwed owed(const incident::Obligation& one, const DutyBook& duty) {
  BoardOwed out;
  out.obligation = one.raised.obligation;
  out.kind = json_map::enum_name(one.raised.kind);
  out.says = says(one.raised);
  out.rule = one.raised.rule;
  out.why = one.raised.why;
  const auto act = one.raised.details.find("act");
  if (act != one.raised.details.end()) out.act = act->second;
  out.subject_kind = one.raised.subject.kind;
  out.duty = one.duty;
  out.first_duty = one.raised.duty;
  out.holder = one.holder;
  out.holder_name = duty.name_of(one.holder);
  out.offered = one.offered;
  if (one.offered) out.offered_name = duty.name_of(*one.offered);
  out.accepted = one.accepted;
  out.raised_at = one.raised_at;
  out.due = one.raised.due;
  out.overdue = one.overdue;
  out.blocks_closing = one.raised.blocks_closing;
  return out;
}

std::vector<BoardContact> live_contacts(const Whole& whole, const DutyBook& duty) {
  std::vector<BoardContact> out;
  for (const auto& id : whole.incident.contact_order) {
    const auto& one = whole.incident.contacts.at(id);
    if (one.ended) continue;
    BoardContact line{id, json_map::enum_name(one.opened.channel), duty.name_of(one.opened.handler),
                      one.opened.answered_at};
    const auto guided = whole.training.guided.find(id.str());
    line.guided = guided != whole.training.guided.end();
    if (line.guided) line.guided_because = guided->second.reasons;
    out.push_back(std::move(line));
  }
  return out;
}

BoardDesk at_desk(const checks::Check& check, const std::string& title) {
  const auto& intended = check.intended;
  BoardDesk out{intended.check,  intended.source,   title, check.intended_at,
                intended.urgent, intended.required, {},    intended.purpose};
  for (const auto& key : intended.keys) out.by.push_back(key.kind);
  return out;
}

}  // namespace

bool waits_for_a_desk(const checks::Check& check, const ForcePolicy& policy) {
  const auto* source = policy.sources ? policy.sources->find(check.intended.source) : nullptr;
  const auto why = check.not_searched();
  const bool never = why && (why->reason == checks::Reason::not_applicable ||
                             why->reason == checks::Reason::cancelled);
  return source && source->kind == checks::SourceKind::person && !check.answered() &&
         !check.waived && !never;
}

void Boards::changed(const journal::StoredEvent& event) {
  const auto& header = event.header;
  if (header.stream.kind != "incident") return;
  const std::lock_guard lock(noted_mutex_);
  const incident::IncidentId id{header.stream.id};
  Noted& noted = noted_[id];
  noted.version = std::max(noted.version, header.version);
  if (event.type == raised_type) ++noted.owed;
  if (event.type == ended_type) --noted.owed;
  if (event.type == closed_type) noted.closed = true;
  if (event.type == reopened_type) noted.closed = false;
  if (!noted.stale) stale_.push_back(id);
  noted.stale = true;
}

BoardEntry Boards::entry_of(const Whole& whole, const Viewer& viewer) const {
  BoardEntry out;
  const auto& state = whole.incident;
  out.line = board_line(whole, viewer);
  out.age_band = age_band(state, viewer.zone.date_of(viewer.now));
  if (state.location) out.ward = wards_.of(*state.location);
  for (const auto& id : state.contact_order) {
    const auto& at = state.contacts.at(id).opened.location;
    if (out.ward.empty() && at) out.ward = wards_.of(*at);
  }
  if (state.handler) out.handler = viewer.duty.name_of(*state.handler);
  out.live = live_contacts(whole, viewer.duty);
  out.guided = std::any_of(out.live.begin(), out.live.end(),
                           [](const BoardContact& one) { return one.guided; });
  out.wishes = static_cast<std::int64_t>(state.wishes.size());
  for (const auto& [id, one] : state.obligations) {
    if (one.open()) out.owed.push_back(owed(one, viewer.duty));
  }
  std::stable_sort(out.owed.begin(), out.owed.end(),
                   [](const BoardOwed& a, const BoardOwed& b) { return a.due < b.due; });
  for (const auto& id : whole.checks.order) {
    const auto* check = whole.checks.check(id);
    if (!check) continue;
    for (const auto& answer : check->answers) {
      const auto* said = checks::said_of(answer.outcome);
      if (said && !said->extract.empty()) out.extracts.insert(said->extract);
    }
    const auto& source = check->intended.source;
    const auto* declared = viewer.policy.sources ? viewer.policy.sources->find(source) : nullptr;
    const std::string title = declared ? declared->title : source;
    if (check->open() &&
        std::find(out.unanswered.begin(), out.unanswered.end(), title) == out.unanswered.end()) {
      out.unanswered.push_back(title);
    }
    if (waits_for_a_desk(*check, viewer.policy)) out.desks.push_back(at_desk(*check, title));
  }
  return out;
}

std::vector<Boards::Stale> Boards::take_stale(bool all) {
  const std::lock_guard lock(noted_mutex_);
  std::vector<Stale> out;
  const auto take = [&](incident::IncidentId id, Noted& noted) {
    noted.stale = false;
    out.push_back({id, noted.version, noted.on_board()});
  };
  if (all) {
    for (auto& [id, noted] : noted_) take(id, noted);
  } else {
    for (const auto& id : stale_) take(id, noted_.at(id));
  }
  stale_.clear();
  return out;
}

Status Boards::refresh(const std::vector<Stale>& stale, const Viewer& viewer) {
  for (const auto& one : stale) {
    if (!one.on_board) {
      entries_.erase(one.id);
      continue;
    }
    const auto whole = desk_.look(one.id, one.version);
    if (!whole) return whole.error();
    entries_[one.id] = std::make_shared<const BoardEntry>(entry_of(**whole, viewer));
  }
  return ok();
}

Result<std::shared_ptr<const Boards::Standing>> Boards::open() {
  const std::lock_guard lock(mutex_);
  const auto policy = desk_.policy();
  const auto& parts = desk_.parts();
  const Viewer viewer{{}, parts.clock.now(), parts.zone, *policy, parts.duty};
  const LocalDate today = parts.zone.date_of(viewer.now);
  // Ages turn with the date, titles with the policy.
  const auto stale = take_stale(policy != policy_ || today != date_);
  if (standing_ && stale.empty()) return standing_;
  if (auto status = refresh(stale, viewer); !status) {
    policy_ = nullptr;  // all of it again, next time
    return status.error();
  }
  policy_ = policy;
  date_ = today;
  auto standing = std::make_shared<Standing>();
  standing->revision = standing_ ? standing_->revision + 1 : 1;
  standing->entries.reserve(entries_.size());
  for (const auto& [id, entry] : entries_) standing->entries.push_back(entry);
  standing_ = std::move(standing);
  return standing_;
}

}  // namespace heed::desk
