#include "sogdia/access/access_limits.h"

#include <algorithm>

#include "sogdia/access/search.h"
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

// By position among the main nodes, 1 = of the largest part that ships can go about: the ocean, and not a
// river or a lake without a way to it.
std::vector<std::uint8_t> on_the_ocean(const FamilyGraph& sea) {
  const std::uint32_t count = sea.main_count();
  std::vector<std::uint32_t> part(count, kNoState), sizes;
  std::vector<std::uint32_t> open;
  const auto take = [&](std::uint32_t k) {
    if (part[k] != kNoState) return;
    part[k] = static_cast<std::uint32_t>(sizes.size());
    open.push_back(k);
  };
  for (std::uint32_t first = 0; first < count; ++first) {
    if (part[first] != kNoState) continue;
    std::uint32_t size = 0;
    for (take(first); !open.empty(); ++size) {
      const std::uint32_t k = open.back();
      open.pop_back();
      for (const Adjacency* arcs : {&sea.haul, &sea.haul_backward})
        for (std::uint32_t a = arcs->first[k + count]; a < arcs->first[k + count + 1]; ++a)
          take(arcs->arcs[a].head % count);
    }
    sizes.push_back(size);
  }
  const auto largest =
      static_cast<std::uint32_t>(std::max_element(sizes.begin(), sizes.end()) - sizes.begin());
  std::vector<std::uint8_t> ocean(count);
  for (std::uint32_t k = 0; k < count; ++k) ocean[k] = part[k] == largest;
  return ocean;
}

// By node, `times` the cost of the way on land to the nearest port of the ocean and from it; 0 where none
// leads there, and at nodes that are none of `ends`, where these are given.
std::array<std::vector<double>, 2> nearest_ports(const FamilyGraph& sea, double times,
                                                 const std::vector<std::uint32_t>* ends) {
  const std::vector<std::uint8_t> ocean = on_the_ocean(sea);
  std::array<std::vector<double>, 2> limit;
  for (const bool backward : {false, true}) {
    const Adjacency& transfers = backward ? sea.alight : sea.board;
    const std::size_t nodes = transfers.first.size() - 1;
    std::vector<Root> ports;
    for (std::uint32_t n = 0; n < nodes; ++n) {
      const auto begin = transfers.arcs.begin();
      if (std::any_of(begin + transfers.first[n], begin + transfers.first[n + 1],
                      [&](const Arc& arc) { return ocean[arc.head % ocean.size()]; }))
        ports.push_back({n});
    }
    const auto set = [&](std::uint32_t node, double cost) {
      limit[backward][node] = cost < kInfinity ? times * cost : 0;
    };
    SearchEnd end;
    if (!sea.layers->no_through.empty()) end.no_through = &sea.layers->no_through;
    limit[backward].assign(nodes, 0);
    SearchTree tree;
    if (!ends) {
      search(*sea.weights, backward ? *sea.land : *sea.land_backward, ports, end, tree);
      for (std::uint32_t n = 0; n < nodes; ++n) set(n, tree.cost[n]);
      continue;
    }
    // From each of few nodes the first port that is met is the nearest. No way back leads to one off land.
    std::vector<std::uint8_t> is_port(nodes, 0);
    for (const Root& port : ports) is_port[port.vertex] = 1;
    end.wanted = &is_port;
    end.wanted_count = 1;
    for (const std::uint32_t node : *ends) {
      if (!sea.layers->land_node[node] && !is_port[node]) continue;
      search(*sea.weights, backward ? *sea.land_backward : *sea.land, {{node}}, end, tree);
      const std::uint32_t last = tree.settled.back();
      set(node, is_port[last] ? tree.cost[last] : kInfinity);
    }
  }
  return limit;
}

}  // namespace

ByFamily<AccessLimit> access_limits(const Network& network, const LinkCosts& base,
                                    const std::shared_ptr<const LinkWeights>& weights,
                                    const AccessLimits& limits, const std::vector<std::uint32_t>* ends,
                                    const FamilyGraph* sea) {
  ByFamily<AccessLimit> by_family;
  const double per_km = road_weight_per_km(network, weights->cost);
  // What goes by pipe begins at its wells.
  by_family[kOilPipe].boarding = by_family[kGasPipe].boarding = 0;
  if (!(per_km > 0)) return by_family;
  by_family[kRail].cost = limits.rail_km * per_km;
  by_family[kAir].cost = limits.air_km * per_km;
  by_family[kRiver].cost = limits.inland_water_km * per_km;
  by_family[kGasPipe].cost = 0;
  AccessLimit& by_sea = by_family[kSea];
  by_sea.cost = limits.sea_km * per_km;
  if (by_sea.cost < kInfinity) {
    const auto made = [&] {
      const auto layers = std::make_shared<const FamilyLayers>(make_layers(network, ModeFamily::sea));
      return make_family_graph(base, layers, weights, {});
    };
    by_sea.at = std::make_shared<const std::array<std::vector<double>, 2>>(
        nearest_ports(sea ? *sea : made(), limits.nearest, ends));
  }
  by_family[kTanker] = by_family[kOilPipe] = by_sea;
  by_family[kTanker].boarding = limits.tanker_km * per_km;
  by_family[kLargeShip] = by_family[kTanker];
  by_family[kOilPipe].boarding = 0;
  return by_family;
}

Travel make_travel(const Network& network, const LinkCosts& base, const Shipper& shipper,
                   const AccessLimits& limits) {
  Travel travel;
  travel.shipper = travel.country.shipper = shipper;
  const auto weights = std::make_shared<const LinkWeights>(link_weights(network, base, shipper));
  travel.access_limit = access_limits(network, base, weights, limits);
  return travel;
}

}  // namespace sogdia
