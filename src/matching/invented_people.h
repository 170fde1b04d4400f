// People who do not exist, in any number, from a seed: names as common as they are in the United
// Kingdom, ages as they are, addresses and numbers that nobody has. And what becomes of them when
// somebody types or mishears them. For tests and benchmarks only; nothing of the program uses it.
// Deterministic for a seed, on every machine; not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "matching/person.h"

namespace heed::matching {

class InventedPeople {
 public:
  explicit InventedPeople(std::uint64_t seed);
  PersonRecord next();

  std::uint64_t below(std::uint64_t bound);
  bool chance(double share);
  // One letter wrong, as fingers err or as ears do; the first letter less often.
  std::string typed_wrong(std::string_view name);
  std::string heard_wrong(std::string_view name);
  LocalDate date_wrong(LocalDate date);  // swapped, transposed, one digit, year off by one
  LocalDate some_date();
  std::string some_given(bool female);
  std::string some_family();
  // A form that the tables know, or the name itself.
  std::string nickname(std::string_view name);

 private:
  std::uint64_t state_[4];
  std::uint64_t made_ = 0;
};

}  // namespace heed::matching
