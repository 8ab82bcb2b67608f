#pragma once
#include <array>
#include <vector>

#include "sogdia/access/access_topology.h"
#include "sogdia/access/haul.h"
#include "sogdia/core/monitor.h"
#include "sogdia/core/od_matrix.h"

namespace sogdia {

// The parts that the chains of a family are joined from: by zone, where goods board and where they alight,
// and the main haul between.
struct Chains {
  std::vector<std::vector<Seed>> starts, ends;
  Haul haul;
};

// Least generalized cost by family between zones. Infinite where there is no way. A zone to itself is road at
// no cost; country_cost.h adds the way within a place.
struct Skim {
  Index zones;                    // node labels of `Network::nodes`
  std::array<OdMatrix, 4> cost;   // a, fraction of value, by ModeFamily; zones x zones
  std::array<OdMatrix, 4> hours;  // along the least-cost path
  std::array<OdMatrix, 4> usd_per_tonne;
  std::array<OdMatrix, 4> share;  // logit shares; 0 where there is no way
  OdMatrix logsum;                // L_ij = -(1/mu) ln sum_m exp(-mu a_ij^m)
  OdMatrix paid;                  // a_ij, what a shipper pays: see below
  OdMatrix mean_hours;            // share-weighted
  OdMatrix mean_usd_per_tonne;
  // Where asked for: km along the least-cost path and their share-weighted mean, and what the paths are
  // joined from.
  std::array<OdMatrix, 4> km;
  OdMatrix mean_km;
  std::array<Chains, 4> chains;
};

struct SkimNeeds {
  bool km = false, chains = false;
};

// What a scenario starts from: the skim of the base with its chains, and the links that differ from it.
struct Before {
  const Skim& skim;
  const std::vector<std::uint32_t>& changed;
};

// The logsum says how much better or worse off a shipper is, but only up to a constant: with two ways of the
// same cost it lies below either, and for near neighbours below zero. Its reference is the base, where a pair
// pays what its ways cost at their shares s_m. A change adds what it does to the logsum, and no pair pays
// less than its cheapest way:
//
//   base       a_ij  = sum_m s_m a_ij^m
//   scenario   a'_ij = max( min_m a'_ij^m,  a_ij + L'_ij - L_ij )
//
// So a_ij is never negative, and a cheaper link never makes a pair dearer. Means of hours and money of a
// scenario hold the base's shares, of the ways that remain: closing a slow way does not count as time saved.
// Where the base has no way, or none of those that it had remains, the scenario's own shares stand in.
//
// `zones` are labels of Network::nodes; throws Error for one that the network lacks. `before` is nullptr for
// the base itself; with it, families that the changed links have no part in are taken from it. Costs are
// those of Dijkstra's algorithm to the last bit (kCostUnit), whatever the number of threads.
//
//   const AccessTopology topology = make_access_topology(network);                                  // once
//   const AccessMetric metric = weigh(topology, weigh_links(network, costs, travel.shipper));       // the
//   base const Skim base = skim(network, topology, metric, travel, zones, {.chains = true}); const
//   AccessMetric after = reweigh(topology, metric, weigh_links(network, changed_costs, ...), changed); const
//   Before before{base, changed}; const Skim scenario = skim(network, topology, after, travel, zones, {},
//   &before);
Skim skim(const Network& network, const AccessTopology& topology, const AccessMetric& metric,
          const Travel& travel, const Index& zones, const SkimNeeds& needs = {},
          const Before* before = nullptr, int threads = 0, const Monitor& monitor = {});
// The same, weighing the links first.
Skim skim(const Network& network, const AccessTopology& topology, const LinkCosts& costs,
          const Travel& travel, const Index& zones, const SkimNeeds& needs = {}, int threads = 0,
          const Monitor& monitor = {});

}  // namespace sogdia
