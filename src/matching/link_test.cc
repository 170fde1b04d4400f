// Linking without labels where the compared pairs mislead: so many share a date of birth by chance
// that agreeing in it alone looks like being one person.
#include "matching/link.h"

#include <gtest/gtest.h>

#include <array>
#include <chrono>

#include "matching/invented_people.h"

namespace heed::matching {
namespace {

TEST(Link, ManySharedDatesOfBirthMakeNobodyOnePerson) {
  InventedPeople from(20261123);
  constexpr std::uint32_t people = 1500, again = 120;
  LinkColumn given("given", FieldKind::given_name), family("family", FieldKind::family_name),
      born("born", FieldKind::date), phone("phone", FieldKind::phone);
  const auto day = [&] {  // few days: sixteen people on each
    return format_date(add_days(LocalDate(std::chrono::sys_days(std::chrono::days(3000))),
                                static_cast<int>(from.below(95))));
  };
  std::vector<std::array<std::string, 3>> known;
  for (std::uint32_t i = 0; i < people; ++i) {
    PersonRecord person = from.next();
    known.push_back({person.given_name, person.family_name, day()});
    given.add(person.given_name);
    family.add(person.family_name);
    born.add(known.back()[2]);
    phone.add(person.phones[0]);
  }
  for (std::uint32_t i = 0; i < again; ++i) {  // second records, without a telephone
    given.add(from.typed_wrong(known[i * 9][0]));
    family.add(from.chance(.5) ? from.typed_wrong(known[i * 9][1]) : known[i * 9][1]);
    born.add(known[i * 9][2]);
    phone.add("");
  }
  const auto result = link({given, family, born, phone}, {}, nullptr);
  ASSERT_TRUE(result);
  std::size_t right = 0, said = 0;
  for (const auto& pair : result->pairs) {
    if (pair.probability < .5f) continue;
    ++said;
    right += pair.right >= people && pair.left == (pair.right - people) * 9;
  }
  std::printf("%zu said, %zu right of %u\n", said, right, again);
  EXPECT_GT(right, again * 8 / 10);
  EXPECT_LT(said - right, said / 5);
}

}  // namespace
}  // namespace heed::matching
