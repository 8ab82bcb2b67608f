#include "sogdia/dependence/partners.h"

#include <limits>

#include "sogdia/core/parallel.h"

namespace sogdia {

std::vector<double> exports_of(const OdMatrix& trade, std::size_t i) {
  std::vector<double> flows;
  for (std::size_t j = 0; j < trade.destinations.size(); ++j) flows.push_back(trade(i, j));
  return flows;
}

std::vector<double> imports_of(const OdMatrix& trade, std::size_t i) {
  std::vector<double> flows;
  for (std::size_t j = 0; j < trade.origins.size(); ++j) flows.push_back(trade(j, i));
  return flows;
}

Concentration concentration(std::vector<double> flows, std::size_t own) {
  flows[own] = 0.0;
  Concentration c;
  c.total = ordered_sum(flows);
  if (c.total == 0.0) return c;
  for (double& flow : flows) flow = (flow / c.total) * (flow / c.total);
  c.hhi = ordered_sum(flows);
  c.effective_partners = 1.0 / c.hhi;
  return c;
}

double over_gdp(double flow, double gdp) {
  return gdp > 0.0 ? flow / gdp : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace sogdia
