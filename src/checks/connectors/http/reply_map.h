// A JSON reply laid through a mapping: what was said, and whether it can be read. Pure.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>

#include "checks/connectors/http/mapping.h"

namespace heed::checks {

// Said as the reply has it, without bands. An Error says that the reply cannot be read at all; rows
// that cannot be read are counted (rows_received > rows_read), never dropped in silence.
Result<Said> map_reply(const HttpMapping& mapping, const SourceDeclaration& source,
                       const boost::json::value& reply, Instant now);
// The value at a pointer; nothing where there is none or it is null.
const boost::json::value* find_at(const boost::json::value& root, std::string_view pointer);

}  // namespace heed::checks
