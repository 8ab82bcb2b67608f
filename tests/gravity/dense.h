#pragma once
// A gravity model the plain way: every effect is a column of dummies, solved densely. For small samples only.
#include <Eigen/Dense>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sogdia/gravity/sample/sample.h"

namespace sogdia::dense {

struct DenseFit {
  Eigen::VectorXd beta;
  std::vector<double> mu, eta;
  Sample sample;  // x partialled out of the effects at the solution
  std::vector<double> working_weight, score_residual;
};

inline Eigen::MatrixXd dummies(const Sample& sample) {
  Eigen::Index columns = 0;
  for (const Effect& effect : sample.effects)
    columns += Eigen::Index(effect.levels) * Eigen::Index(effect.intercept + effect.slopes.size());
  Eigen::MatrixXd d = Eigen::MatrixXd::Zero(Eigen::Index(sample.size()), columns);
  Eigen::Index at = 0;
  for (const Effect& effect : sample.effects) {
    if (effect.intercept) {
      for (std::size_t i = 0; i < sample.size(); ++i) d(Eigen::Index(i), at + effect.level[i]) = 1.0;
      at += effect.levels;
    }
    for (const std::vector<double>& slope : effect.slopes) {
      for (std::size_t i = 0; i < sample.size(); ++i) d(Eigen::Index(i), at + effect.level[i]) = slope[i];
      at += effect.levels;
    }
  }
  return d;
}

// Residuals of `columns` on the dummies, weighted.
inline Eigen::MatrixXd partial_out(const Eigen::MatrixXd& columns, const Eigen::MatrixXd& d,
                                   const Eigen::VectorXd& weight) {
  if (d.cols() == 0) return columns;
  const Eigen::VectorXd root = weight.cwiseSqrt();
  const Eigen::MatrixXd scaled = root.asDiagonal() * columns;
  const Eigen::MatrixXd design = root.asDiagonal() * d;
  const Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> qr(design);
  return columns - d * qr.solve(scaled);
}

inline DenseFit fit(Sample sample, Family family) {
  const Eigen::Index n = Eigen::Index(sample.size()), k = Eigen::Index(sample.x.size());
  const Eigen::Map<const Eigen::VectorXd> y(sample.y.data(), n);
  Eigen::VectorXd weight = Eigen::VectorXd::Ones(n), offset = Eigen::VectorXd::Zero(n);
  if (!sample.weight.empty()) weight = Eigen::Map<const Eigen::VectorXd>(sample.weight.data(), n);
  if (!sample.offset.empty()) offset = Eigen::Map<const Eigen::VectorXd>(sample.offset.data(), n);
  const Eigen::MatrixXd d = dummies(sample);
  Eigen::MatrixXd both(n, k + 1);
  for (Eigen::Index c = 0; c < k; ++c)
    both.col(c) = Eigen::Map<const Eigen::VectorXd>(sample.x[std::size_t(c)].data(), n);
  DenseFit out;
  Eigen::VectorXd mu = (y.array() + y.mean()) / 2, eta, working = weight;
  Eigen::MatrixXd partialled;
  if (family == Family::ppml) eta = mu.array().log();
  for (int step = 0; step < (family == Family::ppml ? 60 : 1); ++step) {
    Eigen::VectorXd z = y - offset;
    if (family == Family::ppml) {
      working = weight.cwiseProduct(mu);
      z = (eta - offset).array() + y.array() / mu.array() - 1.0;
    }
    both.col(k) = z;
    partialled = partial_out(both, d, working);
    const Eigen::VectorXd root = working.cwiseSqrt();
    out.beta = (root.asDiagonal() * partialled.leftCols(k))
                   .colPivHouseholderQr()
                   .solve(root.cwiseProduct(partialled.col(k)));
    const Eigen::VectorXd residual = partialled.col(k) - partialled.leftCols(k) * out.beta;
    const Eigen::VectorXd before = eta;
    eta = z - residual + offset;
    mu = family == Family::ppml ? Eigen::VectorXd(eta.array().exp()) : eta;
    if (family == Family::ppml && (eta - before).cwiseAbs().maxCoeff() < 1e-12) break;
  }
  out.working_weight.resize(std::size_t(n));
  out.score_residual.resize(std::size_t(n));
  for (Eigen::Index i = 0; i < n; ++i) {
    out.working_weight[std::size_t(i)] = family == Family::ppml ? weight[i] * mu[i] : weight[i];
    out.score_residual[std::size_t(i)] = weight[i] * (y[i] - mu[i]);
  }
  for (Eigen::Index c = 0; c < k; ++c)
    sample.x[std::size_t(c)].assign(partialled.col(c).data(), partialled.col(c).data() + n);
  out.mu.assign(mu.data(), mu.data() + n);
  out.eta.assign(eta.data(), eta.data() + n);
  out.sample = std::move(sample);
  return out;
}

// Levels in the order of their keys, and how many there are.
inline std::uint32_t number(const std::vector<std::int64_t>& key, std::vector<std::uint32_t>& level) {
  std::map<std::int64_t, std::uint32_t> numbers;
  for (const std::int64_t k : key) numbers[k] = 0;
  std::uint32_t next = 0;
  for (auto& [k, n] : numbers) n = next++;
  level.clear();
  for (const std::int64_t k : key) level.push_back(numbers[k]);
  return next;
}

inline Effect effect_of(const std::string& name, const std::vector<std::string>& columns,
                        const std::vector<std::int64_t>& key) {
  Effect effect;
  effect.name = name;
  effect.columns = columns;
  effect.levels = number(key, effect.level);
  return effect;
}

inline Groups groups_of(const std::string& name, const std::vector<std::int64_t>& key) {
  Groups groups;
  groups.name = name;
  groups.groups = number(key, groups.group);
  return groups;
}

}  // namespace sogdia::dense
