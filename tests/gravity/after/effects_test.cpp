#include "sogdia/gravity/after/effects.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

#include "sogdia/core/error.h"
#include "sogdia/gravity/after/predict.h"
#include "sogdia/gravity/after/reset.h"

namespace sogdia::effects_test {

// A panel of trade: text countries, numeric years, gaps; y > 0, so that nothing is separated.
Table panel(unsigned seed, int countries = 9, int years = 5, double keep = 0.85) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  std::vector<std::string> exporter, importer;
  std::vector<std::int64_t> year;
  std::vector<double> x, z, o, y;
  for (int i = 0; i < countries; ++i)
    for (int j = 0; j < countries; ++j)
      for (int t = 0; t < years; ++t) {
        if (uniform(engine) > keep) continue;
        exporter.push_back("C" + std::to_string(i));
        importer.push_back("C" + std::to_string(j));
        year.push_back(2000 + t);
        x.push_back(normal(engine));
        z.push_back(uniform(engine));
        o.push_back(0.3 * normal(engine));
        y.push_back(0.1 + std::exp(0.4 * x.back() + 0.1 * i - 0.2 * j + 0.05 * t * i + o.back() +
                                   0.3 * normal(engine)));
      }
  Table table;
  table.source = "panel";
  table.add("exporter", exporter).add("importer", importer).add("year", year);
  table.add("x", x).add("z", z).add("o", o).add("y", y);
  return table;
}

const char* const kThreeWay = "y ~ x + log(z + 1) | exporter^year + importer^year + exporter^importer";

// Solved to 1e-12 of the sum of effects; sums of three and the index itself add some rounding.
constexpr double kSolved = 1e-9;

TEST(Effects, index_is_offset_regressors_constant_and_effects) {
  for (const Family family : {Family::ppml, Family::ols}) {
    const Frame frame = frame_of(panel(3));
    EstimateOptions options;
    options.offset = "o";
    options.family = family;
    const Fit fit = estimate(frame, kThreeWay, options).front();
    const RecoveredEffects found = recover_effects(fit, frame, 2);
    EXPECT_TRUE(found.converged);
    ASSERT_EQ(found.effects.size(), 3u);
    const auto x = numbers_of(frame, "x"), z = numbers_of(frame, "z"), o = numbers_of(frame, "o");
    std::vector<std::map<std::string, double>> value(3);
    for (std::size_t e = 0; e < 3; ++e)
      for (std::size_t l = 0; l < found.effects[e].level.size(); ++l)
        value[e][found.effects[e].level[l]] = found.effects[e].value[l];
    const auto text = [&](const char* column, std::size_t row) {
      return cell_text(frame.column(column), row);
    };
    for (std::size_t i = 0; i < fit.sample.size(); ++i) {
      const std::size_t row = fit.sample.row[i];
      const std::string from = text("exporter", row), to = text("importer", row), year = text("year", row);
      const double index = o[row] + fit.coefficients[0].estimate * x[row] +
                           fit.coefficients[1].estimate * std::log(z[row] + 1) + found.constant +
                           value[0].at(from + "^" + year) + value[1].at(to + "^" + year) +
                           value[2].at(from + "^" + to);
      EXPECT_NEAR(index, fit.eta[i], kSolved);
    }
  }
}

TEST(Effects, later_effects_have_mean_zero_where_an_earlier_one_could_take_it) {
  const Frame frame = frame_of(panel(4));
  const Fit fit = estimate(frame, kThreeWay).front();
  const RecoveredEffects found = recover_effects(fit, frame);
  // importer^year by year; exporter^importer by exporter and by importer.
  const auto means_are_zero = [&](std::size_t effect, std::size_t part) {
    std::map<std::string, double> sum;
    const RecoveredEffect& one = found.effects[effect];
    for (std::size_t l = 0; l < one.level.size(); ++l) {
      const std::size_t cut = one.level[l].find('^');
      sum[part == 0 ? one.level[l].substr(0, cut) : one.level[l].substr(cut + 1)] += one.value[l];
    }
    for (const auto& [key, total] : sum) EXPECT_NEAR(total, 0.0, 1e-10) << key;  // a sum of ten or so
  };
  means_are_zero(1, 1);
  means_are_zero(2, 0);
  means_are_zero(2, 1);
  double first = 0.0;
  for (const double v : found.effects[0].value) first += v;
  EXPECT_NEAR(first, 0.0, 1e-10);
  EXPECT_EQ(effects_table(found).rows(),
            found.effects[0].level.size() + found.effects[1].level.size() + found.effects[2].level.size());
}

TEST(Predict, the_rows_that_were_estimated_on_give_the_fitted_values) {
  const Frame frame = frame_of(panel(5));
  for (const char* formula : {kThreeWay, "y ~ x | exporter[z] + importer", "y ~ x"}) {
    const Fit fit = estimate(frame, formula).front();
    const Prediction again = predict(fit, frame, frame);
    EXPECT_EQ(again.unknown, fit.singletons.size());
    for (std::size_t i = 0; i < fit.sample.size(); ++i)
      EXPECT_NEAR(again.mean[fit.sample.row[i]], fit.mu[i], kSolved * fit.mu[i]) << formula;
  }
}

TEST(Predict, a_regressor_raised_by_one_multiplies_the_mean_by_exp_b) {
  const Table table = panel(6);
  const Frame frame = frame_of(table);
  Table changed = table;
  for (double& x : std::get<std::vector<double>>(changed.columns[3].data)) x += 1.0;
  changed.add("new", std::vector<double>(changed.rows(), 0.0));  // the offset may be another column
  const Fit fit = estimate(frame, kThreeWay).front();
  const Prediction raised = predict(fit, frame, frame_of(changed), "new");
  const double factor = std::exp(fit.coefficients[0].estimate);
  for (std::size_t i = 0; i < fit.sample.size(); ++i)
    EXPECT_NEAR(raised.mean[fit.sample.row[i]], fit.mu[i] * factor, kSolved * fit.mu[i] * factor);
}

TEST(Predict, a_level_that_was_not_estimated_has_no_prediction) {
  const Frame frame = frame_of(panel(7));
  const Fit fit = estimate(frame, "y ~ x | exporter + importer").front();
  Table rows;
  rows.add("exporter", std::vector<std::string>{"C1", "Mars", ""});
  rows.add("importer", std::vector<std::string>{"C2", "C2", "C2"});
  rows.add("x", std::vector<double>{0, 0, 0});
  const Prediction prediction = predict(fit, frame, frame_of(rows));
  EXPECT_TRUE(std::isfinite(prediction.mean[0]));
  EXPECT_TRUE(std::isnan(prediction.mean[1]));
  EXPECT_TRUE(std::isnan(prediction.mean[2]));
  EXPECT_EQ(prediction.unknown, 2u);
}

TEST(Predict, levels_of_different_components_have_no_prediction_together) {
  Table table;
  table.add("a", std::vector<std::string>{"a1", "a1", "a2", "a2", "b1", "b1", "b2", "b2"});
  table.add("m", std::vector<std::string>{"a1", "a2", "a1", "a2", "b1", "b2", "b1", "b2"});
  table.add("x", std::vector<double>{1, 2, 4, 3, 2, 2, 5, 1});
  table.add("y", std::vector<double>{1, 2, 3, 5, 4, 2, 3, 1});
  const Frame frame = frame_of(table);
  const Fit fit = estimate(frame, "y ~ x | a + m").front();
  Table rows;
  rows.add("a", std::vector<std::string>{"a1", "a1"});
  rows.add("m", std::vector<std::string>{"a2", "b2"});
  rows.add("x", std::vector<double>{0, 0});
  const Prediction prediction = predict(fit, frame, frame_of(rows));
  EXPECT_TRUE(std::isfinite(prediction.mean[0]));
  EXPECT_TRUE(std::isnan(prediction.mean[1]));
}

TEST(Effects, a_fit_that_kept_no_sample_is_an_error) {
  const Frame frame = frame_of(panel(8));
  EstimateOptions options;
  options.keep_sample = false;
  const Fit fit = estimate(frame, kThreeWay, options).front();
  EXPECT_THROW(recover_effects(fit, frame), Error);
  EXPECT_THROW(predict(fit, frame, frame), Error);
  EXPECT_THROW(reset_test(fit, frame, options), Error);
}

TEST(Reset, is_the_test_of_the_squared_index_written_into_the_formula) {
  for (const Family family : {Family::ppml, Family::ols}) {
    Table table = panel(9);
    EstimateOptions options;
    options.family = family;
    options.vcov = parse_vcov("cluster:exporter^importer");
    const Frame frame = frame_of(table);
    const Fit fit = estimate(frame, "y ~ x | exporter^year + importer^year", options).front();
    const Reset reset = reset_test(fit, frame, options);
    ASSERT_TRUE(reset.added);
    std::vector<double> square(table.rows());
    for (std::size_t i = 0; i < fit.sample.size(); ++i) square[fit.sample.row[i]] = fit.eta[i] * fit.eta[i];
    table.add("square", square);
    const Fit second =
        estimate(frame_of(table), "y ~ x + square | exporter^year + importer^year", options).front();
    // The same space of regressors, each to the fit's own tolerance.
    EXPECT_NEAR(reset.statistic, second.coefficients[1].statistic, 1e-5 * std::abs(reset.statistic) + 1e-7);
    EXPECT_NEAR(reset.p, second.coefficients[1].p, 1e-5);
  }
}

TEST(Reset, a_wrong_functional_form_is_found) {
  Table table = panel(10);
  auto& y = std::get<std::vector<double>>(table.columns[6].data);
  const auto x = table.numbers("x");
  for (std::size_t i = 0; i < y.size(); ++i) y[i] *= std::exp(0.3 * x[i] * x[i]);
  const Frame frame = frame_of(table);
  const Fit fit = estimate(frame, "y ~ x | exporter + importer").front();
  EXPECT_LT(reset_test(fit, frame, {}).p, 1e-3);
}

}  // namespace sogdia::effects_test
