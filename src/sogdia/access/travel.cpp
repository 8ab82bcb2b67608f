#include "sogdia/access/travel.h"

#include <algorithm>
#include <cmath>

#include "sogdia/core/no_number.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

// Mean weight of a kilometre of road; infinite where there is none.
double road_weight_per_km(const Network& network, const std::vector<double>& link_weight) {
  std::vector<double> weight, km;
  for (std::size_t l = 0; l < network.link_count(); ++l) {
    if (network.mode[l] != Mode::road || network.crossing[l] >= 0) continue;
    weight.push_back(link_weight[l]);
    km.push_back(network.length_km[l]);
  }
  const double total = ordered_sum(km);
  return total > 0 ? ordered_sum(weight) / total : kInfinity;
}

}  // namespace

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

ByFamily<double> access_limits(const Network& network, const std::vector<double>& link_weight,
                               const AccessLimits& limits) {
  const double per_km = road_weight_per_km(network, link_weight);
  ByFamily<double> by_family;
  by_family.fill(kInfinity);
  if (!(per_km > 0)) return by_family;
  by_family[static_cast<std::size_t>(ModeFamily::sea)] = limits.sea_km * per_km;
  by_family[static_cast<std::size_t>(ModeFamily::rail)] = limits.rail_km * per_km;
  by_family[static_cast<std::size_t>(ModeFamily::air)] = limits.air_km * per_km;
  by_family[static_cast<std::size_t>(ModeFamily::inland_water)] = limits.inland_water_km * per_km;
  by_family[kTanker] = by_family[kOilPipe] = limits.sea_km * per_km;
  by_family[kGasPipe] = 0;
  return by_family;
}

Travel make_travel(const Network& network, const LinkCosts& base, const Shipper& shipper,
                   const AccessLimits& limits) {
  Travel travel;
  travel.shipper = travel.country.shipper = shipper;
  const auto weight = generalized_cost(base, shipper);
  travel.access_limit = access_limits(network, weight, limits);
  if (const double per_km = road_weight_per_km(network, weight); per_km > 0)
    travel.tanker_boarding_limit = limits.tanker_km * per_km;
  return travel;
}

}  // namespace sogdia
