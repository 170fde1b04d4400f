// What a source told us, as JSON and back: the snapshot kept with every answer. Names of fields are
// frozen once written; a field that an older writer did not know keeps its default. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "records/records.h"

namespace heed::records {

// At most this much of one answer is read back.
constexpr std::size_t findings_bytes_max = 4 << 20;

std::string encode(const Findings& findings);
// Code::invalid with the path of the field that is wrong; an unknown field is wrong.
Result<Findings> decode(std::string_view json);

}  // namespace heed::records
