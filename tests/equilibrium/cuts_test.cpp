// Autarky, worlds that fall apart, countries without trade, and deficits that are taken away.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "random_economy.h"

namespace sogdia {
namespace {

TEST(Cuts, autarky_costs_the_home_share_to_the_power_one_over_theta) {
  // Arkolakis, Costinot & Rodriguez-Clare (2012): with balanced trade W = pi_jj^(1/theta).
  EXPECT_TRUE(rc::check([] {
    auto problem = random_economy(*rc::gen::inRange<std::size_t>(1, 25), *rc::gen::arbitrary<unsigned>());
    balance(problem);
    const std::size_t n = problem.trade.origins.size();
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        if (i != j) problem.kappa_hat(i, j) = kInfinity;
    const auto s = solve_one_sector(problem);
    RC_ASSERT(s.converged);
    for (std::size_t j = 0; j < n; ++j) {
      const double home = problem.trade(j, j) / expenditure(problem.trade, j);
      RC_ASSERT(std::fabs(s.welfare_hat[j] / std::pow(home, 1 / problem.theta) - 1.0) < 1e-11);
      RC_ASSERT(std::fabs(s.wage_hat[j] - 1.0) < 1e-11);
    }
  }));
}

TEST(Cuts, autarky_wipes_out_deficits) {
  auto problem = random_economy(6, 11);
  for (std::size_t i = 0; i < 6; ++i)
    for (std::size_t j = 0; j < 6; ++j)
      if (i != j) problem.kappa_hat(i, j) = kInfinity;
  const auto s = solve_one_sector(problem);
  ASSERT_TRUE(s.converged) << s.reason;
  for (std::size_t j = 0; j < 6; ++j) {
    EXPECT_NEAR(s.trade(j, j) / income(problem.trade, j), 1.0, 1e-12);
    for (std::size_t i = 0; i < 6; ++i) EXPECT_TRUE(i == j || s.trade(i, j) == 0.0);
  }
}

TEST(Cuts, a_cut_is_the_limit_of_a_rising_cost) {
  auto cut = random_economy(10, 21, 0.0);
  auto dear = cut;
  cut.kappa_hat(2, 5) = cut.kappa_hat(5, 2) = kInfinity;
  dear.kappa_hat(2, 5) = dear.kappa_hat(5, 2) = 1e5;
  const auto a = solve_one_sector(cut), b = solve_one_sector(dear);
  ASSERT_TRUE(a.converged && b.converged);
  EXPECT_EQ(a.trade(2, 5), 0.0);
  for (std::size_t j = 0; j < 10; ++j) EXPECT_NEAR(a.welfare_hat[j], b.welfare_hat[j], 1e-12);
  EXPECT_LT(a.welfare_hat[2], 1.0);
  EXPECT_LT(a.welfare_hat[5], 1.0);
}

TEST(Cuts, two_halves_of_the_world_live_on_alone) {
  auto problem = random_economy(8, 31, 0.0);
  for (std::size_t i = 0; i < 8; ++i)
    for (std::size_t j = 0; j < 8; ++j)
      if ((i < 4) != (j < 4)) problem.kappa_hat(i, j) = kInfinity;
  const auto s = solve_one_sector(problem);
  ASSERT_TRUE(s.converged) << s.reason;
  double before = 0, after = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    before += income(problem.trade, i);
    after += s.wage_hat[i] * income(problem.trade, i);
  }
  EXPECT_NEAR(after / before, 1.0, 1e-12);
}

TEST(Cuts, a_country_left_without_suppliers_is_said_so) {
  auto problem = random_economy(4, 41, 0.0);
  for (std::size_t i = 0; i < 4; ++i) problem.kappa_hat(i, 2) = kInfinity;
  const auto s = solve_one_sector(problem);
  EXPECT_FALSE(s.converged);
  EXPECT_EQ(s.reason, "`C2` has no supplier left, not even itself");
}

// --- odd worlds ------------------------------------------------------------------------------------------

TEST(Cuts, countries_without_trade_keep_ones_and_disturb_nobody) {
  auto problem = random_economy(7, 51, 0.0);
  shake_costs(problem, 52);
  const auto small = solve_one_sector(problem);
  const Index more = numbered(8);
  OneSectorProblem larger{OdMatrix(more, more, "USD"), OdMatrix(more, more, "hat", 1.0), 4.0, {}, {}, {}};
  for (std::size_t i = 0; i < 7; ++i)
    for (std::size_t j = 0; j < 7; ++j) {
      larger.trade(i, j) = problem.trade(i, j);
      larger.kappa_hat(i, j) = problem.kappa_hat(i, j);
    }
  larger.kappa_hat(7, 0) = kInfinity;
  const auto s = solve_one_sector(larger);
  ASSERT_TRUE(s.converged);
  EXPECT_EQ(s.welfare_hat[7], 1.0);
  EXPECT_EQ(s.wage_hat[7], 1.0);
  for (std::size_t j = 0; j < 7; ++j) EXPECT_NEAR(s.welfare_hat[j], small.welfare_hat[j], 1e-12);
}

TEST(Cuts, a_country_that_only_buys_is_solved) {
  auto problem = random_economy(6, 61, 0.0);
  for (std::size_t j = 0; j < 6; ++j) problem.trade(4, j) = 0.0;
  shake_costs(problem, 62);
  const auto s = solve_one_sector(problem);
  ASSERT_TRUE(s.converged) << s.reason;
  EXPECT_EQ(s.wage_hat[4], 1.0);
  EXPECT_NEAR(s.expenditure_hat[4], 1.0, 1e-15);
}

TEST(Cuts, balanced_trade_is_reached_by_scaling_deficits_away) {
  auto problem = random_economy(15, 71);
  problem.deficit_scale.assign(15, 0.0);
  const auto s = solve_one_sector(problem);
  ASSERT_TRUE(s.converged) << s.reason;
  for (std::size_t j = 0; j < 15; ++j) EXPECT_NEAR(expenditure(s.trade, j) / income(s.trade, j), 1.0, 1e-11);
}

TEST(Cuts, one_country_balanced_leaves_the_books_of_the_world_closed) {
  auto problem = random_economy(15, 72);
  problem.deficit_scale.assign(15, 1.0);
  problem.deficit_scale[2] = 0.0;
  const auto s = solve_one_sector(problem);
  ASSERT_TRUE(s.converged) << s.reason;
  EXPECT_NEAR(world(s.trade) / world(problem.trade), 1.0, 1e-12);
}

}  // namespace
}  // namespace sogdia
