#include "incident/incident_events.h"

#include "base/variant_codec.h"
#include "incident/incident_describe.h"

namespace heed::incident {
namespace {

// On disk for ever: one name per alternative of Event, in its order.
constexpr VariantNames<Event> names = {
    "incident.opened.v1",
    "contact.opened.v1",
    "contact.ended.v1",
    "contact.leaving_answered.v1",
    "contact.ring_back_decided.v1",
    "incident.joined.v1",
    "incident.handed_over.v1",
    "incident.location_confirmed.v1",
    "log.entry_written.v1",
    "log.conclusion_marked.v1",
    "heard.cue.v1",
    "heard.identifier.v1",
    "heard.age.v1",
    "heard.deadline.v1",
    "heard.undertaking.v1",
    "heard.wish.v1",
    "heard.flag.v1",
    "heard.rejected.v1",
    "heard.accepted.v1",
    "identifier.accepted.v1",
    "identifier.rejected.v1",
    "identifier.read_back.v1",
    "identifier.stood_unaccepted.v1",
    "person.added.v1",
    "person.named.v1",
    "person.roles_set.v1",
    "person.address_said.v1",
    "candidate.found.v1",
    "candidate.accepted.v1",
    "candidate.rejected.v1",
    "person.age_recorded.v1",
    "history.shown.v1",
    "history.acknowledged.v1",
    "history.acted_upon.v1",
    "incident.linked.v1",
    "question.answered.v1",
    "undertaking.given.v1",
    "undertaking.ended.v1",
    "wish.recorded.v1",
    "advice.given.v1",
    "advice.blocking_held_back.v1",
    "telephone.call_placed.v1",
    "incident.opening_code_set.v1",
    "incident.theme_set.v1",
    "grade.set.v1",
    "grade.floor_raised.v1",
    "incident.concluded.v1",
    "incident.closed.v1",
    "incident.closing_refused.v1",
    "incident.reopened.v1",
    "obligation.raised.v1",
    "obligation.accepted.v1",
    "obligation.offered.v1",
    "obligation.overdue.v1",
    "obligation.ended.v1",
    "obligation.ended_again.v1",
    "obligation.decision_made.v1",
    "disclosure.told.v1",
    "advice.offered.v1",
    "incident.reopening_asked.v1",
    "offence.offered.v1",
    "offence.withdrawn.v1",
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
  return std::visit(
      [](const auto& item) -> std::optional<PersonId> {
        using Item = std::decay_t<decltype(item)>;
        if constexpr (std::is_same_v<Item, AgeHeard> || std::is_same_v<Item, AgeRecorded> ||
                      std::is_same_v<Item, PersonAdded> || std::is_same_v<Item, PersonNamed> ||
                      std::is_same_v<Item, AddressSaid> || std::is_same_v<Item, CandidateFound>) {
          return item.person;
        } else {
          return std::nullopt;
        }
      },
      event);
}

}  // namespace heed::incident
