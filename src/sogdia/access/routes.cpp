#include <algorithm>
#include <optional>

#include "sogdia/access/haul.h"
#include "sogdia/access/journey.h"
#include "sogdia/access/router.h"
#include "sogdia/core/no_number.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

// As the skim finds it, but searching from those terminals alone that may be on the best chain: where the
// least that a chain from there could cost, to whatever end, is not above the best known.
std::optional<Chain> cheapest_chain(const FamilyGraph& graph, const std::vector<Seed>& starts,
                                    const std::vector<Seed>& ends) {
  Haul haul = empty_haul(graph.main_count(), {starts}, {ends});
  std::vector<Root> roots;
  for (const Seed& end : ends) roots.push_back({end.vertex, end.cost});
  SearchTree back, tree;
  search(*graph.weights, graph.haul_backward, roots, {}, back);
  const auto least = [&](const Seed& start) { return start.cost + back.cost[start.vertex]; };
  std::vector<Seed> order = starts;
  std::stable_sort(order.begin(), order.end(),
                   [&](const Seed& a, const Seed& b) { return least(a) < least(b); });
  MinPlusRow arrivals;
  std::optional<Chain> best;
  for (const Seed& start : order) {
    const double worth = best ? best->cost * (1 + kSumRounding) : kInfinity;
    if (least(start) == kInfinity || least(start) > worth) break;
    search_row(graph, haul.row_of[start.vertex], haul, tree, worth - start.cost);
    arrive(haul, starts, arrivals);
    best = best_chain(haul, starts, arrivals, ends);
  }
  return best;
}

// The least-cost chain of one family, as its links in order; empty where there is none.
std::vector<Step> least_cost_steps(const Network& network, const FamilyGraph& graph, const Journey& journey,
                                   double& cost) {
  const auto whole = [&](const Seed& start, const SearchTree& tree, const Seed& end) {
    return door_to_door(network, graph, journey, start, steps_to(graph, tree, end.vertex), end);
  };
  SearchTree tree;
  if (graph.family() == ModeFamily::road) {
    search_land(graph, journey.origin, false, tree);
    const std::uint32_t best = best_road_end(tree, journey.ends);
    if (best == kNoState) return {};
    const Seed& end = journey.ends[best];
    cost = tree.cost[end.vertex] + end.cost;
    return whole(journey.starts.front(), tree, end);
  }
  const auto best = cheapest_chain(graph, journey.starts, journey.ends);
  if (!best) return {};
  cost = best->cost;
  const Seed& start = journey.starts[best->start];
  search(*graph.weights, graph.haul, {{start.vertex}}, {}, tree);
  return whole(start, tree, journey.ends[best->end]);
}

// From a node to itself.
Route stay() {
  Route route;
  route.family = ModeFamily::road;
  route.reachable = true;
  route.share = route.share_tonnes = 1;
  return route;
}

}  // namespace

Router make_router(const Network& network, const LinkCosts& costs, const Travel& travel, int threads) {
  return make_router(network, {}, costs, travel, threads);
}

Router make_router(const Network& network, const ByFamily<std::shared_ptr<const FamilyLayers>>& layers,
                   const LinkCosts& costs, const Travel& travel, int threads) {
  Router router;
  router.mu = travel.shipper.mu;
  // Goods that are all alike go by no pipe.
  const std::size_t families = travel.goods ? kWayFamilies.size() : kOilPipe;
  router.graphs.resize(families);
  const auto weights = std::make_shared<const LinkWeights>(link_weights(network, costs, travel.shipper));
  const auto make = [&](std::size_t f) {
    const auto land = static_cast<std::size_t>(land_family(kWayFamilies[f]));
    const FamilyGraph* same_land = land < f ? &router.graphs[land] : nullptr;
    const auto of = layers[f] ? layers[f]
                              : std::make_shared<const FamilyLayers>(make_layers(
                                    network, kWayFamilies[f], same_land ? same_land->layers.get() : nullptr));
    router.graphs[f] = make_family_graph(costs, of, weights, travel.access_limit[f], same_land);
  };
  // First those whose land the others share.
  std::vector<std::size_t> first, others;
  for (std::size_t f = 0; f < families; ++f)
    (land_family(kWayFamilies[f]) == kWayFamilies[f] ? first : others).push_back(f);
  for (const auto* part : {&first, &others})
    parallel_for(part->size(), threads, [&](std::size_t k) { make((*part)[k]); });
  return router;
}

std::optional<Route> best_route(const Network& network, const LinkCosts& costs, const FamilyGraph& graph,
                                const Journey& journey) {
  double cost = kInfinity;
  const auto steps = least_cost_steps(network, graph, journey, cost);
  if (steps.empty()) return std::nullopt;
  return assemble(network, costs, graph.family(), cost, steps);
}

std::vector<Route> routes(const Network& network, const LinkCosts& costs, const Router& router,
                          std::uint32_t origin, std::uint32_t destination, int threads) {
  if (origin == destination) return {stay()};
  std::vector<std::optional<Route>> best_of(router.graphs.size());
  parallel_for(best_of.size(), threads, [&](std::size_t f) {
    const FamilyGraph& graph = router.graphs[f];
    best_of[f] = best_route(network, costs, graph, make_journey(graph, origin, destination));
  });
  std::vector<Route> found;
  ByFamily<double> cost, share;
  cost.fill(kInfinity);
  for (auto& best : best_of) {
    if (!best) continue;
    cost[static_cast<std::size_t>(best->family)] = best->cost;
    found.push_back(std::move(*best));
  }
  choose(cost, router.mu, share);
  for (auto& route : found) route.share = route.share_tonnes = share[static_cast<std::size_t>(route.family)];
  std::stable_sort(found.begin(), found.end(),
                   [](const Route& a, const Route& b) { return a.cost < b.cost; });
  return found;
}

std::optional<Route> route_by(const Network& network, const LinkCosts& costs, const Router& router,
                              std::uint32_t origin, std::uint32_t destination, ModeFamily family) {
  if (origin == destination) return family == ModeFamily::road ? std::optional(stay()) : std::nullopt;
  const auto graph = std::ranges::find(router.graphs, family, &FamilyGraph::family);
  if (graph == router.graphs.end()) return std::nullopt;
  return best_route(network, costs, *graph, make_journey(*graph, origin, destination));
}

}  // namespace sogdia
