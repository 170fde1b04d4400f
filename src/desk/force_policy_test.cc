#include "desk/force_policy.h"

#include <gtest/gtest.h>

namespace heed::desk {
namespace {

TEST(ForcePolicy, ThatIsShippedLoadsWhole) {
  const auto zone = Zone::load("Europe/London").value();
  const auto policy = load_force_policy(HEED_SOURCE_DIR "/policy", zone);
  ASSERT_TRUE(policy) << policy.error().message();
  EXPECT_GT((*policy)->rules->rules().size(), 50u);
}

}  // namespace
}  // namespace heed::desk
