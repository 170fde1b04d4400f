#include "matching/people_index.h"

#include <gtest/gtest.h>

namespace heed::matching {
namespace {

PersonRecord person(std::string id, std::string given, std::string family, std::string_view born) {
  PersonRecord out;
  out.id = std::move(id);
  out.given_name = std::move(given);
  out.family_name = std::move(family);
  if (!born.empty()) out.born = parse_date(born).value();
  return out;
}

TEST(PeopleIndex, FindsByNameAndDateWithErrors) {
  PeopleIndex index;
  ASSERT_TRUE(index.add(person("a", "Marianne", "Oldfield", "1984-03-12")));
  ASSERT_TRUE(index.add(person("b", "Derek", "Pullman", "1961-07-30")));
  Query query;
  query.known = person("", "Mariane", "Oldfeild", "1984-12-03");
  const Answer answer = index.search(query);
  ASSERT_FALSE(answer.candidates.empty());
  EXPECT_EQ(answer.candidates[0].id, "a");
  EXPECT_EQ(answer.status, AnswerStatus::complete);
}

TEST(PeopleIndex, ANumberIsExactForWhoseItIsRecordedAs) {
  PeopleIndex index;
  auto a = person("a", "Marianne", "Oldfield", "");
  a.phones = {"+44 7700 900123"};
  ASSERT_TRUE(index.add(a));
  Query query;
  query.known.phones = {"07700 900123"};
  const Answer answer = index.search(query);
  ASSERT_EQ(answer.candidates.size(), 1u);
  EXPECT_EQ(answer.candidates[0].comparison.band, Band::exact);
}

TEST(PeopleIndex, TwinsAreTiedAndNeitherIsStrong) {
  PeopleIndex index;
  ASSERT_TRUE(index.add(person("a", "Marianne", "Oldfield", "1984-03-12")));
  ASSERT_TRUE(index.add(person("b", "Marianne", "Oldfield", "1984-03-12")));
  Query query;
  query.known = person("", "Marianne", "Oldfield", "1984-03-12");
  const Answer answer = index.search(query);
  ASSERT_EQ(answer.candidates.size(), 2u);
  for (const auto& candidate : answer.candidates) {
    EXPECT_EQ(candidate.tied, 2u);
    EXPECT_EQ(candidate.comparison.band, Band::possible);
  }
}

TEST(PeopleIndex, WhoWasRemovedIsNotFound) {
  PeopleIndex index;
  ASSERT_TRUE(index.add(person("a", "Marianne", "Oldfield", "1984-03-12")));
  EXPECT_TRUE(index.remove("a"));
  EXPECT_FALSE(index.remove("a"));
  Query query;
  query.known = person("", "Marianne", "Oldfield", "1984-03-12");
  EXPECT_TRUE(index.search(query).candidates.empty());
  EXPECT_FALSE(index.add(person("", "Marianne", "Oldfield", "")));
}

}  // namespace
}  // namespace heed::matching
