#include "sogdia/equilibrium/one_sector.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "sogdia/equilibrium/market_state.h"

namespace sogdia {
namespace {

constexpr double kLargestStep = 2.0;          // log points of a wage in one Newton step
constexpr double kSmallestStep = 1e-4;        // of the Newton direction, before price adjustment takes over
constexpr double kSufficientDecrease = 1e-4;  // Armijo's constant
constexpr int kWatchdogSteps = 30;            // whole Newton steps before the first is halved
constexpr double kWatchdogGap = 100;          // times the gap at the first, after which they end
// On payments abroad, relative: a nearly closed country's market clears long before its wage is known.
constexpr double kBalanceTolerance = 1e-9;
constexpr int kAdjustmentSteps =
    10;  // price-adjustment steps before Newton is tried again; doubled each time

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

Vector capped_newton_step(const HatEconomy& e, const MarketState& s) {
  Vector step = newton_step(e, s);
  const double size = largest(step);
  if (size > kLargestStep)
    for (double& x : step) x *= kLargestStep / size;
  return step;
}

// The names of what makes the change impossible, or "".
std::string impossible(const HatEconomy& e, const Index& countries) {
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
Vector starting_wages(const HatEconomy& e) {
  Vector new_income(e.n), log_wage(e.n, 0.0);
  for (std::size_t i = 0; i < e.n; ++i) new_income[i] = e.labour[i] * e.income[i];
  const Vector total = group_sums(new_income, e.group);
  for (std::size_t i = 0; i < e.n; ++i)
    if (e.income[i] > 0.0) log_wage[i] = std::log(e.group_income[e.group[i]] / total[e.group[i]]);
  return log_wage;
}

// Fixed deficits can be more than a country bears after the change: then its expenditure runs to nothing.
std::string why_not(const HatEconomy& e, const MarketState& s, const OneSectorSolution& solution,
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

void fill(OneSectorSolution& solution, const HatEconomy& e, const Vector& log_wage, const MarketState& s) {
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
  const HatEconomy e = prepare_hats(problem);
  OneSectorSolution solution = unchanged(problem);
  solution.residual = std::numeric_limits<double>::infinity();
  solution.reason = impossible(e, solution.countries);
  if (!solution.reason.empty()) return solution;

  Vector log_wage = starting_wages(e);
  MarketState state = market_state(e, log_wage);
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
      const Vector step = capped_newton_step(e, state);
      const auto falls = [&](const MarketState& to, double fraction) {
        return to.largest_gap <= (1.0 - kSufficientDecrease * fraction) * state.largest_gap;
      };
      bool fell = false;
      for (double fraction = 1.0; std::isfinite(largest(step)) && !fell && fraction >= kSmallestStep;
           fraction /= 2) {
        Vector trial = moved(log_wage, step, fraction);
        MarketState at_trial = market_state(e, trial);
        fell = falls(at_trial, fraction);
        // Between blocs that hardly trade with each other the step is along a curved valley: the whole of it
        // leaves the valley's floor, to which some more lead back (the watchdog of Chamberlain et al. 1982).
        for (int more = 0; more < kWatchdogSteps && !fell && fraction == 1.0; ++more) {
          if (!(at_trial.largest_gap <= kWatchdogGap * state.largest_gap)) break;
          trial = moved(trial, capped_newton_step(e, at_trial), 1.0);
          at_trial = market_state(e, trial);
          fell = falls(at_trial, fraction);
        }
        if (!fell) continue;
        log_wage = std::move(trial);
        state = std::move(at_trial);
      }
      if (fell) continue;
      adjusting = patience;
      patience *= 2;
    }
    --adjusting;
    const Vector step = adjustment_step(e, state);
    double fraction = 1.0;
    for (; fraction >= kSmallestStep; fraction /= 2) {
      Vector trial = moved(log_wage, step, fraction);
      MarketState at_trial = market_state(e, trial);
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
