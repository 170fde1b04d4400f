// The promise of people_index.h against the slow twin that weighs everybody.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "matching/invented_people.h"
#include "matching/people_index.h"
#include "matching/score.h"
#include "matching/segment.h"

namespace heed::matching {
namespace {

// Optimal string alignment distance, as in the textbook.
int edits(std::string_view a, std::string_view b) {
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<int>(i + j);
        continue;
      }
      d[i][j] =
          std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

bool near_any(std::string_view text, const PreparedName& name) {
  for (std::size_t i = 0; i < name.plain; ++i) {
    if (!name.words[i].particle && edits(text, name.words[i].text) <= 2) return true;
  }
  return false;
}

bool born_compatibly(const PersonRecord& a, const PersonRecord& b) {
  switch (score_birth(prepare(a).birth, prepare(b).birth).match) {
    case BirthMatch::equal:
    case BirthMatch::swapped:
    case BirthMatch::transposed:
    case BirthMatch::one_digit:
    case BirthMatch::year_off:
    case BirthMatch::first_january:
    case BirthMatch::inside:
    case BirthMatch::near:
    case BirthMatch::unknown: return true;
    default: return false;
  }
}

bool promised(const PersonRecord& query, const PersonRecord& person) {
  const PreparedPerson q = prepare(query), p = prepare(person);
  for (const auto& phone : q.phones) {
    if (std::find(p.phones.begin(), p.phones.end(), phone) != p.phones.end()) return true;
  }
  bool family = false, given = false;
  for (std::size_t i = 0; i < q.name.plain; ++i) {
    const auto& word = q.name.words[i];
    if (word.particle) continue;
    if (word.role == NameRole::family) family |= near_any(word.text, p.name);
    if (word.role == NameRole::given) given |= near_any(word.text, p.name);
  }
  return family && (given || born_compatibly(query, person));
}

// Somebody of the index as a caller might give them.
PersonRecord query_for(InventedPeople& from, PersonRecord person) {
  const auto spoil = [&](std::string& name) {
    for (std::uint64_t left = from.below(3); left > 0; --left) {
      name = from.chance(.5) ? from.typed_wrong(name) : from.heard_wrong(name);
    }
  };
  spoil(person.given_name);
  spoil(person.family_name);
  if (from.chance(.1)) std::swap(person.given_name, person.family_name);
  if (from.chance(.1)) person.given_name = from.nickname(person.given_name);
  if (from.chance(.7)) person.middle_name.clear();
  if (from.chance(.8)) person.phones.clear();
  if (from.chance(.5)) person.postcode.clear();
  if (from.chance(.5)) person.sex.clear();
  const LocalDate born = *person.born;
  switch (from.below(5)) {
    case 0: break;
    case 1: person.born = from.date_wrong(born); break;
    case 2:
      person.born.reset();
      person.born_from = add_days(born, -static_cast<int>(from.below(2000)));
      person.born_to = add_days(born, static_cast<int>(from.below(2000)));
      break;
    case 3: person.born.reset(); break;
    default: person.born = from.some_date();
  }
  if (from.chance(.03)) person.given_name.clear();
  return person;
}

std::string words(const PersonRecord& p) {
  std::string out = p.given_name + "|" + p.middle_name + "|" + p.family_name + "|";
  if (p.born) out += format_date(*p.born);
  if (p.born_from) out += format_date(*p.born_from) + " to ";
  if (p.born_to) out += format_date(*p.born_to);
  return out + "|" + p.sex + "|" + p.postcode;
}

int cases() {
  const char* text = std::getenv("HEED_MATCHING_CASES");
  return text ? std::atoi(text) : 600;
}

TEST(PeopleIndexProperty, NobodyWhomThePromiseCoversIsMissed) {
  InventedPeople from(20261119);
  long compared = 0;
  for (int round = 0; round * 50 < cases(); ++round) {
    PeopleIndex index;
    std::map<std::string, PersonRecord> people;
    const std::uint64_t count = 20 + from.below(round % 10 == 0 ? 700 : 120);
    while (people.size() < count) {
      PersonRecord person = from.next();
      if (from.chance(.1)) person.born.reset();
      // One name like the other: Lee, Louie.
      if (from.chance(.05)) person.given_name = from.typed_wrong(person.family_name);
      if (from.chance(.05)) {
        person.born_from = add_days(from.some_date(), -1000);
        person.born_to = add_days(*person.born_from, 3000);
        person.born.reset();
      }
      if (!people.empty() && from.chance(.2)) {  // families, namesakes, twins
        const PersonRecord& other = people.begin()->second;
        person.family_name = other.family_name;
        if (from.chance(.3)) person.given_name = other.given_name;
        if (from.chance(.3)) person.born = other.born;
      }
      ASSERT_TRUE(index.add(person));
      people.emplace(person.id, person);
    }
    for (auto& [id, person] : people) {
      if (!from.chance(.05)) continue;
      ASSERT_TRUE(index.remove(id));
    }
    for (int i = 0; i < 50; ++i, ++compared) {
      auto someone = people.begin();
      std::advance(someone, static_cast<long>(from.below(people.size())));
      PersonRecord base = someone->second;
      if (!base.born) base.born = from.some_date();
      Query query;
      query.known = query_for(from, base);
      query.top = 1 + from.below(12);
      query.explain = true;
      query.with_rejected = true;
      const Answer fast = index.search(query);
      const std::size_t top = query.top;
      query.top = 1000;
      const Answer slow = index.search_everybody(query);
      ASSERT_EQ(fast.status, AnswerStatus::complete);
      std::map<std::string, double> listed;
      double lowest = -1e9;
      for (const auto& one : fast.candidates) {
        listed[one.id] = one.comparison.weight;
        lowest = one.comparison.weight;
      }
      const bool full = fast.candidates.size() >= top;
      for (const auto& one : slow.candidates) {
        if (const auto at = listed.find(one.id); at != listed.end()) {
          ASSERT_FLOAT_EQ(static_cast<float>(at->second), static_cast<float>(one.comparison.weight))
              << words(query.known) << "\n"
              << words(people.at(one.id)) << "\n"
              << explain(one.comparison) << at->second;
          continue;
        }
        if (full && one.comparison.weight <= lowest) break;
        ASSERT_FALSE(promised(query.known, people.at(one.id)))
            << "case " << compared << ": missed one of weight " << one.comparison.weight
            << " where " << lowest << " was listed\n"
            << words(query.known) << "\n"
            << words(people.at(one.id));
      }
    }
  }
  std::printf("%ld cases\n", compared);
}

TEST(PeopleIndexProperty, DaysAlikeAreAmongThoseLookedAt) {
  InventedPeople from(20261120);
  const auto day = [](LocalDate date) {
    return static_cast<std::int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
  };
  int alike = 0;
  for (int i = 0; i < 300; ++i) {
    const std::int32_t asked = day(from.some_date()), first = asked - 20000, last = asked + 15000;
    const auto compatible = compatible_days(asked);
    const auto spans = days_alike(asked, first, last);
    for (int j = 0; j < 1000; ++j) {
      const auto other = static_cast<std::int32_t>(
          j < 800 ? asked - 400 + j : first + static_cast<std::int32_t>(from.below(35000)));
      const BirthMatch match = score_birth({asked, asked}, {other, other}).match;
      if (match == BirthMatch::different) continue;
      const bool found = std::binary_search(compatible.begin(), compatible.end(), other) ||
                         match == BirthMatch::first_january ||  // its whole year is looked at
                         std::any_of(spans.begin(), spans.end(), [&](const DaySpan& s) {
                           return s.low <= other && other <= s.high;
                         });
      ASSERT_TRUE(found) << asked << " and " << other;
      ++alike;
    }
    ASSERT_TRUE(std::is_sorted(spans.begin(), spans.end(),
                               [](const DaySpan& x, const DaySpan& y) { return x.low < y.low; }));
  }
  EXPECT_GT(alike, 300 * 40);
}

TEST(PeopleIndexProperty, ManyRowsAreFoundByTheirDayAsFewAre) {
  InventedPeople from(20261121);
  SegmentBuilder builder;
  std::vector<std::int32_t> days;
  PreparedPerson person;
  for (int i = 0; i < 70'000; ++i) {
    const auto day = static_cast<std::int32_t>(from.below(9000)) * 3 - 9000;
    person.birth = {day, day};
    days.push_back(day);
    ASSERT_TRUE(builder.add(std::to_string(i), person));
  }
  std::sort(days.begin(), days.end());
  const auto segment = Segment::from_bytes(builder.finish());
  ASSERT_TRUE(segment);
  for (std::int32_t day = -9010; day < 18'010; ++day) {
    const auto at = std::lower_bound(days.begin(), days.end(), day) - days.begin();
    ASSERT_EQ((*segment)->first_row_from(day), static_cast<std::uint32_t>(at)) << day;
  }
  for (int i = 0; i < 70'000; i += 7) {
    const auto row = (*segment)->row_of(std::to_string(i));
    ASSERT_TRUE(row && (*segment)->id(*row) == std::to_string(i));
  }
}

}  // namespace
}  // namespace heed::matching
