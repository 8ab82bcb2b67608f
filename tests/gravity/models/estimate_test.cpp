#include "sogdia/gravity/models/estimate.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "gravity/dense.h"
#include "sogdia/core/error.h"
#include "sogdia/core/table.h"

namespace sogdia::estimate_test {

using Numbers = std::vector<double>;

// A small gravity panel with zeros; `exporter`, `importer` are text.
Table panel(std::uint64_t seed, int countries = 6, int years = 4) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal;
  std::vector<std::string> exporter, importer;
  std::vector<std::int64_t> year;
  Numbers y, x1, x2, weight;
  for (int i = 0; i < countries; ++i) {
    for (int j = 0; j < countries; ++j) {
      for (int t = 0; t < years; ++t) {
        exporter.push_back("E" + std::to_string(i));
        importer.push_back("I" + std::to_string(j));
        year.push_back(2000 + t);
        x1.push_back(normal(engine));
        x2.push_back(normal(engine));
        const double mean =
            std::exp(0.3 * x1.back() - 0.2 * x2.back() + 0.1 * (i - j) + 0.2 * normal(engine));
        y.push_back(engine() % 5 == 0 ? 0.0 : mean);
        weight.push_back(1 + static_cast<double>(engine() % 3));
      }
    }
  }
  Table table;
  table.source = "panel.csv";
  table.add("exporter", exporter).add("importer", importer).add("year", year).add("y", y).add("x1", x1);
  table.add("x2", x2).add("weight", weight);
  return table;
}

TEST(Estimate, scores_are_zero_at_the_maximum) {
  ASSERT_TRUE(rc::check([] {
    const Table table = panel(*rc::gen::arbitrary<std::uint64_t>());
    const Fit fit =
        estimate(frame_of(table), "y ~ x1 + x2 | exporter^year + importer^year + exporter^importer").front();
    RC_ASSERT(fit.converged);
    Numbers residual(fit.mu.size());
    for (std::size_t i = 0; i < residual.size(); ++i) residual[i] = fit.sample.y[i] - fit.mu[i];
    for (const auto& effect : fit.sample.effects) {
      Numbers sums(effect.levels, 0.0);
      for (std::size_t i = 0; i < residual.size(); ++i) sums[effect.level[i]] += residual[i];
      for (const double sum : sums) RC_ASSERT(std::abs(sum) < 1e-6);
    }
    for (const auto& x : fit.sample.x) {
      double score = 0;
      for (std::size_t i = 0; i < residual.size(); ++i) score += x[i] * residual[i];
      RC_ASSERT(std::abs(score) < 1e-6);
    }
  }));
}

TEST(Estimate, a_weight_of_two_is_the_row_twice) {
  const Table table = panel(3);
  EstimateOptions weighted;
  weighted.weights = "weight";
  weighted.small_sample = SmallSample::none;
  const std::string formula = "y ~ x1 + x2 | exporter + importer";
  Table twice = table;
  const Numbers weights = table.numbers("weight");
  for (auto& column : twice.columns) {
    std::visit(
        [&](auto& values) {
          const auto once = values;
          values.clear();
          for (std::size_t i = 0; i < once.size(); ++i)
            values.insert(values.end(), static_cast<std::size_t>(weights[i]), once[i]);
        },
        column.data);
  }
  for (const Family family : {Family::ppml, Family::ols}) {
    weighted.family = family;
    EstimateOptions plain;
    plain.family = family;
    const Fit a = estimate(frame_of(table), formula, weighted).front();
    const Fit b = estimate(frame_of(twice), formula, plain).front();
    for (std::size_t j = 0; j < 2; ++j)
      EXPECT_NEAR(a.coefficients[j].estimate, b.coefficients[j].estimate, 1e-9);
    EXPECT_NEAR(a.deviance, b.deviance, 1e-8 * b.deviance);
  }
}

TEST(Estimate, the_outcome_s_unit_moves_no_coefficient) {
  Table table = panel(4);
  const std::string formula = "y ~ x1 + x2 | exporter^year + importer^year";
  const Fit before = estimate(frame_of(table), formula).front();
  for (const double unit : {1e-9, 1e12}) {
    Table scaled = table;
    for (auto& column : scaled.columns) {
      if (column.name == "y")
        for (auto& y : std::get<Numbers>(column.data)) y *= unit;
    }
    const Fit after = estimate(frame_of(scaled), formula).front();
    EXPECT_TRUE(after.converged);
    for (std::size_t j = 0; j < 2; ++j) {
      EXPECT_NEAR(after.coefficients[j].estimate, before.coefficients[j].estimate, 1e-9);
      EXPECT_NEAR(after.coefficients[j].std_error, before.coefficients[j].std_error, 1e-9);
    }
  }
}

TEST(Estimate, an_offset_takes_its_part_of_the_index) {
  Table table = panel(5);
  const Fit plain = estimate(frame_of(table), "y ~ x1 + x2 | exporter + importer").front();
  Numbers offset = table.numbers("x1");
  for (double& value : offset) value *= 0.25;
  table.add("o", offset);
  EstimateOptions options;
  options.offset = "o";
  const Fit moved = estimate(frame_of(table), "y ~ x1 + x2 | exporter + importer", options).front();
  EXPECT_NEAR(moved.coefficients[0].estimate, plain.coefficients[0].estimate - 0.25, 1e-9);
  EXPECT_NEAR(moved.coefficients[1].estimate, plain.coefficients[1].estimate, 1e-9);
  options.family = Family::ols;
  const Fit line = estimate(frame_of(table), "y ~ x1 + x2 | exporter + importer", options).front();
  options.offset.clear();
  const Fit base = estimate(frame_of(table), "y ~ x1 + x2 | exporter + importer", options).front();
  EXPECT_NEAR(line.coefficients[0].estimate, base.coefficients[0].estimate - 0.25, 1e-9);
}

TEST(Estimate, what_the_effects_explain_is_named_and_dropped) {
  Table table = panel(6);
  Numbers year = table.numbers("year");
  Numbers sum = table.numbers("x1");
  const Numbers x2 = table.numbers("x2");
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += 2 * x2[i];
  table.add("trend", year).add("sum", sum);
  for (const Family family : {Family::ppml, Family::ols}) {
    EstimateOptions options;
    options.family = family;
    const Fit fit =
        estimate(frame_of(table), "y ~ trend + x1 + x2 + sum | exporter^year + importer", options).front();
    ASSERT_EQ(fit.coefficients.size(), 2u);
    EXPECT_EQ(fit.coefficients[0].term, "x1");
    EXPECT_EQ(fit.coefficients[1].term, "x2");
    EXPECT_EQ(fit.dropped, (std::vector<std::string>{"trend: collinear with the fixed effects",
                                                     "sum: collinear with the regressors before it"}));
  }
}

TEST(Estimate, trends_of_pairs_are_least_squares_on_their_dummies_and_slopes) {
  // exporter^importer[year]: an intercept and a trend for each pair, against dense least squares.
  const Table table = panel(7, 4, 5);
  EstimateOptions options;
  options.family = Family::ols;
  const Fit fit =
      estimate(frame_of(table), "y ~ x1 + x2 | exporter^importer[year] + importer^year", options).front();
  const auto x = evaluate_terms(frame_of(table), fit.model, {"x1", "x2"}, fit.sample.row);
  const dense::Matrix d = dense::dummies(fit.sample);
  const Numbers ones(fit.sample.size(), 1.0);
  const Numbers beta = dense::coefficients(dense::beside(d, x), ones, fit.sample.y);
  EXPECT_NEAR(fit.coefficients[0].estimate, beta[d.cols], 1e-8);
  EXPECT_NEAR(fit.coefficients[1].estimate, beta[d.cols + 1], 1e-8);
}

TEST(Estimate, the_number_of_threads_changes_no_bit) {
  const Table table = panel(8, 40, 15);
  EstimateOptions options;
  options.vcov = parse_vcov("cluster:exporter^importer");
  std::vector<Fit> fits;
  for (const int threads : {1, 2, 7}) {
    options.threads = threads;
    fits.push_back(
        estimate(frame_of(table), "y ~ x1 + x2 | exporter^year + importer^year + exporter^importer", options)
            .front());
  }
  for (std::size_t f = 1; f < fits.size(); ++f) {
    EXPECT_EQ(fits[0].mu, fits[f].mu);
    EXPECT_EQ(fits[0].vcov, fits[f].vcov);
    EXPECT_EQ(fits[0].coefficients[0].estimate, fits[f].coefficients[0].estimate);
    EXPECT_EQ(fits[0].deviance, fits[f].deviance);
  }
}

TEST(Estimate, too_few_iterations_are_told) {
  const Table table = panel(9);
  EstimateOptions options;
  options.max_iterations = 2;
  const Fit fit = estimate(frame_of(table), "y ~ x1 | exporter + importer", options).front();
  EXPECT_FALSE(fit.converged);
  EXPECT_EQ(fit.reason, "no convergence after 2 iterations");
}

TEST(Estimate, outcomes_that_are_all_zero_have_no_maximum) {
  Table table = panel(10);
  for (auto& column : table.columns) {
    if (column.name == "y")
      std::fill(std::get<Numbers>(column.data).begin(), std::get<Numbers>(column.data).end(), 0.0);
  }
  try {
    estimate(frame_of(table), "y ~ x1 | exporter");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.message, "every `y` is 0, so the Poisson likelihood has no maximum");
  }
}

TEST(Estimate, a_regressor_that_separates_is_named) {
  // x is 1 at zeros of y only: its coefficient would fall without end.
  Table table;
  table.add("y", Numbers{0, 0, 3, 1, 2, 5})
      .add("x", Numbers{1, 1, 0, 0, 0, 0})
      .add("z", Numbers{1, 2, 3, 1, 2, 4});
  const Fit fit = estimate(frame_of(table), "y ~ z + x").front();
  EXPECT_EQ(fit.separated, (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(fit.separating, std::vector<std::string>{"x"});
  EXPECT_NE(fit.reason.find("no maximum, since `x` separates 2"), std::string::npos) << fit.reason;
  ASSERT_EQ(fit.coefficients.size(), 2u);
  EXPECT_EQ(fit.dropped.size(), 1u);
}

TEST(Estimate, separated_observations_are_those_of_the_linear_programme) {
  std::ifstream file(SOGDIA_SOURCE_DIR "/tests/oracles/separation_lp.json");
  const auto problems = nlohmann::json::parse(file);
  int separated = 0;
  for (std::size_t p = 0; p < problems.size(); ++p) {
    const auto& problem = problems[p];
    Table table;
    table.add("y", problem["y"].get<Numbers>());
    std::string formula = "y ~ 1", effects;
    for (std::size_t j = 0; j < problem["x"].size(); ++j) {
      const std::string name = "x" + std::to_string(j);
      table.add(name, problem["x"][j].get<Numbers>());
      formula += " + " + name;
    }
    for (std::size_t e = 0; e < problem["effects"].size(); ++e) {
      const std::string name = "e" + std::to_string(e);
      table.add(name, problem["effects"][e].get<std::vector<std::int64_t>>());
      effects += (effects.empty() ? " | " : " + ") + name;
    }
    const auto expected = problem["separated"].get<std::vector<std::uint32_t>>();
    try {
      const Fit fit = estimate(frame_of(table), formula + effects).front();
      EXPECT_EQ(fit.separated, expected) << "problem " << p;
      EXPECT_TRUE(fit.converged) << "problem " << p << ": " << fit.reason;
    } catch (const Error& error) {
      // Nothing is left: every positive y stands alone and every zero is separated.
      EXPECT_NE(error.message.find("no observation is left"), std::string::npos) << "problem " << p;
      std::size_t zeros = 0;
      for (const double y : problem["y"].get<Numbers>()) zeros += y == 0;
      EXPECT_EQ(expected.size(), zeros) << "problem " << p;
    }
    separated += !expected.empty();
  }
  EXPECT_GT(separated, 100);
}

TEST(Estimate, a_regressor_that_a_separation_used_up_separates_no_more) {
  // Rows 6 and 12 are anchored against each other: z_6 = -z_12. After the separated rows have gone, x1 is
  // nothing but rounding beside the effects, and must not be taken for a direction of its own.
  Table table;
  table.add("y", Numbers{0, 2.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1.38, 3.86, 0.03});
  table.add("x0", Numbers{0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 1, 0, 0, 0});
  table.add("x1", Numbers{0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 1, 1, 0});
  table.add("x2", Numbers{0, 0, 0, 0, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0});
  using Keys = std::vector<std::int64_t>;
  table.add("e0", Keys{0, 0, 1, 0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1});
  table.add("e1", Keys{0, 0, 2, 4, 3, 1, 1, 3, 2, 0, 4, 1, 0, 0, 1, 1, 3});
  table.add("e2", Keys{2, 2, 0, 0, 2, 2, 0, 2, 2, 2, 0, 1, 2, 0, 0, 2, 2});
  const Fit fit = estimate(frame_of(table), "y ~ x0 + x1 + x2 | e0 + e1 + e2").front();
  EXPECT_EQ(fit.separated, (std::vector<std::uint32_t>{2, 3, 4, 5, 7, 8, 9, 10, 11, 13}));
}

}  // namespace sogdia::estimate_test
