#include "journal/event.h"

#include "base/assert.h"
#include "base/text.h"
#include "journal/ledger_events.h"

namespace heed::journal {

bool is_type_name(std::string_view text) {
  if (text.empty() || text.size() > 80) return false;
  const auto parts = split(text, '.');
  if (parts.size() < 3) return false;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string_view part = parts[i];
    const bool version = i + 1 == parts.size();
    if (part.empty() || !(part[0] >= 'a' && part[0] <= 'z')) return false;
    if (version && (part[0] != 'v' || part.size() < 2 || part[1] == '0')) return false;
    for (const char c : part.substr(1)) {
      const bool letter = (c >= 'a' && c <= 'z') || c == '_';
      if (!is_digit(c) && (version || !letter)) return false;
    }
  }
  return true;
}

EventTypes::EventTypes() { add_all(ledger_event_types); }

EventTypes& EventTypes::add(std::string type) {
  HEED_ASSERT(is_type_name(type));
  known_.insert(std::move(type));
  return *this;
}

EventTypes& EventTypes::convert(std::string from, std::string to, Converter converter) {
  HEED_ASSERT(is_type_name(from) && is_type_name(to) && !steps_.contains(from));
  known_.insert(from);
  known_.insert(to);
  steps_.emplace(std::move(from), Step{std::move(to), std::move(converter)});
  // A ring of converters would never end.
  std::string_view at = steps_.begin()->first;
  for (const auto& [start, step] : steps_) {
    at = step.to;
    for (std::size_t hops = 0; steps_.contains(at); ++hops) {
      HEED_ASSERT(hops <= steps_.size());
      at = steps_.find(at)->second.to;
    }
  }
  return *this;
}

Status EventTypes::bring_up_to_date(StoredEvent& event) const {
  event.type = event.header.type;
  for (auto step = steps_.find(event.type); step != steps_.end(); step = steps_.find(event.type)) {
    if (event.payload) {
      auto converted = step->second.converter(std::move(*event.payload));
      if (!converted) {
        return error(Code::corrupt,
                     "the payload of type " + event.type + " could not be read as " +
                         step->second.to + ": " + converted.error().detail,
                     "event " + std::to_string(event.header.seq));
      }
      event.payload = std::move(*converted);
    }
    event.type = step->second.to;
  }
  return ok();
}

}  // namespace heed::journal
