#include "base/crypto.h"

#include <gtest/gtest.h>

namespace heed {
namespace {

TEST(Sealing, OpensOnlyWithTheSameKeyAndTheSameBinding) {
  SeededRandom random(7);
  const SealKey key = new_seal_key(random);
  const SealKey other = new_seal_key(random);
  const std::string sealed = seal(key, "what was said", "event 12", random);
  EXPECT_EQ(sealed.size(), std::string("what was said").size() + 40);
  EXPECT_EQ(open_sealed(key, sealed, "event 12").value(), "what was said");
  EXPECT_EQ(open_sealed(other, sealed, "event 12").error().code, Code::corrupt);
  EXPECT_EQ(open_sealed(key, sealed, "event 13").error().code, Code::corrupt);
  EXPECT_EQ(open_sealed(key, sealed.substr(0, 20), "event 12").error().code, Code::corrupt);
}

TEST(Sealing, NoticesEveryChangedByte) {
  SeededRandom random(8);
  const SealKey key = new_seal_key(random);
  const std::string sealed = seal(key, "abc", "", random);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(open_sealed(key, changed, "")) << i;
  }
}

TEST(Signing, RefusesAnotherMessageAndAnotherKey) {
  SeededRandom random(9);
  const SigningKey key = new_signing_key(random);
  const SigningKey other = new_signing_key(random);
  const Signature signature = sign(key, "head 41");
  EXPECT_TRUE(signature_is_good(key.public_key, "head 41", signature));
  EXPECT_FALSE(signature_is_good(key.public_key, "head 42", signature));
  EXPECT_FALSE(signature_is_good(other.public_key, "head 41", signature));
}

TEST(Hex, ReadsBackWhatItWroteAndRefusesTheRest) {
  EXPECT_EQ(to_hex(hash_bytes("")),
            "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  EXPECT_EQ(from_hex("00ff").value(), std::string("\0\xff", 2));
  EXPECT_FALSE(from_hex("0"));
  EXPECT_FALSE(from_hex("0g"));
}

TEST(Passwords, MatchOnlyThemselves) {
  const std::string stored = hash_password("correct horse");
  EXPECT_TRUE(password_matches("correct horse", stored));
  EXPECT_FALSE(password_matches("correct hors", stored));
  EXPECT_FALSE(password_matches("correct horse", "nonsense"));
}

}  // namespace
}  // namespace heed
