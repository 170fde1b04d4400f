#include "views/history.h"

#include <algorithm>

#include "base/text.h"
#include "matching/identifiers.h"

namespace heed::views {
namespace {

constexpr std::size_t found_max = 100;

std::string folded(std::string_view text) { return lower_ascii(trim(text)); }

std::string grade_word(incident::Grade grade) {
  switch (grade) {
    case incident::Grade::resolution_without_deployment: return "resolution without deployment";
    case incident::Grade::scheduled: return "scheduled";
    case incident::Grade::priority: return "priority";
    case incident::Grade::emergency: return "emergency";
  }
  return "emergency";
}

std::string role_word(incident::IdentifierRole role) {
  switch (role) {
    case incident::IdentifierRole::callers: return "caller";
    case incident::IdentifierRole::victims: return "victim";
    case incident::IdentifierRole::complained_of: return "complained of";
    case incident::IdentifierRole::third_party: return "third party";
    case incident::IdentifierRole::unknown: return "unknown";
  }
  return "unknown";
}

const std::string* value_of(const std::vector<checks::SearchKey>& keys, std::string_view kind) {
  for (const checks::SearchKey& key : keys) {
    if (key.kind == kind) return &key.value;
  }
  return nullptr;
}

}  // namespace

std::uint64_t History::applied() const {
  std::lock_guard lock(mutex_);
  return applied_;
}

Status History::reset() {
  std::lock_guard lock(mutex_);
  incidents_.clear();
  by_identifier_.clear();
  by_name_.clear();
  by_address_.clear();
  applied_ = 0;
  return ok();
}

Status History::apply(const journal::StoredEvent& event) {
  std::lock_guard lock(mutex_);
  applied_ = event.header.seq;
  as_of_ = event.header.at;
  if (event.header.stream.kind != "incident" || !event.payload) return ok();
  const auto names = incident::type_names();
  if (std::find(names.begin(), names.end(), event.type) == names.end()) return ok();
  HEED_TRY(const auto read, incident::decode(event.type, *event.payload));
  const incident::IncidentId id{event.header.stream.id};
  learn(incidents_[id], id, read);
  return ok();
}

void History::learn(Entry& entry, incident::IncidentId id, const incident::Event& event) {
  if (const auto* e = std::get_if<incident::IncidentOpened>(&event)) {
    entry.reference = e->reference;
    entry.date = e->date;
  } else if (const auto* e = std::get_if<incident::IdentifierHeard>(&event)) {
    if (e->hops > 0) return;  // from a record, not from a contact
    entry.identifiers[{e->kind, e->value}] = e->role;
    by_identifier_[{e->kind, e->value}].insert(id);
  } else if (const auto* e = std::get_if<incident::PersonAdded>(&event)) {
    entry.people[e->person].roles.insert(e->roles.begin(), e->roles.end());
  } else if (const auto* e = std::get_if<incident::PersonNamed>(&event)) {
    PersonSeen& person = entry.people[e->person];
    person.given_name = e->given_name;
    person.family_name = e->family_name;
    if (!e->given_name.empty() && !e->family_name.empty()) {
      by_name_[folded(e->given_name + " " + e->family_name)].insert(id);
    }
  } else if (const auto* e = std::get_if<incident::AddressSaid>(&event)) {
    entry.people[e->person].address = e->address;
    by_address_[folded(e->address)].insert(id);
  } else if (const auto* e = std::get_if<incident::AgeRecorded>(&event)) {
    if (e->claim.born) entry.people[e->person].born = e->claim.born;
  } else if (const auto* e = std::get_if<incident::AgeHeard>(&event)) {
    if (e->claim.born) entry.people[e->person].born = e->claim.born;
  } else if (const auto* e = std::get_if<incident::OpeningCodeSet>(&event)) {
    entry.opening_code = e->code;
  } else if (const auto* e = std::get_if<incident::GradeSet>(&event)) {
    entry.grade = grade_word(e->grade);
  } else if (const auto* e = std::get_if<incident::FlagRaised>(&event)) {
    entry.flags.insert(e->name);
  } else if (const auto* e = std::get_if<incident::IncidentClosed>(&event)) {
    entry.closed = true;
    entry.closing_code = e->closing_code;
  } else if (std::holds_alternative<incident::IncidentReopened>(event)) {
    entry.closed = false;
  }
}

records::PastEvent History::as_event(incident::IncidentId id, const Entry& entry,
                                     const std::string& role) const {
  records::PastEvent out;
  out.kind = "incident";
  out.reference = entry.reference;
  out.on = entry.date;
  out.role = role;
  out.summary = entry.opening_code.empty() ? "no opening code" : entry.opening_code;
  for (const std::string& flag : entry.flags) out.summary += ", " + flag;
  if (!entry.grade.empty()) out.summary += "; graded " + entry.grade;
  out.summary += entry.closed ? "; closed " + entry.closing_code : "; open";
  out.provenance.source = "control_room_history";
  out.provenance.record_id = id.str();
  out.provenance.as_of = as_of_;
  return out;
}

Result<checks::HistoryAnswer> History::look_up(const std::vector<checks::SearchKey>& keys,
                                               checks::IncidentId asking) const {
  std::lock_guard lock(mutex_);
  checks::HistoryAnswer answer;
  answer.as_of = as_of_;
  std::map<incident::IncidentId, std::string> found;
  for (const checks::SearchKey& key : keys) {
    const auto hit = by_identifier_.find({key.kind, key.value});
    if (hit == by_identifier_.end()) continue;
    for (const auto& id : hit->second) {
      found[id] = role_word(incidents_.at(id).identifiers.at({key.kind, key.value}));
    }
  }
  const std::string* given = value_of(keys, "given_name");
  const std::string* family = value_of(keys, "family_name");
  const std::string* whole = value_of(keys, "name");
  const std::string name = whole             ? folded(*whole)
                           : given && family ? folded(*given + " " + *family)
                                             : std::string();
  if (const auto hit = by_name_.find(name); !name.empty() && hit != by_name_.end()) {
    for (const auto& id : hit->second) found.emplace(id, "of that name");
  }
  if (const std::string* address = value_of(keys, "address")) {
    const auto hit = by_address_.find(folded(*address));
    if (hit != by_address_.end()) {
      for (const auto& id : hit->second) found.emplace(id, "at that address");
    }
  }
  for (const auto& [id, role] : found) {
    if (id == asking) continue;
    if (answer.findings.events.size() == found_max) {
      answer.complete = false;
      answer.incomplete_because = "more than 100 earlier incidents";
      break;
    }
    answer.findings.events.push_back(as_event(id, incidents_.at(id), role));
  }
  return answer;
}

}  // namespace heed::views
