#include "access/access_events.h"

#include "base/variant_codec.h"

namespace heed::access {

BOOST_DESCRIBE_STRUCT(ViewOpened, (),
                      (view, viewer, subject_kind, subject, purpose, reason, relation, shows,
                       from_seq))
BOOST_DESCRIBE_STRUCT(ViewClosed, (), (view, why, to_seq))
BOOST_DESCRIBE_STRUCT(SearchDone, (), (viewer, what, kinds, incident, purpose, reason, found))
BOOST_DESCRIBE_STRUCT(GlassBroken, (), (glass, who, subject_kind, subject, reason, until))
BOOST_DESCRIBE_STRUCT(GlassReviewed, (), (glass, reviewer, justified, finding))

namespace {

// On disk for ever: one name per alternative of Event, in its order.
constexpr VariantNames<Event> names = {"view.opened.v1", "view.closed.v1", "search.done.v1",
                                       "glass.broken.v1", "glass.reviewed.v1"};

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

}  // namespace heed::access
