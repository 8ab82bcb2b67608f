#include "sogdia/equilibrium/one_sector.h"

#include <fmt/format.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

using Vector = std::vector<double>;

constexpr double kLargestStep = 2.0;          // log points of a wage in one Newton step
constexpr double kSmallestStep = 1e-4;        // of the Newton direction, before price adjustment takes over
constexpr double kSufficientDecrease = 1e-4;  // Armijo's constant
// On payments abroad, relative: a nearly closed country's market clears long before its wage is known.
constexpr double kBalanceTolerance = 1e-9;
constexpr int kAdjustmentSteps =
    10;  // price-adjustment steps before Newton is tried again; doubled each time

std::string pair_place(const OdMatrix& matrix, std::size_t i, std::size_t j) {
  return fmt::format("exporter `{}`, importer `{}`", matrix.origins[i], matrix.destinations[j]);
}

Vector ones_where_empty(const Vector& given, std::size_t count, std::string_view name) {
  if (given.empty()) return Vector(count, 1.0);
  if (given.size() != count)
    throw Error(fmt::format("`{}` has {} values for {} countries", name, given.size(), count), "equilibrium",
                "give one value per country, or none for ones");
  return given;
}

void require_positive(const Vector& values, const Index& countries, std::string_view name) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!(values[i] > 0.0) || !std::isfinite(values[i]))
      throw Error(fmt::format("`{}` is {}, expected a positive number", name, values[i]),
                  fmt::format("country `{}`", countries[i]), "changes are hats: 1 means unchanged");
}

void require_sound(const OneSectorProblem& problem) {
  const auto& trade = problem.trade;
  require_same(trade.origins, trade.destinations, "the trade matrix's exporters and importers");
  require_same(trade.origins, problem.kappa_hat.origins, "trade and kappa_hat (exporters)");
  require_same(trade.origins, problem.kappa_hat.destinations, "trade and kappa_hat (importers)");
  if (trade.origins.empty())
    throw Error("the trade matrix is empty", "equilibrium",
                "give at least one country with its internal trade");
  if (!(problem.theta > 0.0) || !std::isfinite(problem.theta))
    throw Error(fmt::format("the trade elasticity theta is {}, expected a positive number", problem.theta),
                "equilibrium", "theta is printed as a positive number here, for instance 4");
  const std::size_t n = trade.origins.size();
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      if (!(trade(i, j) >= 0.0) || !std::isfinite(trade(i, j)))
        throw Error(fmt::format("trade is {}, expected zero or more", trade(i, j)), pair_place(trade, i, j),
                    "leave the pair out, or write 0, where there is no trade");
      if (!(problem.kappa_hat(i, j) > 0.0))
        throw Error(fmt::format("kappa_hat is {}, expected more than 0", problem.kappa_hat(i, j)),
                    pair_place(trade, i, j), "1 means unchanged, infinity no trade at all");
    }
}

// The base economy and the change, prepared once.
struct Economy {
  std::size_t n = 0;
  double theta = 0;
  OdMatrix cost_weighted;  // X_ij kappa_hat_ij^-theta: trade at new costs and old wages, before shares are
                           // shared out
  Vector income, expenditure;  // Y_i, E_j
  Vector expenditure_shift;    // D'_j - D_j
  Vector lent, borrowed;       // max(-D'_j, 0), max(D'_j, 0)
  Vector productivity;         // A_hat^theta
  Vector labour;               // L_hat
  std::vector<std::size_t> group;
  Vector group_income;
};

// Groups of countries that still trade with one another, numbered by their first country.
std::vector<std::size_t> trading_groups(const OdMatrix& trade) {
  const std::size_t n = trade.origins.size();
  std::vector<std::size_t> leader(n);
  std::iota(leader.begin(), leader.end(), std::size_t{0});
  auto find = [&](std::size_t k) {
    while (leader[k] != k) k = leader[k] = leader[leader[k]];
    return k;
  };
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      if (trade(i, j) > 0.0) {
        const auto a = find(i), b = find(j);
        leader[std::max(a, b)] = std::min(a, b);
      }
  std::vector<std::size_t> group(n), number(n, n);
  std::size_t groups = 0;
  for (std::size_t i = 0; i < n; ++i) {
    auto& id = number[find(i)];
    if (id == n) id = groups++;
    group[i] = id;
  }
  return group;
}

Vector group_sums(const Vector& values, const std::vector<std::size_t>& group) {
  std::vector<Vector> members(*std::max_element(group.begin(), group.end()) + 1);
  for (std::size_t i = 0; i < values.size(); ++i) members[group[i]].push_back(values[i]);
  Vector sums;
  for (const auto& m : members) sums.push_back(ordered_sum(m));
  return sums;
}

Vector row_sums(const OdMatrix& matrix) {
  const std::size_t n = matrix.origins.size();
  Vector sums(n);
  for (std::size_t i = 0; i < n; ++i) sums[i] = ordered_sum(matrix.values.data() + i * n, n);
  return sums;
}

// sum_i matrix_ij factor_i, in index order.
Vector weighted_column_sums(const OdMatrix& matrix, const Vector& factor) {
  const std::size_t n = factor.size();
  Vector sums(n, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    const double* row = matrix.values.data() + i * n;
    for (std::size_t j = 0; j < n; ++j) sums[j] += row[j] * factor[i];
  }
  return sums;
}

// Row sums without the diagonal, so that the external trade of a nearly closed country keeps its digits.
Vector trade_abroad(const OdMatrix& matrix) {
  const std::size_t n = matrix.origins.size();
  Vector sums(n), row(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) row[j] = i == j ? 0.0 : matrix(i, j);
    sums[i] = ordered_sum(row);
  }
  return sums;
}

OdMatrix transposed(const OdMatrix& matrix) {
  OdMatrix out(matrix.destinations, matrix.origins, matrix.unit);
  for (std::size_t i = 0; i < matrix.origins.size(); ++i)
    for (std::size_t j = 0; j < matrix.destinations.size(); ++j) out(j, i) = matrix(i, j);
  return out;
}

std::vector<std::size_t> group_sizes(const std::vector<std::size_t>& group) {
  std::vector<std::size_t> sizes(group.size(), 0);
  for (std::size_t g : group) ++sizes[g];
  return sizes;
}

// D' - D: zero to the last bit where nothing was scaled and the world still hangs together.
Vector deficit_changes(const Economy& e, const Vector& scale, bool cut_apart) {
  const std::size_t n = e.n;
  Vector change(n, 0.0), wanted(n);
  bool scaled = false;
  for (std::size_t j = 0; j < n; ++j) {
    const double deficit = e.expenditure[j] - e.income[j];
    wanted[j] = scale[j] * deficit;
    change[j] = (scale[j] - 1.0) * deficit;
    scaled = scaled || scale[j] != 1.0;
  }
  if (!scaled && !cut_apart) return change;
  const Vector left_over = group_sums(wanted, e.group);
  for (std::size_t j = 0; j < n; ++j) {
    const auto g = e.group[j];
    if (e.group_income[g] > 0.0) change[j] -= left_over[g] * (e.income[j] / e.group_income[g]);
  }
  return change;
}

Economy prepare(const OneSectorProblem& problem) {
  require_sound(problem);
  Economy e;
  const auto& countries = problem.trade.origins;
  const std::size_t n = e.n = countries.size();
  e.theta = problem.theta;
  const Vector a_hat = ones_where_empty(problem.a_hat, n, "a_hat");
  e.labour = ones_where_empty(problem.l_hat, n, "l_hat");
  const Vector scale = ones_where_empty(problem.deficit_scale, n, "deficit_scale");
  require_positive(a_hat, countries, "a_hat");
  require_positive(e.labour, countries, "l_hat");
  for (std::size_t i = 0; i < n; ++i)
    if (!std::isfinite(scale[i]))
      throw Error(fmt::format("`deficit_scale` is {}, expected a number", scale[i]),
                  fmt::format("country `{}`", countries[i]), "1 means unchanged, 0 balanced trade");

  e.income = row_sums(problem.trade);
  e.expenditure = weighted_column_sums(problem.trade, Vector(n, 1.0));
  for (std::size_t i = 0; i < n; ++i)
    if (e.expenditure[i] == 0.0 && e.income[i] > 0.0)
      throw Error(fmt::format("`{}` sells but buys nothing, not even from itself", countries[i]), "trade",
                  fmt::format("add its internal trade, the pair `{0}`,`{0}`", countries[i]));

  e.cost_weighted = problem.trade;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      double& value = e.cost_weighted(i, j);
      const double kappa = problem.kappa_hat(i, j);
      if (value == 0.0 || kappa == 1.0) continue;
      value = std::isinf(kappa) ? 0.0 : value * std::pow(kappa, -e.theta);
      if (!std::isfinite(value))
        throw Error(fmt::format("kappa_hat is {}, too small to compute with", kappa),
                    pair_place(problem.trade, i, j), "1 means unchanged");
    }
  e.productivity.resize(n);
  for (std::size_t i = 0; i < n; ++i) e.productivity[i] = a_hat[i] == 1.0 ? 1.0 : std::pow(a_hat[i], e.theta);

  e.group = trading_groups(e.cost_weighted);
  e.group_income = group_sums(e.income, e.group);
  const auto base_groups = trading_groups(problem.trade);
  const bool cut_apart = e.group != base_groups;
  e.expenditure_shift = deficit_changes(e, scale, cut_apart);
  e.lent.assign(n, 0.0);
  e.borrowed.assign(n, 0.0);
  const Vector exports = trade_abroad(problem.trade), imports = trade_abroad(transposed(problem.trade));
  const std::vector<std::size_t> members = group_sizes(e.group);
  for (std::size_t j = 0; j < n; ++j) {
    if (cut_apart && members[e.group[j]] == 1) continue;  // alone: balanced, without a rounding error
    const double deficit = imports[j] - exports[j] + e.expenditure_shift[j];
    (deficit > 0.0 ? e.borrowed : e.lent)[j] = std::fabs(deficit);
  }
  return e;
}

// Everything that follows from wages. Markets clear where exports plus what is borrowed pay for imports plus
// what is lent. Newton works on the log of that ratio: near autarky it stays well scaled where the ratio of
// sales to income is flat.
struct State {
  Vector income_hat;        // w_hat L_hat
  Vector factor;            // (w_hat / A_hat)^-theta
  Vector new_expenditure;   // X'_j
  Vector denominator;       // sum_i X_ij (kappa_hat_ij w_hat_i / A_hat_i)^-theta = E_j P_hat_j^-theta
  Vector exports, imports;  // abroad
  Vector gap;               // log((exports + borrowed) / (imports + lent)) - drift of the numeraire
  double largest_gap = std::numeric_limits<double>::infinity();
  double residual = std::numeric_limits<double>::infinity();
  std::size_t broke = std::numeric_limits<std::size_t>::max();  // a country left with nothing to spend
};

State evaluate(const Economy& e, const Vector& log_wage) {
  const std::size_t n = e.n;
  State s;
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

// Derivative of `gap` by log wages. With shares S = pi' and i, k two countries,
//   d exports_i / dx_k = -theta 1[i=k] exports_i + theta sum_{j!=i} S_ij S_kj X'_j + 1[i!=k] S_ik w'_k L_k
//   d imports_i / dx_k = 1[i=k] (w'_i L_i / X'_i + theta S_ii) imports_i - 1[i!=k] theta S_ii S_ki X'_i.
Eigen::MatrixXd jacobian(const Economy& e, const State& s) {
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

Vector newton_step(const Economy& e, const State& s) {
  const auto n = static_cast<Eigen::Index>(e.n);
  const Eigen::VectorXd step =
      jacobian(e, s).partialPivLu().solve(-Eigen::Map<const Eigen::VectorXd>(s.gap.data(), n));
  return Vector(step.data(), step.data() + n);
}

double largest(const Vector& values) {
  double most = 0.0;
  for (double v : values) most = std::isfinite(v) ? std::max(most, std::fabs(v)) : v * 0.0 + HUGE_VAL;
  return most;
}

Vector moved(const Vector& from, const Vector& step, double fraction) {
  Vector to = from;
  for (std::size_t i = 0; i < to.size(); ++i) to[i] += fraction * step[i];
  return to;
}

// Wages rise where more is sold than earned (Alvarez & Lucas 2007). In logs, damped by 1/(1 + 2 theta), the
// steepest that the gap of a country can be.
Vector adjustment_step(const Economy& e, const State& s) {
  Vector step = s.gap;
  for (double& x : step) x = std::clamp(x / (1.0 + 2.0 * e.theta), -0.5, 0.5);
  return step;
}

// The names of what makes the change impossible, or "".
std::string impossible(const Economy& e, const Index& countries) {
  const Vector suppliers = weighted_column_sums(e.cost_weighted, Vector(e.n, 1.0));
  const Vector buyers = row_sums(e.cost_weighted);
  for (std::size_t i = 0; i < e.n; ++i) {
    if (e.expenditure[i] > 0.0 && suppliers[i] == 0.0)
      return fmt::format("`{}` has no supplier left, not even itself", countries[i]);
    if (e.income[i] > 0.0 && buyers[i] == 0.0)
      return fmt::format("`{}` has no buyer left, not even itself", countries[i]);
  }
  const Vector exports = trade_abroad(e.cost_weighted), imports = trade_abroad(transposed(e.cost_weighted));
  for (std::size_t i = 0; i < e.n; ++i) {
    if (e.income[i] == 0.0) continue;
    if (exports[i] + e.borrowed[i] == 0.0 && imports[i] + e.lent[i] > 0.0)
      return fmt::format("`{}` buys abroad but has no buyer abroad left to pay for it", countries[i]);
    if (exports[i] + e.borrowed[i] > 0.0 && imports[i] + e.lent[i] == 0.0)
      return fmt::format("`{}` sells abroad but has no supplier abroad left", countries[i]);
  }
  return {};
}

// Start from old incomes, the numeraire respected.
Vector starting_wages(const Economy& e) {
  Vector new_income(e.n), log_wage(e.n, 0.0);
  for (std::size_t i = 0; i < e.n; ++i) new_income[i] = e.labour[i] * e.income[i];
  const Vector total = group_sums(new_income, e.group);
  for (std::size_t i = 0; i < e.n; ++i)
    if (e.income[i] > 0.0) log_wage[i] = std::log(e.group_income[e.group[i]] / total[e.group[i]]);
  return log_wage;
}

// Fixed deficits can be more than a country bears after the change: then its expenditure runs to nothing.
std::string why_not(const Economy& e, const State& s, const OneSectorSolution& solution,
                    const OneSectorOptions& options) {
  constexpr double kNearlyNothing = 1e-2;  // of its base expenditure
  for (std::size_t j = 0; j < e.n; ++j)
    if (e.lent[j] > 0.0 && s.new_expenditure[j] < kNearlyNothing * e.expenditure[j])
      return fmt::format("`{}` would have to lend more than it earns; try a smaller deficit_scale",
                         solution.countries[j]);
  return fmt::format(
      "markets clear to {:.1e} of income and {:.1e} of trade, not to {:.1e} and {:.1e}, after {} steps",
      s.residual, s.largest_gap, options.tolerance, kBalanceTolerance, solution.iterations);
}

OneSectorSolution unchanged(const OneSectorProblem& problem) {
  OneSectorSolution solution;
  const std::size_t n = problem.trade.origins.size();
  solution.countries = problem.trade.origins;
  solution.welfare_hat = solution.wage_hat = solution.price_hat = solution.expenditure_hat = Vector(n, 1.0);
  solution.trade = problem.trade;
  return solution;
}

void fill(OneSectorSolution& solution, const Economy& e, const Vector& log_wage, const State& s) {
  for (std::size_t j = 0; j < e.n; ++j) {
    if (e.income[j] > 0.0) solution.wage_hat[j] = std::exp(log_wage[j]);
    if (e.expenditure[j] == 0.0) continue;
    const double price_power = s.denominator[j] / e.expenditure[j];
    solution.price_hat[j] = price_power == 1.0 ? 1.0 : std::pow(price_power, -1.0 / e.theta);
    solution.expenditure_hat[j] = s.new_expenditure[j] / e.expenditure[j];
    solution.welfare_hat[j] = solution.expenditure_hat[j] / solution.price_hat[j];
    const double per_unit = s.new_expenditure[j] / s.denominator[j];
    for (std::size_t i = 0; i < e.n; ++i)
      solution.trade(i, j) = e.cost_weighted(i, j) * s.factor[i] * per_unit;
  }
}

}  // namespace

OneSectorSolution solve_one_sector(const OneSectorProblem& problem, const OneSectorOptions& options) {
  const Economy e = prepare(problem);
  OneSectorSolution solution = unchanged(problem);
  solution.residual = std::numeric_limits<double>::infinity();
  solution.reason = impossible(e, solution.countries);
  if (!solution.reason.empty()) return solution;

  Vector log_wage = starting_wages(e);
  State state = evaluate(e, log_wage);
  if (state.broke < e.n) {
    solution.reason =
        fmt::format("`{}` would have to lend more than it earns", solution.countries[state.broke]);
    return solution;
  }

  int adjusting = 0;  // price-adjustment steps still to take before Newton is tried again
  int patience = kAdjustmentSteps;
  bool stuck = false;
  const auto solved = [&] {
    return state.residual <= options.tolerance && state.largest_gap <= kBalanceTolerance;
  };
  while (!solved() && solution.iterations < options.max_iterations && !stuck) {
    ++solution.iterations;
    if (adjusting == 0) {
      Vector step = newton_step(e, state);
      const double size = largest(step);
      if (size > kLargestStep)
        for (double& x : step) x *= kLargestStep / size;
      double fraction = 1.0;
      for (; std::isfinite(size) && fraction >= kSmallestStep; fraction /= 2) {
        Vector trial = moved(log_wage, step, fraction);
        State at_trial = evaluate(e, trial);
        if (at_trial.largest_gap > (1.0 - kSufficientDecrease * fraction) * state.largest_gap) continue;
        log_wage = std::move(trial);
        state = std::move(at_trial);
        break;
      }
      if (std::isfinite(size) && fraction >= kSmallestStep) continue;
      adjusting = patience;
      patience *= 2;
    }
    --adjusting;
    const Vector step = adjustment_step(e, state);
    double fraction = 1.0;
    for (; fraction >= kSmallestStep; fraction /= 2) {
      Vector trial = moved(log_wage, step, fraction);
      State at_trial = evaluate(e, trial);
      if (!std::isfinite(at_trial.largest_gap)) continue;
      log_wage = std::move(trial);
      state = std::move(at_trial);
      break;
    }
    stuck = fraction < kSmallestStep;
  }

  fill(solution, e, log_wage, state);
  solution.residual = state.residual;
  solution.converged = solved();
  if (!solution.converged) solution.reason = why_not(e, state, solution, options);
  return solution;
}

}  // namespace sogdia
