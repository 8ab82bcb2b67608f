#include "sogdia/equilibrium/one_sector.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <sstream>

#include "random_economy.h"
#include "sogdia/core/error.h"

namespace sogdia {
namespace {

struct GeGravity {
  OneSectorProblem problem;
  std::map<std::string, double> welfare;  // column w_eu
  OdMatrix trade;                         // column X_eu
};

// Baier, Yotov & Zylkin (2019), the example of Stata's ge_gravity: eastern enlargement of the EU, year 2000,
// theta 4, partial effects b on the pairs of column eu_effect, kappa_hat = exp(-b/theta).
std::optional<GeGravity> ge_gravity() {
  const char* set = std::getenv("SOGDIA_VALIDATION");
  const std::string root = set ? set : std::string(SOGDIA_SOURCE_DIR) + "/../shared/validation";
  std::ifstream file(root + "/trade/ge_gravity/TradeData0014_Results.csv");
  if (!file) return std::nullopt;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> countries;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::vector<std::string> cells;
    std::string cell;
    for (std::stringstream parts(line); std::getline(parts, cell, ',');) {
      if (cell.size() > 1 && cell.front() == '"') cell = cell.substr(1, cell.size() - 2);
      cells.push_back(cell);
    }
    if (cells[4] != "2000") continue;
    if (countries.empty() || countries.back() != cells[0]) countries.push_back(cells[0]);
    rows.push_back(cells);
  }
  const Index index(countries);
  GeGravity g{{OdMatrix(index, index, "USD"), OdMatrix(index, index, "hat", 1.0), 4.0, {}, {}, {}},
              {},
              OdMatrix(index, index, "USD")};
  for (const auto& cells : rows) {
    const auto i = index.at(cells[0]), j = index.at(cells[1]);
    g.problem.trade(i, j) = std::stod(cells[5]);
    g.problem.kappa_hat(i, j) = std::exp(-std::stod(cells[10]) / 4.0);
    g.welfare[cells[0]] = std::stod(cells[11]);
    g.trade(i, j) = std::stod(cells[12]);
  }
  return g;
}

TEST(OneSector, the_eastern_enlargement_has_the_published_welfare_and_trade) {
  const auto g = ge_gravity();
  if (!g) GTEST_SKIP() << "validation data not found; set SOGDIA_VALIDATION";
  const auto solution = solve_one_sector(g->problem);
  ASSERT_TRUE(solution.converged) << solution.reason;
  ASSERT_EQ(solution.countries.size(), 44u);
  double welfare_difference = 0, trade_difference = 0;
  for (std::size_t j = 0; j < 44; ++j) {
    welfare_difference = std::max(welfare_difference,
                                  std::fabs(solution.welfare_hat[j] - g->welfare.at(solution.countries[j])));
    for (std::size_t i = 0; i < 44; ++i)
      if (g->trade(i, j) > 0)
        trade_difference =
            std::max(trade_difference, std::fabs(std::log(solution.trade(i, j) / g->trade(i, j))));
  }
  RecordProperty("largest_welfare_difference", std::to_string(welfare_difference));
  std::printf("ge_gravity: largest differences: welfare %.2e, log trade %.2e; %d steps, residual %.1e\n",
              welfare_difference, trade_difference, solution.iterations, solution.residual);
  EXPECT_LT(welfare_difference, 1e-6);  // the file is in single precision, after its own stopping rule
  EXPECT_LT(trade_difference, 1e-5);
  const std::map<std::string, double> printed{
      {"POL", 1.006804}, {"HUN", 1.014043}, {"CZE", 1.009983}, {"DEU", 1.000725}, {"USA", 0.999998}};
  for (const auto& [country, welfare] : printed)
    EXPECT_NEAR(solution.welfare_hat[solution.countries.at(country)], welfare, 6e-7) << country;
}

// --- identities ----------------------------------------------------------------------------------------

TEST(OneSector, no_change_in_costs_changes_nothing) {
  EXPECT_TRUE(rc::check([] {
    auto problem = random_economy(*rc::gen::inRange<std::size_t>(1, 30), *rc::gen::arbitrary<unsigned>());
    problem.theta = *rc::gen::elementOf(std::vector<double>{0.7, 3, 4, 8.3});
    const auto solution = solve_one_sector(problem);
    RC_ASSERT(solution.converged);
    RC_ASSERT(solution.iterations == 0);
    RC_ASSERT(solution.residual == 0.0);
    const std::vector<double> ones(solution.countries.size(), 1.0);
    RC_ASSERT(solution.welfare_hat == ones);
    RC_ASSERT(solution.wage_hat == ones);
    RC_ASSERT(solution.price_hat == ones);
    RC_ASSERT(solution.expenditure_hat == ones);
    RC_ASSERT(solution.trade.values == problem.trade.values);
  }));
}

TEST(OneSector, agrees_with_a_plain_fixed_point) {
  EXPECT_TRUE(rc::check([] {
    auto problem = random_economy(*rc::gen::inRange<std::size_t>(2, 8), *rc::gen::arbitrary<unsigned>());
    shake_costs(problem, *rc::gen::arbitrary<unsigned>());
    problem.theta = *rc::gen::elementOf(std::vector<double>{2, 4, 8});
    const auto solution = solve_one_sector(problem);
    RC_LOG() << solution.reason;
    RC_ASSERT(solution.converged);
    const auto reference = welfare_by_fixed_point(problem);
    RC_PRE(reference.has_value());  // nearly closed countries keep it creeping
    for (std::size_t j = 0; j < reference->size(); ++j)
      RC_ASSERT(std::fabs(solution.welfare_hat[j] / (*reference)[j] - 1.0) < 1e-8);
  }));
}

TEST(OneSector, markets_clear_incomes_add_up_and_deficits_stay) {
  EXPECT_TRUE(rc::check([] {
    auto problem = random_economy(*rc::gen::inRange<std::size_t>(2, 40), *rc::gen::arbitrary<unsigned>());
    shake_costs(problem, *rc::gen::arbitrary<unsigned>(), 0.5);
    const auto s = solve_one_sector(problem);
    RC_LOG() << s.reason;
    // A few of these worlds have no equilibrium: a surplus larger than what is earned after the change.
    RC_PRE(s.reason.find("lend more than it earns") == std::string::npos);
    RC_ASSERT(s.converged);
    const double total = world(problem.trade);
    RC_ASSERT(std::fabs(world(s.trade) / total - 1.0) < 1e-11);  // the numeraire
    for (std::size_t j = 0; j < s.countries.size(); ++j) {
      const double earned = s.wage_hat[j] * income(problem.trade, j);
      RC_ASSERT(std::fabs(income(s.trade, j) / earned - 1.0) < 1e-11);  // market clearing
      const double before = expenditure(problem.trade, j) - income(problem.trade, j);
      const double after = expenditure(s.trade, j) - income(s.trade, j);
      RC_ASSERT(std::fabs(after - before) < 1e-12 * total);  // Walras: also for the last country
    }
  }));
}

TEST(OneSector, four_times_the_trade_everywhere_is_the_same_world) {
  EXPECT_TRUE(rc::check([] {
    auto problem = random_economy(*rc::gen::inRange<std::size_t>(2, 20), *rc::gen::arbitrary<unsigned>());
    shake_costs(problem, *rc::gen::arbitrary<unsigned>());
    auto fourfold = problem;
    for (double& value : fourfold.trade.values) value *= 4.0;
    // Fourfold is exact in binary, and so is its root, so not a bit may move.
    RC_ASSERT(solve_one_sector(problem).welfare_hat == solve_one_sector(fourfold).welfare_hat);
  }));
}

TEST(OneSector, costs_higher_by_one_factor_everywhere_lower_welfare_by_it) {
  EXPECT_TRUE(rc::check([] {
    auto problem = random_economy(*rc::gen::inRange<std::size_t>(2, 20), *rc::gen::arbitrary<unsigned>());
    shake_costs(problem, *rc::gen::arbitrary<unsigned>());
    auto dearer = problem;
    for (double& kappa : dearer.kappa_hat.values) kappa *= 1.3;
    const auto a = solve_one_sector(problem), b = solve_one_sector(dearer);
    for (std::size_t j = 0; j < a.countries.size(); ++j) {
      RC_ASSERT(std::fabs(b.wage_hat[j] / a.wage_hat[j] - 1.0) < 1e-9);
      RC_ASSERT(std::fabs(b.welfare_hat[j] * 1.3 / a.welfare_hat[j] - 1.0) < 1e-9);
    }
  }));
}

TEST(OneSector, productivity_is_cheaper_delivery_to_everybody) {
  auto by_productivity = random_economy(12, 5);
  auto by_cost = by_productivity;
  by_productivity.a_hat.assign(12, 1.0);
  by_productivity.a_hat[3] = 1.2;
  for (std::size_t j = 0; j < 12; ++j) by_cost.kappa_hat(3, j) = 1.0 / 1.2;
  const auto a = solve_one_sector(by_productivity), b = solve_one_sector(by_cost);
  for (std::size_t j = 0; j < 12; ++j) EXPECT_NEAR(a.welfare_hat[j], b.welfare_hat[j], 1e-11);
  EXPECT_GT(a.welfare_hat[3], 1.1);
}

TEST(OneSector, more_labour_everywhere_is_more_of_everything) {
  auto problem = random_economy(9, 6);
  balance(problem);
  problem.l_hat.assign(9, 1.5);
  const auto s = solve_one_sector(problem);
  ASSERT_TRUE(s.converged);
  for (std::size_t j = 0; j < 9; ++j) {
    EXPECT_NEAR(s.wage_hat[j], 1 / 1.5, 1e-12);
    EXPECT_NEAR(s.welfare_hat[j], 1.5, 1e-11);
  }
}

// --- cutting ---------------------------------------------------------------------------------------------

TEST(OneSector, large_shocks_converge) {
  EXPECT_TRUE(rc::check([] {
    auto problem = random_economy(*rc::gen::inRange<std::size_t>(2, 30), *rc::gen::arbitrary<unsigned>());
    shake_costs(problem, *rc::gen::arbitrary<unsigned>(), 1.5);
    problem.theta = *rc::gen::elementOf(std::vector<double>{1.5, 4, 10});
    balance(problem);
    const auto s = solve_one_sector(problem);
    RC_LOG() << s.reason;
    RC_ASSERT(s.converged);
  }));
}

// Countries that the shock leaves all but apart: wages between them are found along a curved valley, in which
// halved steps crept for 500.
TEST(OneSector, blocs_that_hardly_trade_are_found_in_a_few_steps) {
  struct {
    std::size_t countries;
    unsigned economy, shock;
  } const cases[] = {{8, 90, 239}, {5, 2794422764u, 3169898790u}};
  for (const auto& each : cases) {
    auto problem = random_economy(each.countries, each.economy);
    shake_costs(problem, each.shock, 1.5);
    problem.theta = 10;
    balance(problem);
    const auto s = solve_one_sector(problem);
    EXPECT_TRUE(s.converged) << s.reason;
    EXPECT_LT(s.iterations, 60);
  }
}

TEST(OneSector, a_surplus_that_cannot_be_earned_names_its_country) {
  const Index three = numbered(3);
  OneSectorProblem problem{OdMatrix(three, three, "USD"), OdMatrix(three, three, "hat", 1.0), 4, {}, {}, {}};
  problem.trade.values = {1520, 0.05, 3.94, 0.051, 0.00948, 0.0024, 12.6, 0.00194, 9.6};
  problem.kappa_hat.values = {1, 1.65, 0.587, 3.21, 1, 1.3, 4.5, 1.21, 1};
  const auto s = solve_one_sector(problem);
  EXPECT_FALSE(s.converged);
  EXPECT_EQ(s.reason, "`C2` would have to lend more than it earns; try a smaller deficit_scale");
}

TEST(OneSector, not_converging_is_a_field) {
  auto problem = random_economy(10, 81);
  shake_costs(problem, 82);
  OneSectorOptions options;
  options.max_iterations = 1;
  const auto s = solve_one_sector(problem, options);
  EXPECT_FALSE(s.converged);
  EXPECT_EQ(s.iterations, 1);
  EXPECT_NE(s.reason.find("after 1 step"), std::string::npos);
}

TEST(OneSector, impossible_input_is_an_error_with_its_place) {
  auto problem = random_economy(3, 91);
  problem.trade(1, 2) = -4;
  try {
    solve_one_sector(problem);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.where, "exporter `C1`, importer `C2`");
  }
  problem = random_economy(3, 91);
  problem.kappa_hat(0, 1) = 0;
  EXPECT_THROW(solve_one_sector(problem), Error);
  problem.kappa_hat(0, 1) = std::nan("");
  EXPECT_THROW(solve_one_sector(problem), Error);
  problem = random_economy(3, 91);
  problem.theta = -4;
  EXPECT_THROW(solve_one_sector(problem), Error);
  problem = random_economy(3, 91);
  problem.a_hat = {1, 1};
  EXPECT_THROW(solve_one_sector(problem), Error);
  for (std::size_t i = 0; i < 3; ++i) problem.trade(i, 0) = 0;
  problem.a_hat.clear();
  problem.trade(0, 1) = 1;
  EXPECT_THROW(solve_one_sector(problem), Error);  // sells, buys nothing
}

}  // namespace
}  // namespace sogdia
