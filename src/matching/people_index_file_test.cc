// The index as a file: opened in place, refused where it is damaged, sealed, and rid of the
// removed.
#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.h"
#include "matching/invented_people.h"
#include "matching/link.h"
#include "matching/people_index.h"

namespace heed::matching {
namespace {

class IndexFile : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("heed-index-" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
    path_ = folder_ / "people.idx";
    InventedPeople from(7);
    for (int i = 0; i < 300; ++i) people_.push_back(from.next());
    for (const auto& person : people_) ASSERT_TRUE(index_.add(person));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static Query query_of(const PersonRecord& person) {
    Query query;
    query.known = person;
    query.known.phones.clear();
    return query;
  }

  std::filesystem::path folder_, path_;
  std::vector<PersonRecord> people_;
  PeopleIndex index_;
};

TEST_F(IndexFile, AnswersAsTheIndexInMemoryDid) {
  ASSERT_TRUE(index_.save(path_));
  const auto opened = PeopleIndex::open(path_);
  ASSERT_TRUE(opened) << opened.error().message();
  EXPECT_EQ(opened->size(), people_.size());
  const Answer answer = opened->search(query_of(people_[42]));
  ASSERT_FALSE(answer.candidates.empty());
  EXPECT_EQ(answer.candidates[0].id, people_[42].id);
  EXPECT_EQ(answer.candidates[0].comparison.band, Band::strong);
}

TEST_F(IndexFile, EveryChangedByteIsRefused) {
  ASSERT_TRUE(index_.save(path_));
  const std::string good = read_file(path_, 1 << 24).value();
  for (std::size_t at = 0; at < good.size(); at += at < 600 ? 13 : 1999) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x20);
    ASSERT_TRUE(write_file_atomically(path_, bad));
    const auto opened = PeopleIndex::open(path_);
    ASSERT_FALSE(opened) << at;
    EXPECT_EQ(opened.error().code, Code::corrupt) << at;
  }
  for (std::string bad : {std::string(), std::string("HEED"), good.substr(0, good.size() / 2)}) {
    ASSERT_TRUE(write_file_atomically(path_, bad));
    const auto opened = PeopleIndex::open(path_);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Code::corrupt);
  }
  EXPECT_EQ(PeopleIndex::open(folder_ / "none").error().code, Code::not_found);
}

TEST_F(IndexFile, TheRemovedAreGoneFromDisk) {
  ASSERT_TRUE(index_.remove(people_[5].id));
  EXPECT_TRUE(index_.search(query_of(people_[5])).candidates.empty() ||
              index_.search(query_of(people_[5])).candidates[0].id != people_[5].id);
  ASSERT_TRUE(index_.save(path_));
  const std::string bytes = read_file(path_, 1 << 24).value();
  const auto number = normalise(IdentifierKind::phone, people_[5].phones[0])->value;
  EXPECT_EQ(bytes.find(number), std::string::npos);
  EXPECT_NE(bytes.find(normalise(IdentifierKind::phone, people_[6].phones[0])->value),
            std::string::npos);
}

TEST_F(IndexFile, ASealedOneOpensOnlyWithItsKey) {
  SeededRandom random(1);
  const SealKey key = new_seal_key(random), other = new_seal_key(random);
  ASSERT_TRUE(index_.save(path_, &key));
  EXPECT_EQ(read_file(path_, 1 << 24)->find(people_[5].postcode), std::string::npos);
  EXPECT_EQ(PeopleIndex::open(path_).error().code, Code::denied);
  EXPECT_EQ(PeopleIndex::open(path_, &other).error().code, Code::corrupt);
  EXPECT_TRUE(PeopleIndex::open(path_, &key));
}

TEST_F(IndexFile, WhatNobodyCanReadDoesNoHarm) {
  PersonRecord odd;
  odd.id = "odd";
  odd.given_name = std::string(10000, 'a');
  odd.family_name = "\xff\xfe x";
  odd.middle_name = "\xE0\xA4\xB0\xE0\xA4\xBE\xE0\xA4\xAE";
  odd.address = std::string(2000, ',');
  odd.sex = "?";
  ASSERT_TRUE(index_.add(odd));
  Query query = query_of(odd);
  query.known.born_from = parse_date("2010-01-01").value();
  query.known.born_to = parse_date("2000-01-01").value();
  (void)index_.search(query);
  Query empty;
  EXPECT_TRUE(index_.search(empty).candidates.empty());
  odd.id.clear();
  EXPECT_EQ(index_.add(odd).error().code, Code::invalid);
}

TEST(Link, FindsDuplicatesWithoutLabels) {
  InventedPeople from(11);
  LinkColumn given("given", FieldKind::given_name), family("family", FieldKind::family_name),
      born("born", FieldKind::date), postcode("postcode", FieldKind::postcode);
  const auto add = [&](const PersonRecord& p) {
    given.add(p.given_name);
    family.add(p.family_name);
    born.add(format_date(*p.born));
    postcode.add(p.postcode);
  };
  std::vector<PersonRecord> people;
  for (int i = 0; i < 200; ++i) people.push_back(from.next());
  for (const auto& person : people) add(person);
  for (int i = 0; i < 60; ++i) {
    PersonRecord again = people[static_cast<std::size_t>(i)];
    if (i % 3 == 0) again.family_name = from.typed_wrong(again.family_name);
    if (i % 3 == 1) again.born = from.date_wrong(*again.born);
    if (i % 5 == 0) again.postcode.clear();
    add(again);
  }
  const auto result = link({given, family, born, postcode}, {}, nullptr);
  ASSERT_TRUE(result);
  int right = 0, wrong = 0;
  for (const auto& pair : result->pairs) {
    if (pair.probability < .5f) continue;
    (pair.right == pair.left + 200 ? right : wrong) += 1;
  }
  EXPECT_GE(right, 56);
  EXPECT_LE(wrong, 1);
  EXPECT_FALSE(link({}, {}, nullptr));
}

}  // namespace
}  // namespace heed::matching
