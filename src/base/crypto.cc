#include "base/crypto.h"

#include <sodium.h>

#include <cstring>

#include "base/assert.h"

namespace heed {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

[[maybe_unused]] const int sodium_ready = sodium_init();

}  // namespace

Hash hash_bytes(std::string_view bytes) {
  Hash out;
  crypto_generichash(out.data(), out.size(), bytes_of(bytes), bytes.size(), nullptr, 0);
  return out;
}

Hash keyed_hash(const SealKey& key, std::string_view bytes) {
  Hash out;
  crypto_generichash(out.data(), out.size(), bytes_of(bytes), bytes.size(), key.data(), key.size());
  return out;
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

Result<std::string> from_hex(std::string_view text) {
  std::string out(text.size() / 2, '\0');
  std::size_t length = 0;
  const char* end = nullptr;
  const bool odd = text.size() % 2 != 0;
  if (odd ||
      sodium_hex2bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                     text.size(), nullptr, &length, &end) != 0 ||
      length != out.size()) {
    return error(Code::invalid, "expected pairs of hexadecimal digits");
  }
  return out;
}

SealKey new_seal_key(Random& random) {
  SealKey key;
  random.fill(key);
  return key;
}

std::string seal(const SealKey& key, std::string_view plain, std::string_view bound,
                 Random& random) {
  constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  std::string out(nonce_size + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
  auto* at = reinterpret_cast<unsigned char*>(out.data());
  random.fill(std::span(at, nonce_size));
  unsigned long long length = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(at + nonce_size, &length, bytes_of(plain),
                                             plain.size(), bytes_of(bound), bound.size(), nullptr,
                                             at, key.data());
  HEED_ASSERT(nonce_size + length == out.size());
  return out;
}

Result<std::string> open_sealed(const SealKey& key, std::string_view sealed,
                                std::string_view bound) {
  constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
  if (sealed.size() < nonce_size + tag_size) {
    return error(Code::corrupt, "sealed bytes are too short to be whole");
  }
  std::string plain(sealed.size() - nonce_size - tag_size, '\0');
  unsigned long long length = 0;
  const auto* at = bytes_of(sealed);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          reinterpret_cast<unsigned char*>(plain.data()), &length, nullptr, at + nonce_size,
          sealed.size() - nonce_size, bytes_of(bound), bound.size(), at, key.data()) != 0) {
    return error(Code::corrupt, "sealed bytes do not open with this key");
  }
  return plain;
}

SigningKey new_signing_key(Random& random) {
  std::array<std::uint8_t, crypto_sign_SEEDBYTES> seed;
  random.fill(seed);
  SigningKey key;
  crypto_sign_seed_keypair(key.public_key.data(), key.secret_key.data(), seed.data());
  sodium_memzero(seed.data(), seed.size());
  return key;
}

Signature sign(const SigningKey& key, std::string_view message) {
  Signature out;
  crypto_sign_detached(out.data(), nullptr, bytes_of(message), message.size(),
                       key.secret_key.data());
  return out;
}

bool signature_is_good(std::span<const std::uint8_t, 32> public_key, std::string_view message,
                       const Signature& signature) {
  return crypto_sign_verify_detached(signature.data(), bytes_of(message), message.size(),
                                     public_key.data()) == 0;
}

std::string hash_password(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> out{};
  const int failed =
      crypto_pwhash_str(out.data(), password.data(), password.size(),
                        crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE);
  HEED_ASSERT(failed == 0);  // only when 64 MiB cannot be had
  return out.data();
}

bool password_matches(std::string_view password, std::string_view stored) {
  return crypto_pwhash_str_verify(std::string(stored).c_str(), password.data(), password.size()) ==
         0;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace heed
