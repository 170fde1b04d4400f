// A person's record read once, and the weights of the fields beside the name. The one place where
// numbers of the model stand. A house-internal header. Pure.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "matching/address.h"
#include "matching/compare.h"
#include "matching/names.h"

namespace heed::matching {

constexpr std::int32_t day_min = -200000, day_max = 200000;  // days since 1970-01-01

// When somebody was born: a day, or from a day to a day. Both open: not known.
struct Birth {
  std::int32_t low = day_min;
  std::int32_t high = day_max;
  bool exact() const { return low == high; }
  bool known() const { return low > day_min || high < day_max; }
  bool operator==(const Birth&) const = default;
};

enum class BirthMatch : std::uint8_t {
  unknown,
  equal,
  swapped,
  transposed,
  one_digit,
  year_off,
  first_january,
  day_differs,
  month_differs,
  year_differs,
  different,
  inside,
  near,
  outside
};

struct BirthScore {
  BirthMatch match = BirthMatch::unknown;
  float weight = 0;
};
BirthScore score_birth(const Birth& a, const Birth& b);
// The days that score_birth() calls equal to first_january against this one, ascending; at most 96.
std::vector<std::int32_t> compatible_days(std::int32_t day);
// The days between these two that score_birth() may call day_differs to year_differs against this
// one, and more: spans, ascending.
struct DaySpan {
  std::int32_t low, high;
};
std::vector<DaySpan> days_alike(std::int32_t day, std::int32_t first, std::int32_t last);
std::string_view words_for(BirthMatch match);

enum class Sex : std::uint8_t { unknown, female, male };
Sex parse_sex(std::string_view text);

struct PreparedPerson {
  PreparedName name;
  Birth birth;
  Sex sex = Sex::unknown;
  std::vector<std::string> phones;  // keys, service numbers left out, sorted
  std::vector<std::string> emails;
  std::vector<std::string> identifiers;  // kind, platform and value in one text, sorted
  // Less sure keys of the same identifiers (O for 0, without the plus-tag), with what they are
  // worth.
  std::vector<std::pair<std::string, float>> alternatives;
  AddressParts address;
  std::string postcode;
};

PreparedPerson prepare(const PersonRecord& record);
void find_alternatives(PreparedPerson& person);
std::string identifier_text(const IdentifierKey& key);

// All but the name, from features that are equal on both ways of comparing (pairs and index).
struct OtherFields {
  BirthScore birth;
  Sex sex_a = Sex::unknown, sex_b = Sex::unknown;
  float phone = 0, email = 0, identifier = 0;  // weights; zero where either is missing
  float address = 0;
  bool unique_identifier = false;  // an equal phone, e-mail or national identifier
};

constexpr float phone_agrees = 12, phone_differs = -.7f;
constexpr float email_agrees = 13, email_differs = -.7f;
float score_shared(const std::vector<std::string>& a, const std::vector<std::string>& b,
                   float agrees, float differs);
struct IdentifierScore {
  float weight = 0;
  bool unique = false;
};
IdentifierScore score_identifiers(const PreparedPerson& a, const PreparedPerson& b);
// Everything beside the name. Without `with_address` the address stays 0.
OtherFields score_others(const PreparedPerson& a, const PreparedPerson& b, bool with_address);
float score_address(const PreparedPerson& a, const PreparedPerson& b, std::string* words);
float score_sex(Sex a, Sex b, bool given_agrees);

struct Verdict {
  float weight = 0;
  int agreeing = 0;            // independent fields that speak clearly for one person
  bool contradiction = false;  // some field speaks clearly against
  bool identified = false;     // a unique identifier is equal
};
Verdict add_up(const NameScore& name, const OtherFields& other);

// prior: log2 odds against a candidate before anything is compared.
double probability_of(double weight, double prior);
Band band_of(const Verdict& verdict, double probability);

// The reasons in words, strongest first.
std::vector<FieldReason> reasons_for(const PreparedPerson& a, const PreparedPerson& b,
                                     const NameScore& name, const OtherFields& other);

}  // namespace heed::matching
