#include "training/training_events.h"

#include "base/variant_codec.h"

namespace heed::training {

BOOST_DESCRIBE_STRUCT(GuidedModeBegan, (), (contact, who, channel, reasons, shift))
BOOST_DESCRIBE_STRUCT(GuidedModeAlerted, (), (who, shift, duty))

namespace {

// On disk for ever: one name per alternative of Event, in its order.
constexpr VariantNames<Event> names = {"training.guided_mode_began.v1",
                                       "training.guided_mode_alerted.v1"};

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

}  // namespace heed::training
