#include "sogdia/dependence/cutoff.h"

#include <fmt/format.h>

#include <cmath>

#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"

namespace sogdia {

void require_sound(const Horizons& horizons) {
  if (!(horizons.theta_low > 0.0) || !(horizons.theta_mid >= horizons.theta_low) ||
      !(horizons.theta_high >= horizons.theta_mid) || !std::isfinite(horizons.theta_high))
    throw Error(
        fmt::format("the trade elasticities are {}, {}, {}, expected positive numbers in rising order",
                    horizons.theta_low, horizons.theta_mid, horizons.theta_high),
        "dependence", "from the short run to the long, for instance 0.76, 2, 5");
}

double cutoff_loss(const std::vector<SectorCut>& sectors) {
  std::vector<double> terms;
  for (const SectorCut& k : sectors) {
    if (!(k.share >= 0.0 && k.share <= 1.0))
      throw Error(fmt::format("a supplier's share is {}, expected 0 to 1", k.share), "dependence", "");
    if (!(k.alpha >= 0.0) || !(k.theta > 0.0))
      throw Error(fmt::format("a sector has weight {} and elasticity {}", k.alpha, k.theta), "dependence",
                  "weights are 0 or more, elasticities above 0");
    if (k.alpha > 0.0 && k.share > 0.0) terms.push_back(k.alpha * -std::log1p(-k.share) / k.theta);
  }
  return ordered_sum(terms);
}

Losses cutoff_losses(double share, const Horizons& horizons) {
  const auto at = [&](double theta) { return cutoff_loss({{1.0, share, theta}}); };
  return {at(horizons.theta_high), at(horizons.theta_mid), at(horizons.theta_low)};
}

}  // namespace sogdia
