#include "sogdia/equilibrium/deficits.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace sogdia {
namespace {

// R sells the coalition far more than it buys, and C trades with both: Russia, the coalition and China in
// made-up billions.
OneSectorProblem surplus() {
  const Index countries({"R", "COAL", "C", "ROW"});
  OneSectorProblem problem;
  problem.trade = OdMatrix(countries, countries, "USD");
  problem.trade.values = {900, 330,   40,   80,    //
                          160, 25000, 700,  1500,  //
                          50,  1300,  9000, 900,   //
                          50,  1300,  700,  16000};
  problem.kappa_hat = OdMatrix(countries, countries, "hat", 1.0);
  problem.theta = 4;
  return problem;
}

double exports(const OdMatrix& trade, std::size_t k) {
  double sum = 0;
  for (std::size_t j = 0; j < trade.origins.size(); ++j)
    if (j != k) sum += trade(k, j);
  return sum;
}
double deficit(const OdMatrix& trade, std::size_t k) {
  double sum = 0;
  for (std::size_t j = 0; j < trade.origins.size(); ++j) sum += trade(j, k) - trade(k, j);
  return sum;
}

TEST(Deficits, words_and_rules_are_one_to_one) {
  for (const auto rule : {DeficitRule::fixed, DeficitRule::scaled, DeficitRule::zero})
    EXPECT_EQ(parse_deficit_rule(to_string(rule)), rule);
  EXPECT_FALSE(parse_deficit_rule("half"));
}

TEST(Deficits, no_change_changes_nothing_under_any_rule) {
  for (const auto rule : {DeficitRule::fixed, DeficitRule::scaled, DeficitRule::zero}) {
    const auto solved = solve_one_sector(surplus(), rule);
    ASSERT_TRUE(solved.converged) << to_string(rule) << solved.reason;
    for (const double hat : solved.welfare_hat) EXPECT_EQ(hat, 1.0) << to_string(rule);
    EXPECT_EQ(solved.trade.values, surplus().trade.values) << to_string(rule);
  }
}

TEST(Deficits, scaled_is_what_its_equation_says) {
  auto problem = surplus();
  problem.kappa_hat(0, 1) = problem.kappa_hat(1, 0) = 1.3;
  const auto solved = solve_one_sector(problem, DeficitRule::scaled);
  ASSERT_TRUE(solved.converged) << solved.reason;
  // D'_j = t_j D_j but for what is left over, spread by base income.
  double left_over = 0, income = 0;
  std::vector<double> wanted(4), earned(4);
  for (std::size_t k = 0; k < 4; ++k) {
    wanted[k] = deficit(problem.trade, k) * exports(solved.trade, k) / exports(problem.trade, k);
    for (std::size_t j = 0; j < 4; ++j) earned[k] += problem.trade(k, j);
    left_over += wanted[k];
    income += earned[k];
  }
  for (std::size_t k = 0; k < 4; ++k)
    EXPECT_NEAR(deficit(solved.trade, k), wanted[k] - left_over * earned[k] / income, 1e-6);
  EXPECT_LT(std::fabs(deficit(solved.trade, 0)), std::fabs(deficit(problem.trade, 0)));
}

// The sign of third countries' exports to who is sanctioned turns on the rule: with its surplus held fixed
// the target has less to spend on everybody's goods; with it scaled, C fills the gap.
TEST(Deficits,
     a_third_countrys_exports_to_the_sanctioned_fall_with_the_surplus_fixed_and_rise_with_it_scaled) {
  auto problem = surplus();
  problem.kappa_hat(1, 0) = std::pow(0.4, -1 / problem.theta);
  problem.kappa_hat(0, 1) = std::pow(0.5, -1 / problem.theta);
  const double before = problem.trade(2, 0);
  EXPECT_LT(solve_one_sector(problem, DeficitRule::fixed).trade(2, 0), before);
  EXPECT_GT(solve_one_sector(problem, DeficitRule::scaled).trade(2, 0), before);
}

// A country that exports next to nothing, and one that imports next to nothing, slow nobody down.
TEST(Deficits, scaled_is_found_with_lopsided_trade) {
  auto problem = surplus();
  for (std::size_t k : {0, 1, 3}) problem.trade(2, k) *= 1e-4;
  for (std::size_t k : {1, 2, 3}) problem.trade(k, 0) *= 0.2;
  problem.kappa_hat(0, 1) = problem.kappa_hat(1, 0) = 1.3;
  const auto solved = solve_one_sector(problem, DeficitRule::scaled);
  ASSERT_TRUE(solved.converged) << solved.reason;
  EXPECT_LT(solved.iterations, 300);
}

TEST(Deficits, zero_compares_with_a_balanced_world) {
  auto problem = surplus();
  problem.kappa_hat(0, 1) = problem.kappa_hat(1, 0) = std::numeric_limits<double>::infinity();
  for (std::size_t k : {2, 3}) problem.kappa_hat(0, k) = problem.kappa_hat(k, 0) = problem.kappa_hat(0, 1);
  const auto solved = solve_one_sector(problem, DeficitRule::zero);
  ASSERT_TRUE(solved.converged) << solved.reason;
  // Autarky from balanced trade costs pi^(1/theta) of the balanced world's home share.
  OneSectorProblem base = surplus();
  base.deficit_scale.assign(4, 0);
  const auto balanced = solve_one_sector(base);
  double spent = 0;
  for (std::size_t i = 0; i < 4; ++i) spent += balanced.trade(i, 0);
  EXPECT_NEAR(solved.welfare_hat[0], std::pow(balanced.trade(0, 0) / spent, 1 / problem.theta), 1e-9);
  EXPECT_EQ(solved.trade(0, 1), 0);
}

// An island that only buys, as the Cook Islands in the table of 2014: it could not pay without its deficit.
TEST(Deficits, zero_leaves_who_sells_nothing_its_deficit) {
  auto problem = surplus();
  for (std::size_t j : {0, 1, 2}) problem.trade(3, j) = 0;
  problem.kappa_hat(0, 1) = 2;
  const auto solved = solve_one_sector(problem, DeficitRule::zero);
  ASSERT_TRUE(solved.converged) << solved.reason;
  EXPECT_LT(solved.trade(0, 1), problem.trade(0, 1));
  EXPECT_GT(deficit(solved.trade, 3), 0);
}

// A surplus that cannot be earned any more shrinks with what is left of trade, and then can be.
TEST(Deficits, scaled_solves_a_cut_that_a_fixed_surplus_cannot_bear) {
  auto problem = surplus();
  for (std::size_t k : {1, 2, 3}) problem.kappa_hat(0, k) = problem.kappa_hat(k, 0) = 10;
  const auto scaled = solve_one_sector(problem, DeficitRule::scaled);
  EXPECT_TRUE(scaled.converged) << scaled.reason;
  EXPECT_LT(std::fabs(deficit(scaled.trade, 0)), 10);
}

// Income from abroad is spent abroad: a transfer of as much as a scale adds to the deficit does what the
// scale does.
TEST(Deficits, a_transfer_adds_to_the_deficit) {
  auto scaled = surplus(), paid = surplus();
  scaled.deficit_scale.assign(4, 1);
  scaled.deficit_scale[0] = 0.5;
  paid.transfer.assign(4, 0);
  paid.transfer[0] = -0.5 * deficit(paid.trade, 0);
  const auto one = solve_one_sector(scaled), other = solve_one_sector(paid);
  ASSERT_TRUE(one.converged && other.converged);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(one.welfare_hat[i], other.welfare_hat[i], 1e-12);
    EXPECT_NE(one.welfare_hat[i], 1);
  }
  // Without lending there are no transfers.
  const auto without = solve_one_sector(surplus(), DeficitRule::zero),
             balanced = solve_one_sector(paid, DeficitRule::zero);
  EXPECT_EQ(without.welfare_hat, balanced.welfare_hat);
}

}  // namespace
}  // namespace sogdia
