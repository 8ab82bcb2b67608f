#pragma once
#include <array>

#include "sogdia/access/router.h"
#include "sogdia/core/monitor.h"
#include "sogdia/core/od_matrix.h"

namespace sogdia {

// Least generalized cost by family between zones. Infinite where there is no way. A zone to itself is road at
// no cost; country_cost.h adds the way within a place.
struct Skim {
  Index zones;                    // node labels of `Network::nodes`
  std::array<OdMatrix, 4> cost;   // a, fraction of value, by ModeFamily; zones x zones
  std::array<OdMatrix, 4> hours;  // along the least-cost path
  std::array<OdMatrix, 4> usd_per_tonne;
  std::array<OdMatrix, 4> share;  // logit shares; 0 where there is no way
  OdMatrix logsum;                // a_ij = -(1/mu) ln sum_m exp(-mu a_ij^m)
  OdMatrix mean_hours;            // share-weighted
  OdMatrix mean_usd_per_tonne;
};

// `zones` are labels of Network::nodes. Throws Error for one that the network lacks.
Skim skim(const Network& network, const LinkCosts& costs, const Router& router, const Index& zones,
          int threads = 0, const Monitor& monitor = {});

}  // namespace sogdia
