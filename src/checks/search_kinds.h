// The kinds of key that something can be searched by, and bringing their values to one form.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "checks/checks_types.h"

namespace heed::checks {

bool is_search_kind(std::string_view kind);
std::string search_kinds_listed();
// A key as Heed writes it: identifiers by matching's normalising, dates as ISO, names trimmed.
Result<SearchKey> normal_key(std::string_view kind, std::string_view value,
                             std::string_view platform = {});

}  // namespace heed::checks
