#include "sogdia/gravity/effects/absorb.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>

#include "gravity/dense.h"
#include "gravity/random_sample.h"
#include "sogdia/core/error.h"

namespace sogdia::absorb_test {

using namespace test;
using dense::dummies;

std::vector<double> random_weights(std::size_t n, std::mt19937_64& engine) {
  std::lognormal_distribution<double> weights(0.0, 1.5);
  std::vector<double> w(n);
  for (auto& value : w) value = weights(engine);
  return w;
}

SampleShape drawn_shape(std::mt19937_64& engine, std::size_t fewest_effects) {
  SampleShape shape;
  shape.rows = 1 + engine() % 150;
  shape.regressors = engine() % 6;
  shape.levels.clear();
  const std::size_t effects = fewest_effects + engine() % (4 - fewest_effects);
  for (std::size_t e = 0; e < effects; ++e)
    shape.levels.push_back(static_cast<std::uint32_t>(1 + engine() % 20));
  shape.slopes = engine() % 2 == 0;
  return shape;
}

// Weights span some six orders of magnitude, and in small samples the effects leave next to nothing of a
// column.
constexpr double kDense = 1e-6;

TEST(Absorber, partialling_out_is_the_dense_projection) {
  ASSERT_TRUE(rc::check([] {
    std::mt19937_64 engine(*rc::gen::arbitrary<std::uint64_t>());
    const Sample sample = random_sample(drawn_shape(engine, 0), engine);
    const auto weights = random_weights(sample.size(), engine);
    const dense::Matrix d = dummies(sample);
    Absorber absorber(sample, 2);
    absorber.weigh(weights);
    auto columns = sample.x;
    std::vector<std::vector<double>*> pointers;
    for (auto& column : columns) pointers.push_back(&column);
    absorber.partial_out(pointers, 1e-12, {});
    for (std::size_t j = 0; j < columns.size(); ++j) {
      const auto expected = dense::difference(sample.x[j], dense::fitted(d, weights, sample.x[j]));
      RC_ASSERT(dense::norm(weights, dense::difference(columns[j], expected)) <=
                kDense * dense::norm(weights, sample.x[j]));
    }
  }));
}

std::vector<double> weights_over(double decades, std::size_t n, std::mt19937_64& engine) {
  std::uniform_real_distribution<double> exponent(-decades / 2, decades / 2);
  const bool in_steps = engine() % 3 == 0;  // a few sizes, far apart
  std::vector<double> weights(n);
  for (double& w : weights) {
    const double e = exponent(engine);
    w = std::pow(10.0, in_steps ? 4 * std::round(e / 4) : e);
  }
  return weights;
}

TEST(Absorber, weights_of_any_size_slopes_and_hardly_more_rows_than_levels_are_solved) {
  ASSERT_TRUE(rc::check([] {
    std::mt19937_64 engine(*rc::gen::arbitrary<std::uint64_t>());
    SampleShape shape;
    shape.rows = 20 + engine() % 90;
    shape.slopes = engine() % 4 != 0;
    shape.regressors = 0;
    shape.levels.clear();
    const std::size_t effects = 1 + engine() % 3;
    const double share = 0.3 + 0.008 * double(engine() % 100);  // of levels to rows
    for (std::size_t e = 0; e < effects; ++e)
      shape.levels.push_back(
          static_cast<std::uint32_t>(1 + share * double(shape.rows) / double(effects + shape.slopes)));
    const Sample sample = random_sample(shape, engine);
    const auto weights = weights_over(double(engine() % 19), sample.size(), engine);
    Absorber absorber(sample, 1);
    absorber.weigh(weights);
    std::vector<double> y = sample.y;
    RC_ASSERT(absorber.partial_out({&y}, 1e-10, {}).converged);
    const auto expected = dense::exactly_left(sample, weights, sample.y);
    long double off = 0, norm = 0;
    for (std::size_t i = 0; i < y.size(); ++i) {
      const long double root = std::sqrt(static_cast<long double>(weights[i]));
      off += (root * y[i] - expected[i]) * (root * y[i] - expected[i]);
      norm += root * sample.y[i] * root * sample.y[i];
    }
    // A mending that moves no more than 1e-7 is the last, and the error may be a few times that.
    RC_ASSERT(off <= 1e-12L * norm);
  }));
}

// Too large for the plain way. The outcome is made of the effects, so nothing of it may be left.
TEST(Absorber, what_many_decades_of_weights_leave_unsolved_is_told) {
  int told = 0;
  for (const unsigned seed : {1u, 2u}) {
    std::mt19937_64 engine(seed);
    SampleShape shape;
    shape.rows = 2700;
    shape.levels = {700, 700};
    shape.slopes = true;
    shape.regressors = 0;
    Sample sample = random_sample(shape, engine);
    const auto weights = weights_over(9, sample.size(), engine);
    const dense::Matrix d = dummies(sample);
    std::vector<double> a(d.cols);
    std::normal_distribution<double> normal;
    for (auto& value : a) value = normal(engine);
    const std::vector<double> made = dense::product(d, a);
    std::vector<double> y = made;
    Absorber absorber(sample, 2);
    absorber.weigh(weights);
    const bool converged = absorber.partial_out({&y}, 1e-10, {}).converged;
    told += !converged;
    EXPECT_TRUE(!converged || dense::norm(weights, y) <= 1e-7 * dense::norm(weights, made))
        << "seed " << seed;
  }
  RecordProperty("told", told);
}

TEST(Absorber, newton_solves_regressors_and_effects_at_once) {
  ASSERT_TRUE(rc::check([] {
    std::mt19937_64 engine(*rc::gen::arbitrary<std::uint64_t>());
    const Sample sample = random_sample(drawn_shape(engine, 0), engine);
    const auto weights = random_weights(sample.size(), engine);
    const dense::Matrix a = dense::beside(dummies(sample), sample.x);
    if (a.cols == 0) return;
    Absorber absorber(sample, 2);
    absorber.weigh(weights);
    absorber.set_regressors(sample.x);
    Absorber::Step step;
    absorber.newton(sample.x, sample.y, 1e-13, {}, step);
    const auto expected = dense::fitted(a, weights, sample.y);
    RC_ASSERT(dense::norm(weights, dense::difference(step.delta, expected)) <=
              kDense * dense::norm(weights, sample.y));
  }));
}

TEST(Absorber, coefficients_rebuild_what_the_effects_explain) {
  ASSERT_TRUE(rc::check([] {
    std::mt19937_64 engine(*rc::gen::arbitrary<std::uint64_t>());
    const Sample sample = random_sample(drawn_shape(engine, 1), engine);
    const auto weights = random_weights(sample.size(), engine);
    Absorber absorber(sample, 2);
    absorber.weigh(weights);
    const auto a = absorber.coefficients(sample.y, 1e-12, {});
    const dense::Matrix d = dummies(sample);
    std::vector<double> stacked;
    for (const auto& effect : a)
      for (const auto& part : effect) stacked.insert(stacked.end(), part.begin(), part.end());
    RC_ASSERT(stacked.size() == d.cols);
    const auto error = dense::difference(dense::product(d, stacked), dense::fitted(d, weights, sample.y));
    RC_ASSERT(dense::norm(weights, error) <= kDense * dense::norm(weights, sample.y));
  }));
}

// Workers who stay with neighbouring firms: a chain of levels, which diagonal preconditioning crosses one by
// one.
Sample chain(std::uint32_t workers, std::uint32_t years, std::uint32_t firms) {
  Sample sample;
  sample.effects.resize(2);
  sample.effects[0].levels = workers;
  sample.effects[1].levels = firms;
  std::mt19937_64 engine(5);
  std::normal_distribution<double> normal;
  for (std::uint32_t w = 0; w < workers; ++w) {
    for (std::uint32_t t = 0; t < years; ++t) {
      const std::uint32_t k = w * years + t;
      sample.effects[0].level.push_back(w);
      sample.effects[1].level.push_back(k % firms);
      sample.row.push_back(k);
      sample.y.push_back(normal(engine) + std::sin(static_cast<double>(k % firms)));
    }
  }
  order_rows(sample);
  return sample;
}

TEST(Absorber, a_long_chain_of_levels_takes_few_iterations) {
  // 5,000 firms in a ring: with the diagonal alone this takes about a thousand.
  Sample sample = chain(20000, 10, 5000);
  const std::vector<double> weights(sample.size(), 1.0);
  Absorber absorber(sample, 2);
  absorber.weigh(weights);
  std::vector<double> y = sample.y;
  const auto status = absorber.partial_out({&y}, 1e-10, {});
  EXPECT_TRUE(status.converged);
  EXPECT_LT(status.iterations, 100);
  // What is left has no mean in any level.
  for (const auto& effect : sample.effects) {
    std::vector<double> sums(effect.levels, 0.0);
    for (std::size_t i = 0; i < y.size(); ++i) sums[effect.level[i]] += y[i];
    EXPECT_LT(dense::largest(sums), 1e-6);
  }
}

// Firms that sell a few products to a few destinations: firm-product, product-destination-year and firm-year.
Sample customs(std::size_t rows, std::mt19937_64& engine) {
  const std::size_t firms = rows / 70, products = rows / 500 + 5, destinations = 40, years = 8;
  Sample sample;
  sample.effects.resize(3);
  std::vector<std::vector<std::uint32_t>> key(3);
  std::geometric_distribution<std::size_t> few(0.3);
  std::normal_distribution<double> normal;
  for (std::size_t i = 0; i < rows; ++i) {
    const std::size_t firm = engine() % firms, year = engine() % years;
    const std::size_t product = (firm * 7919 + few(engine) * 104729) % products;
    const std::size_t destination = (firm * 31 + few(engine) * 17) % destinations;
    key[0].push_back(static_cast<std::uint32_t>(firm * products + product));
    key[1].push_back(static_cast<std::uint32_t>((product * destinations + destination) * years + year));
    key[2].push_back(static_cast<std::uint32_t>(firm * years + year));
    sample.row.push_back(static_cast<std::uint32_t>(i));
    sample.y.push_back(normal(engine));
  }
  for (std::size_t e = 0; e < 3; ++e) {
    std::vector<std::uint32_t> levels = key[e];
    std::sort(levels.begin(), levels.end());
    levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
    for (const auto k : key[e])
      sample.effects[e].level.push_back(
          static_cast<std::uint32_t>(std::lower_bound(levels.begin(), levels.end(), k) - levels.begin()));
    sample.effects[e].levels = static_cast<std::uint32_t>(levels.size());
    sample.effects[e].name = "e" + std::to_string(e);
  }
  order_rows(sample);
  return sample;
}

TEST(Absorber, a_firm_s_products_and_years_take_few_iterations) {
  std::mt19937_64 engine(3);
  for (const bool even : {true, false}) {
    Sample sample = customs(30000, engine);
    const std::vector<double> weights =
        even ? std::vector<double>(sample.size(), 1.0) : random_weights(sample.size(), engine);
    Absorber absorber(sample, 2);
    absorber.weigh(weights);
    std::vector<double> y = sample.y;
    const auto status = absorber.partial_out({&y}, 1e-10, {});
    EXPECT_TRUE(status.converged);
    EXPECT_LT(status.iterations, 250);
    for (const auto& effect : sample.effects) {
      std::vector<double> sums(effect.levels, 0.0);
      for (std::size_t i = 0; i < y.size(); ++i) sums[effect.level[i]] += weights[i] * y[i];
      EXPECT_LT(dense::largest(sums), 1e-6);
    }
  }
}

// Hardly more rows than levels, so that the effects nearly repeat each other: conjugate gradients crawl.
TEST(Absorber, a_small_sparse_panel_is_solved_outright_once_iterations_have_cost_as_much) {
  std::mt19937_64 engine(21);
  {
    SampleShape shape;
    shape.rows = 500;
    shape.levels = {230, 140, 120};
    shape.slopes = false;
    shape.regressors = 0;
    const Sample sample = random_sample(shape, engine);
    std::vector<double> weights(sample.size());
    for (double& w : weights) w = std::pow(10.0, double(engine() % 9) - 4);
    Absorber absorber(sample, 2);
    absorber.weigh(weights);
    EXPECT_FALSE(absorber.direct());
    const auto left = dense::difference(sample.y, dense::fitted(dummies(sample), weights, sample.y));
    int before = 0;
    for (int round = 0; round < 4; ++round) {
      std::vector<double> y = sample.y;
      const auto status = absorber.partial_out({&y}, 1e-10, {});
      EXPECT_TRUE(status.converged);
      before = status.iterations;
      EXPECT_LT(dense::norm(weights, dense::difference(y, left)), 1e-8 * dense::norm(weights, sample.y))
          << "round " << round;
    }
    EXPECT_TRUE(absorber.direct());
    // What is left to iterations is the rounding of the factor.
    EXPECT_LE(before, 4);
    // Other weights, some of them 0.
    for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = i % 3 ? 1.0 : 0.0;
    absorber.weigh(weights);
    std::vector<double> y = sample.y;
    EXPECT_TRUE(absorber.partial_out({&y}, 1e-10, {}).converged);
    const auto fitted = dense::fitted(dummies(sample), weights, sample.y);
    for (std::size_t i = 0; i < y.size(); ++i) {
      if (weights[i] > 0) {
        // Few rows are left over here, and normal equations lose half of the digits.
        EXPECT_NEAR(y[i], sample.y[i] - fitted[i], 1e-6) << i;
      }
    }
  }
}

TEST(Absorber, the_number_of_threads_changes_no_bit) {
  std::mt19937_64 engine(11);
  SampleShape shape;
  shape.rows = 60000;
  shape.levels = {4000, 700, 60};
  const Sample sample = random_sample(shape, engine);
  const auto weights = random_weights(sample.size(), engine);
  std::vector<std::vector<double>> results;
  for (const int threads : {1, 2, 5}) {
    Absorber absorber(sample, threads);
    absorber.weigh(weights);
    absorber.set_regressors(sample.x);
    Absorber::Step step;
    absorber.newton(sample.x, sample.y, 1e-6, {}, step);
    std::vector<double> x = sample.x[0];
    absorber.partial_out({&x}, 1e-6, {});
    x.insert(x.end(), step.delta.begin(), step.delta.end());
    results.push_back(std::move(x));
  }
  EXPECT_EQ(results[0], results[1]);
  EXPECT_EQ(results[0], results[2]);
}

TEST(Absorber, stops_when_asked_to) {
  const Sample sample = chain(2000, 10, 500);
  const std::vector<double> weights(sample.size(), 1.0);
  Absorber absorber(sample, 2);
  absorber.weigh(weights);
  std::vector<double> y = sample.y;
  Monitor monitor;
  monitor.cancelled = [] { return true; };
  EXPECT_THROW(absorber.partial_out({&y}, 1e-10, monitor), Cancelled);
}

}  // namespace sogdia::absorb_test
