// HEED_ASSERT states what must be true unless we made a mistake. It stays on in release: a system
// that goes on from an impossible state may say "no trace". Never for input, disk or network.
#pragma once

namespace heed {
[[noreturn]] void assertion_failed(const char* condition, const char* file, int line);
}

#define HEED_ASSERT(condition) \
  ((condition) ? static_cast<void>(0) : ::heed::assertion_failed(#condition, __FILE__, __LINE__))
