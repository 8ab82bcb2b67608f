#include "sogdia/equilibrium/market_state.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "sogdia/core/parallel.h"

namespace sogdia {

MarketState market_state(const HatEconomy& e, const Vector& log_wage) {
  const std::size_t n = e.n;
  MarketState s;
  s.income_hat.resize(n);
  s.factor.resize(n);
  s.new_expenditure.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    s.income_hat[i] = std::exp(log_wage[i]) * e.labour[i];
    s.factor[i] = std::exp(-e.theta * log_wage[i]) * e.productivity[i];
    // Written as a change from the base so that the base comes out exact.
    s.new_expenditure[i] = e.expenditure[i] + e.income[i] * (s.income_hat[i] - 1.0) + e.expenditure_shift[i];
    if (e.expenditure[i] > 0.0 && !(s.new_expenditure[i] > 0.0)) {
      s.broke = i;
      return s;
    }
  }
  s.denominator = weighted_column_sums(e.cost_weighted, s.factor);

  Vector per_unit(n);  // X'_j / (E_j P_hat_j^-theta)
  for (std::size_t j = 0; j < n; ++j)
    per_unit[j] = s.denominator[j] > 0.0 ? s.new_expenditure[j] / s.denominator[j] : 0.0;
  Vector sales(n), row(n), new_income(n);
  s.exports.resize(n);
  s.imports.assign(n, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    const double* weighted = e.cost_weighted.values.data() + i * n;
    for (std::size_t j = 0; j < n; ++j) row[j] = weighted[j] * s.factor[i] * per_unit[j];
    sales[i] = ordered_sum(row);
    row[i] = 0.0;
    s.exports[i] = ordered_sum(row);
    for (std::size_t j = 0; j < n; ++j) s.imports[j] += row[j];
    new_income[i] = s.income_hat[i] * e.income[i];
  }

  const Vector group_total = group_sums(new_income, e.group);
  s.gap.assign(n, 0.0);
  double largest_gap = 0.0, residual = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    if (e.income[i] == 0.0) continue;
    const auto g = e.group[i];
    const double drift = group_total[g] / e.group_income[g] - 1.0;
    const double in = s.exports[i] + e.borrowed[i], out = s.imports[i] + e.lent[i];
    s.gap[i] = (in == 0.0 && out == 0.0 ? 0.0 : std::log(in / out)) - drift;
    if (!std::isfinite(s.gap[i])) return s;
    largest_gap = std::max(largest_gap, std::fabs(s.gap[i]));
    residual = std::max({residual, std::fabs(sales[i] / new_income[i] - 1.0), std::fabs(drift)});
  }
  s.largest_gap = largest_gap;
  s.residual = residual;
  return s;
}

namespace {

// Derivative of `gap` by log wages. With shares S = pi' and i, k two countries,
//   d exports_i / dx_k = -theta 1[i=k] exports_i + theta sum_{j!=i} S_ij S_kj X'_j + 1[i!=k] S_ik w'_k L_k
//   d imports_i / dx_k = 1[i=k] (w'_i L_i / X'_i + theta S_ii) imports_i - 1[i!=k] theta S_ii S_ki X'_i.
Eigen::MatrixXd jacobian(const HatEconomy& e, const MarketState& s) {
  const auto n = static_cast<Eigen::Index>(e.n);
  Eigen::MatrixXd share(n, n), scaled(n, n);  // S, and S_ij sqrt(X'_j) with zeros on the diagonal
  for (Eigen::Index j = 0; j < n; ++j) {
    const double denominator = s.denominator[j];
    const double root = std::sqrt(std::max(0.0, s.new_expenditure[j]));
    for (Eigen::Index i = 0; i < n; ++i) {
      share(i, j) = denominator > 0.0 ? e.cost_weighted(i, j) * s.factor[i] / denominator : 0.0;
      scaled(i, j) = i == j ? 0.0 : share(i, j) * root;
    }
  }
  Eigen::MatrixXd derivative = Eigen::MatrixXd::Zero(n, n);
  derivative.selfadjointView<Eigen::Lower>().rankUpdate(scaled, e.theta);
  derivative.triangularView<Eigen::StrictlyUpper>() = derivative.transpose();
  for (Eigen::Index k = 0; k < n; ++k) {
    const double income = s.income_hat[k] * e.income[k];
    for (Eigen::Index i = 0; i < n; ++i) {
      double& d = derivative(i, k);
      if (e.income[i] == 0.0) {
        d = i == k ? 1.0 : 0.0;
        continue;
      }
      const double in = s.exports[i] + e.borrowed[i], out = s.imports[i] + e.lent[i];
      const double spent = s.new_expenditure[i];
      const double common = d;
      d = 0.0;
      if (i == k) {
        if (in > 0.0) d += (common - e.theta * s.exports[i]) / in;
        if (out > 0.0) d -= (income / spent + e.theta * share(i, i)) * s.imports[i] / out;
      } else {
        if (in > 0.0)
          d += (common + share(i, k) * (e.theta * share(k, k) * s.new_expenditure[k] + income)) / in;
        if (out > 0.0) d += e.theta * share(i, i) * share(k, i) * spent / out;
      }
      if (e.group[i] == e.group[k]) d -= income / e.group_income[e.group[k]];
    }
  }
  return derivative;
}

}  // namespace

Vector newton_step(const HatEconomy& e, const MarketState& s) {
  const auto n = static_cast<Eigen::Index>(e.n);
  const Eigen::VectorXd step =
      jacobian(e, s).partialPivLu().solve(-Eigen::Map<const Eigen::VectorXd>(s.gap.data(), n));
  return Vector(step.data(), step.data() + n);
}

Vector adjustment_step(const HatEconomy& e, const MarketState& s) {
  Vector step = s.gap;
  for (double& x : step) x = std::clamp(x / (1.0 + 2.0 * e.theta), -0.5, 0.5);
  return step;
}

}  // namespace sogdia
