#include "records/records_codec.h"

#include <gtest/gtest.h>

namespace heed::records {
namespace {

LocalDate day(int y, unsigned m, unsigned d) {
  return LocalDate(std::chrono::year(y), std::chrono::month(m), std::chrono::day(d));
}

Findings full() {
  Findings out;
  Nominal person;
  person.record_id = "N1";
  person.given_name = "Ada";
  person.family_name = "Quill";
  person.born = day(1980, 2, 29);
  person.managed_offender = true;
  person.danger = "children";
  person.identifiers = {{"phone", "+447700900111", "", "seen on visit", {}, day(2026, 1, 2), {}}};
  person.markers = {{"weapons", "carries a knife", day(2020, 1, 1), {}, true, "N1", {}}};
  out.people.push_back(person);
  CourtOrder order;
  order.order_id = "O1";
  order.kind = "shpo";
  order.verbatim = "not to have any unsupervised contact with a child aged 16 or under";
  order.structured = true;
  OrderCondition condition;
  condition.condition_id = "1";
  condition.kind = "contact";
  condition.protected_age = ProtectedAge{16, true};
  order.conditions.push_back(condition);
  out.orders.push_back(order);
  out.events.push_back({"crime", "C/1", day(2024, 5, 6), "reported", "suspect", "", "N1", {}});
  return out;
}

TEST(RecordsCodec, whatWasSaidReadsBackAsItWas) {
  const auto text = encode(full());
  const auto back = decode(text);
  ASSERT_TRUE(back) << back.error().message();
  EXPECT_EQ(encode(*back), text);
  EXPECT_EQ(back->people[0].identifiers[0].until, day(2026, 1, 2));
  EXPECT_TRUE(back->orders[0].conditions[0].protected_age->inclusive);
}

TEST(RecordsCodec, anUnknownFieldIsNamed) {
  const auto back = decode(R"({"people":[{"record_id":"N1","colour":"red"}]})");
  ASSERT_FALSE(back);
  EXPECT_EQ(back.error().where, "/people/0/colour");
}

TEST(RecordsCodec, anOlderSnapshotKeepsDefaults) {
  const auto back = decode(R"({"people":[{"record_id":"N1"}]})");
  ASSERT_TRUE(back) << back.error().message();
  EXPECT_FALSE(back->people[0].managed_offender);
}

}  // namespace
}  // namespace heed::records
