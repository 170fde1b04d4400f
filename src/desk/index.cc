#include "desk/index.h"

#include <fmt/core.h>

#include <charconv>

#include "incident/incident_events.h"
#include "training/training_events.h"

namespace heed::desk {
namespace {

const std::string_view linked = incident::type_name(incident::Event(incident::IncidentLinked{}));
const std::string_view guided_alert =
    training::type_name(training::Event(training::GuidedModeAlerted{}));

int days_of(LocalDate date) {
  return static_cast<int>(std::chrono::sys_days(date).time_since_epoch().count());
}

}  // namespace

std::string format_reference(std::string_view force, LocalDate date, int number) {
  return fmt::format("{}-{:04}{:02}{:02}-{:05}", force, static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     number);
}

int number_of_reference(std::string_view reference) {
  const std::size_t dash = reference.rfind('-');
  if (dash == std::string_view::npos) return 0;
  const std::string_view digits = reference.substr(dash + 1);
  int number = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return failed == std::errc() && end == digits.data() + digits.size() ? number : 0;
}

Status Index::apply(const journal::StoredEvent& event) {
  if (event.header.stream.kind != "incident" || !event.payload) return ok();
  const incident::IncidentId id{event.header.stream.id};
  if (event.type == "incident.opened.v1") {
    HEED_TRY(const auto decoded, incident::decode(event.type, *event.payload));
    const auto& opened = std::get<incident::IncidentOpened>(decoded);
    std::lock_guard lock(mutex_);
    incidents_[id] = {opened.reference, opened.date, event.header.at, false};
    references_[opened.reference] = id;
    int& last = numbers_[days_of(opened.date)];
    last = std::max(last, number_of_reference(opened.reference));
  } else if (event.type == "contact.opened.v1") {
    HEED_TRY(const auto decoded, incident::decode(event.type, *event.payload));
    const auto& opened = std::get<incident::ContactOpened>(decoded);
    std::lock_guard lock(mutex_);
    if (!opened.call_id.empty()) calls_[opened.call_id] = {id, opened.contact};
  } else if (event.type == linked) {
    HEED_TRY(const auto decoded, incident::decode(event.type, *event.payload));
    std::lock_guard lock(mutex_);
    linking_to_[std::get<incident::IncidentLinked>(decoded).other].insert(id);
  } else if (event.type == guided_alert) {
    HEED_TRY(const auto decoded, training::decode(event.type, *event.payload));
    const auto& alert = std::get<training::GuidedModeAlerted>(decoded);
    std::lock_guard lock(mutex_);
    alerted_.emplace(alert.who, alert.shift);
  } else if (event.type == "incident.closed.v1" || event.type == "incident.reopened.v1") {
    std::lock_guard lock(mutex_);
    incidents_[id].closed = event.type == "incident.closed.v1";
  }
  return ok();
}

Status Index::reset() {
  std::lock_guard lock(mutex_);
  incidents_.clear();
  references_.clear();
  calls_.clear();
  numbers_.clear();
  alerted_.clear();
  linking_to_.clear();
  return ok();
}

std::vector<incident::IncidentId> Index::open() const {
  std::lock_guard lock(mutex_);
  std::vector<incident::IncidentId> out;
  for (const auto& [id, incident] : incidents_) {
    if (!incident.closed) out.push_back(id);
  }
  return out;
}

std::vector<std::pair<incident::IncidentId, IndexedIncident>> Index::all() const {
  std::lock_guard lock(mutex_);
  return {incidents_.begin(), incidents_.end()};
}

std::optional<incident::IncidentId> Index::by_reference(std::string_view reference) const {
  std::lock_guard lock(mutex_);
  const auto found = references_.find(reference);
  return found == references_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<incident::IncidentId> Index::linking_to(incident::IncidentId incident) const {
  std::lock_guard lock(mutex_);
  const auto found = linking_to_.find(incident);
  if (found == linking_to_.end()) return {};
  return {found->second.begin(), found->second.end()};
}

std::optional<IndexedCall> Index::by_call(std::string_view call_id) const {
  std::lock_guard lock(mutex_);
  const auto found = calls_.find(call_id);
  return found == calls_.end() ? std::nullopt : std::optional(found->second);
}

int Index::last_number(LocalDate date) const {
  std::lock_guard lock(mutex_);
  const auto found = numbers_.find(days_of(date));
  return found == numbers_.end() ? 0 : found->second;
}

bool Index::alerted(ActorId who, std::string_view shift) const {
  std::lock_guard lock(mutex_);
  return alerted_.count({who, std::string(shift)}) != 0;
}

}  // namespace heed::desk
