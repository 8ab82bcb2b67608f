#include "sogdia/access/family_graph.h"

#include <utility>

namespace sogdia {
namespace {

// `each(add)` calls add(tail, arc) for every arc, in the same order each time.
template <class Each>
Adjacency compress(std::size_t vertices, const Each& each) {
  Adjacency graph;
  graph.first.assign(vertices + 1, 0);
  each([&](std::uint32_t tail, const Arc&) { ++graph.first[tail + 1]; });
  for (std::size_t v = 0; v < vertices; ++v) graph.first[v + 1] += graph.first[v];
  graph.arcs.resize(graph.first.back());
  std::vector<std::uint32_t> fill(graph.first.begin(), graph.first.end() - 1);
  each([&](std::uint32_t tail, const Arc& arc) { graph.arcs[fill[tail]++] = arc; });
  return graph;
}

}  // namespace

FamilyGraph make_family_graph(const LinkCosts& costs, std::shared_ptr<const FamilyLayers> layers,
                              std::shared_ptr<const LinkWeights> weights, AccessLimit access_limit,
                              const FamilyGraph* same_land) {
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
      const std::uint32_t link = arcs.link[a];
      if (costs.open(link)) use(a, arcs.tail[a], arcs.head[a], link, graph.weights->cost[link]);
    }
  };
  if (same_land && same_land->layers->land == of.land) {
    graph.land = same_land->land;
    graph.land_backward = same_land->land_backward;
  } else {
    graph.land = std::make_shared<const Adjacency>(compress(nodes, [&](const auto& add) {
      each(*of.land, [&](std::size_t, std::uint32_t u, std::uint32_t v, std::uint32_t link, double cost) {
        if (of.land_node[v]) add(u, {cost, v, link});
      });
    }));
    graph.land_backward = std::make_shared<const Adjacency>(compress(nodes, [&](const auto& add) {
      each(*of.land, [&](std::size_t, std::uint32_t u, std::uint32_t v, std::uint32_t link, double cost) {
        if (of.land_node[u]) add(v, {cost, u, link});
      });
    }));
  }
  graph.board = compress(nodes, [&](const auto& add) {
    each(of.board, [&](std::size_t, std::uint32_t u, std::uint32_t k, std::uint32_t link, double cost) {
      add(u, {cost, k, link});
    });
  });
  graph.alight = compress(nodes, [&](const auto& add) {
    each(of.alight, [&](std::size_t, std::uint32_t k, std::uint32_t v, std::uint32_t link, double cost) {
      add(v, {cost, k + main_count, link});
    });
  });
  // Both arcs of the haul that an arc of `main` stands for, as add(before, after, cost, link).
  const auto each_haul = [&](const auto& add) {
    each(of.main,
         [&](std::size_t a, std::uint32_t tail, std::uint32_t head, std::uint32_t link, double cost) {
           if (!of.main_used.empty() && !of.main_used[a]) return;
           add(tail, head + (of.carries[a] ? main_count : 0), cost, link);
           add(tail + main_count, head + main_count, cost, link);
         });
  };
  graph.haul = compress(2 * std::size_t{main_count}, [&](const auto& add) {
    each_haul([&](std::uint32_t before, std::uint32_t after, double cost, std::uint32_t link) {
      add(before, {cost, after, link});
    });
  });
  graph.haul_backward = compress(2 * std::size_t{main_count}, [&](const auto& add) {
    each_haul([&](std::uint32_t before, std::uint32_t after, double cost, std::uint32_t link) {
      add(after, {cost, before, link});
    });
  });
  return graph;
}

}  // namespace sogdia
