#include "orders/orders_events.h"

#include "base/variant_codec.h"

namespace heed::orders {

BOOST_DESCRIBE_ENUM(ConditionOutcome, not_met, insufficient_facts, possible_breach)
BOOST_DESCRIBE_STRUCT(MatchedFact, (), (words, stands_on))
BOOST_DESCRIBE_STRUCT(MissingFact, (), (words, question, ask_now))
BOOST_DESCRIBE_STRUCT(Judgement, (),
                      (condition, order_id, condition_id, order_kind, kind, court, against, with,
                       source, record_id, band, outcome, unstructured, in_force, protects_children,
                       act_ahead, clause, matched, missing, against_it, legal_note))
BOOST_DESCRIBE_STRUCT(OrderJudged, (), (judgement))

namespace {

// On disk for ever: one name per alternative of Event, in its order.
constexpr VariantNames<Event> names = {"order.judged.v1"};

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
  return std::get<OrderJudged>(event).judgement.against;
}

}  // namespace heed::orders
