// One input of arbitrary bytes through whatever of this room meets bytes that nobody checked: the
// normalisers, names and addresses, CSV, and the reader of index files behind its checksums. Aborts
// where a promise breaks. The first byte says which. For `./dev fuzz matching` and, briefly, CI.
#pragma once

#include <cstddef>
#include <cstdint>

namespace heed::matching {

void try_input(const std::uint8_t* bytes, std::size_t size);

}  // namespace heed::matching
