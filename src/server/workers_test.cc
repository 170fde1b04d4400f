#include "server/workers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <string>

namespace heed::server {
namespace {

TEST(Workers, what_belongs_together_runs_in_order_and_the_rest_side_by_side) {
  Workers workers(4, 10'000);
  std::vector<std::vector<int>> seen(8);
  std::atomic<int> done{0};
  std::promise<void> all;
  for (int i = 0; i < 1000; ++i) {
    for (std::size_t incident = 0; incident < seen.size(); ++incident) {
      ASSERT_TRUE(
          workers.run("incident " + std::to_string(incident), Lane::intake, [&, i, incident] {
            seen[incident].push_back(i);
            if (++done == 8000) all.set_value();
          }));
    }
  }
  all.get_future().wait();
  for (const auto& one : seen) {
    ASSERT_EQ(one.size(), 1000u);
    for (int i = 0; i < 1000; ++i) ASSERT_EQ(one[i], i);
  }
}

TEST(Workers, under_load_dashboards_go_first_and_intake_last) {
  Workers workers(1, 8);
  std::promise<void> go;
  auto gate = go.get_future().share();
  std::promise<void> busy;
  ASSERT_TRUE(workers.run("a", Lane::intake, [&, gate] {
    busy.set_value();
    gate.wait();
  }));
  busy.get_future().wait();
  const auto nothing = [] {};
  int dashboards = 0, ordinary = 0, intake = 0;
  while (workers.run("a", Lane::dashboard, nothing)) ++dashboards;
  while (workers.run("a", Lane::ordinary, nothing)) ++ordinary;
  while (workers.run("a", Lane::intake, nothing)) ++intake;
  EXPECT_EQ(dashboards, 2);
  EXPECT_EQ(ordinary, 4);
  EXPECT_EQ(intake, 2);
  EXPECT_EQ(workers.waiting(), 8u);
  go.set_value();
}

TEST(Workers, finish_what_they_took) {
  std::atomic<int> done{0};
  {
    Workers workers(2, 1000);
    for (int i = 0; i < 500; ++i) {
      ASSERT_TRUE(workers.run(std::to_string(i), Lane::intake, [&] { ++done; }));
    }
  }
  EXPECT_EQ(done, 500);
}

}  // namespace
}  // namespace heed::server
