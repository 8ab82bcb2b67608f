#include "sogdia/assignment/assign.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <climits>
#include <cmath>
#include <random>

#include "slow_assignment.h"
#include "sogdia/core/error.h"
#include "toy_roads.h"

namespace sogdia {
namespace {

// Stiff delays hold it far from an equilibrium for long; within the bounds of its gap it is all the same.
constexpr AssignmentOptions kFrankWolfeAlone{1e-4, 300, INT_MAX, 1};

//        3 ---50+v--> 2        Braess (1968): 1>3 and 4>2 take 10 v, 3>4 10 + v. Six trips go by all three
//      ^ |          ^          ways, two each, at a cost of 92.
//  10v   10+v     10v
//  /     v      /
// 1 -50+v-> 4
AssignmentNetwork braess() {
  return roads(4, {{0, 2, bpr(1e-8, 1e9, 1, 1)},
                   {0, 3, bpr(50, 0.02, 1, 1)},
                   {2, 1, bpr(50, 0.02, 1, 1)},
                   {2, 3, bpr(10, 0.1, 1, 1)},
                   {3, 1, bpr(1e-8, 1e9, 1, 1)}});
}

TEST(assign, finds_braess_equilibrium) {
  for (const int handed_over : {0, 1, INT_MAX}) {
    const Assignment found =
        assign(braess(), {{0, 1, 6}}, {.gap = 1e-12, .frank_wolfe_iterations = handed_over});
    EXPECT_TRUE(found.converged);
    EXPECT_NEAR(found.objective, 386, 1e-6);
    EXPECT_NEAR(found.tstt, 552, 1e-6);
    const std::vector<double> flows{4, 2, 2, 2, 4};
    for (std::size_t a = 0; a < flows.size(); ++a) EXPECT_NEAR(found.flow[a], flows[a], 1e-6) << a;
  }
}

// 1 ==a==> 2, also by b: costs 10 + v_a and 20. Ten trips to 2 and two back by a, which loads a's bottleneck.
TEST(assign, counts_all_that_share_a_bottleneck) {
  auto network = roads(2, {{0, 1, bpr(10, 0.1, 1, 1)}, {1, 0, bpr(10, 0.1, 1, 1)}, {0, 1, bpr(20, 0, 1, 1)}});
  network.bottleneck[1] = 0;
  const Assignment found = assign(network, {{0, 1, 12}, {1, 0, 2}}, {.gap = 1e-12});
  EXPECT_NEAR(found.volume[0], 10, 1e-8);
  EXPECT_NEAR(found.flow[0], 8, 1e-8);
  EXPECT_DOUBLE_EQ(found.flow[1], 2);
  EXPECT_NEAR(found.flow[2], 4, 1e-8);
  EXPECT_NEAR(found.objective, 10 * 10 + 50 + 4 * 20, 1e-6);
}

TEST(assign, leads_no_way_through_an_end) {
  auto network = roads(3, {{0, 1, bpr(1, 0, 1, 1)}, {1, 2, bpr(1, 0, 1, 1)}, {0, 2, bpr(5, 0, 1, 1)}});
  EXPECT_DOUBLE_EQ(assign(network, {{0, 2, 1}}).tstt, 2);
  network.end_only[1] = 1;
  EXPECT_DOUBLE_EQ(assign(network, {{0, 2, 1}}).tstt, 5);
  EXPECT_DOUBLE_EQ(assign(network, {{1, 2, 1}}).tstt, 1);
}

TEST(assign, tells_between_whom_no_way_leads) {
  const auto network = roads(2, {{0, 1, bpr(1, 0, 1, 1)}});
  try {
    assign(network, {{1, 0, 3}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.message, "no way leads from `2` to `1`, between which there are trips");
  }
  EXPECT_EQ(assign(network, {{1, 0, 0}, {1, 1, 4}}).tstt, 0);
}

TEST(assign, says_where_it_stopped_short) {
  const Assignment found = assign(braess(), {{0, 1, 6}}, {.gap = 1e-12, .max_iterations = 1});
  EXPECT_FALSE(found.converged);
  EXPECT_EQ(found.iterations, 1);
  EXPECT_GT(found.relative_gap, 1e-12);
}

// f(x) - f* <= sum cost v - sum trips * shortest cost, since f is convex: whatever method found x, the least
// value of the objective lies within its gap. A slow method by other means brackets the same value.
TEST(assign, agrees_with_a_slow_method_on_any_network) {
  EXPECT_TRUE(rc::check([] {
    const Town town = random_town();
    const Slow slow = slow_assignment(town.network, town.trips, 300);
    for (const AssignmentOptions& options :
         {AssignmentOptions{1e-6, 5000, 3, 1}, AssignmentOptions{1e-6, 5000, 0, 1}, kFrankWolfeAlone}) {
      const Assignment found = assign(town.network, town.trips, options);
      const double fine = 1e-9 * (1 + found.tstt);
      RC_ASSERT(found.converged || options.frank_wolfe_iterations == INT_MAX);
      RC_ASSERT(found.objective <= slow.objective + found.relative_gap * found.tstt + fine);
      RC_ASSERT(found.objective >= slow.objective - slow.gap - fine);
      // What goes into a node comes out, but for the trips that start and end there.
      std::vector<double> net(town.network.nodes.size(), 0);
      for (std::size_t a = 0; a < found.flow.size(); ++a) {
        RC_ASSERT(found.flow[a] >= 0);
        net[town.network.tail[a]] -= found.flow[a], net[town.network.head[a]] += found.flow[a];
      }
      for (const auto& trip : town.trips) net[trip.from] += trip.amount, net[trip.to] -= trip.amount;
      for (const double left : net) RC_ASSERT(std::fabs(left) < 1e-8);
    }
  }));
}

TEST(assign, is_all_or_nothing_on_shortest_ways_where_nothing_slows) {
  EXPECT_TRUE(rc::check([] {
    Town town = random_town();
    for (auto& at : town.network.bottlenecks) at.extra = 0;
    const auto far = all_distances(town.network, free_costs(town.network));
    double least = 0;
    for (const auto& trip : town.trips)
      if (trip.amount > 0 && trip.from != trip.to) least += trip.amount * far[trip.from][trip.to];
    const Assignment found = assign(town.network, town.trips);
    RC_ASSERT(found.converged);
    RC_ASSERT(std::fabs(found.tstt - least) <= 1e-9 * (1 + least));
    RC_ASSERT(std::fabs(found.objective - least) <= 1e-9 * (1 + least));
  }));
}

TEST(assign, gives_the_same_bits_for_any_number_of_threads) {
  constexpr std::uint32_t kSide = 16;
  std::mt19937 chance(7);
  const auto draw = [&](double most) { return most * static_cast<double>(chance()) / 4294967296.0; };
  std::vector<Road> list;
  for (std::uint32_t n = 0; n < kSide * kSide; ++n)
    for (const std::uint32_t step : {1u, kSide}) {
      const bool off = step == 1 ? n % kSide == kSide - 1 : n >= kSide * (kSide - 1);
      if (off) continue;
      list.push_back({n, n + step, bpr(1 + draw(3), 0.15, 20 + draw(200), 4)});
      list.push_back({n + step, n, bpr(1 + draw(3), 0.15, 20 + draw(200), 4)});
    }
  std::vector<Trips> trips;
  for (std::uint32_t n = 0; n < kSide * kSide; ++n)
    for (int k = 0; k < 4; ++k)
      trips.push_back({n, static_cast<std::uint32_t>(chance() % (kSide * kSide)), draw(20)});
  const auto network = roads(kSide * kSide, list);
  for (const int alone : {INT_MAX, 4}) {
    const double gap = alone == 4 ? 1e-5 : 1e-2;
    const Assignment one = assign(network, trips, {gap, 500, alone, 1});
    EXPECT_TRUE(one.converged);
    for (const int threads : {2, 3, 8}) {
      const Assignment many = assign(network, trips, {gap, 500, alone, threads});
      EXPECT_EQ(one.flow, many.flow) << threads;
      EXPECT_EQ(one.objective, many.objective);
      EXPECT_EQ(one.relative_gap, many.relative_gap);
      EXPECT_EQ(one.iterations, many.iterations);
    }
  }
}

}  // namespace
}  // namespace sogdia
