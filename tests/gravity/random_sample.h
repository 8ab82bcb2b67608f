#pragma once
#include <Eigen/Dense>
#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

#include "sogdia/gravity/sample/sample.h"

namespace sogdia::test {

struct SampleShape {
  std::size_t rows = 60, regressors = 2;
  std::vector<std::uint32_t> levels{9, 7};  // of each effect
  bool slopes = false;                      // the last effect has a slope as well
};

// Rows in the order that build_sample promises: by the effect with the most levels, then by the second.
inline void order_rows(Sample& sample) {
  std::vector<std::size_t> effects(sample.effects.size());
  std::iota(effects.begin(), effects.end(), std::size_t{0});
  std::stable_sort(effects.begin(), effects.end(), [&](std::size_t a, std::size_t b) {
    return sample.effects[a].levels > sample.effects[b].levels;
  });
  std::vector<std::uint32_t> order(sample.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    for (const std::size_t e : effects) {
      const auto& level = sample.effects[e].level;
      if (level[a] != level[b]) return level[a] < level[b];
    }
    return false;
  });
  const auto apply = [&](auto& values) {
    auto copy = values;
    for (std::size_t k = 0; k < order.size(); ++k) values[k] = copy[order[k]];
  };
  apply(sample.y);
  apply(sample.row);
  if (!sample.weight.empty()) apply(sample.weight);
  if (!sample.offset.empty()) apply(sample.offset);
  for (auto& x : sample.x) apply(x);
  for (auto& effect : sample.effects) {
    apply(effect.level);
    for (auto& slope : effect.slopes) apply(slope);
  }
}

inline Sample random_sample(const SampleShape& shape, std::mt19937_64& engine) {
  std::normal_distribution<double> normal;
  Sample sample;
  for (const auto levels : shape.levels) {
    Effect effect;
    effect.levels = std::min<std::uint32_t>(levels, static_cast<std::uint32_t>(shape.rows));
    for (std::size_t i = 0; i < shape.rows; ++i)
      effect.level.push_back(i < effect.levels ? static_cast<std::uint32_t>(i)
                                               : static_cast<std::uint32_t>(engine() % effect.levels));
    std::shuffle(effect.level.begin(), effect.level.end(), engine);
    effect.name = "e" + std::to_string(sample.effects.size());
    sample.effects.push_back(std::move(effect));
  }
  if (shape.slopes && !sample.effects.empty()) {
    auto& slope = sample.effects.back().slopes.emplace_back(shape.rows);
    for (auto& value : slope) value = normal(engine);
    sample.effects.back().slope_names = {"s"};
  }
  for (std::size_t i = 0; i < shape.rows; ++i) {
    sample.row.push_back(static_cast<std::uint32_t>(i));
    sample.y.push_back(std::exp(normal(engine)));
  }
  for (std::size_t j = 0; j < shape.regressors; ++j) {
    auto& x = sample.x.emplace_back(shape.rows);
    for (auto& value : x) value = normal(engine);
    sample.terms.push_back("x" + std::to_string(j));
  }
  order_rows(sample);
  return sample;
}

// All columns of the effects, n x (levels and slopes).
inline Eigen::MatrixXd dummies(const Sample& sample) {
  Eigen::Index columns = 0;
  for (const auto& effect : sample.effects)
    columns += static_cast<Eigen::Index>(effect.levels * (effect.slopes.size() + (effect.intercept ? 1 : 0)));
  Eigen::MatrixXd d = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(sample.size()), columns);
  Eigen::Index first = 0;
  for (const auto& effect : sample.effects) {
    const auto add = [&](const double* slope) {
      for (std::size_t i = 0; i < sample.size(); ++i)
        d(static_cast<Eigen::Index>(i), first + effect.level[i]) = slope ? slope[i] : 1.0;
      first += effect.levels;
    };
    if (effect.intercept) add(nullptr);
    for (const auto& slope : effect.slopes) add(slope.data());
  }
  return d;
}

inline Eigen::VectorXd as_vector(const std::vector<double>& values) {
  return Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
}

// The weighted least-squares fit of v on the columns of a, by a complete orthogonal decomposition.
inline Eigen::VectorXd dense_fit(const Eigen::MatrixXd& a, const std::vector<double>& weights,
                                 const std::vector<double>& v) {
  const Eigen::VectorXd root = as_vector(weights).cwiseSqrt();
  const Eigen::MatrixXd scaled = root.asDiagonal() * a;
  return a * scaled.completeOrthogonalDecomposition().solve((root.array() * as_vector(v).array()).matrix());
}

}  // namespace sogdia::test
