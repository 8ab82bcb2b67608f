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
const DependenceOptions kThetas{{3, 4, 8}};

OdMatrix balanced_trade(std::size_t n, unsigned seed) {
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
  const auto d = dependence(three(), kGdp, "CHN", "RUS", kThetas);
  EXPECT_DOUBLE_EQ(d.a_on_b.export_share, 76.0 / 3076);
  EXPECT_DOUBLE_EQ(d.a_on_b.import_share, 114.0 / 2614);
  EXPECT_DOUBLE_EQ(d.b_on_a.export_share, 114.0 / 500);
  EXPECT_DOUBLE_EQ(d.b_on_a.import_share, 76.0 / 276);
  EXPECT_DOUBLE_EQ(d.b_on_a.exports_over_gdp, 114.0 / 2200);
  EXPECT_DOUBLE_EQ(d.a_on_b.imports_over_gdp, 114.0 / 18000);
  EXPECT_NEAR(d.b_on_a.hhi_exports, std::pow(114.0 / 500, 2) + std::pow(386.0 / 500, 2), 1e-15);
  EXPECT_NEAR(d.b_on_a.effective_export_partners, 250000.0 / (114 * 114 + 386 * 386), 1e-12);
}

TEST(Dependence, the_closed_form_by_hand) {
  const auto d = dependence(three(), kGdp, "CHN", "RUS", kThetas);
  const double share = 76.0 / 1276;  // of all that Russia spends
  EXPECT_NEAR(d.b_on_a.cutoff.mid, -std::log(1 - share) / 4, 1e-15);
  EXPECT_NEAR(d.b_on_a.cutoff.high, -std::log(1 - share) / 3, 1e-15);
  EXPECT_NEAR(d.b_on_a.cutoff.low, -std::log(1 - share) / 8, 1e-15);
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
    const auto d = dependence(trade, {1200, 1200, 5200}, "A", "B", kThetas);
    // The second order is of the size of the share.
    EXPECT_NEAR(d.a_on_b.ge.mid / (1 - std::exp(-d.a_on_b.cutoff.mid)), factor, 0.02 * scale) << scale;
    EXPECT_NEAR(d.a_on_b.ge.mid, d.b_on_a.ge.mid, 1e-12) << scale;
  }
}

TEST(Dependence, who_buys_a_larger_share_from_the_other_loses_more) {
  const auto d = dependence(three(), kGdp, "CHN", "RUS", kThetas);
  EXPECT_GT(d.b_on_a.ge.mid, 2 * d.a_on_b.ge.mid);
  EXPECT_GT(d.b_on_a.cutoff.mid, 2 * d.a_on_b.cutoff.mid);
}

TEST(Dependence, cutting_all_partners_is_autarky) {
  // Two countries and balanced trade: the cut leaves W = pi_jj^(1/theta), and so does the closed form.
  const Index two({"A", "B"});
  OdMatrix trade(two, two, "USD");
  trade.values = {100, 20, 20, 30};
  const auto d = dependence(trade, {100, 50}, "A", "B");
  EXPECT_NEAR(d.a_on_b.ge.mid, 1 - std::exp(-d.a_on_b.cutoff.mid), 1e-12);
  EXPECT_NEAR(d.b_on_a.ge.low, 1 - std::exp(-d.b_on_a.cutoff.low), 1e-12);
}

TEST(Dependence, bounds_hold_and_swapping_the_two_mirrors_the_answer) {
  EXPECT_TRUE(rc::check([] {
    const auto n = *rc::gen::inRange<std::size_t>(3, 12);
    const auto trade = balanced_trade(n, *rc::gen::arbitrary<unsigned>());
    std::vector<double> gdp(n);
    for (std::size_t i = 0; i < n; ++i) gdp[i] = 10.0 + static_cast<double>(i);
    const auto d = dependence(trade, gdp, "C0", "C1"), m = dependence(trade, gdp, "C1", "C0");
    for (const auto& side : {d.a_on_b, d.b_on_a}) {
      RC_ASSERT(side.export_share > 0 && side.export_share < 1);
      RC_ASSERT(side.import_share > 0 && side.import_share < 1);
      RC_ASSERT(side.cutoff.low < side.cutoff.mid && side.cutoff.mid < side.cutoff.high);
      RC_ASSERT(side.ge.low > 0 && side.ge.high < 1);
      RC_ASSERT(side.hhi_exports <= 1 && side.hhi_exports >= 1.0 / static_cast<double>(n - 1) - 1e-12);
      RC_ASSERT(side.effective_import_partners >= 1 - 1e-12 &&
                side.effective_import_partners <= static_cast<double>(n - 1) + 1e-9);
    }
    RC_ASSERT(d.a_on_b.export_share == m.b_on_a.export_share);
    RC_ASSERT(d.b_on_a.cutoff.mid == m.a_on_b.cutoff.mid);
    RC_ASSERT(d.a_on_b.ge.mid == m.b_on_a.ge.mid);
    RC_ASSERT(d.loss_ratio.low > 0 && d.loss_ratio.low <= d.loss_ratio.mid &&
              d.loss_ratio.mid <= d.loss_ratio.high);
    RC_ASSERT(std::fabs(d.loss_ratio.mid * m.loss_ratio.mid - 1) < 1e-9);
    RC_ASSERT(std::fabs(d.loss_ratio.low * m.loss_ratio.high - 1) < 1e-9);
    RC_ASSERT(d.a_on_b.over_other_buyers > 0 && d.a_on_b.exports_replaced < 1);
  }));
}

// The two sides of a world that looks the same from either lose the same.
TEST(Dependence, two_sides_alike_have_a_ratio_of_one) {
  const Index countries({"A", "B", "ROW"});
  OdMatrix trade(countries, countries, "USD");
  trade.values = {1000, 60,   100,  //
                  60,   1000, 100,  //
                  100,  100,  5000};
  for (const bool equilibrium : {true, false}) {
    DependenceOptions options = kThetas;
    options.equilibrium = equilibrium;
    // GDP has no part in it.
    const auto d = dependence(trade, {1160, 9999, 5200}, "A", "B", options);
    EXPECT_EQ(d.loss_ratio.equilibrium, equilibrium);
    for (const double r : {d.loss_ratio.low, d.loss_ratio.mid, d.loss_ratio.high}) EXPECT_NEAR(r, 1, 1e-10);
  }
}

TEST(Dependence, the_ratio_of_closed_forms_by_hand_and_its_range_by_the_flows) {
  DependenceOptions options = kThetas;
  options.equilibrium = false;
  options.factor_ab = 1.3, options.factor_ba = 1.1;
  const auto d = dependence(three(), kGdp, "CHN", "RUS", options);
  // The elasticity cancels, so that the range is that of the flows alone.
  const double ratio = std::log(1 - 76.0 / 1276) / std::log(1 - 114.0 / 11614);
  const double factor = std::exp(std::sqrt(std::pow(std::log(1.3), 2) + std::pow(std::log(1.1), 2)));
  EXPECT_NEAR(d.loss_ratio.mid, ratio, 1e-12);
  EXPECT_NEAR(d.loss_ratio.low, ratio / factor, 1e-12);
  EXPECT_NEAR(d.loss_ratio.high, ratio * factor, 1e-12);
}

// Every figure of a pair moves when its trade does: none is a ratio of two GDPs in disguise.
TEST(Dependence, no_figure_stays_when_trade_changes) {
  const auto figures = [](const OdMatrix& trade) {
    const auto d = dependence(trade, kGdp, "CHN", "RUS", kThetas);
    std::vector<double> all{d.loss_ratio.low, d.loss_ratio.mid, d.loss_ratio.high};
    for (const auto& s : {d.a_on_b, d.b_on_a}) {
      all.insert(all.end(),
                 {s.export_share, s.import_share, s.exports_over_gdp, s.imports_over_gdp, s.cutoff.low,
                  s.cutoff.mid, s.cutoff.high, s.ge.low, s.ge.mid, s.ge.high, s.hhi_exports, s.hhi_imports,
                  s.effective_export_partners, s.effective_import_partners, s.over_other_buyers,
                  s.over_other_sellers, s.exports_replaced, s.imports_replaced});
    }
    return all;
  };
  auto more = three();
  more(0, 1) *= 1.5;
  more(1, 0) *= 1.2;
  more(0, 2) *= 1.1;
  more(2, 1) *= 0.9;
  const auto x = figures(three()), y = figures(more);
  for (std::size_t k = 0; k < x.size(); ++k) EXPECT_GT(std::fabs(y[k] / x[k] - 1), 1e-4) << "figure " << k;
}

TEST(Dependence, what_others_could_absorb_by_hand) {
  const auto d = dependence(three(), kGdp, "CHN", "RUS", kThetas);
  EXPECT_NEAR(d.a_on_b.over_other_buyers, 76.0 / 3386, 1e-15);    // ROW buys 3,000 + 386 abroad
  EXPECT_NEAR(d.a_on_b.over_other_sellers, 114.0 / 2700, 1e-15);  // and sells 2,500 + 200
  EXPECT_NEAR(d.b_on_a.over_other_buyers, 114.0 / 3386, 1e-15);
  for (const auto& side : {d.a_on_b, d.b_on_a}) {
    EXPECT_GT(side.exports_replaced, 0);
    EXPECT_LT(side.exports_replaced, 1);
    EXPECT_GT(side.imports_replaced, 0);
    EXPECT_LT(side.imports_replaced, 1);
  }
}

TEST(Dependence, cutting_nothing_costs_nothing) {
  auto trade = three();
  trade(0, 1) = trade(1, 0) = 0;
  const auto d = dependence(trade, kGdp, "CHN", "RUS");
  EXPECT_EQ(d.a_on_b.cutoff.mid, 0.0);
  EXPECT_EQ(d.a_on_b.ge.mid, 0.0);
  EXPECT_EQ(d.b_on_a.ge.high, 0.0);
  EXPECT_EQ(d.b_on_a.export_share, 0.0);
  EXPECT_TRUE(std::isnan(d.loss_ratio.mid));
  EXPECT_TRUE(std::isnan(d.a_on_b.exports_replaced));
}

TEST(Dependence, an_unknown_country_and_a_country_with_itself_are_errors) {
  EXPECT_THROW(dependence(three(), kGdp, "CHN", "RUX"), Error);
  EXPECT_THROW(dependence(three(), kGdp, "CHN", "CHN"), Error);
  EXPECT_THROW(dependence(three(), {1, 2}, "CHN", "RUS"), Error);
}

}  // namespace
}  // namespace sogdia
