#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"
#include "sogdia/dependence/alignment.h"
#include "sogdia/dependence/cutoff.h"
#include "sogdia/dependence/diversion.h"
#include "sogdia/dependence/openness.h"
#include "sogdia/equilibrium/one_sector.h"

namespace sogdia {
namespace {

OdMatrix random_trade(std::size_t n, unsigned seed, bool balanced = false) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal;
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < n; ++i) labels.push_back("C" + std::to_string(i));
  const Index countries(labels);
  OdMatrix trade(countries, countries, "USD");
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) trade(i, j) = (i == j ? 20.0 : 1.0) * std::exp(normal(engine));
  if (balanced)
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < i; ++j) trade(i, j) = trade(j, i);
  return trade;
}

TEST(Cutoff, sectors_add_up_by_their_weights_by_hand) {
  // A third of spending on fuel, half of it from the supplier, hardly replaced; the rest easily.
  const double loss = cutoff_loss({{1.0 / 3, 0.5, 0.5}, {2.0 / 3, 0.1, 4}});
  EXPECT_NEAR(loss, std::log(2) / 3 / 0.5 + 2.0 / 3 * -std::log(0.9) / 4, 1e-15);
  EXPECT_EQ(cutoff_loss({{1, 0, 4}}), 0);
  EXPECT_TRUE(std::isinf(cutoff_loss({{0.5, 1, 4}, {0.5, 0, 4}})));
  EXPECT_EQ(cutoff_loss({{0, 1, 4}, {1, 0, 4}}), 0);  // a sector without weight
  EXPECT_THROW(cutoff_loss({{1, 1.5, 4}}), Error);
  EXPECT_THROW(cutoff_loss({{1, 0.5, 0}}), Error);
}

// One sector whose sectors all look like it: the split changes nothing.
TEST(Cutoff, equal_sectors_are_one_sector) {
  EXPECT_NEAR(cutoff_loss({{0.2, 0.3, 2}, {0.5, 0.3, 2}, {0.3, 0.3, 2}}), cutoff_loss({{1, 0.3, 2}}), 1e-15);
}

// The formula of Arkolakis, Costinot & Rodriguez-Clare against the solver: with balanced trade, cutting a
// country from everybody leaves W = pi_jj^(1/theta).
TEST(Openness, autarky_is_what_the_equilibrium_says_where_trade_balances) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    const auto trade = random_trade(6, seed, true);
    const auto o = openness(trade, 2, 100, {1, 2, 5});
    OneSectorProblem problem{trade, OdMatrix(trade.origins, trade.origins, "hat", 1.0), 2, {}, {}, {}};
    for (std::size_t k = 0; k < 6; ++k)
      if (k != 2) problem.kappa_hat(2, k) = problem.kappa_hat(k, 2) = INFINITY;
    const auto solved = solve_one_sector(problem);
    ASSERT_TRUE(solved.converged) << solved.reason;
    EXPECT_NEAR(std::log(solved.welfare_hat[2]), -o.autarky.mid, 1e-9);
    EXPECT_LT(o.autarky.low, o.autarky.mid);
    EXPECT_LT(o.autarky.mid, o.autarky.high);
  }
}

TEST(Alignment, groups_that_cover_the_world_sum_to_one) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    const auto trade = random_trade(9, seed);
    const std::vector<std::string> of{"yes", "no", "", "yes", "abstain", "no", "yes", "", "yes"};
    const auto groups = trade_by_group(trade, 0, of, {"yes", "no", "abstain", "", "absent"}, {1, 2, 5});
    double exports = 0, imports = 0;
    int countries = 0;
    for (const auto& g : groups)
      exports += g.export_share, imports += g.import_share, countries += g.countries;
    EXPECT_NEAR(exports, 1, 1e-12);
    EXPECT_NEAR(imports, 1, 1e-12);
    EXPECT_EQ(countries, 8);  // not itself
    EXPECT_EQ(groups[4].countries, 0);
    EXPECT_EQ(groups[4].cutoff.high, 0);
    EXPECT_NEAR(groups[1].exports_usd, trade(0, 1) + trade(0, 5), 1e-12);
    // All together turning away is autarky.
    const auto all = trade_by_group(trade, 0, std::vector<std::string>(9, "all"), {"all"}, {1, 2, 5});
    EXPECT_NEAR(all[0].cutoff.mid, openness(trade, 0, 1, {1, 2, 5}).autarky.mid, 1e-12);
  }
}

// S sanctions T; K sells more to T, and buys more of S. By hand.
TEST(Diversion, goods_passed_on_by_hand) {
  const Index countries({"S", "T", "K", "L"});
  OdMatrix before(countries, countries, "USD"), after = before;
  before.values = {0,  100, 50, 50,  //
                   80, 0,   10, 10,  //
                   40, 10,  0,  20,  //
                   40, 10,  20, 0};
  after.values = {0,  20, 90, 60,  //
                  30, 0,  30, 40,  //
                  40, 50, 0,  20,  //
                  44, 12, 22, 0};
  const auto d = diversion(before, after, {"S"}, "T");
  EXPECT_EQ(d.lost, 80);
  EXPECT_EQ(d.gained, 42);
  EXPECT_NEAR(d.made_good, 42.0 / 80, 1e-15);
  ASSERT_EQ(d.third.size(), 2u);
  const auto& k = d.third[0];
  EXPECT_EQ(k.country, "K");
  EXPECT_NEAR(k.excess_out, 50 - 10 * 60.0 / 60, 1e-12);   // its exports elsewhere stood still
  EXPECT_NEAR(k.excess_in, 90 - 50 * 150.0 / 100, 1e-12);  // the senders' to third countries grew by a half
  EXPECT_NEAR(k.passed_on, 15, 1e-12);
  EXPECT_EQ(d.third[1].passed_on, 0);  // L sold T more, and bought of S less than others did
  EXPECT_THROW(diversion(before, after, {"S", "T"}, "T"), Error);
  EXPECT_THROW(diversion(before, after, {}, "T"), Error);
}

// All trade grows alike: nothing is out of the way, and nothing was passed on.
TEST(Diversion, growth_alone_passes_nothing_on) {
  const auto before = random_trade(7, 3);
  auto after = before;
  for (double& x : after.values) x *= 1.7;
  const auto d = diversion(before, after, {"C1", "C2"}, "C0");
  for (const auto& k : d.third) {
    EXPECT_NEAR(k.excess_in, 0, 1e-12);
    EXPECT_NEAR(k.excess_out, 0, 1e-12);
  }
  EXPECT_NEAR(d.passed_on, 0, 1e-12);
  EXPECT_TRUE(std::isnan(d.made_good));
}

}  // namespace
}  // namespace sogdia
