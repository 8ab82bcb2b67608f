#include "sogdia/gravity/effects/absorb.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "random_sample.h"
#include "sogdia/core/error.h"

namespace sogdia {
namespace {

using namespace test;

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
    const Eigen::MatrixXd d = dummies(sample);
    Absorber absorber(sample, 2);
    absorber.weigh(weights);
    auto columns = sample.x;
    std::vector<std::vector<double>*> pointers;
    for (auto& column : columns) pointers.push_back(&column);
    absorber.partial_out(pointers, 1e-12, {});
    for (std::size_t j = 0; j < columns.size(); ++j) {
      Eigen::VectorXd expected = as_vector(sample.x[j]);
      if (d.cols() > 0) expected -= dense_fit(d, weights, sample.x[j]);
      const Eigen::VectorXd error =
          (as_vector(columns[j]) - expected).array() * as_vector(weights).array().sqrt();
      RC_ASSERT(error.norm() <=
                kDense *
                    (as_vector(weights).array().sqrt() * as_vector(sample.x[j]).array()).matrix().norm());
    }
  }));
}

// What is left of v, times the root of the weights, by a QR of all dummies in long double, rows in order of
// weight; as many columns count as are no sums of others where every row weighs the same.
std::vector<long double> exactly_left(const Sample& sample, const std::vector<double>& weights,
                                      const std::vector<double>& v) {
  using Matrix = Eigen::Matrix<long double, Eigen::Dynamic, Eigen::Dynamic>;
  const Eigen::MatrixXd d = dummies(sample);
  Eigen::ColPivHouseholderQR<Eigen::MatrixXd> even;
  even.setThreshold(1e-10);
  even.compute(d);
  std::vector<Eigen::Index> order(weights.size());
  std::iota(order.begin(), order.end(), Eigen::Index{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return weights[a] > weights[b]; });
  Matrix a(d.rows(), d.cols()), left(d.rows(), 1);
  for (Eigen::Index i = 0; i < d.rows(); ++i) {
    const long double root = std::sqrt(static_cast<long double>(weights[order[i]]));
    a.row(i) = root * d.row(order[i]).cast<long double>();
    left(i, 0) = root * static_cast<long double>(v[order[i]]);
  }
  const Eigen::ColPivHouseholderQR<Matrix> qr(a);
  left.applyOnTheLeft(qr.householderQ().adjoint());
  left.topRows(even.rank()).setZero();
  left.applyOnTheLeft(qr.householderQ());
  std::vector<long double> result(weights.size());
  for (Eigen::Index i = 0; i < d.rows(); ++i) result[order[i]] = left(i, 0);
  return result;
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
    const auto expected = exactly_left(sample, weights, sample.y);
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
    const Eigen::MatrixXd d = dummies(sample);
    Eigen::VectorXd a(d.cols());
    std::normal_distribution<double> normal;
    for (auto& value : a) value = normal(engine);
    const Eigen::VectorXd made = d * a;
    std::vector<double> y(made.data(), made.data() + made.size());
    Absorber absorber(sample, 2);
    absorber.weigh(weights);
    const bool converged = absorber.partial_out({&y}, 1e-10, {}).converged;
    const Eigen::ArrayXd root = as_vector(weights).cwiseSqrt();
    told += !converged;
    EXPECT_TRUE(!converged ||
                (root * as_vector(y).array()).matrix().norm() <= 1e-7 * (root * made.array()).matrix().norm())
        << "seed " << seed;
  }
  RecordProperty("told", told);
}

TEST(Absorber, newton_solves_regressors_and_effects_at_once) {
  ASSERT_TRUE(rc::check([] {
    std::mt19937_64 engine(*rc::gen::arbitrary<std::uint64_t>());
    const Sample sample = random_sample(drawn_shape(engine, 0), engine);
    const auto weights = random_weights(sample.size(), engine);
    Eigen::MatrixXd a(static_cast<Eigen::Index>(sample.size()), 0);
    const Eigen::MatrixXd d = dummies(sample);
    a.resize(a.rows(), d.cols() + static_cast<Eigen::Index>(sample.x.size()));
    a.leftCols(d.cols()) = d;
    for (std::size_t j = 0; j < sample.x.size(); ++j)
      a.col(d.cols() + static_cast<Eigen::Index>(j)) = as_vector(sample.x[j]);
    if (a.cols() == 0) return;
    Absorber absorber(sample, 2);
    absorber.weigh(weights);
    absorber.set_regressors(sample.x);
    Absorber::Step step;
    absorber.newton(sample.x, sample.y, 1e-13, {}, step);
    const Eigen::VectorXd expected = dense_fit(a, weights, sample.y);
    const Eigen::VectorXd error =
        (as_vector(step.delta) - expected).array() * as_vector(weights).array().sqrt();
    const double norm = (as_vector(weights).array().sqrt() * as_vector(sample.y).array()).matrix().norm();
    RC_ASSERT(error.norm() <= kDense * norm);
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
    Eigen::VectorXd stacked(dummies(sample).cols());
    Eigen::Index at = 0;
    for (const auto& effect : a) {
      for (const auto& part : effect) {
        stacked.segment(at, static_cast<Eigen::Index>(part.size())) = as_vector(part);
        at += static_cast<Eigen::Index>(part.size());
      }
    }
    const Eigen::VectorXd error =
        (dummies(sample) * stacked - dense_fit(dummies(sample), weights, sample.y)).array() *
        as_vector(weights).array().sqrt();
    RC_ASSERT(error.norm() <=
              kDense * (as_vector(weights).array().sqrt() * as_vector(sample.y).array()).matrix().norm());
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
    EXPECT_LT(as_vector(sums).cwiseAbs().maxCoeff(), 1e-6);
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
      EXPECT_LT(as_vector(sums).cwiseAbs().maxCoeff(), 1e-6);
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
    int before = 0;
    for (int round = 0; round < 4; ++round) {
      std::vector<double> y = sample.y;
      const auto status = absorber.partial_out({&y}, 1e-10, {});
      EXPECT_TRUE(status.converged);
      before = status.iterations;
      const Eigen::VectorXd root = as_vector(weights).cwiseSqrt();
      const Eigen::VectorXd left = as_vector(sample.y) - dense_fit(dummies(sample), weights, sample.y);
      EXPECT_LT((root.array() * (as_vector(y) - left).array()).matrix().norm(),
                1e-8 * (root.array() * as_vector(sample.y).array()).matrix().norm())
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
    const Eigen::VectorXd fitted = dense_fit(dummies(sample), weights, sample.y);
    for (std::size_t i = 0; i < y.size(); ++i) {
      if (weights[i] > 0) {
        // Few rows are left over here, and normal equations lose half of the digits.
        EXPECT_NEAR(y[i], sample.y[i] - fitted(static_cast<Eigen::Index>(i)), 1e-6) << i;
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

}  // namespace
}  // namespace sogdia
