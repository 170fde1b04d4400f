#include "assessment/assessment_events.h"

#include "base/variant_codec.h"

namespace heed::assessment {

BOOST_DESCRIBE_ENUM(Says, present, none, unknown)
BOOST_DESCRIBE_STRUCT(Element, (), (id, says, rationale, evidence, drafted))
BOOST_DESCRIBE_STRUCT(AssessmentWritten, (), (version, elements, basis))
BOOST_DESCRIBE_STRUCT(AssessmentExpired, (), (version, why))

namespace {

// On disk for ever: one name per alternative of Event, in its order.
constexpr VariantNames<Event> names = {"assessment.written.v1", "assessment.expired.v1"};

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

}  // namespace heed::assessment
