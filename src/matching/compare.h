// Are these two records one person? Says how strongly, how probably, in which band, and why in
// words fit to show. Weights are Fellegi–Sunter: log2 of how much more likely the observation is
// for one person than for two; common names say less than rare ones; fields that hang together
// (name and sex, phone and address) are not counted twice. The probability is calibrated for the
// candidates that a search brings, given the stated prior.
// Never merges, never decides: `strong` needs p >= .95, two independent fields that agree and no
// contradiction; ties between several candidates are known only to whoever ranks them and take
// `strong` away (see people_index.h, without_tie_for()). `exact` stands on an equal unique
// identifier alone: whose identifier it is recorded as, not who is calling. `rejected` is a
// contradiction by rule. Immutable after construction; safe from every thread; never throws;
// bounded by the limits in person.h. Symmetric, except where a word is a given name on one side and
// a family name on the other: what the first record calls it decides.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "matching/person.h"

namespace heed::matching {

enum class Band : std::uint8_t { exact, strong, possible, rejected };
std::string_view to_string(Band band);  // "exact", …

struct FieldReason {
  std::string field;  // "name", "date_of_birth", "sex", "phone", "email", "address", …
  std::string words;  // "date of birth: two digits swapped"
  double weight = 0;  // log2; above zero speaks for one person
};

struct Comparison {
  double weight = 0;       // sum of the reasons
  double probability = 0;  // 0 to 1
  Band band = Band::possible;
  std::vector<FieldReason> reasons;  // strongest first
};

// "date of birth: two digits swapped, +6.1; family name equal (common), +5.2"
std::string explain(const Comparison& comparison);

class PersonComparer {
 public:
  // The log2 odds against a pair before anything is compared: a name and a date of birth that fit
  // mean more among ten thousand people than among ten million. 16 suits a force's own records.
  explicit PersonComparer(double prior = prior_of_records);
  static constexpr double prior_of_records = 16;
  // For pairs that somebody chose because they look alike: nearly even.
  static constexpr double prior_of_a_pair = 8;
  ~PersonComparer();
  PersonComparer(PersonComparer&&) noexcept;
  PersonComparer& operator=(PersonComparer&&) noexcept;

  Comparison compare(const PersonRecord& a, const PersonRecord& b) const;

 private:
  struct Tables;
  std::unique_ptr<const Tables> tables_;
};

}  // namespace heed::matching
