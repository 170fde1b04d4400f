// libFuzzer's way in. Built by `./dev fuzz matching` only.
#include "matching/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  heed::matching::try_input(bytes, size);
  return 0;
}
