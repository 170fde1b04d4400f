#include "records/records_codec.h"

#include "base/json_map.h"
#include "records/records_describe.h"

namespace heed::records {

std::string encode(const Findings& findings) { return json_map::write(findings); }

Result<Findings> decode(std::string_view json) {
  HEED_TRY(const auto value, parse_json(json, {findings_bytes_max, 16}));
  Findings out;
  HEED_CHECK(json_map::from_json(
      value, out, {}, {json_map::Absent::keeps_default, json_map::Unknown::is_an_error}));
  return out;
}

}  // namespace heed::records
