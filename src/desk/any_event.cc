#include "desk/any_event.h"

#include <algorithm>

#include "access/access_events.h"

namespace heed::desk {
namespace {

template <class Range>
bool holds(const Range& names, std::string_view type) {
  return std::find(names.begin(), names.end(), type) != names.end();
}

template <class Event>
Result<AnyEvent> widened(Result<Event> event) {
  if (!event) return event.error();
  return AnyEvent(std::move(*event));
}

}  // namespace

std::string_view type_name(const AnyEvent& event) {
  return std::visit([](const auto& one) { return type_name(one); }, event);
}

journal::NewEvent to_journal(const AnyEvent& event) {
  return std::visit(
      [](const auto& one) {
        journal::NewEvent out;
        out.type = std::string(type_name(one));
        out.payload = encode(one);
        if constexpr (requires { sealed_for(one); }) {
          if (const auto person = sealed_for(one)) {
            out.scope = journal::KeyScope::of_person(person->uuid);
          }
        }
        return out;
      },
      event);
}

Result<AnyEvent> from_journal(std::string_view type, std::string_view payload) {
  if (holds(incident::type_names(), type)) return widened(incident::decode(type, payload));
  if (holds(checks::type_names(), type)) return widened(checks::decode(type, payload));
  if (holds(orders::type_names(), type)) return widened(orders::decode(type, payload));
  if (holds(assessment::type_names(), type)) return widened(assessment::decode(type, payload));
  if (holds(training::type_names(), type)) return widened(training::decode(type, payload));
  return error(Code::not_found, "no event of an incident has this type", std::string(type));
}

void add_types(journal::EventTypes& types) {
  types.add_all(incident::type_names());
  types.add_all(checks::type_names());
  types.add_all(orders::type_names());
  types.add_all(assessment::type_names());
  types.add_all(training::type_names());
  types.add_all(access::type_names());
}

}  // namespace heed::desk
