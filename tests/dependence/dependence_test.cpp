#include "sogdia/dependence/dependence.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <random>

#include "sogdia/core/error.h"

namespace sogdia {
namespace {

// China, Russia and the rest, in made-up billions.
OdMatrix three() {
  const Index countries({"CHN", "RUS", "ROW"});
  OdMatrix trade(countries, countries, "USD");
  trade.values = {9000, 76,   3000,  //
                  114,  1000, 386,   //
                  2500, 200,  50000};
  return trade;
}
const std::vector<double> kGdp{18000, 2200, 80000};

OdMatrix random_trade(std::size_t n, unsigned seed) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal;
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < n; ++i) labels.push_back("C" + std::to_string(i));
  const Index countries(labels);
  OdMatrix trade(countries, countries, "USD");
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j)
      trade(i, j) = trade(j, i) = (i == j ? 20.0 : 1.0) * std::exp(normal(engine));
  return trade;
}

TEST(Dependence, the_four_shares_by_hand) {
  const auto d = dependence(three(), kGdp, "CHN", "RUS");
  EXPECT_DOUBLE_EQ(d.a_on_b.export_share, 76.0 / 3076);
  EXPECT_DOUBLE_EQ(d.a_on_b.import_share, 114.0 / 2614);
  EXPECT_DOUBLE_EQ(d.b_on_a.export_share, 114.0 / 500);
  EXPECT_DOUBLE_EQ(d.b_on_a.import_share, 76.0 / 276);
  EXPECT_DOUBLE_EQ(d.b_on_a.exports_over_gdp, 114.0 / 2200);
  EXPECT_DOUBLE_EQ(d.a_on_b.imports_over_gdp, 114.0 / 18000);
  EXPECT_NEAR(d.asymmetry, std::log(18000.0 / 2200), 1e-12);  // Russia leans on China
  EXPECT_NEAR(d.b_on_a.hhi_exports, std::pow(114.0 / 500, 2) + std::pow(386.0 / 500, 2), 1e-15);
  EXPECT_NEAR(d.b_on_a.effective_export_partners, 250000.0 / (114 * 114 + 386 * 386), 1e-12);
}

TEST(Dependence, the_closed_form_by_hand) {
  const auto d = dependence(three(), kGdp, "CHN", "RUS");
  const double share = 76.0 / 1276;  // of all that Russia spends
  EXPECT_NEAR(d.b_on_a.cutoff_mid, -std::log(1 - share) / 4, 1e-15);
  EXPECT_NEAR(d.b_on_a.cutoff_high, -std::log(1 - share) / 3, 1e-15);
  EXPECT_NEAR(d.b_on_a.cutoff_low, -std::log(1 - share) / 8, 1e-15);
}

// A and B are alike, balanced, and cut a small share s of what they buy. To the first order in s, by hand:
// the closed form loses s/theta. In equilibrium the two lose exports too, so that their wages fall against
// the rest's by w until exports to the rest pay for imports from it,
//   -theta (1 - 2a) w = theta (h w + s/theta) + w,   dln W = (1 - h) w - s/theta,
// h = A's share at home, 1 - h the rest's in A, a = A's share in the rest. That is more by the factor
//   1 + theta (1 - h) / (1 + theta h + theta (1 - 2a)).
TEST(Dependence, equilibrium_adds_what_wages_answer_to_the_closed_form) {
  const double theta = 4, h = 1000.0 / 1100, a = 100.0 / 5200;
  const double factor = 1 + theta * (1 - h) / (1 + theta * h + theta * (1 - 2 * a));
  ASSERT_GT(factor, 1.04);
  for (const double scale : {1e-2, 1e-3, 1e-4}) {
    const Index countries({"A", "B", "ROW"});
    OdMatrix trade(countries, countries, "USD");
    const double x = 1000 * scale;
    trade.values = {1000, x,    100,  //
                    x,    1000, 100,  //
                    100,  100,  5000};
    const auto d = dependence(trade, {1200, 1200, 5200}, "A", "B");
    // The second order is of the size of the share.
    EXPECT_NEAR(d.a_on_b.ge_mid / (1 - std::exp(-d.a_on_b.cutoff_mid)), factor, 0.02 * scale) << scale;
    EXPECT_NEAR(d.a_on_b.ge_mid, d.b_on_a.ge_mid, 1e-12) << scale;
  }
}

TEST(Dependence, who_buys_a_larger_share_from_the_other_loses_more) {
  const auto d = dependence(three(), kGdp, "CHN", "RUS");
  EXPECT_GT(d.b_on_a.ge_mid, 2 * d.a_on_b.ge_mid);
  EXPECT_GT(d.b_on_a.cutoff_mid, 2 * d.a_on_b.cutoff_mid);
}

TEST(Dependence, cutting_all_partners_is_autarky) {
  // Two countries and balanced trade: the cut leaves W = pi_jj^(1/theta), and so does the closed form.
  const Index two({"A", "B"});
  OdMatrix trade(two, two, "USD");
  trade.values = {100, 20, 20, 30};
  const auto d = dependence(trade, {100, 50}, "A", "B");
  EXPECT_NEAR(d.a_on_b.ge_mid, 1 - std::exp(-d.a_on_b.cutoff_mid), 1e-12);
  EXPECT_NEAR(d.b_on_a.ge_low, 1 - std::exp(-d.b_on_a.cutoff_low), 1e-12);
}

TEST(Dependence, bounds_hold_and_swapping_the_two_mirrors_the_answer) {
  EXPECT_TRUE(rc::check([] {
    const auto n = *rc::gen::inRange<std::size_t>(3, 12);
    const auto trade = random_trade(n, *rc::gen::arbitrary<unsigned>());
    std::vector<double> gdp(n);
    for (std::size_t i = 0; i < n; ++i) gdp[i] = 10.0 + static_cast<double>(i);
    const auto d = dependence(trade, gdp, "C0", "C1"), m = dependence(trade, gdp, "C1", "C0");
    for (const auto& side : {d.a_on_b, d.b_on_a}) {
      RC_ASSERT(side.export_share > 0 && side.export_share < 1);
      RC_ASSERT(side.import_share > 0 && side.import_share < 1);
      RC_ASSERT(side.cutoff_low < side.cutoff_mid && side.cutoff_mid < side.cutoff_high);
      RC_ASSERT(side.ge_low > 0 && side.ge_high < 1);
      RC_ASSERT(side.hhi_exports <= 1 && side.hhi_exports >= 1.0 / static_cast<double>(n - 1) - 1e-12);
      RC_ASSERT(side.effective_import_partners >= 1 - 1e-12 &&
                side.effective_import_partners <= static_cast<double>(n - 1) + 1e-9);
    }
    RC_ASSERT(d.a_on_b.export_share == m.b_on_a.export_share);
    RC_ASSERT(d.b_on_a.cutoff_mid == m.a_on_b.cutoff_mid);
    RC_ASSERT(d.a_on_b.ge_mid == m.b_on_a.ge_mid);
    RC_ASSERT(std::fabs(d.asymmetry + m.asymmetry) < 1e-12);
  }));
}

TEST(Dependence, asymmetry_is_how_much_heavier_their_trade_weighs_on_b) {
  const auto trade = random_trade(4, 3);
  EXPECT_NEAR(dependence(trade, {7, 7, 1, 1}, "C0", "C1").asymmetry, 0.0, 1e-15);
  EXPECT_NEAR(dependence(trade, {14, 7, 1, 1}, "C0", "C1").asymmetry, std::log(2), 1e-15);
  EXPECT_NEAR(dependence(trade, {7, 21, 1, 1}, "C0", "C1").asymmetry, -std::log(3), 1e-15);
}

TEST(Dependence, cutting_nothing_costs_nothing) {
  auto trade = three();
  trade(0, 1) = trade(1, 0) = 0;
  const auto d = dependence(trade, kGdp, "CHN", "RUS");
  EXPECT_EQ(d.a_on_b.cutoff_mid, 0.0);
  EXPECT_EQ(d.a_on_b.ge_mid, 0.0);
  EXPECT_EQ(d.b_on_a.ge_high, 0.0);
  EXPECT_EQ(d.b_on_a.export_share, 0.0);
  EXPECT_TRUE(std::isnan(d.asymmetry));
}

TEST(Dependence, an_unknown_country_and_a_country_with_itself_are_errors) {
  EXPECT_THROW(dependence(three(), kGdp, "CHN", "RUX"), Error);
  EXPECT_THROW(dependence(three(), kGdp, "CHN", "CHN"), Error);
  EXPECT_THROW(dependence(three(), {1, 2}, "CHN", "RUS"), Error);
}

}  // namespace
}  // namespace sogdia
