// Randomness comes in from outside, so that any failure replays from a printed seed. Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <random>
#include <span>

namespace heed {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;
  std::uint64_t next();
  // Uniform in [0, bound); bound > 0.
  std::uint64_t below(std::uint64_t bound);
};

// From the operating system, by libsodium: keys, salts, tokens.
class SecureRandom final : public Random {
 public:
  SecureRandom();
  void fill(std::span<std::uint8_t> out) override;
};

// For tests, rehearsals and benchmarks: the same seed, the same bytes.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<std::uint8_t> out) override;

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

}  // namespace heed
