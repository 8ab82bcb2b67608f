#include "sogdia/dependence/dependence.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"
#include "sogdia/dependence/partners.h"
#include "sogdia/equilibrium/one_sector.h"

namespace sogdia {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

double ratio(double part, double whole) { return whole > 0.0 ? part / whole : kUnknown; }

OneSided one_sided(const OdMatrix& trade, const std::vector<double>& gdp, std::size_t a, std::size_t b,
                   const DependenceOptions& options) {
  OneSided d;
  const auto exports = exports_of(trade, a), imports = imports_of(trade, a);
  const auto sold = concentration(exports, a), bought = concentration(imports, a);
  d.export_share = sold.total > 0.0 ? trade(a, b) / sold.total : 0.0;
  d.import_share = bought.total > 0.0 ? trade(b, a) / bought.total : 0.0;
  d.exports_over_gdp = over_gdp(trade(a, b), gdp[a]);
  d.imports_over_gdp = over_gdp(trade(b, a), gdp[a]);
  d.hhi_exports = sold.hhi;
  d.hhi_imports = bought.hhi;
  d.effective_export_partners = sold.effective_partners;
  d.effective_import_partners = bought.effective_partners;

  std::vector<double> others_buy, others_sell;
  for (std::size_t k = 0; k < trade.origins.size(); ++k) {
    if (k == a || k == b) continue;
    others_buy.push_back(concentration(imports_of(trade, k), k).total);
    others_sell.push_back(concentration(exports_of(trade, k), k).total);
  }
  d.over_other_buyers = ratio(trade(a, b), ordered_sum(others_buy));
  d.over_other_sellers = ratio(trade(b, a), ordered_sum(others_sell));

  const double expenditure = ordered_sum(imports);
  d.cutoff = cutoff_losses(expenditure > 0.0 ? trade(b, a) / expenditure : 0.0, options);
  d.ge = {kUnknown, kUnknown, kUnknown};
  d.exports_replaced = d.imports_replaced = kUnknown;
  return d;
}

OneSectorSolution cut(const OdMatrix& trade, double theta,
                      const std::vector<std::pair<std::size_t, std::size_t>>& ends) {
  OneSectorProblem problem;
  problem.trade = trade;
  problem.theta = theta;
  problem.kappa_hat = OdMatrix(trade.origins, trade.destinations, "hat", 1.0);
  for (const auto& [i, j] : ends) problem.kappa_hat(i, j) = std::numeric_limits<double>::infinity();
  return solve_one_sector(problem);
}

// If b buys nothing of a any more, the part of X_ab that third countries take instead; and if b sells nothing
// to a, the part of X_ba that they deliver.
void replaced(OneSided& d, const OdMatrix& before, std::size_t a, std::size_t b, double theta) {
  const auto change_with_others = [&](const OdMatrix& after, bool sold) {
    std::vector<double> change;
    for (std::size_t k = 0; k < before.origins.size(); ++k)
      if (k != a && k != b) change.push_back(sold ? after(a, k) - before(a, k) : after(k, a) - before(k, a));
    return ordered_sum(change);
  };
  if (before(a, b) > 0.0)
    if (const auto without = cut(before, theta, {{a, b}}); without.converged)
      d.exports_replaced = change_with_others(without.trade, true) / before(a, b);
  if (before(b, a) > 0.0)
    if (const auto without = cut(before, theta, {{b, a}}); without.converged)
      d.imports_replaced = change_with_others(without.trade, false) / before(b, a);
}

void cut_in_equilibrium(Dependence& d, const OdMatrix& trade, std::size_t a, std::size_t b,
                        const DependenceOptions& options) {
  const auto losses = [&](double theta, double Losses::*horizon) {
    const auto solution = cut(trade, theta, {{a, b}, {b, a}});
    d.a_on_b.ge.*horizon = solution.converged ? 1.0 - solution.welfare_hat[a] : kUnknown;
    d.b_on_a.ge.*horizon = solution.converged ? 1.0 - solution.welfare_hat[b] : kUnknown;
  };
  losses(options.theta_high, &Losses::low);
  losses(options.theta_mid, &Losses::mid);
  losses(options.theta_low, &Losses::high);
  replaced(d.a_on_b, trade, a, b, options.theta_mid);
  replaced(d.b_on_a, trade, b, a, options.theta_mid);
}

// The range's part that comes of the flows themselves.
double factor_of_ratio(const DependenceOptions& options) {
  const auto log_of = [](double factor) { return std::isfinite(factor) ? std::log(factor) : 0.0; };
  return std::exp(std::hypot(log_of(options.factor_ab), log_of(options.factor_ba)));
}

LossRatio loss_ratio(const Dependence& d, const DependenceOptions& options) {
  LossRatio out;
  out.equilibrium = options.equilibrium;
  const Losses &x = out.equilibrium ? d.a_on_b.ge : d.a_on_b.cutoff,
               &y = out.equilibrium ? d.b_on_a.ge : d.b_on_a.cutoff;
  const auto at = [&](double Losses::*horizon) {
    return x.*horizon > 0.0 && y.*horizon > 0.0 ? y.*horizon / x.*horizon : kUnknown;
  };
  const double all[] = {at(&Losses::low), at(&Losses::mid), at(&Losses::high)};
  const double factor = factor_of_ratio(options);
  out.mid = all[1];
  out.low = out.high = kUnknown;
  if (!std::all_of(std::begin(all), std::end(all), [](double r) { return std::isfinite(r); })) return out;
  out.low = *std::min_element(std::begin(all), std::end(all)) / factor;
  out.high = *std::max_element(std::begin(all), std::end(all)) * factor;
  return out;
}

}  // namespace

Dependence dependence(const OdMatrix& trade, const std::vector<double>& gdp, std::string_view a,
                      std::string_view b, const DependenceOptions& options) {
  require_same(trade.origins, trade.destinations, "the trade matrix's exporters and importers");
  if (gdp.size() != trade.origins.size())
    throw Error(fmt::format("gdp has {} values for {} countries", gdp.size(), trade.origins.size()),
                "dependence", "give one value per country of the trade matrix");
  require_sound(options);
  const std::size_t i = trade.origins.at(a, "country"), j = trade.origins.at(b, "country");
  if (i == j)
    throw Error(fmt::format("`{}` is asked about itself", a), "dependence", "name two different countries");

  Dependence d{std::string(a),
               std::string(b),
               one_sided(trade, gdp, i, j, options),
               one_sided(trade, gdp, j, i, options),
               {}};
  if (options.equilibrium) cut_in_equilibrium(d, trade, i, j, options);
  d.loss_ratio = loss_ratio(d, options);
  return d;
}

}  // namespace sogdia
