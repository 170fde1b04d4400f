// The few cryptographic operations Heed needs, by libsodium: BLAKE2b-256 for the chain,
// XChaCha20-Poly1305 for sealing, Ed25519 for checkpoints, Argon2id for passwords. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/result.h"

namespace heed {

using Hash = std::array<std::uint8_t, 32>;
using SealKey = std::array<std::uint8_t, 32>;
using Salt = std::array<std::uint8_t, 16>;
using Signature = std::array<std::uint8_t, 64>;

struct SigningKey {
  std::array<std::uint8_t, 32> public_key{};
  std::array<std::uint8_t, 64> secret_key{};
};

Hash hash_bytes(std::string_view bytes);
// Keyed: without the key nobody can tell which input gave it. For keys of look-up tables.
Hash keyed_hash(const SealKey& key, std::string_view bytes);

// Bytes as lower-case hexadecimal, and back (Code::invalid on an odd length or another character).
std::string to_hex(std::span<const std::uint8_t> bytes);
Result<std::string> from_hex(std::string_view text);

SealKey new_seal_key(Random& random);
// The sealed form is nonce (24 bytes, random), then ciphertext and tag: 40 bytes longer than the
// plain text. `bound` is authenticated with it and must be given again to open.
std::string seal(const SealKey& key, std::string_view plain, std::string_view bound,
                 Random& random);
// Code::corrupt where key, bytes or `bound` are not those it was sealed with.
Result<std::string> open_sealed(const SealKey& key, std::string_view sealed,
                                std::string_view bound);

SigningKey new_signing_key(Random& random);
Signature sign(const SigningKey& key, std::string_view message);
bool signature_is_good(std::span<const std::uint8_t, 32> public_key, std::string_view message,
                       const Signature& signature);

// Argon2id, 64 MiB, some 0.3 s of one core: one at a time, on the low-priority thread.
std::string hash_password(std::string_view password);
bool password_matches(std::string_view password, std::string_view stored);

// Takes the same time wherever the two differ.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace heed
