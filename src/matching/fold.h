// Any script to plain lower-case Latin letters, so that names in different scripts can be laid side
// by side. ASCII takes a short path, equal to ICU's "Any-Latin; Latin-ASCII; Lower" (property
// test); other scripts take ICU's, one cloned transliterator per thread. Ill-formed bytes are
// dropped. Pure as seen from outside, safe from every thread, never throws; where ICU's data are
// missing, letters beyond Latin are dropped.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace heed::matching {

enum class Script : std::uint8_t { latin, cyrillic, greek, arabic, hebrew, han, other };

// Lower-case ASCII; what has no Latin reading is dropped.
std::string fold(std::string_view text);
// The script of the first letter.
Script script_of(std::string_view text);
// Compatibility forms and full width undone, case folded, alphabets kept (NFKC_Casefold).
std::string fold_case(std::string_view text);

}  // namespace heed::matching
