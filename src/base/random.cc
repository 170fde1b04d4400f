#include "base/random.h"

#include <sodium.h>

#include <cstring>

#include "base/assert.h"

namespace heed {

std::uint64_t Random::next() {
  std::uint64_t value = 0;
  fill(std::span(reinterpret_cast<std::uint8_t*>(&value), sizeof value));
  return value;
}

std::uint64_t Random::below(std::uint64_t bound) {
  HEED_ASSERT(bound > 0);
  const std::uint64_t threshold = (0 - bound) % bound;  // the part that would favour small values
  for (;;) {
    const std::uint64_t value = next();
    if (value >= threshold) return value % bound;
  }
}

SecureRandom::SecureRandom() { HEED_ASSERT(sodium_init() >= 0); }

void SecureRandom::fill(std::span<std::uint8_t> out) { randombytes_buf(out.data(), out.size()); }

void SeededRandom::fill(std::span<std::uint8_t> out) {
  std::lock_guard lock(mutex_);
  for (std::size_t at = 0; at < out.size(); at += 8) {
    const std::uint64_t value = engine_();
    std::memcpy(out.data() + at, &value, std::min<std::size_t>(8, out.size() - at));
  }
}

}  // namespace heed
