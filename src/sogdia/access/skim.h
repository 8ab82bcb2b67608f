#pragma once
#include <array>
#include <vector>

#include "sogdia/access/haul.h"
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
  OdMatrix logsum;                // L_ij = -(1/mu) ln sum_m exp(-mu a_ij^m)
  OdMatrix paid;                  // a_ij, what a shipper pays: see below
  OdMatrix mean_hours;            // share-weighted
  OdMatrix mean_usd_per_tonne;
  // By family and zone: the ways on land to where goods board, and from where they alight.
  std::array<std::vector<std::vector<Seed>>, 4> starts, ends;
  // By family, of the base alone: a scenario searches only the rows that its changes can move.
  std::array<Haul, 4> haul;
};

// What a scenario starts from: the ways of the base, and the links that differ from it, ascending.
struct Before {
  const Router& router;
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
// `zones` are labels of Network::nodes; throws Error for one that the network lacks. `base` is the skim of
// the same zones before a scenario's changes, nullptr for the base itself.
Skim skim(const Network& network, const LinkCosts& costs, const Router& router, const Index& zones,
          int threads = 0, const Monitor& monitor = {}, const Before* before = nullptr);

}  // namespace sogdia
