#include "sogdia/access/family_graph.h"

#include <utility>

namespace sogdia {
namespace {

// An arc before it has a place in an Adjacency.
struct LooseArc {
  std::uint32_t tail;
  Arc arc;
};

Adjacency compress(std::size_t vertices, const std::vector<LooseArc>& loose) {
  Adjacency graph;
  graph.first.assign(vertices + 1, 0);
  for (const auto& arc : loose) ++graph.first[arc.tail + 1];
  for (std::size_t v = 0; v < vertices; ++v) graph.first[v + 1] += graph.first[v];
  graph.arcs.resize(loose.size());
  std::vector<std::uint32_t> fill(graph.first.begin(), graph.first.end() - 1);
  for (const auto& arc : loose) graph.arcs[fill[arc.tail]++] = arc.arc;
  return graph;
}

}  // namespace

FamilyGraph make_family_graph(const LinkCosts& costs, std::shared_ptr<const FamilyLayers> layers,
                              std::shared_ptr<const LinkWeights> weights, AccessLimit access_limit) {
  FamilyGraph graph;
  graph.layers = std::move(layers);
  graph.weights = std::move(weights);
  graph.access_limit = std::move(access_limit);
  const FamilyLayers& of = *graph.layers;
  const std::size_t nodes = of.land_node.size();
  const std::uint32_t main_count = graph.main_count();
  // Each open arc of a kind, with what going along it costs.
  const auto each = [&](const LinkArcs& arcs, const auto& use) {
    for (std::size_t a = 0; a < arcs.size(); ++a) {
      if (costs.open(arcs.link[a])) use(a, graph.weights->cost[arcs.link[a]]);
    }
  };
  std::vector<LooseArc> forward, backward;
  each(of.land, [&](std::size_t a, double cost) {
    const std::uint32_t u = of.land.tail[a], v = of.land.head[a], link = of.land.link[a];
    if (of.land_node[v]) forward.push_back({u, {cost, v, link}});
    if (of.land_node[u]) backward.push_back({v, {cost, u, link}});
  });
  graph.land = compress(nodes, forward);
  graph.land_backward = compress(nodes, backward);
  forward.clear();
  backward.clear();
  each(of.board, [&](std::size_t a, double cost) {
    forward.push_back({of.board.tail[a], {cost, of.board.head[a], of.board.link[a]}});
  });
  each(of.alight, [&](std::size_t a, double cost) {
    backward.push_back({of.alight.head[a], {cost, of.alight.tail[a] + main_count, of.alight.link[a]}});
  });
  graph.board = compress(nodes, forward);
  graph.alight = compress(nodes, backward);
  forward.clear();
  backward.clear();
  each(of.main, [&](std::size_t a, double cost) {
    const std::uint32_t tail = of.main.tail[a], head = of.main.head[a], link = of.main.link[a];
    const auto between = [&](std::uint32_t before, std::uint32_t after) {
      forward.push_back({before, {cost, after, link}});
      backward.push_back({after, {cost, before, link}});
    };
    between(tail, head + (of.carries[a] ? main_count : 0));
    between(tail + main_count, head + main_count);
  });
  graph.haul = compress(2 * std::size_t{main_count}, forward);
  graph.haul_backward = compress(2 * std::size_t{main_count}, backward);
  return graph;
}

}  // namespace sogdia
