#include "sogdia/cost/kappa.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "sogdia/core/error.h"

namespace sogdia {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
const Index kCountries({"CHN", "DEU", "RUS"});

OdMatrix costs(std::vector<double> values) {
  OdMatrix m(kCountries, kCountries, "fraction");
  m.values = std::move(values);
  return m;
}

Change policy(PolicyChange what) { return {"test", std::move(what), "study.toml, line 7"}; }

OdMatrix kappa_of(const Change& change, double theta = 4) {
  return policy_kappa({"", {change}}, kCountries, theta);
}

RC_GTEST_PROP(FreightKappa, no_change_in_costs_is_exactly_one, ()) {
  const auto values = *rc::gen::container<std::vector<double>>(9, rc::gen::positive<double>());
  const auto pass_through = *rc::gen::inRange(0, 100) / 100.0;
  const auto result = freight_kappa(costs(values), costs(values), pass_through);
  for (const double kappa : result.kappa_hat.values) RC_ASSERT(kappa == 1.0);
}

TEST(FreightKappa, is_the_ratio_of_one_plus_costs) {
  const auto result = freight_kappa(costs(std::vector<double>(9, 0.2)), costs(std::vector<double>(9, 0.14)));
  EXPECT_NEAR(result.kappa_hat(0, 1), 1.14 / 1.2, 1e-15);
  const auto half =
      freight_kappa(costs(std::vector<double>(9, 0.2)), costs(std::vector<double>(9, 0.14)), 0.5);
  EXPECT_NEAR(half.kappa_hat(0, 1), 1 - 0.5 * 0.06 / 1.2, 1e-15);
}

TEST(FreightKappa, a_pair_cut_off_is_an_exact_zero_and_listed) {
  auto after = std::vector<double>(9, 0.1);
  after[1] = kInfinity;
  const auto result = freight_kappa(costs(std::vector<double>(9, 0.1)), costs(after));
  EXPECT_EQ(result.kappa_hat(0, 1), kInfinity);
  ASSERT_EQ(result.cut_off.size(), 1u);
  EXPECT_EQ(result.cut_off[0], (std::pair<std::string, std::string>{"CHN", "DEU"}));
  EXPECT_EQ(result.kappa_hat(1, 0), 1);
}

TEST(FreightKappa, a_pair_without_a_base_way_keeps_one_and_is_listed_when_reached) {
  auto before = std::vector<double>(9, 0.1);
  before[1] = before[2] = kInfinity;
  auto after = before;
  after[2] = 0.3;
  const auto result = freight_kappa(costs(before), costs(after));
  EXPECT_EQ(result.kappa_hat(0, 1), 1);
  EXPECT_EQ(result.kappa_hat(0, 2), 1);
  ASSERT_EQ(result.newly_reached.size(), 1u);
  EXPECT_EQ(result.newly_reached[0].second, "RUS");
}

TEST(PolicyKappa, without_policies_is_exactly_one) {
  for (const double kappa : policy_kappa({}, kCountries, 4).values) EXPECT_EQ(kappa, 1.0);
}

TEST(PolicyKappa, a_tariff_is_the_ratio_of_one_plus_rates) {
  const OdMatrix kappa = kappa_of(policy(Tariff{Pairs{{"CHN"}, {"DEU"}}, 0.05, 0.25}));
  EXPECT_DOUBLE_EQ(kappa(0, 1), 1.25 / 1.05);
  EXPECT_EQ(kappa(1, 0), 1);
}

TEST(PolicyKappa, a_sanction_takes_trade_down_by_exp_beta_at_given_incomes) {
  const Pairs pairs{{"DEU"}, {"RUS"}};
  for (const double theta : {3.0, 4.0, 8.0}) {
    EXPECT_NEAR(std::pow(kappa_of(policy(Sanction{pairs, -0.6}), theta)(1, 2), -theta), std::exp(-0.6),
                1e-14);
  }
  EXPECT_THROW(kappa_of(policy(Sanction{pairs, 0.2})), Error);
}

TEST(PolicyKappa, decoupling_takes_trade_down_by_the_cut) {
  const Pairs pairs{{"CHN"}, {"RUS"}, true};
  const OdMatrix kappa = kappa_of(policy(Decouple{pairs, 0.4}), 5);
  EXPECT_NEAR(std::pow(kappa(0, 2), -5), 0.6, 1e-14);
  EXPECT_EQ(kappa(2, 0), kappa(0, 2));
  EXPECT_EQ(kappa_of(policy(Decouple{pairs, 1}))(0, 2), kInfinity);
  EXPECT_THROW(kappa_of(policy(Decouple{pairs, 1.2})), Error);
}

TEST(PolicyKappa, an_embargo_runs_both_ways_once_and_spares_the_diagonal) {
  const Pairs pairs{{"CHN", "RUS"}, {"CHN", "RUS"}};
  const OdMatrix kappa = kappa_of(policy(Embargo{pairs}));
  EXPECT_EQ(kappa(0, 2), 10);
  EXPECT_EQ(kappa(2, 0), 10);
  EXPECT_EQ(kappa(0, 0), 1);
  EXPECT_EQ(kappa(0, 1), 1);
  EXPECT_EQ(kappa_of(policy(Embargo{pairs, true}))(2, 0), kInfinity);
  EXPECT_EQ(kappa_of(policy(Embargo{pairs, false, 3}))(2, 0), 3);
}

TEST(PolicyKappa, changes_of_one_pair_multiply) {
  const Change tariff = policy(Tariff{Pairs{{"CHN"}, {"DEU"}}, 0, 0.1});
  EXPECT_DOUBLE_EQ(policy_kappa({"", {tariff, tariff}}, kCountries, 4)(0, 1), 1.1 * 1.1);
}

TEST(PolicyKappa, an_unknown_country_names_the_nearest_and_the_line) {
  try {
    kappa_of(policy(Embargo{Pairs{{"CHN"}, {"RUZ"}}}));
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "unknown country `RUZ`");
    EXPECT_EQ(error.where, "study.toml, line 7");
    EXPECT_EQ(error.hint, "did you mean `RUS`?");
  }
  EXPECT_THROW(kappa_of(policy(Embargo{Pairs{{}, {"RUS"}}})), Error);
}

TEST(Multiply, needs_the_same_countries) {
  EXPECT_THROW(multiply(OdMatrix(kCountries, kCountries, "hat", 1),
                        OdMatrix(Index({"CHN"}), Index({"CHN"}), "hat", 1)),
               Error);
}

TEST(CountryShifts, changes_of_one_country_multiply_and_others_stay) {
  const Change better{"", CountryChange(Productivity{{"CHN"}, 1.1}), ""};
  const Change balanced{"", CountryChange(Deficit{{}, 0}), ""};
  const CountryShifts shifts = country_shifts({"", {better, better, balanced}}, kCountries);
  EXPECT_DOUBLE_EQ(shifts.a_hat[0], 1.1 * 1.1);
  EXPECT_EQ(shifts.a_hat[1], 1);
  EXPECT_EQ(shifts.l_hat, std::vector<double>(3, 1.0));
  EXPECT_EQ(shifts.deficit_scale, std::vector<double>(3, 0.0));
}

}  // namespace
}  // namespace sogdia
