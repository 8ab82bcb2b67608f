#include "sogdia/equilibrium/hat_economy.h"

#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"

namespace sogdia {

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

Vector weighted_column_sums(const OdMatrix& matrix, const Vector& factor) {
  const std::size_t n = factor.size();
  Vector sums(n, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    const double* row = matrix.values.data() + i * n;
    for (std::size_t j = 0; j < n; ++j) sums[j] += row[j] * factor[i];
  }
  return sums;
}

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

namespace {

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

std::vector<std::size_t> group_sizes(const std::vector<std::size_t>& group) {
  std::vector<std::size_t> sizes(group.size(), 0);
  for (std::size_t g : group) ++sizes[g];
  return sizes;
}

// D' - D: zero to the last bit where nothing was scaled and the world still hangs together.
Vector deficit_changes(const HatEconomy& e, const Vector& scale, const Vector& transfer, bool cut_apart) {
  const std::size_t n = e.n;
  Vector change(n, 0.0), wanted(n);
  bool scaled = false;
  for (std::size_t j = 0; j < n; ++j) {
    const double deficit = e.expenditure[j] - e.income[j];
    wanted[j] = scale[j] * deficit + transfer[j];
    change[j] = (scale[j] - 1.0) * deficit + transfer[j];
    scaled = scaled || scale[j] != 1.0 || transfer[j] != 0.0;
  }
  if (!scaled && !cut_apart) return change;
  const Vector left_over = group_sums(wanted, e.group);
  for (std::size_t j = 0; j < n; ++j) {
    const auto g = e.group[j];
    if (e.group_income[g] > 0.0) change[j] -= left_over[g] * (e.income[j] / e.group_income[g]);
  }
  return change;
}

}  // namespace

HatEconomy prepare_hats(const OneSectorProblem& problem) {
  require_sound(problem);
  HatEconomy e;
  const auto& countries = problem.trade.origins;
  const std::size_t n = e.n = countries.size();
  e.theta = problem.theta;
  const Vector a_hat = ones_where_empty(problem.a_hat, n, "a_hat");
  e.labour = ones_where_empty(problem.l_hat, n, "l_hat");
  const Vector scale = ones_where_empty(problem.deficit_scale, n, "deficit_scale");
  require_positive(a_hat, countries, "a_hat");
  require_positive(e.labour, countries, "l_hat");
  const Vector transfer = problem.transfer.empty() ? Vector(n, 0.0) : problem.transfer;
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
  e.expenditure_shift = deficit_changes(e, scale, transfer, cut_apart);
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

}  // namespace sogdia
