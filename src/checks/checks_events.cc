#include "checks/checks_events.h"

#include "base/variant_codec.h"
#include "checks/checks_describe.h"

namespace heed::checks {
namespace {

// On disk for ever: never renamed, never given another meaning.
constexpr VariantNames<Event> names{
    "check.intended.v1", "check.asked.v1",          "check.attempt_failed.v1",
    "check.answered.v1", "check.answered_again.v1", "check.acknowledged.v1",
    "check.waived.v1",   "check.cancelled.v1",      "check.reopened.v1",
};

}  // namespace

std::string_view type_name(const Event& event) { return names[event.index()]; }

const std::vector<std::string_view>& type_names() {
  static const std::vector<std::string_view> all(names.begin(), names.end());
  return all;
}

std::string encode(const Event& event) { return encode_variant(event); }

Result<Event> decode(std::string_view type, std::string_view payload) {
  return decode_variant<Event>(names, type, payload);
}

std::optional<PersonId> sealed_for(const Event& event) {
  if (const auto* intended = std::get_if<CheckIntended>(&event)) return intended->person;
  if (const auto* answered = std::get_if<CheckAnswered>(&event)) return answered->person;
  if (const auto* again = std::get_if<CheckAnsweredAgain>(&event)) return again->answer.person;
  return std::nullopt;
}

CheckId check_of(const Event& event) {
  if (const auto* again = std::get_if<CheckAnsweredAgain>(&event)) return again->answer.check;
  CheckId id;
  std::visit(
      [&](const auto& item) {
        if constexpr (requires { item.check; }) id = item.check;
      },
      event);
  return id;
}

}  // namespace heed::checks
