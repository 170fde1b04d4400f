// main of every test program. A property that fails must be repeatable, so its seed is fixed and
// printed: RC_PARAMS="seed=N" chooses another, HEED_TEST_SEED=random draws one. Tests that make
// their own histories take their seed from RC_PARAMS's number through HEED_TEST_SEED too.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>
#include <string>

namespace {

constexpr const char* kUsualSeed = "20261119";

// NOLINTBEGIN(concurrency-mt-unsafe): called before any thread exists.
std::string chosen_seed() {
  const char* asked = std::getenv("HEED_TEST_SEED");
  if (asked == nullptr) return kUsualSeed;
  if (std::string(asked) != "random") return asked;
  return std::to_string(std::random_device()());
}

void fix_seed() {
  const std::string seed = chosen_seed();
  const char* given = std::getenv("RC_PARAMS");
  std::string parameters = given == nullptr ? "" : given;
  if (parameters.find("seed=") == std::string::npos) parameters += " seed=" + seed;
  setenv("RC_PARAMS", parameters.c_str(), 1);
  setenv("HEED_TEST_SEED", seed.c_str(), 1);
  std::cerr << "HEED_TEST_SEED=" << seed << " RC_PARAMS=\"" << parameters << "\"\n";
}
// NOLINTEND(concurrency-mt-unsafe)

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  fix_seed();
  return RUN_ALL_TESTS();
}
