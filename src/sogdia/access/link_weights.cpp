#include "sogdia/access/link_weights.h"

#include <cmath>

namespace sogdia {
namespace {

// Hours, USD and km to the nearest millionth, so that sums of them below 2^33 are exact.
constexpr double kPlainUnit = 0x1p-20;

}  // namespace

LinkWeights link_weights(const Network& network, const LinkCosts& costs, const Shipper& shipper,
                         LeastOf least) {
  LinkWeights weights;
  weights.carried.reserve(network.link_count());
  for (std::size_t l = 0; l < network.link_count(); ++l)
    weights.carried.push_back({costs.hours[l], costs.usd_per_tonne[l], network.length_km[l]});
  if (least == LeastOf::cost) {
    weights.cost = generalized_cost(costs, shipper);
    return weights;
  }
  for (const Carried& rides : weights.carried) {
    const double plain = least == LeastOf::hours ? rides.hours : least == LeastOf::usd ? rides.usd : rides.km;
    weights.cost.push_back(std::nearbyint(plain / kPlainUnit) * kPlainUnit);
  }
  return weights;
}

}  // namespace sogdia
