#include "sogdia/dependence/dependence.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"
#include "sogdia/equilibrium/one_sector.h"

namespace sogdia {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

std::vector<double> exports_of(const OdMatrix& trade, std::size_t a) {
  std::vector<double> flows;
  for (std::size_t j = 0; j < trade.destinations.size(); ++j) flows.push_back(trade(a, j));
  return flows;
}

std::vector<double> imports_of(const OdMatrix& trade, std::size_t a) {
  std::vector<double> flows;
  for (std::size_t i = 0; i < trade.origins.size(); ++i) flows.push_back(trade(i, a));
  return flows;
}

struct Concentration {
  double share = 0, hhi = 0, effective_partners = 0;
};

// Of `own`'s flows with the rest of the world: the partner's share, and how few partners there are.
Concentration concentration(std::vector<double> flows, std::size_t own, std::size_t partner) {
  flows[own] = 0.0;
  const double total = ordered_sum(flows);
  if (total == 0.0) return {};
  Concentration c;
  c.share = flows[partner] / total;
  for (double& flow : flows) flow = (flow / total) * (flow / total);
  c.hhi = ordered_sum(flows);
  c.effective_partners = 1.0 / c.hhi;
  return c;
}

double over(double flow, double gdp) { return gdp > 0.0 ? flow / gdp : kUnknown; }

OneSided one_sided(const OdMatrix& trade, const std::vector<double>& gdp, std::size_t a, std::size_t b,
                   const DependenceOptions& options) {
  OneSided d;
  const auto exports = exports_of(trade, a), imports = imports_of(trade, a);
  const auto sold = concentration(exports, a, b), bought = concentration(imports, a, b);
  d.export_share = sold.share;
  d.import_share = bought.share;
  d.exports_over_gdp = over(trade(a, b), gdp[a]);
  d.imports_over_gdp = over(trade(b, a), gdp[a]);
  d.hhi_exports = sold.hhi;
  d.hhi_imports = bought.hhi;
  d.effective_export_partners = sold.effective_partners;
  d.effective_import_partners = bought.effective_partners;

  const double expenditure = ordered_sum(imports);
  const double share = expenditure > 0.0 ? trade(b, a) / expenditure : 0.0;
  const double log_loss = -std::log1p(-share);
  d.cutoff_low = log_loss / options.theta_high;
  d.cutoff_mid = log_loss / options.theta_mid;
  d.cutoff_high = log_loss / options.theta_low;
  return d;
}

void cut_in_equilibrium(Dependence& d, const OdMatrix& trade, std::size_t a, std::size_t b,
                        const DependenceOptions& options) {
  OneSectorProblem problem;
  problem.trade = trade;
  problem.kappa_hat = OdMatrix(trade.origins, trade.destinations, "hat", 1.0);
  problem.kappa_hat(a, b) = problem.kappa_hat(b, a) = std::numeric_limits<double>::infinity();
  const auto losses = [&](double theta, double& loss_a, double& loss_b) {
    problem.theta = theta;
    const auto solution = solve_one_sector(problem);
    loss_a = solution.converged ? 1.0 - solution.welfare_hat[a] : kUnknown;
    loss_b = solution.converged ? 1.0 - solution.welfare_hat[b] : kUnknown;
  };
  losses(options.theta_high, d.a_on_b.ge_low, d.b_on_a.ge_low);
  losses(options.theta_mid, d.a_on_b.ge_mid, d.b_on_a.ge_mid);
  losses(options.theta_low, d.a_on_b.ge_high, d.b_on_a.ge_high);
}

}  // namespace

Dependence dependence(const OdMatrix& trade, const std::vector<double>& gdp, std::string_view a,
                      std::string_view b, const DependenceOptions& options) {
  require_same(trade.origins, trade.destinations, "the trade matrix's exporters and importers");
  if (gdp.size() != trade.origins.size())
    throw Error(fmt::format("gdp has {} values for {} countries", gdp.size(), trade.origins.size()),
                "dependence", "give one value per country of the trade matrix");
  if (!(options.theta_low > 0.0) || !(options.theta_mid >= options.theta_low) ||
      !(options.theta_high >= options.theta_mid))
    throw Error(
        fmt::format("the trade elasticities are {}, {}, {}, expected positive numbers in rising order",
                    options.theta_low, options.theta_mid, options.theta_high),
        "dependence", "for instance 3, 4, 8");
  const std::size_t i = trade.origins.at(a, "country"), j = trade.origins.at(b, "country");
  if (i == j)
    throw Error(fmt::format("`{}` is asked about itself", a), "dependence", "name two different countries");

  Dependence d{std::string(a), std::string(b), one_sided(trade, gdp, i, j, options),
               one_sided(trade, gdp, j, i, options), 0.0};
  const double both = trade(i, j) + trade(j, i);
  d.asymmetry = both > 0.0 ? std::log(over(both, gdp[j]) / over(both, gdp[i])) : kUnknown;
  if (options.equilibrium) cut_in_equilibrium(d, trade, i, j, options);
  return d;
}

}  // namespace sogdia
