#include "net/certificates.h"

#include <gtest/gtest.h>

namespace heed::net {
namespace {

TEST(Certificates, an_authority_can_be_kept_and_read_again) {
  const auto made = Authority::make("Test authority");
  ASSERT_TRUE(made);
  const auto again = Authority::from(made->identity());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->certificate_pem(), made->certificate_pem());
  EXPECT_EQ(*fingerprint(again->certificate_pem()), *fingerprint(made->certificate_pem()));
  EXPECT_EQ(fingerprint(made->certificate_pem())->size(), 32u * 3 - 1);
}

TEST(Certificates, a_key_of_another_certificate_is_refused) {
  const auto one = Authority::make("One");
  const auto two = Authority::make("Two");
  const auto mixed = Authority::from({one->certificate_pem(), two->identity().key_pem});
  ASSERT_FALSE(mixed);
  EXPECT_EQ(mixed.error().code, Code::invalid);
}

TEST(Certificates, what_is_no_certificate_is_refused_by_name) {
  const auto bad = Authority::from({"nonsense", "nonsense"});
  ASSERT_FALSE(bad);
  EXPECT_NE(bad.error().detail.find("PEM"), std::string::npos);
  EXPECT_FALSE(fingerprint(""));
  EXPECT_FALSE(Authority::make("A")->server({}));
}

}  // namespace
}  // namespace heed::net
