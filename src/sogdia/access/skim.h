#pragma once
#include <array>
#include <vector>

#include "sogdia/access/access_topology.h"
#include "sogdia/access/goods_choice.h"
#include "sogdia/access/terminal_lists.h"
#include "sogdia/core/monitor.h"
#include "sogdia/core/od_matrix.h"
#include "sogdia/core/shared.h"

namespace sogdia {

// The chain that a pair takes: where in the starts of its origin, and where in the ends of its destination.
struct TakenChain {
  static constexpr std::uint16_t kNone = 0xFFFF;  // there is no way
  std::uint16_t start = kNone, end = kNone;

  bool any() const { return start != kNone; }
};

// The parts that the chains of a family are joined from: by zone, where goods board and where they alight,
// and the main haul between.
struct Chains {
  Shared<TerminalLists> lists;
  Shared<Haul> haul;              // a tanker's is the sea's, where that has its ports; of costs alone
  std::vector<TakenChain> taken;  // by pair, i * zones + j

  const std::vector<std::vector<Seed>>& starts() const { return lists->starts; }
  const std::vector<std::vector<Seed>>& ends() const { return lists->ends; }
  // The cell of the haul that a chain of the pair goes by, row * columns + column.
  std::size_t cell_of(std::size_t i, std::size_t j, const TakenChain& chain) const {
    const Haul& table = haul;
    return table.row_of[starts()[i][chain.start].vertex] * table.columns() +
           table.column_of[ends()[j][chain.end].vertex - table.column_of.size()];
  }
};

// Least generalized cost by family between zones; families that a scenario leaves alone are shared with its
// base. Infinite where there is no way. A zone to itself is road at
// no cost; country_cost.h adds the way within a place.
struct Skim {
  Index zones;                      // node labels of `Network::nodes`
  ByFamily<Shared<OdMatrix>> cost;  // a, fraction of value, by ModeFamily; zones x zones
  // In single precision, which halves them: which way is least does not depend on these.
  ByFamily<Shared<FloatMatrix>> hours;  // along the least-cost path
  ByFamily<Shared<FloatMatrix>> usd_per_tonne;
  ByFamily<FloatMatrix> share;   // of the value of trade; 0 where there is no way
  ByFamily<FloatMatrix> tonnes;  // carried for each USD of a pair's trade; by class of goods and with chains
  // ship_apart by pair, i * zones + j, as on the base; empty unless goods are told apart.
  Shared<std::vector<float>> ship_apart;
  OdMatrix logsum;      // L_ij = -(1/mu) ln sum_m exp(-mu a_ij^m); empty where goods are told apart
  OdMatrix paid;        // a_ij, what a shipper pays: see below
  OdMatrix mean_hours;  // share-weighted
  OdMatrix mean_usd_per_tonne;
  OdMatrix stranded;  // GoodsShares::stranded; empty on a base and without classes of goods
  // Where asked for: km along the least-cost path and their share-weighted mean, and what the paths are
  // joined from.
  ByFamily<Shared<FloatMatrix>> km;
  OdMatrix mean_km;
  ByFamily<Shared<Chains>> chains;
};

// PairPlace::ship_apart of one pair of its zones.
inline double ship_apart_of(const Skim& skim, std::size_t i, std::size_t j) {
  const std::vector<float>& apart = *skim.ship_apart;
  return apart.empty() ? 1 : apart[i * skim.zones.size() + j];
}
// The ways of one pair of its zones.
PairCosts costs_of(const Skim& skim, std::size_t i, std::size_t j);

struct SkimNeeds {
  bool km = false, chains = false;
  bool choices = true;  // false: costs by family alone, on a metric that need not carry
};

// What a scenario starts from: the skim of the base with its chains, and the links that differ from it. With
// the base's metric, only what the change can alter is found anew (touched.h), to the same bits.
struct Before {
  const Skim& skim;
  const std::vector<std::uint32_t>& changed;
  const AccessMetric* metric = nullptr;
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
// scenario hold the base's shares. A closure is no time saved: a family whose way has become dearer, or is
// gone, takes no fewer hours than it took.
// Where the base has no way, or none of those that it had remains, the scenario's own shares stand in.
//
// By class of goods (Travel::goods) the shares, what is paid and what that does are goods_choice.h's; ways,
// hours and money by family stay those of the general shipper.
//
// `zones` are labels of Network::nodes; throws Error for one that the network lacks. `before` is nullptr for
// the base itself; with it, families that the changed links have no part in are taken from it. Costs are
// those of Dijkstra's algorithm to the last bit (kCostUnit), whatever the number of threads.
//
//   topology = make_access_topology(network);                                                        once
//   metric = weigh(topology, weigh_links(network, costs, travel.shipper));                       the base
//   base = skim(network, topology, metric, travel, zones, {.chains = true});
//   after = reweigh(topology, metric, weigh_links(network, changed_costs, ...), changed);      a scenario
//   Before before{base, changed};
//   scenario = skim(network, topology, after, travel, zones, {}, &before);
Skim skim(const Network& network, const AccessTopology& topology, const AccessMetric& metric,
          const Travel& travel, const Index& zones, const SkimNeeds& needs = {},
          const Before* before = nullptr, int threads = 0, const Monitor& monitor = {});
// The same, weighing the links first.
Skim skim(const Network& network, const AccessTopology& topology, const LinkCosts& costs,
          const Travel& travel, const Index& zones, const SkimNeeds& needs = {}, int threads = 0,
          const Monitor& monitor = {});

}  // namespace sogdia
