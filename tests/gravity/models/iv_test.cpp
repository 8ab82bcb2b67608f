// Instrumental variables: identities of the estimators and of their statistics. Numbers of other programs
// are compared in tests/python/test_iv.py.
#include "sogdia/gravity/models/iv.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "sogdia/core/error.h"
#include "sogdia/core/table.h"
#include "sogdia/gravity/after/combinations.h"
#include "sogdia/gravity/after/effects.h"
#include "sogdia/gravity/after/margins.h"
#include "sogdia/gravity/after/predict.h"
#include "sogdia/gravity/models/iv_statistics.h"
#include "sogdia/gravity/tables/regression_table.h"

namespace sogdia::iv_test {

using Numbers = std::vector<double>;

// x and v are endogenous through u; z1, z2, z3 are instruments; x1 is exogenous; `lone` tells only the first
// exporter.
Table panel(std::uint64_t seed, int countries = 7, int years = 3) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal;
  std::vector<std::string> exporter, importer;
  std::vector<std::int64_t> year;
  Numbers y, trade, x, v, x1, z1, z2, z3, weight, x_scaled, z_scaled, of_year;
  for (int i = 0; i < countries; ++i)
    for (int j = 0; j < countries; ++j)
      for (int t = 0; t < years; ++t) {
        exporter.push_back("E" + std::to_string(i));
        importer.push_back("I" + std::to_string(j));
        year.push_back(2000 + t);
        const double u = normal(engine), effect = 0.2 * i - 0.1 * j + 0.05 * i * t;
        z1.push_back(normal(engine));
        z2.push_back(normal(engine));
        z3.push_back(normal(engine));
        x1.push_back(normal(engine) + 0.3 * z1.back());
        x.push_back(0.6 * z1.back() + 0.4 * z2.back() + 0.2 * x1.back() + 0.5 * u + effect + normal(engine));
        v.push_back(0.7 * z3.back() - 0.3 * z1.back() + 0.3 * u + normal(engine));
        y.push_back(0.7 * x.back() - 0.4 * x1.back() + 0.3 * v.back() + effect + 0.6 * u + normal(engine));
        const double mean = std::exp(0.3 * x.back() - 0.2 * x1.back() + 0.2 * v.back() + 0.3 * u);
        trade.push_back(engine() % 5 == 0 ? 0.0 : mean);
        weight.push_back(1 + static_cast<double>(engine() % 3));
        x_scaled.push_back(1000 * x.back() + 5e5);
        z_scaled.push_back(-0.01 * z1.back() + 7);
        of_year.push_back(0.5 * t * t);
      }
  Table table;
  table.source = "panel.csv";
  table.add("exporter", exporter).add("importer", importer).add("year", year).add("y", y);
  table.add("trade", trade).add("x", x).add("v", v).add("x1", x1).add("z1", z1).add("z2", z2).add("z3", z3);
  table.add("weight", weight).add("x_scaled", x_scaled).add("z_scaled", z_scaled).add("of_year", of_year);
  return table;
}

Numbers& column(Table& table, const std::string& name) {
  for (auto& each : table.columns)
    if (each.name == name) return std::get<Numbers>(each.data);
  throw Error("no column " + name, "", "");
}

EstimateOptions options_of(Family family, const char* vcov = "hetero") {
  EstimateOptions options;
  options.family = family;
  options.vcov = parse_vcov(vcov);
  options.tolerance = 1e-12;
  return options;
}

Fit fitted(const Table& table, const std::string& formula, const EstimateOptions& options) {
  return estimate(frame_of(table), formula, options).front();
}

const Coefficient& of(const Fit& fit, const std::string& term) {
  for (const auto& c : fit.coefficients)
    if (c.term == term) return c;
  throw Error("no term " + term, "", "");
}

Error error_in(const Table& table, const std::string& formula, Family family = Family::ols) {
  try {
    fitted(table, formula, options_of(family));
  } catch (const Error& error) {
    return error;
  }
  return Error("no error", "", "");
}

void expect_near(const Coefficient& a, const Coefficient& b, double scale = 1) {
  EXPECT_NEAR(a.estimate, b.estimate * scale, 1e-9 * (1 + std::abs(a.estimate)));
  EXPECT_NEAR(a.std_error, b.std_error * std::abs(scale), 1e-9 * (1 + a.std_error));
}

TEST(Iv, just_identified_is_indirect_least_squares) {
  ASSERT_TRUE(rc::check([] {
    const Table table = panel(*rc::gen::arbitrary<std::uint64_t>());
    const auto options = options_of(Family::ols);
    const std::string effects = " | exporter^year + importer^year";
    const Fit iv = fitted(table, "y ~ x1" + effects + " | x ~ z1", options);
    const Fit reduced = fitted(table, "y ~ x1 + z1" + effects, options);
    const Fit first = fitted(table, "x ~ x1 + z1" + effects, options);
    const double ratio = of(reduced, "z1").estimate / of(first, "z1").estimate;
    RC_ASSERT(std::abs(of(iv, "x").estimate - ratio) < 1e-9 * (1 + std::abs(ratio)));
    // The first stage is that least squares, errors too.
    RC_ASSERT(std::abs(iv.iv->first_stages[0].coefficients[0].std_error - of(first, "z1").std_error) < 1e-10);
    RC_ASSERT(std::abs(iv.iv->first_stages[0].coefficients[1].std_error - of(first, "x1").std_error) < 1e-10);
    // Its F is the square of its t, and so are the others of one instrument.
    const double f = std::pow(of(first, "z1").statistic, 2);
    for (const double each :
         {iv.iv->first_stages[0].f.statistic, iv.iv->kleibergen_paap_f, iv.iv->effective_f})
      RC_ASSERT(std::abs(each - f) < 1e-8 * (1 + f));
    // Anderson and Rubin's test is that of the reduced form.
    const double ar = std::pow(of(reduced, "z1").statistic, 2);
    RC_ASSERT(std::abs(iv.iv->anderson_rubin.statistic - ar) < 1e-8 * (1 + ar));
    RC_ASSERT(std::isnan(iv.iv->overidentification.statistic));
  }));
}

TEST(Iv, a_regressor_that_is_its_own_instrument_is_exogenous) {
  const Table table = panel(3);
  for (const char* vcov :
       {"iid", "hetero", "cluster:exporter", "cluster:exporter+importer", "dyadic:exporter+importer"}) {
    const auto options = options_of(Family::ols, vcov);
    const Fit plain = fitted(table, "y ~ x + x1 | exporter + importer", options);
    const Fit iv = fitted(table, "y ~ x1 | exporter + importer | x ~ x", options);
    expect_near(of(iv, "x"), of(plain, "x"));
    expect_near(of(iv, "x1"), of(plain, "x1"));
    EXPECT_NEAR(iv.r2, plain.r2, 1e-12);
    EXPECT_EQ(iv.vcov_name, plain.vcov_name);
    const auto poisson = options_of(Family::ppml, vcov);
    const Fit plain_mean = fitted(table, "trade ~ x + x1 | exporter + importer", poisson);
    const Fit cf = fitted(table, "trade ~ x1 | exporter + importer | x ~ x", poisson);
    expect_near(of(cf, "x"), of(plain_mean, "x"));
    ASSERT_EQ(cf.dropped.size(), 1u);
    EXPECT_EQ(cf.dropped[0], "residual(x): the instruments explain all of it");
  }
}

TEST(Iv, units_change_nothing) {
  const Table table = panel(6);
  for (const Family family : {Family::ols, Family::ppml})
    for (const char* effects : {"", " | exporter + importer"}) {
      const std::string y = family == Family::ols ? "y" : "trade";
      const Fit a = fitted(table, y + " ~ x1" + effects + " | x ~ z1 + z2", options_of(family)),
                b = fitted(table, y + " ~ x1" + effects + " | x_scaled ~ z_scaled + z2", options_of(family));
      expect_near(of(a, "x"), of(b, "x_scaled"), 1000);
      expect_near(of(a, "x1"), of(b, "x1"));
      EXPECT_NEAR(a.iv->kleibergen_paap_f, b.iv->kleibergen_paap_f, 1e-6);
      EXPECT_NEAR(a.iv->effective_f, b.iv->effective_f, 1e-6);
      EXPECT_NEAR(a.iv->endogeneity.statistic, b.iv->endogeneity.statistic, 1e-6);
      if (family == Family::ppml) continue;
      EXPECT_NEAR(a.iv->overidentification.statistic, b.iv->overidentification.statistic, 1e-6);
      ASSERT_EQ(a.iv->anderson_rubin_set.size(), b.iv->anderson_rubin_set.size());
      ASSERT_FALSE(a.iv->anderson_rubin_set.empty());
      EXPECT_NEAR(a.iv->anderson_rubin_set[0].low, 1000 * b.iv->anderson_rubin_set[0].low, 1e-6);
    }
}

TEST(Iv, absorbed_effects_are_dummies) {
  const Table table = panel(7);
  for (const Family family : {Family::ols, Family::ppml})
    for (const char* vcov : {"iid", "hetero", "cluster:exporter^importer"}) {
      auto options = options_of(family, vcov);
      options.small_sample = SmallSample::none;
      const std::string y = family == Family::ols ? "y" : "trade";
      const Fit absorbed = fitted(table, y + " ~ x1 | exporter + importer | x + v ~ z1 + z2 + z3", options);
      const Fit dummies =
          fitted(table, y + " ~ x1 + factor(exporter) + factor(importer) | x + v ~ z1 + z2 + z3", options);
      for (const char* term : {"x", "v", "x1"}) expect_near(of(absorbed, term), of(dummies, term));
      EXPECT_NEAR(absorbed.iv->kleibergen_paap_f, dummies.iv->kleibergen_paap_f, 1e-6);
      EXPECT_NEAR(absorbed.iv->endogeneity.statistic, dummies.iv->endogeneity.statistic, 1e-6);
      const auto &a = absorbed.iv->first_stages[1].coefficients,
                 &d = dummies.iv->first_stages[1].coefficients;
      for (std::size_t k = 0; k < a.size(); ++k) {
        EXPECT_EQ(a[k].term, k < 3 ? d[k].term : "x1");
        if (k < 3) expect_near(a[k], d[k]);
      }
    }
}

TEST(Iv, the_constant_of_both_stages_is_that_of_the_data) {
  Table table = panel(11);
  const Fit iv = fitted(table, "y ~ x1 | x_scaled ~ z_scaled + z2", options_of(Family::ols));
  const Fit first = fitted(table, "x_scaled ~ x1 + z_scaled + z2", options_of(Family::ols));
  for (const auto& c : iv.iv->first_stages[0].coefficients) {
    EXPECT_NEAR(c.estimate, of(first, c.term).estimate, 1e-8 * std::abs(c.estimate)) << c.term;
    EXPECT_NEAR(c.std_error, of(first, c.term).std_error, 1e-8 * c.std_error) << c.term;
  }
  // What is left of y has mean 0, and is y less what the coefficients say.
  const auto x = evaluate_terms(frame_of(table), iv.model, {"(Intercept)", "x_scaled", "x1"}, iv.sample.row);
  double sum = 0;
  for (std::size_t i = 0; i < iv.mu.size(); ++i) {
    double mean = 0;
    for (std::size_t k = 0; k < 3; ++k) mean += iv.coefficients[k].estimate * x[k][i];
    EXPECT_NEAR(mean, iv.mu[i], 1e-8);
    sum += iv.sample.y[i] - iv.mu[i];
  }
  EXPECT_NEAR(sum, 0, 1e-8);
}

TEST(Iv, the_ends_of_the_anderson_rubin_set_are_not_rejected_just) {
  ASSERT_TRUE(rc::check([] {
    const Table table = panel(*rc::gen::arbitrary<std::uint64_t>(), 5, 2);
    const auto options = options_of(Family::ols);
    const Fit iv = fitted(table, "y ~ x1 | exporter | x ~ z1 + z2", options);
    RC_ASSERT(iv.iv->has_anderson_rubin_set);
    // The p value of b is that of the instruments in the reduced form of y - b x.
    const auto p_of = [&](double b) {
      const Fit reduced =
          fitted(table, "I(y - (" + std::to_string(b) + ") * x) ~ x1 + z1 + z2 | exporter", options);
      return wald(reduced, "z1 = z2 = 0").p;
    };
    for (const auto& interval : iv.iv->anderson_rubin_set)
      for (const double end : {interval.low, interval.high})
        if (std::abs(end) < 1e3) RC_ASSERT(std::abs(p_of(end) - 0.05) < 1e-4);
  }));
}

TEST(Iv, an_instrument_without_force_leaves_an_unbounded_set_and_a_warning) {
  Table table = panel(13);
  std::mt19937_64 engine(4);
  std::normal_distribution<double> normal;
  Numbers noise(table.rows());
  for (double& value : noise) value = normal(engine);
  table.add("noise", noise);
  const Fit iv = fitted(table, "y ~ x1 | exporter | x ~ noise", options_of(Family::ols));
  ASSERT_TRUE(iv.iv->has_anderson_rubin_set);
  EXPECT_TRUE(std::isinf(iv.iv->anderson_rubin_set.front().low));
  EXPECT_TRUE(std::isinf(iv.iv->anderson_rubin_set.back().high));
  EXPECT_LT(iv.iv->effective_f, 10);
  EXPECT_NE(iv.iv->warning.find("weak instruments"), std::string::npos);
  EXPECT_NE(summary_text(iv).find("Warning: weak instruments"), std::string::npos);
}

TEST(Iv, tests_that_the_groups_are_too_few_for_are_left_out_and_told) {
  const Fit fit = fitted(panel(13), "y ~ x1 | exporter | x ~ z1 + z2 + z3 + z1:z2",
                         options_of(Family::ols, "cluster:year"));
  EXPECT_TRUE(std::isnan(fit.iv->underidentification.statistic));
  EXPECT_TRUE(std::isnan(fit.iv->kleibergen_paap_f));
  EXPECT_NE(fit.iv->warning.find("fewer groups"), std::string::npos) << fit.iv->warning;
  EXPECT_TRUE(std::isfinite(fit.iv->effective_f));
}

TEST(Iv, critical_values_of_the_effective_f_are_the_printed_ones) {
  // Montiel Olea & Pflueger (2013), Table 1, simplified test at 5 %, by effective degrees of freedom 1:
  // 37.4 (tau = 5 %), 23.1 (10 %), 15.1 (20 %), 12.0 (30 %).
  for (const auto& [over_tau, printed] : {std::pair{20.0, 37.4}, {10.0, 23.1}, {5.0, 15.1}, {10.0 / 3, 12.0}})
    EXPECT_NEAR(noncentral_chi_squared_point(0.05, 1, over_tau), printed, 0.06);
  const Fit one = fitted(panel(17), "y ~ x1 | exporter | x ~ z1", options_of(Family::ols));
  EXPECT_NEAR(one.iv->effective_f_critical, 23.1, 0.06);
}

TEST(Iv, what_does_not_identify_is_an_error_that_says_why) {
  Table table = panel(19);
  Numbers constant(table.rows(), 3.0), sum(table.rows());
  const auto x = column(table, "x"), x1 = column(table, "x1");
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] = 2 * x[i] - x1[i];
  table.add("constant", constant).add("sum", sum);
  struct Case {
    const char *formula, *message, *hint;
  };
  const Case cases[] = {
      {"y ~ x1 | year | of_year ~ z1", "the endogenous `of_year` is collinear with the fixed effects",
       "nothing of it is left to estimate: leave it out, or use fewer fixed effects"},
      {"y ~ x1 | constant ~ z1", "the endogenous `constant` does not vary",
       "nothing of it is left to estimate: leave it out, or use fewer fixed effects"},
      {"y ~ x1 | year | x + sum ~ z1 + z2", "the endogenous `sum` is collinear with the regressors",
       "it is a sum of the exogenous and the other endogenous regressors: leave one out"},
      {"y ~ x1 | year | x ~ of_year", "no instruments are left for 1 endogenous regressor",
       "left out: instrument of_year: collinear with the fixed effects"},
      {"y ~ x1 | year | x ~ x1", "no instruments are left for 1 endogenous regressor",
       "left out: instrument x1: also an exogenous regressor"},
      {"y ~ x1 | year | x + v ~ z1 + z2 + z1:x1 - z2 - z1:x1 + I(2 * z1)",
       "1 instrument is left for 2 endogenous regressors",
       "left out: instrument I(2 * z1): collinear with the exogenous regressors and the instruments before "
       "it"},
  };
  for (const auto& each : cases)
    for (const Family family : {Family::ols, Family::ppml}) {
      std::string formula = each.formula;
      if (family == Family::ppml) formula.replace(0, 1, "trade");
      const Error error = error_in(table, formula, family);
      EXPECT_EQ(error.message, each.message) << formula;
      EXPECT_EQ(error.hint, each.hint) << formula;
    }
  EstimateOptions corrected = options_of(Family::ppml);
  corrected.bias_correct = true;
  EXPECT_THROW(fitted(table, "trade ~ x1 | exporter^year + importer^year | x ~ z1", corrected), Error);
}

TEST(Iv, an_instrument_that_adds_nothing_is_left_out_and_told) {
  const Table table = panel(23);
  const Fit more = fitted(table, "y ~ x1 | year | x ~ z1 + of_year + x1 + I(z1 + x1) + z2",
                          options_of(Family::ols)),
            less = fitted(table, "y ~ x1 | year | x ~ z1 + z2", options_of(Family::ols));
  expect_near(of(more, "x"), of(less, "x"));
  EXPECT_EQ(more.iv->instruments, (std::vector<std::string>{"z1", "z2"}));
  EXPECT_EQ(more.dropped.size(), 3u);
  EXPECT_NEAR(more.iv->kleibergen_paap_f, less.iv->kleibergen_paap_f, 1e-8);
}

TEST(Iv, separated_rows_leave_both_stages) {
  // A regressor that is above 0 only where trade is 0 separates those rows; the fit is that of the others.
  Table table = panel(29);
  auto& trade = column(table, "trade");
  Numbers tells(trade.size(), 0.0);
  for (std::size_t i = 0; i < trade.size(); i += 11) trade[i] = 0, tells[i] = 1;
  table.add("tells", tells);
  const auto options = options_of(Family::ppml);
  const Fit all = fitted(table, "trade ~ x1 + tells | exporter + importer | x ~ z1 + z2", options);
  ASSERT_TRUE(all.converged) << all.reason;
  EXPECT_EQ(all.separating, std::vector<std::string>{"tells"});
  EXPECT_NE(all.reason.find("`tells` separates"), std::string::npos) << all.reason;
  Numbers weight(trade.size(), 1.0);
  for (const auto row : all.separated) weight[row] = 0;
  table.add("kept", weight);
  auto kept = options;
  kept.weights = "kept";
  const Fit rest = fitted(table, "trade ~ x1 | exporter + importer | x ~ z1 + z2", kept);
  EXPECT_EQ(rest.observations, all.observations);
  for (const char* term : {"x", "x1", "residual(x)"}) expect_near(of(all, term), of(rest, term));
  EXPECT_NEAR(all.iv->kleibergen_paap_f, rest.iv->kleibergen_paap_f, 1e-8);
}

TEST(Iv, threads_change_no_bit) {
  const Table table = panel(31);
  for (const Family family : {Family::ols, Family::ppml}) {
    auto one = options_of(family, "cluster:exporter"), many = one;
    one.threads = 1, many.threads = 5;
    const std::string formula = "trade ~ x1 | exporter^year + importer^year | x + v ~ z1 + z2 + z3";
    const Fit a = fitted(table, formula, one), b = fitted(table, formula, many);
    EXPECT_EQ(a.vcov, b.vcov);
    EXPECT_EQ(a.iv->kleibergen_paap_f, b.iv->kleibergen_paap_f);
    EXPECT_EQ(a.iv->endogeneity.statistic, b.iv->endogeneity.statistic);
  }
}

TEST(Iv, margins_hold_what_is_not_observed_and_predictions_ask_for_it) {
  const Table table = panel(37);
  const Frame frame = frame_of(table);
  const Fit fit = fitted(table, "trade ~ x1 | exporter + importer | x ~ z1 + z2", options_of(Family::ppml));
  const Combination elasticity = margins(fit, frame, "eydx:x");
  EXPECT_NEAR(elasticity.estimate, of(fit, "x").estimate, 1e-8);
  EXPECT_NEAR(elasticity.std_error, of(fit, "x").std_error, 1e-8);
  // Of the data themselves, fitted values are predicted.
  const Prediction own = predict(fit, frame, frame);
  for (std::size_t i = 0; i < fit.mu.size(); ++i)
    EXPECT_NEAR(own.mean[fit.sample.row[i]], fit.mu[i], 1e-6 * fit.mu[i]);
  EXPECT_TRUE(recover_effects(fit, frame, 1, {}).converged);
  // Other rows bring the residuals along.
  Table rows = table;
  try {
    predict(fit, frame, frame_of(rows));
    ADD_FAILURE() << "rows without residuals are predicted";
  } catch (const Error& error) {
    EXPECT_EQ(error.message, "the rows have no column `residual(x)`");
  }
  Numbers residual(rows.rows(), 0.0);
  for (std::size_t i = 0; i < fit.mu.size(); ++i)
    residual[fit.sample.row[i]] = fit.iv->first_stages[0].residual[i];
  rows.add("residual(x)", residual);
  for (double& x : column(rows, "x")) x += 1;
  const Prediction moved = predict(fit, frame, frame_of(rows));
  for (std::size_t i = 0; i < fit.mu.size(); ++i) {
    const auto row = fit.sample.row[i];
    EXPECT_NEAR(std::log(moved.mean[row] / own.mean[row]), of(fit, "x").estimate, 1e-9);
  }
}

TEST(Iv, dummies_and_products_may_be_endogenous_and_instruments) {
  const Table table = panel(41);
  const Fit by_year =
      fitted(table, "y ~ x1 | exporter^year | i(year, x) ~ i(year, z1)", options_of(Family::ols));
  ASSERT_EQ(by_year.iv->first_stages.size(), 3u);
  for (int year = 2000; year < 2003; ++year) {
    // Each year alone has its coefficient, where nothing else is shared.
    Numbers only(table.rows(), 0.0);
    const auto& years = std::get<std::vector<std::int64_t>>(table.find("year")->data);
    for (std::size_t i = 0; i < only.size(); ++i) only[i] = years[i] == year ? 1 : 0;
    Table one = table;
    one.add("only", only);
    auto options = options_of(Family::ols);
    options.weights = "only";
    const Fit alone = fitted(one, "y ~ 1 | exporter | x ~ z1", options);
    const Fit together =
        fitted(table, "y ~ 1 | exporter^year | i(year, x) ~ i(year, z1)", options_of(Family::ols));
    EXPECT_NEAR(of(together, "year::" + std::to_string(year) + ":x").estimate, of(alone, "x").estimate, 1e-9);
  }
  const Fit product = fitted(table, "y ~ x1 | exporter | x + x:x1 ~ z1 + z1:x1", options_of(Family::ols));
  EXPECT_EQ(product.iv->first_stages.size(), 2u);
}

TEST(Iv, tables_name_the_estimator_the_instruments_and_the_statistics) {
  const Table table = panel(43);
  std::vector<Fit> fits{fitted(table, "y ~ x + x1 | exporter", options_of(Family::ols)),
                        fitted(table, "y ~ x1 | exporter | x ~ z1 + z2", options_of(Family::ols)),
                        fitted(table, "trade ~ x1 | exporter | x ~ z1 + z2", options_of(Family::ppml))};
  for (const TableFormat format :
       {TableFormat::text, TableFormat::markdown, TableFormat::latex, TableFormat::html}) {
    const std::string text = regression_table(fits, format);
    for (const char* word : {"2SLS", "PPML-CF", "Kleibergen-Paap F", "Effective F", "Over-identification, p",
                             "Endogeneity, p", "instruments: z1, z2"})
      EXPECT_NE(text.find(word), std::string::npos) << word << "\n" << text;
  }
  RegressionTableOptions asked;
  asked.statistics = {"observations", "first_stage_f", "cragg_donald_f", "anderson_rubin_p"};
  EXPECT_NE(regression_table(fits, TableFormat::text, asked).find("First-stage F"), std::string::npos);
}

}  // namespace sogdia::iv_test
