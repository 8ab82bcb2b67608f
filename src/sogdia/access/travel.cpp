#include "sogdia/access/travel.h"

#include <algorithm>
#include <cmath>

#include "sogdia/core/no_number.h"

namespace sogdia {

const char* to_string(ModeFamily family) {
  switch (family) {
    case ModeFamily::sea:
      return "sea";
    case ModeFamily::rail:
      return "rail";
    case ModeFamily::road:
      return "road";
    case ModeFamily::air:
      return "air";
    case ModeFamily::inland_water:
      return "inland_water";
    case ModeFamily::oil_pipeline:
      return "oil_pipeline";
    case ModeFamily::gas_pipeline:
      return "gas_pipeline";
    case ModeFamily::tanker:
      return "tanker";
    case ModeFamily::large_ship:
      return "large_ship";
  }
  return "";
}

double choose(const ByFamily<double>& cost, double mu, ByFamily<double>& share) {
  share.fill(0.0);
  const double least = *std::min_element(cost.begin(), cost.end());
  if (least == kInfinity) return kInfinity;
  double sum = 0;
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    if (cost[f] == kInfinity) continue;
    share[f] = std::exp(-mu * (cost[f] - least));
    sum += share[f];
  }
  for (auto& s : share) s /= sum;
  return least - std::log(sum) / mu;
}

double choose_least(const ByFamily<double>& cost, ByFamily<double>& share) {
  share.fill(0.0);
  const auto least = std::min_element(cost.begin(), cost.end());
  if (*least < kInfinity) share[static_cast<std::size_t>(least - cost.begin())] = 1;
  return *least;
}

Kept keep_families(const ByFamily<double>& share, const ByFamily<double>& before,
                   const ByFamily<double>& after) {
  const auto cheapest =
      static_cast<std::size_t>(std::min_element(after.begin(), after.end()) - after.begin());
  Kept kept;
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    if (share[f] == 0) continue;
    const bool stays = after[f] < kInfinity;
    kept.share[stays ? f : cheapest] += share[f];
    kept.paid += share[f] * (stays ? after[f] : std::max(before[f], after[cheapest]));
  }
  return kept;
}

std::vector<double> generalized_cost(const LinkCosts& costs, const Shipper& shipper) {
  std::vector<double> cost(costs.hours.size());
  for (std::size_t l = 0; l < cost.size(); ++l) {
    const double a = generalized_cost(costs.usd_per_tonne[l], costs.hours[l], shipper);
    cost[l] = std::nearbyint(a / kCostUnit) * kCostUnit;
  }
  return cost;
}

}  // namespace sogdia
