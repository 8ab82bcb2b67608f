#include "sogdia/gravity/after/combinations.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "sogdia/core/error.h"
#include "sogdia/core/table.h"
#include "sogdia/gravity/after/margins.h"
#include "sogdia/gravity/errors/student.h"

namespace sogdia::combinations_test {

// A panel with a positive x, its products and two effects.
Frame panel(unsigned seed) {
  std::mt19937 engine(seed);
  std::normal_distribution<double> noise;
  std::vector<double> x, z, d, y;
  std::vector<std::int64_t> i, j;
  for (int a = 0; a < 12; ++a) {
    for (int b = 0; b < 12; ++b) {
      x.push_back(std::exp(noise(engine)));
      z.push_back(noise(engine));
      d.push_back(engine() % 2 == 0 ? 0.0 : 1.0);
      i.push_back(a);
      j.push_back(b);
      const double eta = 0.3 * std::log(x.back()) - 0.2 * z.back() + 0.4 * d.back() + 0.1 * a - 0.05 * b;
      y.push_back(static_cast<double>(std::poisson_distribution<int>(std::exp(eta))(engine)));
    }
  }
  Table table;
  table.add("y", y).add("x", x).add("z", z).add("d", d).add("i", i).add("j", j);
  return frame_of(std::move(table));
}

Fit fitted(const Frame& frame, const std::string& formula, Family family) {
  EstimateOptions options;
  options.family = family;
  return estimate(frame, formula, options).front();
}

double at(const Fit& fit, std::size_t j, std::size_t k) { return fit.vcov[j * fit.coefficients.size() + k]; }

TEST(lincom, is_the_weighted_sum_with_its_quadratic_form) {
  const Frame frame = panel(1);
  for (const Family family : {Family::ppml, Family::ols}) {
    const Fit fit = fitted(frame, "y ~ log(x) + z + d:z | i + j", family);
    const double a = fit.coefficients[0].estimate, b = fit.coefficients[1].estimate,
                 c = fit.coefficients[2].estimate;
    struct Case {
      std::string text;
      double wa, wb, wc, less;
    };
    for (const Case& one : {Case{"log(x) + 2*z", 1, 2, 0, 0}, Case{"(log(x) - z) / 4 = 1", .25, -.25, 0, 1},
                            Case{"-d:z + .5*`log(x)`", .5, 0, -1, 0}, Case{"d:z", 0, 0, 1, 0},
                            Case{"2 * (z + d:z) - 3", 0, 2, 2, 3}}) {
      SCOPED_TRACE(one.text);
      const Combination found = lincom(fit, one.text);
      const double w[] = {one.wa, one.wb, one.wc};
      double variance = 0;
      for (std::size_t j = 0; j < 3; ++j)
        for (std::size_t k = 0; k < 3; ++k) variance += w[j] * w[k] * at(fit, j, k);
      EXPECT_NEAR(found.estimate, one.wa * a + one.wb * b + one.wc * c - one.less, 1e-12);
      EXPECT_NEAR(found.std_error, std::sqrt(variance), 1e-12);
      EXPECT_NEAR(found.p, two_sided_p(found.statistic, fit.normal, fit.df_t), 1e-14);
    }
  }
}

// One restriction: the square of its t or z. All: the quadratic form of the whole matrix, here by its own
// route.
TEST(wald, agrees_with_single_tests_and_is_invariant) {
  const Frame frame = panel(2);
  for (const Family family : {Family::ppml, Family::ols}) {
    const Fit fit = fitted(frame, "y ~ log(x) + z + d | i + j", family);
    for (std::size_t k = 0; k < 3; ++k) {
      const WaldTest one = wald(fit, fit.coefficients[k].term);
      EXPECT_NEAR(one.statistic, fit.coefficients[k].statistic * fit.coefficients[k].statistic, 1e-9);
      EXPECT_NEAR(one.p, fit.coefficients[k].p, 1e-10);
      EXPECT_EQ(one.df, 1);
    }
    const WaldTest zero = wald(fit, "log(x) = z = d = 0");
    EXPECT_EQ(zero.df, 3);
    for (const char* same :
         {"log(x), z, d", "log(x) = 0\nz = 0\nd = 0", "log(x) + z = 0, log(x) - z = 0, 2*d = 0",
          "d = z = log(x) = 0, z = 0", "log(x) = z, z = d, d = 0"}) {
      EXPECT_NEAR(wald(fit, same).statistic, zero.statistic, 1e-8 * zero.statistic) << same;
      EXPECT_EQ(wald(fit, same).df, 3);
    }
    EXPECT_EQ(wald(fit, "log(x) = z = d").df, 2);
  }
}

TEST(wald, f_has_its_tabulated_tails) {
  // 5 % points of F: Abramowitz & Stegun, table 26.9.
  EXPECT_NEAR(f_p(3.10, 3, 20), 0.05, 2e-4);
  EXPECT_NEAR(f_p(161.4, 1, 1), 0.05, 1e-4);
  EXPECT_NEAR(f_p(2.53, 5, 30), 0.05, 5e-4);
  EXPECT_NEAR(f_p(2.0 * 2.0, 1, 17), two_sided_p(2.0, false, 17), 1e-12);
}

TEST(combinations, what_is_no_combination_is_an_error) {
  const Frame frame = panel(3);
  const Fit fit = fitted(frame, "y ~ log(x) + z | i", Family::ppml);
  for (const auto& [text, message] :
       std::vector<std::pair<std::string, std::string>>{{"log(y)", "`log(y)` is no term of the fit"},
                                                        {"z * log(x)", "not linear"},
                                                        {"1 / z", "not linear"},
                                                        {"z / 0", "division by zero"},
                                                        {"3", "holds no coefficient"},
                                                        {"z +", "was expected"},
                                                        {"(z", "`)` is missing"},
                                                        {"z z", "was not expected"}}) {
    try {
      lincom(fit, text);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_NE(error.message.find(message), std::string::npos) << error.message;
    }
  }
  EXPECT_THROW(wald(fit, "z = 0, z = 1"), Error);
  EXPECT_THROW(wald(fit, ""), Error);
  EXPECT_THROW(margins(fit, frame, "i"), Error);
  EXPECT_THROW(margins(fit, frame, "nothing"), Error);
}

// The average change of the mean by moving the data, and the error by moving the coefficients: both by finite
// differences, on fits whose means move with them.
TEST(margins, agree_with_finite_differences) {
  const Frame frame = panel(4);
  for (const Family family : {Family::ppml, Family::ols}) {
    const Fit fit = fitted(frame, "y ~ log(x) + I(x^2) + z + d:x | i + j", family);
    const std::size_t n = fit.sample.size(), terms = fit.coefficients.size();
    std::vector<std::string> names;
    for (const auto& c : fit.coefficients) names.push_back(c.term);
    const auto x_of = [&](const Frame& data) {
      return evaluate_terms(data, fit.model, names, fit.sample.row);
    };
    const auto own = x_of(frame);
    const bool log_link = family == Family::ppml;
    const auto mean_with = [&](const std::vector<std::vector<double>>& columns, std::size_t i) {
      double change = 0;
      for (std::size_t k = 0; k < terms; ++k)
        change += fit.coefficients[k].estimate * (columns[k][i] - own[k][i]);
      return log_link ? fit.mu[i] * std::exp(change) : fit.mu[i] + change;
    };
    // x moved by a small number, of every row.
    const double h = 1e-5;
    const auto moved = [&](double by) {
      std::vector<double> x = numbers_of(frame, "x");
      for (double& value : x) value += by;
      Frame other = frame;
      for (auto& column : other.columns)
        if (column.name == "x") column.chunks = {{x.data(), nullptr, 0, x.size()}};
      return x_of(other);
    };
    const auto up = moved(h), down = moved(-h);
    const auto x = numbers_of(frame, "x");
    double dydx = 0, eyex = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double slope = (mean_with(up, i) - mean_with(down, i)) / (2 * h);
      dydx += slope / static_cast<double>(n);
      eyex += slope * x[fit.sample.row[i]] / fit.mu[i] / static_cast<double>(n);
    }
    EXPECT_NEAR(margins(fit, frame, "x").estimate, dydx, 1e-6 * std::abs(dydx) + 1e-8);
    EXPECT_NEAR(margins(fit, frame, "eyex:x").estimate, eyex, 1e-6 * std::abs(eyex) + 1e-8);
    for (const char* request : {"x", "eyex:x", "dyex:x", "eydx:x", "diff:d", "z"}) {
      std::vector<double> gradient;
      for (std::size_t k = 0; k < terms; ++k) {
        double value[2];
        for (const int side : {0, 1}) {
          Fit other = fit;
          const double step = side == 0 ? -1e-6 : 1e-6;
          other.coefficients[k].estimate += step;
          for (std::size_t i = 0; i < n; ++i)
            other.mu[i] = log_link ? fit.mu[i] * std::exp(step * own[k][i]) : fit.mu[i] + step * own[k][i];
          value[side] = margins(other, frame, request).estimate;
        }
        gradient.push_back((value[1] - value[0]) / 2e-6);
      }
      double variance = 0;
      for (std::size_t j = 0; j < terms; ++j)
        for (std::size_t k = 0; k < terms; ++k) variance += gradient[j] * gradient[k] * at(fit, j, k);
      const double error = margins(fit, frame, request).std_error;
      EXPECT_NEAR(error, std::sqrt(variance), 1e-5 * error) << request;
    }
  }
  // A semi-elasticity of a linear term of PPML is its coefficient, and an elasticity that of a logarithm.
  const Fit plain = fitted(frame, "y ~ log(x) + z | i + j", Family::ppml);
  EXPECT_NEAR(margins(plain, frame, "eydx:z").estimate, plain.coefficients[1].estimate, 1e-9);
  EXPECT_NEAR(margins(plain, frame, "eydx:z").std_error, plain.coefficients[1].std_error, 1e-9);
  EXPECT_NEAR(margins(plain, frame, "eyex:x").estimate, plain.coefficients[0].estimate, 1e-8);
}

}  // namespace sogdia::combinations_test
