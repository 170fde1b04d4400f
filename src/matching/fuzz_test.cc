// A brief run of what `./dev fuzz matching` does at length: inputs from a seed, and changes of
// them.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "matching/fuzz_input.h"
#include "matching/invented_people.h"

namespace heed::matching {
namespace {

TEST(Fuzz, ArbitraryBytesBreakNoPromise) {
  InventedPeople from(20261124);
  const std::string seeds[] = {"+44 (0)7700 900123 x4",
                               "Anne.Smith+tag@Example.org",
                               "AB12 CDE",
                               "ZZ1 1ZZ, Flat 2, 10 Lane",
                               "Jos\xC3\xA9\nde la Cruz",
                               "\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD",
                               "id,name\n\"a\"\"b\",c\r\n",
                               "2019/0012345X",
                               "HEEDPPL1"};
  for (int i = 0; i < 3000; ++i) {
    std::string input(1, static_cast<char>(from.below(5)));
    input += seeds[from.below(std::size(seeds))];
    if (input[0] == 3) {  // changes of an index file
      input.resize(1);
      for (std::uint64_t left = 1 + from.below(3) * 4; left > 0; --left) {
        input += static_cast<char>(0);
        input += static_cast<char>(from.below(24));
        input += static_cast<char>(from.below(256));
        input += static_cast<char>(1u << from.below(8));
      }
    }
    for (std::uint64_t left = from.below(4); left > 0 && input[0] != 3; --left) {
      const std::size_t at = 1 + from.below(input.size() - 1);
      if (from.chance(.5))
        input[at] = static_cast<char>(from.below(256));
      else
        input.insert(at, from.chance(.2) ? std::string(300, input[at]) : input.substr(1, 5));
    }
    SCOPED_TRACE(i);
    try_input(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
  }
}

}  // namespace
}  // namespace heed::matching
