#pragma once
#include <array>
#include <vector>

#include "sogdia/access/goods_choice.h"
#include "sogdia/access/haul.h"
#include "sogdia/access/router.h"
#include "sogdia/core/od_matrix.h"
#include "sogdia/core/parallel.h"

namespace sogdia {

// What skim() finds, found by Dijkstra's algorithm: one search on land from and to each zone, one over the
// main haul from each terminal. The plain version that the hierarchy is held against.
struct SearchedSkim {
  ByFamily<OdMatrix> cost, hours, usd_per_tonne, km;  // by ModeFamily
};

inline SearchedSkim search_skim(const Network& network, const LinkCosts& costs, const Travel& travel,
                                const Index& zones, int threads = 1) {
  std::vector<FamilyGraph> graphs = make_router(network, costs, travel, threads).graphs;
  if (travel.goods && carries_any(*travel.goods, kLargeShip)) {
    const auto layers = std::make_shared<const FamilyLayers>(make_layers(network, ModeFamily::large_ship));
    graphs.push_back(make_family_graph(costs, layers, graphs[kSea].weights, travel.access_limit[kLargeShip]));
  }
  const std::size_t count = zones.size();
  SearchedSkim found;
  std::vector<std::uint32_t> node(count);
  for (std::size_t z = 0; z < count; ++z)
    node[z] = static_cast<std::uint32_t>(network.nodes.at(zones[z], "zone"));
  for (const FamilyGraph& graph : graphs) {
    const auto f = static_cast<std::size_t>(graph.family());
    for (auto* matrices : {&found.cost, &found.hours, &found.usd_per_tonne, &found.km})
      (*matrices)[f] = OdMatrix(zones, zones, "", std::numeric_limits<double>::infinity());
    const auto put = [&](std::size_t i, std::size_t j, double cost, const Carried& carried) {
      found.cost[f](i, j) = cost;
      found.hours[f](i, j) = carried.hours;
      found.usd_per_tonne[f](i, j) = carried.usd;
      found.km[f](i, j) = carried.km;
    };
    const bool road = kFamilies[f] == ModeFamily::road;
    std::vector<std::vector<Seed>> starts(count), ends(count);
    parallel_for(count, threads, [&](std::size_t i) {
      SearchTree tree, back;
      search_land(graph, node[i], false, tree);
      if (road) {
        for (std::size_t j = 0; j < count; ++j) {
          const auto into = road_ends(graph, node[j]);
          const std::uint32_t best = i == j ? kNoState : best_road_end(tree, into);
          if (i == j) put(i, j, 0, {});
          if (best == kNoState) continue;
          const Seed& end = into[best];
          put(i, j, tree.cost[end.vertex] + end.cost, tree.carried[end.vertex] + end.carried);
        }
        return;
      }
      search_land(graph, node[i], true, back);
      starts[i] = terminals(graph, graph.board, node[i], tree);
      ends[i] = terminals(graph, graph.alight, node[i], back);
    });
    if (road) continue;
    Haul haul = empty_haul(graph.main_count(), starts, ends);
    parallel_for(haul.rows(), threads, [&](std::size_t row) {
      SearchTree tree;
      search_row(graph, row, haul, tree);
    });
    parallel_for(count, threads, [&](std::size_t i) {
      MinPlusRow arrivals;
      arrive(haul, starts[i], arrivals);
      for (std::size_t j = 0; j < count; ++j) {
        if (i == j) continue;
        if (const auto chain = best_chain(haul, starts[i], arrivals, ends[j]))
          put(i, j, chain->cost, chain->carried);
      }
    });
  }
  return found;
}

}  // namespace sogdia
