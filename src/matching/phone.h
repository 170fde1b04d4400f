// Telephone numbers to E.164, as the identifiers header promises. A house-internal header of
// src/matching: others call normalise(IdentifierKind::phone, …).
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace heed::matching {

// "+447700900123", "+441632960001;ext=12", or a bare service number such as "999".
Result<std::string> phone_key(std::string_view text);
std::string phone_for_people(std::string_view key);
bool is_service_phone(std::string_view key);

}  // namespace heed::matching
