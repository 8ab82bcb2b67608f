#include "sogdia/access/access_topology.h"

#include <algorithm>
#include <bit>

#include "sogdia/access/hierarchy/order.h"
#include "sogdia/core/error.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

constexpr std::size_t at(ModeFamily family) { return static_cast<std::size_t>(family); }

// Which links the families go along.
void mark_uses(const Network& network, AccessTopology& topology) {
  topology.on_lands.assign(network.link_count(), 0);
  topology.on_mains.assign(network.link_count(), 0);
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    const FamilyLayers& layers = *topology.layers[f];
    const auto bit = static_cast<std::uint16_t>(1u << f);
    for (const LinkArcs* arcs : {layers.land.get(), &layers.board, &layers.alight})
      for (const auto link : arcs->link) topology.on_lands[link] |= bit;
    for (std::size_t a = 0; a < layers.main.size(); ++a)
      if (layers.main_used.empty() || layers.main_used[a]) topology.on_mains[layers.main.link[a]] |= bit;
  }
}

// The arcs that a family may go along on its way over land, each once for all families.
void join_land_arcs(const Network& network, AccessTopology& topology) {
  struct Use {
    std::uint16_t forth = 0, back = 0;  // bit f: family f
  };
  std::vector<Use> uses(network.link_count());
  for (std::size_t f = 0; f < kFamilyCount; ++f) {
    const FamilyLayers& layers = *topology.layers[f];
    const auto bit = static_cast<std::uint16_t>(1u << f);
    for (std::size_t a = 0; a < layers.land->size(); ++a) {
      const std::uint32_t u = layers.land->tail[a], v = layers.land->head[a], link = layers.land->link[a];
      if (!layers.passable(u) || !layers.passable(v)) continue;
      (network.from[link] == u ? uses[link].forth : uses[link].back) |= bit;
    }
  }
  const auto add = [&](std::uint32_t u, std::uint32_t v, std::uint32_t link, std::uint16_t use) {
    if (use == 0) return;
    topology.land_arcs.tail.push_back(u);
    topology.land_arcs.head.push_back(v);
    topology.land_arcs.link.push_back(link);
    for (std::size_t f = 0; f < kFamilyCount; ++f) topology.on_land[f].push_back(use >> f & 1);
  };
  for (std::uint32_t link = 0; link < network.link_count(); ++link) {
    add(network.from[link], network.to[link], link, uses[link].forth);
    add(network.to[link], network.from[link], link, uses[link].back);
  }
}

Positions positions_of(const Network& network, const std::vector<std::uint32_t>& nodes) {
  Positions at;
  for (const auto n : nodes) {
    at.lon.push_back(network.lon[n]);
    at.lat.push_back(network.lat[n]);
  }
  return at;
}

const std::vector<std::uint32_t>& checked(const std::vector<std::uint32_t>& order, const ArcGraph& graph) {
  std::vector<std::uint8_t> seen(graph.vertices, 0);
  for (const auto v : order)
    if (v < graph.vertices) seen[v] = 1;
  if (order.size() != graph.vertices || std::find(seen.begin(), seen.end(), 0) != seen.end())
    throw Error("the order is none of the network's vertices", "", "");
  return order;
}

}  // namespace

AccessTopology make_access_topology(const Network& network, int threads, const AccessOrders* orders) {
  AccessTopology topology;
  for (const ModeFamily family : kWayFamilies)
    topology.layers[at(family)] = std::make_shared<const FamilyLayers>(
        make_layers(network, family, topology.layers[at(land_family(family))].get()));
  topology.layers[kTanker] = topology.layers[kSea];
  topology.layers[kLargeShip] =
      std::make_shared<const FamilyLayers>(large_ship_layers(network, *topology.layers[kSea]));
  join_land_arcs(network, topology);
  mark_uses(network, topology);
  parallel_for(kWayFamilies.size(), threads, [&](std::size_t f) {
    // The land is the largest, so it goes first; road has no main haul, and gives it its turn.
    if (f == 0) {
      const ArcGraph graph{static_cast<std::uint32_t>(network.node_count()), topology.land_arcs.tail,
                           topology.land_arcs.head};
      topology.land = make_topology(graph, orders ? checked(orders->land, graph)
                                                  : nested_dissection(graph, {network.lon, network.lat}));
      return;
    }
    const std::size_t family = f <= kRoad ? f - 1 : f;
    const FamilyLayers& layers = *topology.layers[family];
    const auto count = static_cast<std::uint32_t>(layers.main_nodes.size());
    const ArcGraph graph{count, layers.main.tail, layers.main.head};
    topology.main[family] = std::make_shared<const Topology>(
        make_topology(graph, orders ? checked(orders->main[family], graph)
                                    : nested_dissection(graph, positions_of(network, layers.main_nodes))));
    auto& first = topology.first_main[family];
    first.assign(count + 1, 0);
    for (const auto tail : layers.main.tail) ++first[tail + 1];
    for (std::uint32_t v = 0; v < count; ++v) first[v + 1] += first[v];
    topology.main_out[family].resize(layers.main.size());
    std::vector<std::uint32_t> fill(first.begin(), first.end() - 1);
    for (std::uint32_t a = 0; a < layers.main.size(); ++a)
      topology.main_out[family][fill[layers.main.tail[a]]++] = a;
  });
  for (const std::size_t f : {kTanker, kLargeShip}) {
    topology.main[f] = topology.main[kSea];
    topology.first_main[f] = topology.first_main[kSea];
    topology.main_out[f] = topology.main_out[kSea];
  }
  return topology;
}

AccessOrders orders_of(const AccessTopology& topology) {
  AccessOrders orders{topology.land.vertex, {}};
  for (const ModeFamily family : kWayFamilies)
    if (family != ModeFamily::road) orders.main[at(family)] = topology.main[at(family)]->vertex;
  return orders;
}

std::uint64_t shape_hash(const Network& network) {
  std::uint64_t hash = 0xcbf29ce484222325u;  // FNV-1a, by words
  const auto add = [&](std::uint64_t word) { hash = (hash ^ word) * 0x100000001b3u; };
  add(network.node_count());
  for (std::size_t n = 0; n < network.node_count(); ++n) {
    add(static_cast<std::uint64_t>(network.node_type[n]));
    add(std::bit_cast<std::uint64_t>(network.lon[n]));
    add(std::bit_cast<std::uint64_t>(network.lat[n]));
  }
  for (std::size_t l = 0; l < network.link_count(); ++l) {
    add(std::uint64_t{network.from[l]} << 32 | network.to[l]);
    add(static_cast<std::uint64_t>(network.mode[l]) << 1 | network.directed[l]);
  }
  return hash;
}

WeighedLinks weigh_links(const Network& network, const LinkCosts& costs, const Shipper& shipper,
                         LeastOf least) {
  WeighedLinks links{link_weights(network, costs, shipper, least), {}};
  links.open.resize(network.link_count());
  for (std::size_t l = 0; l < links.open.size(); ++l) links.open[l] = costs.open(l);
  return links;
}

WeighedArcs weigh_arcs(const LinkArcs& arcs, const std::vector<std::uint8_t>& used, const WeighedLinks& links,
                       bool carried) {
  WeighedArcs weighed{std::vector<double>(arcs.size(), kNoWay<double>), {}};
  if (carried) weighed.carried.resize(arcs.size());
  for (std::size_t a = 0; a < arcs.size(); ++a) {
    const std::uint32_t link = arcs.link[a];
    if (!links.open[link] || (!used.empty() && !used[a])) continue;
    weighed.weight[a] = links.link.cost[link];
    if (carried) weighed.carried[a] = links.link.carried[link];
  }
  return weighed;
}

namespace {

// The ten metrics, the largest first. Goods that go by water come to it alike, to trains and aircraft by
// road alone, and tankers go as ships do.
struct MetricOf {
  bool land;
  std::size_t family;
};
constexpr std::array<MetricOf, 10> kMetrics{{{false, kSea},
                                             {false, kLargeShip},
                                             {false, kOilPipe},
                                             {true, kSea},
                                             {true, kRail},
                                             {true, kRoad},
                                             {false, kRail},
                                             {false, kAir},
                                             {false, kRiver},
                                             {false, kGasPipe}}};

void share_metrics(AccessMetric& metric) {
  metric.land[kRiver] = metric.land[kTanker] = metric.land[kLargeShip] = metric.land[kOilPipe] =
      metric.land[kGasPipe] = metric.land[kSea];
  metric.land[kAir] = metric.land[kRail];
  metric.main[kTanker] = metric.main[kSea];
}

WeighedArcs arcs_of(const AccessTopology& topology, const MetricOf& of, const WeighedLinks& links) {
  return of.land ? weigh_arcs(topology.land_arcs, topology.on_land[of.family], links)
                 : weigh_arcs(topology.layers[of.family]->main, topology.layers[of.family]->main_used, links);
}

// Where so many of the arcs changed, all is customized anew.
constexpr std::size_t kFewArcs = 50;

}  // namespace

AccessMetric weigh(const AccessTopology& topology, WeighedLinks links, int threads) {
  AccessMetric metric{std::move(links), {}, {}};
  parallel_for(kMetrics.size(), threads, [&](std::size_t k) {
    const MetricOf& of = kMetrics[k];
    const WeighedArcs arcs = arcs_of(topology, of, metric.links);
    (of.land ? metric.land : metric.main)[of.family] = std::make_shared<const Metric<double>>(
        customize<double>(of.land ? topology.land : *topology.main[of.family], {arcs.weight, &arcs.carried}));
  });
  share_metrics(metric);
  return metric;
}

FamiliesUsed families_of(const AccessTopology& topology, const std::vector<std::uint32_t>& links) {
  FamiliesUsed used;
  for (const auto link : links) {
    used.land |= topology.on_lands[link];
    used.main |= topology.on_mains[link];
  }
  return used;
}

AccessMetric reweigh(const AccessTopology& topology, const AccessMetric& before, WeighedLinks links,
                     const std::vector<std::uint32_t>& changed, int threads, bool carried) {
  AccessMetric metric{std::move(links), before.land, before.main};
  const FamiliesUsed used = families_of(topology, changed);
  std::vector<std::uint8_t> is_changed(metric.links.open.size(), 0);
  for (const auto link : changed) is_changed[link] = 1;
  parallel_for(kMetrics.size(), threads, [&](std::size_t k) {
    const MetricOf& of = kMetrics[k];
    if (!((of.land ? used.land : used.main) >> of.family & 1)) return;
    const Topology& hierarchy = of.land ? topology.land : *topology.main[of.family];
    const LinkArcs& along = of.land ? topology.land_arcs : topology.layers[of.family]->main;
    const auto& goes = of.land ? topology.on_land[of.family] : topology.layers[of.family]->main_used;
    std::vector<std::uint32_t> few;
    for (std::uint32_t a = 0; a < along.size(); ++a) {
      if (is_changed[along.link[a]] && (goes.empty() || goes[a])) few.push_back(a);
    }
    if (few.empty()) return;
    const WeighedArcs arcs = arcs_of(topology, of, metric.links);
    auto& place = (of.land ? metric.land : metric.main)[of.family];
    auto made = std::make_shared<Metric<double>>();
    const ArcWeights<double> weights{arcs.weight, carried || of.land ? &arcs.carried : nullptr};
    if (few.size() * kFewArcs > along.size()) {
      *made = customize<double>(hierarchy, weights);
    } else {
      if (weights.carried)
        *made = *place;
      else
        *made = {place->weight, {}, {}, place->via_up, place->via_down};
      recustomize<double>(hierarchy, weights, few, *made);
    }
    place = std::move(made);
  });
  share_metrics(metric);
  return metric;
}

}  // namespace sogdia
