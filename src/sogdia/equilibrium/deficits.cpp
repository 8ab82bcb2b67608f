#include "sogdia/equilibrium/deficits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

constexpr std::array<std::pair<DeficitRule, const char*>, 3> kRules{
    {{DeficitRule::fixed, "fixed"}, {DeficitRule::scaled, "scaled"}, {DeficitRule::zero, "zero"}}};
constexpr double kStill = 1e-9;  // of t; deficits are a fraction of income, so that markets clear to less
constexpr int kRounds = 200;

std::vector<double> exports_of_each(const OdMatrix& trade) {
  const std::size_t n = trade.origins.size();
  std::vector<double> totals(n);
  for (std::size_t k = 0; k < n; ++k) {
    std::vector<double> terms;
    for (std::size_t j = 0; j < n; ++j)
      if (j != k) terms.push_back(trade(k, j));
    totals[k] = ordered_sum(terms);
  }
  return totals;
}

std::vector<double> left_of(const std::vector<double>& before, const std::vector<double>& after) {
  std::vector<double> left(before.size(), 1.0);
  for (std::size_t k = 0; k < left.size(); ++k)
    if (before[k] > 0.0) left[k] = after[k] / before[k];
  return left;
}

double largest_difference(const std::vector<double>& x, const std::vector<double>& y) {
  double most = 0.0;
  for (std::size_t k = 0; k < x.size(); ++k) most = std::max(most, std::fabs(x[k] - y[k]));
  return most;
}

OneSectorSolution scaled(OneSectorProblem problem, const OneSectorOptions& options) {
  const std::vector<double> said = problem.deficit_scale;
  const std::vector<double> before = exports_of_each(problem.trade);
  const auto solve = [&](const std::vector<double>& left) {
    problem.deficit_scale = left;
    for (std::size_t k = 0; k < said.size(); ++k) problem.deficit_scale[k] *= said[k];
    return solve_one_sector(problem, options);
  };
  std::vector<double> left(before.size(), 1.0);
  int steps = 0, round = 0;
  double moved = 0.0;
  OneSectorSolution solution;
  for (; round < kRounds; ++round) {
    solution = solve(left);
    steps += solution.iterations;
    // A surplus that cannot be earned with all of it may be with less.
    if (!solution.converged) {
      if (round > 0) break;
      for (double& t : left) t = 0.0;
      continue;
    }
    std::vector<double> next = left_of(before, exports_of_each(solution.trade));
    moved = largest_difference(next, left);
    if (moved <= kStill) break;
    left = std::move(next);
  }
  solution.iterations = steps;
  if (solution.converged && moved > kStill) {
    solution.converged = false;
    solution.reason = fmt::format(
        "deficits scaled by what is left of trade still move by {:.1e} after {} rounds", moved, kRounds);
  }
  return solution;
}

OneSectorSolution balanced(OneSectorProblem problem, const OneSectorOptions& options) {
  const OdMatrix trade = problem.trade;
  OneSectorProblem base;
  base.trade = trade;
  base.kappa_hat = OdMatrix(trade.origins, trade.destinations, "hat", 1.0);
  base.theta = problem.theta;
  // Who sells nothing abroad has nothing to pay with for what it buys, and keeps its deficit.
  const std::vector<double> exports = exports_of_each(trade);
  for (const double sold : exports) base.deficit_scale.push_back(sold > 0 ? 0.0 : 1.0);
  problem.transfer.clear();
  OneSectorSolution before = solve_one_sector(base, options);
  if (!before.converged) {
    before.reason = "trade could not be balanced before the change: " + before.reason;
    return before;
  }
  problem.trade = before.trade;
  problem.deficit_scale.clear();  // nothing is left to scale
  OneSectorSolution after = solve_one_sector(problem, options);
  after.iterations += before.iterations;
  for (std::size_t k = 0; k < trade.values.size(); ++k)
    after.trade.values[k] = before.trade.values[k] > 0.0
                                ? trade.values[k] * (after.trade.values[k] / before.trade.values[k])
                                : trade.values[k];
  return after;
}

}  // namespace

const char* to_string(DeficitRule rule) {
  for (const auto& [known, name] : kRules)
    if (known == rule) return name;
  return "";
}

std::optional<DeficitRule> parse_deficit_rule(std::string_view text) {
  for (const auto& [rule, name] : kRules)
    if (text == name) return rule;
  return std::nullopt;
}

OneSectorSolution solve_one_sector(const OneSectorProblem& problem, DeficitRule rule,
                                   const OneSectorOptions& options) {
  switch (rule) {
    case DeficitRule::scaled:
      return scaled(problem, options);
    case DeficitRule::zero:
      return balanced(problem, options);
    case DeficitRule::fixed:
      break;
  }
  return solve_one_sector(problem, options);
}

}  // namespace sogdia
