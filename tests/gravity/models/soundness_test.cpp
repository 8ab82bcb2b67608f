// No silent wrong number: what must hold whatever the data are made of.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>
#include <set>

#include "gravity/dense.h"
#include "sogdia/core/table.h"
#include "sogdia/gravity/models/estimate.h"
#include "sogdia/gravity/models/fit_checks.h"

namespace sogdia::soundness_test {

using Numbers = std::vector<double>;
using Keys = std::vector<std::int64_t>;

struct Design {
  Numbers y;
  std::vector<Numbers> x;
  std::vector<Keys> effects;
  Numbers weight;
};

// Sparse: few rows for each level, many zeros.
Design random_design(std::uint64_t seed) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal;
  const auto pick = [&](std::size_t n) { return static_cast<std::size_t>(engine() % n); };
  const std::size_t n = 60 + pick(100), k = 1 + pick(3), m = pick(4);
  Design design;
  for (std::size_t j = 0; j < k; ++j) {
    auto& x = design.x.emplace_back(n);
    for (double& value : x) value = j == 1 ? double(pick(2)) : normal(engine);
  }
  if (k == 3) {  // nearly the sum of the others
    for (std::size_t i = 0; i < n; ++i)
      design.x[2][i] = design.x[0][i] + design.x[1][i] + 1e-3 * normal(engine);
  }
  for (std::size_t e = 0; e < m; ++e) {
    const std::size_t levels = 2 + pick(n / (3 + 2 * m));
    auto& keys = design.effects.emplace_back(n);
    for (auto& key : keys) key = static_cast<std::int64_t>(pick(levels));
  }
  for (std::size_t i = 0; i < n; ++i) {
    design.y.push_back(pick(5) < 2 ? 0.0 : std::exp(0.4 * design.x[0][i] + normal(engine)));
    design.weight.push_back(pick(2) ? 1.0 : 2.5);
  }
  return design;
}

std::string name(const char* of, std::size_t j) { return of + std::to_string(j); }

Table table_of(const Design& design) {
  Table table;
  table.source = "design.csv";
  table.add("y", design.y).add("w", design.weight);
  for (std::size_t j = 0; j < design.x.size(); ++j) table.add(name("x", j), design.x[j]);
  for (std::size_t e = 0; e < design.effects.size(); ++e) table.add(name("e", e), design.effects[e]);
  return table;
}

std::string formula_of(const Design& design, const std::string& more = "") {
  std::string formula = "y ~ 1", effects;
  for (std::size_t j = 0; j < design.x.size(); ++j) formula += " + " + name("x", j);
  for (std::size_t e = 0; e < design.effects.size(); ++e)
    effects += (effects.empty() ? " | " : " + ") + name("e", e);
  return formula + more + effects;
}

double estimate_of(const Fit& fit, const std::string& term) {
  for (const auto& c : fit.coefficients)
    if (c.term == term) return c.estimate;
  return std::nan("");
}

bool has(const Fit& fit, const std::string& term) { return std::isfinite(estimate_of(fit, term)); }

EstimateOptions options_of(Family family, bool weighted) {
  EstimateOptions options;
  options.family = family;
  if (weighted) options.weights = "w";
  return options;
}

TEST(Soundness, coefficients_are_those_of_a_dense_newton_whatever_the_unit_and_the_mean) {
  int compared = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Design plain = random_design(seed);
    std::mt19937_64 engine(seed);
    Design moved = plain;
    std::vector<double> unit;
    for (auto& x : moved.x) {
      unit.push_back(std::pow(10.0, double(engine() % 25) - 12));
      const double mean = double(engine() % 3) * 1000;  // of 0, 1000 and 2000 standard deviations
      for (double& value : x) value = unit.back() * (value + mean);
    }
    const double times = std::vector<double>{1e-9, 1, 1e15}[seed % 3];
    for (double& y : moved.y) y *= times;
    for (double& w : moved.weight) w *= std::vector<double>{1e-9, 1, 1e9}[seed % 3];
    for (const Family family : {Family::ppml, Family::ols}) {
      const EstimateOptions options = options_of(family, seed % 2);
      const Fit fit = estimate(frame_of(table_of(moved)), formula_of(moved), options).front();
      EXPECT_TRUE(fit.converged) << "seed " << seed << ": " << fit.reason;
      // The same rows, regressors and effects, solved densely.
      const std::set<std::uint32_t> left(fit.sample.row.begin(), fit.sample.row.end());
      Sample sample;
      for (std::uint32_t i = 0; i < plain.y.size(); ++i) {
        if (left.count(i) == 0) continue;
        sample.row.push_back(i);
        sample.y.push_back(plain.y[i]);
        if (seed % 2) sample.weight.push_back(plain.weight[i]);
      }
      std::vector<std::string> terms;
      if (plain.effects.empty()) {
        sample.x.emplace_back(sample.size(), 1.0);
        terms.push_back("(Intercept)");
      }
      for (std::size_t j = 0; j < plain.x.size(); ++j) {
        if (!has(fit, name("x", j))) continue;
        terms.push_back(name("x", j));
        auto& x = sample.x.emplace_back();
        for (const auto i : sample.row) x.push_back(plain.x[j][i]);
      }
      for (std::size_t e = 0; e < plain.effects.size(); ++e) {
        Keys keys;
        for (const auto i : sample.row) keys.push_back(plain.effects[e][i]);
        sample.effects.push_back(dense::effect_of(name("e", e), {}, keys));
      }
      const auto expected = dense::fit(sample, family);
      const double scale = family == Family::ols ? times : 1;
      for (std::size_t j = 0; j < terms.size(); ++j) {
        if (terms[j] == "(Intercept)") continue;
        const double found = estimate_of(fit, terms[j]) * unit[std::stoul(terms[j].substr(1))] / scale;
        const double right = expected.beta[j];
        EXPECT_NEAR(found, right, 1e-5 * (1 + std::abs(right))) << "seed " << seed << " " << terms[j];
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 500);
}

TEST(Soundness, constants_and_sums_of_functions_of_effects_are_dropped_and_change_nothing) {
  int dropped = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const Design design = random_design(1000 + seed);
    if (design.effects.empty()) continue;
    std::mt19937_64 engine(seed);
    std::normal_distribution<double> normal;
    const double size = std::pow(10.0, double(engine() % 25) - 12);
    Numbers constant(design.y.size(), size), sum(design.y.size(), 0.0);
    for (const auto& effect : design.effects) {
      Numbers of(1000);
      for (double& value : of) value = normal(engine);
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += size * of[std::size_t(effect[i])];
    }
    Table table = table_of(design);
    table.add("constant", constant).add("sum", sum);
    for (const Family family : {Family::ppml, Family::ols}) {
      const EstimateOptions options = options_of(family, seed % 2);
      const Fit with = estimate(frame_of(table), formula_of(design, " + constant + sum"), options).front();
      const Fit without = estimate(frame_of(table), formula_of(design), options).front();
      EXPECT_TRUE(with.converged) << "seed " << seed << ": " << with.reason;
      EXPECT_FALSE(has(with, "constant")) << "seed " << seed << " size " << size;
      EXPECT_FALSE(has(with, "sum")) << "seed " << seed << " size " << size;
      for (const auto& c : without.coefficients)
        EXPECT_NEAR(estimate_of(with, c.term), c.estimate, 1e-6 * (1 + std::abs(c.estimate)))
            << "seed " << seed;
      for (const auto& line : with.dropped) dropped += line == "constant: collinear with the fixed effects";
    }
  }
  EXPECT_GT(dropped, 50);
}

TEST(Soundness, a_regressor_that_is_large_at_zeros_separates_nothing_that_a_positive_outcome_anchors) {
  for (const double large : {1e2, 1e4, 1e6, 1e8}) {
    Table table;
    table.add("y", Numbers{0, 0, 0, 1, 2, 3}).add("x", Numbers{large, large, 0, 0, 0, 1});
    const Fit fit = estimate(frame_of(table), "y ~ x").front();
    EXPECT_TRUE(fit.separated.empty()) << large;
  }
}

TEST(Soundness, a_perfect_fit_has_no_errors) {
  Table table;
  table.add("y", Numbers{1, 4}).add("x", Numbers{0.35, 0.82}).add("z", Numbers{3, 7});
  for (const Family family : {Family::ppml, Family::ols}) {
    const Fit fit = estimate(frame_of(table), "y ~ x", options_of(family, false)).front();
    EXPECT_TRUE(fit.converged);
    for (const auto& c : fit.coefficients) {
      EXPECT_TRUE(std::isfinite(c.estimate));
      EXPECT_TRUE(std::isnan(c.std_error)) << c.std_error;
      EXPECT_TRUE(std::isnan(c.p));
    }
    EXPECT_NE(fit.reason.find("no standard errors"), std::string::npos) << fit.reason;
  }
}

// The effects are too many to be solved outright: what iterations leave of the outcome is no residual.
TEST(Soundness, an_outcome_made_of_regressors_and_many_effects_has_no_errors) {
  std::mt19937_64 engine(5);
  std::normal_distribution<double> normal;
  Design design;
  design.x.resize(2);
  design.effects.resize(3);
  for (int i = 0; i < 15000; ++i) {
    for (auto& x : design.x) x.push_back(normal(engine));
    const auto firm = static_cast<std::int64_t>(engine() % 3000),
               product = static_cast<std::int64_t>(engine() % 40),
               year = static_cast<std::int64_t>(engine() % 6);
    const std::array<std::int64_t, 3> keys{firm * 3 + product % 3, product * 6 + year, firm * 6 + year};
    double y = 2 * design.x[0].back() - design.x[1].back();
    for (std::size_t e = 0; e < keys.size(); ++e) {
      design.effects[e].push_back(keys[e]);
      y += std::sin(1.7 * double(keys[e]));
    }
    design.y.push_back(y);
    design.weight.push_back(1);
  }
  const Fit fit =
      estimate(frame_of(table_of(design)), "y ~ x0 + x1 | e0 + e1 + e2", options_of(Family::ols, false))
          .front();
  EXPECT_TRUE(fit.converged) << fit.reason;
  EXPECT_GT(fit.iterations, 1);
  EXPECT_NEAR(fit.coefficients[0].estimate, 2, 1e-9);
  for (const Coefficient& one : fit.coefficients) EXPECT_TRUE(std::isnan(one.std_error)) << one.term;
}

TEST(Soundness, an_offset_in_levels_is_told) {
  std::mt19937_64 engine(5);
  Numbers y, x, pop;
  for (int i = 0; i < 200; ++i) {
    pop.push_back(5000 + double(engine() % 1000000));
    x.push_back(double(engine() % 100) / 50 - 1);
    y.push_back(std::round(pop.back() / 1e4 * std::exp(0.3 * x.back())));
  }
  Table table;
  table.add("y", y).add("x", x).add("pop", pop);
  EstimateOptions options;
  options.offset = "pop";
  const Fit fit = estimate(frame_of(table), "y ~ x", options).front();
  EXPECT_FALSE(fit.converged);
  EXPECT_NE(fit.reason.find("give the log of an exposure"), std::string::npos) << fit.reason;
}

// Two outcomes of 0 whose fitted values lie next to 0 by chance: what is left of their sum is much beside
// them and nothing beside a residual.
TEST(Soundness, a_level_that_lies_next_to_zero_by_chance_is_no_fault_of_least_squares) {
  Fit fit;
  fit.converged = true;
  fit.sample.y = {0, 0, 3, 1, 2, 7};
  fit.mu = {1e-6, -1e-6 + 1e-10, 4, 0, 1, 8};
  fit.sample.row = {0, 1, 2, 3, 4, 5};
  fit.sample.effects.push_back(dense::effect_of("e", {}, {0, 0, 1, 1, 2, 2}));
  Given given;
  given.row = fit.sample.row;
  for (const Family family : {Family::ols, Family::ppml}) {
    Fit held = fit;
    held.family = family;
    hold_against_equations(held, {}, given, 1);
    EXPECT_EQ(held.converged, family == Family::ols) << held.reason;
  }
  fit.family = Family::ols;
  fit.mu[1] = 1e-3;
  hold_against_equations(fit, {}, given, 1);
  EXPECT_FALSE(fit.converged);
}

TEST(Soundness, a_fit_that_does_not_solve_its_equations_says_so) {
  const Design design = random_design(7);
  Table table = table_of(design);
  const std::string formula = "y ~ x0 | e0";
  Keys keys;
  for (std::size_t i = 0; i < design.y.size(); ++i) keys.push_back(std::int64_t(i % 9));
  table.add("e9", keys);
  Fit fit = estimate(frame_of(table), "y ~ x0 | e9").front();
  ASSERT_TRUE(fit.converged);
  Given given;
  given.row = fit.sample.row;
  given.terms = {"x0"};
  given.x.resize(1);
  for (const auto row : fit.sample.row) given.x[0].push_back(float(design.x[0][row]));
  given.mean = {0};
  given.largest = {1};
  const std::vector<double> beta{fit.coefficients[0].estimate};
  hold_against_equations(fit, beta, given, 1);
  EXPECT_TRUE(fit.converged) << fit.reason;
  // A regressor that the fit knows nothing of.
  Fit other = fit;
  Given strange = given;
  for (std::size_t i = 0; i < strange.x[0].size(); ++i) strange.x[0][i] = float(i % 2);
  hold_against_equations(other, beta, strange, 1);
  EXPECT_FALSE(other.converged);
  EXPECT_NE(other.reason.find("first-order condition of `x0`"), std::string::npos) << other.reason;
  // A level whose means do not add up.
  other = fit;
  for (std::size_t i = 0; i < other.mu.size(); ++i)
    if (other.sample.effects[0].level[i] == 3) other.mu[i] *= 1.001;
  hold_against_equations(other, beta, given, 1);
  EXPECT_FALSE(other.converged);
  // A coefficient that rounding alone can bear.
  other = fit;
  hold_against_equations(other, {1e14}, given, 1);
  EXPECT_FALSE(other.converged);
}

}  // namespace sogdia::soundness_test
