#include "base/ids.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace heed {
namespace {

using ThingId = Id<struct ThingTag>;

RC_GTEST_PROP(Ids, ReadBackWhatTheyWriteAndSortByTime, (std::uint64_t seed)) {
  SeededRandom random(seed);
  const Instant now{Micros(1'790'000'000'000'000)};
  const ThingId first = ThingId::fresh(now, random);
  const ThingId second = ThingId::fresh(now + std::chrono::milliseconds(1), random);
  RC_ASSERT(first < second);
  RC_ASSERT(ThingId::parse(first.str()).value() == first);
  RC_ASSERT(first.str()[14] == '7');
}

TEST(Ids, RefuseOtherText) {
  for (const char* text :
       {"", "x", "00000000-0000-0000-0000-00000000000", "00000000-0000-0000-0000-00000000000g",
        "0000000000000-0000-0000-000000000000"}) {
    EXPECT_FALSE(ThingId::parse(text)) << text;
  }
}

TEST(Ids, DerivedFromTheSamePartsAreTheSame) {
  EXPECT_EQ(ThingId::derived("a", "b"), ThingId::derived("a", "b"));
  EXPECT_NE(ThingId::derived("a", "b"), ThingId::derived("ab", ""));
}

}  // namespace
}  // namespace heed
