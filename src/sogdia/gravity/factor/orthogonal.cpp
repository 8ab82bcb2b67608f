#include "sogdia/gravity/factor/orthogonal.h"

#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace sogdia {
namespace {

// Of the largest pivot, columns of length 1 and weights aside: below it a column is a sum of others.
constexpr double kDependentColumn = 1e-9;
constexpr double kMostFlops = 2e9;

// The effects' columns, each of length 1, rows as in `order` and times `root`.
Eigen::MatrixXd effect_columns(const Sample& sample, const std::vector<std::size_t>& order,
                               const std::vector<double>& root) {
  Eigen::Index columns = 0;
  for (const Effect& effect : sample.effects)
    columns +=
        Eigen::Index{effect.levels} * static_cast<Eigen::Index>(effect.slopes.size() + effect.intercept);
  Eigen::MatrixXd d = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(order.size()), columns);
  Eigen::Index first = 0;
  for (const Effect& effect : sample.effects) {
    const auto add = [&](const double* slope) {
      std::vector<double> square(effect.levels, 0.0);
      for (const std::size_t row : order) square[effect.level[row]] += slope ? slope[row] * slope[row] : 1.0;
      for (std::size_t i = 0; i < order.size(); ++i) {
        const std::size_t row = order[i];
        const double norm = square[effect.level[row]];
        if (norm > 0)
          d(static_cast<Eigen::Index>(i), first + effect.level[row]) =
              root[row] * (slope ? slope[row] : 1.0) / std::sqrt(norm);
      }
      first += effect.levels;
    };
    if (effect.intercept) add(nullptr);
    for (const auto& slope : effect.slopes) add(slope.data());
  }
  return d;
}

}  // namespace

bool may_be_orthogonal(const Sample& sample) {
  double columns = 0;
  for (const Effect& effect : sample.effects)
    columns += double(effect.levels) * double(effect.slopes.size() + effect.intercept);
  return double(sample.size()) * columns * columns <= kMostFlops;
}

void partial_out_orthogonally(const Sample& sample, const std::vector<double>& weights,
                              const std::vector<std::vector<double>*>& columns, const Monitor& monitor) {
  const std::size_t n = sample.size();
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return weights[a] > weights[b]; });
  std::vector<double> root(n, 1.0);
  // Which columns are no sums of others is seen where every observation counts alike. The others would only
  // bring rounding, which beside light observations may be large.
  Eigen::MatrixXd d;
  {
    Eigen::ColPivHouseholderQR<Eigen::MatrixXd> even(effect_columns(sample, order, root));
    even.setThreshold(kDependentColumn);
    check_cancelled(monitor);
    for (std::size_t i = 0; i < n; ++i) root[i] = std::sqrt(weights[i]);
    const Eigen::MatrixXd every = effect_columns(sample, order, root);
    d.resize(every.rows(), even.rank());
    for (Eigen::Index c = 0; c < d.cols(); ++c) d.col(c) = every.col(even.colsPermutation().indices()(c));
  }
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> factor(d);
  check_cancelled(monitor);
  for (auto* column : columns) {
    Eigen::VectorXd v(static_cast<Eigen::Index>(n));
    for (std::size_t i = 0; i < n; ++i)
      v(static_cast<Eigen::Index>(i)) = root[order[i]] * (*column)[order[i]];
    v.applyOnTheLeft(factor.householderQ().adjoint());
    v.head(d.cols()).setZero();
    v.applyOnTheLeft(factor.householderQ());
    for (std::size_t i = 0; i < n; ++i)
      (*column)[order[i]] = v(static_cast<Eigen::Index>(i)) / root[order[i]];
  }
}

}  // namespace sogdia
