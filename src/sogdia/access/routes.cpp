#include <algorithm>
#include <limits>
#include <optional>

#include "sogdia/access/haul.h"
#include "sogdia/access/router.h"
#include "sogdia/core/parallel.h"

namespace sogdia {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// "CHN-KAZ" in the direction of travel, read from the countries at either end of the link or, where both ends
// stand in one country or none, from the country the route was in last.
std::string border_label(const Network& network, std::uint32_t link, std::uint32_t tail, std::uint32_t head,
                         std::int32_t last_country) {
  const std::string& pair = network.crossing_pair[static_cast<std::size_t>(network.crossing[link])];
  const auto dash = pair.find('-');
  const std::string a = pair.substr(0, dash), b = pair.substr(dash + 1);
  const auto code = [&](std::int32_t country) {
    return country < 0 ? std::string() : network.countries[static_cast<std::size_t>(country)];
  };
  const std::string left = code(network.country[tail]), entered = code(network.country[head]),
                    last = code(last_country);
  const bool backwards = (left == b && entered != b) || (entered == a && left != a) ||
                         (left == entered && last == b && left != a);
  return backwards ? b + "-" + a : pair;
}

struct Step {
  std::uint32_t link, tail, head;
};

std::uint32_t other_end(const Network& network, std::uint32_t link, std::uint32_t node) {
  return network.from[link] == node ? network.to[link] : network.from[link];
}

// The links from the root of a tree to `vertex`.
std::vector<Step> path_to(const Adjacency& arcs, const SearchTree& tree, std::uint32_t vertex) {
  std::vector<Step> steps;
  for (auto v = vertex; tree.by_arc[v] != kNoState; v = tree.by_vertex[v])
    steps.push_back({arcs.arcs[tree.by_arc[v]].link, tree.by_vertex[v], v});
  std::reverse(steps.begin(), steps.end());
  return steps;
}

// The links of a backward tree from `node` on to its root, the destination.
void append_egress(const FamilyGraph& graph, const SearchTree& tree, std::uint32_t node,
                   std::vector<Step>& steps) {
  for (auto v = node; tree.by_arc[v] != kNoState; v = tree.by_vertex[v]) {
    steps.push_back({graph.land_backward.arcs[tree.by_arc[v]].link, v, tree.by_vertex[v]});
  }
}

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
std::vector<Step> least_cost_steps(const Network& network, const FamilyGraph& graph, std::uint32_t origin,
                                   std::uint32_t destination, double& cost) {
  SearchTree out;
  search_land(graph, origin, false, out);
  if (graph.family() == ModeFamily::road) {
    const auto ends = road_ends(graph, destination);
    const std::uint32_t best = best_road_end(out, ends);
    if (best == kNoState) return {};
    const Seed& end = ends[best];
    cost = out.cost[end.vertex] + end.cost;
    auto steps = path_to(graph.land, out, end.vertex);
    if (end.link != kNoState) steps.push_back({end.link, end.node, destination});
    return steps;
  }
  const auto starts = terminals(graph, graph.board, origin, out);
  SearchTree back;
  search_land(graph, destination, true, back);
  const auto ends = terminals(graph, graph.alight, destination, back);
  const auto best = cheapest_chain(graph, starts, ends);
  if (!best) return {};
  cost = best->cost;
  const Seed &start = starts[best->start], &end = ends[best->end];

  std::vector<Step> steps;
  if (start.link != kNoState) {
    steps = path_to(graph.land, out, start.node);
    steps.push_back({start.link, start.node, other_end(network, start.link, start.node)});
  }
  SearchTree haul;
  search(*graph.weights, graph.haul, {{start.vertex}}, {}, haul);
  for (const Step& step : path_to(graph.haul, haul, end.vertex)) {
    const auto node = [&](std::uint32_t state) {
      return graph.layers->main_nodes[state % graph.main_count()];
    };
    steps.push_back({step.link, node(step.tail), node(step.head)});
  }
  if (end.link != kNoState) {
    steps.push_back({end.link, other_end(network, end.link, end.node), end.node});
    append_egress(graph, back, end.node, steps);
  }
  return steps;
}

Route assemble(const Network& network, const LinkCosts& costs, ModeFamily family, double cost,
               const std::vector<Step>& steps) {
  Route route;
  route.family = family;
  route.reachable = true;
  route.cost = cost;
  std::int32_t last_country = -1;
  std::int32_t last_crossing = -1;
  for (const auto& [link, tail, head] : steps) {
    const Mode mode = network.mode[link];
    if (route.legs.empty() || route.legs.back().mode != mode) {
      route.legs.push_back({mode, tail, head, 0, 0, 0, {}});
    }
    Leg& leg = route.legs.back();
    leg.to = head;
    leg.km += network.length_km[link];
    leg.hours += costs.hours[link];
    leg.usd_per_tonne += costs.usd_per_tonne[link];
    leg.links.push_back(link);

    if (network.country[tail] >= 0) last_country = network.country[tail];
    const auto crossing = network.crossing[link];
    if (crossing >= 0 && crossing != last_crossing) {
      route.borders.push_back(border_label(network, link, tail, head, last_country));
      if (network.gauge_break[link]) {
        const auto k = static_cast<std::size_t>(crossing);
        const std::string& name = network.crossing_name[k];
        route.gauge_breaks.push_back(name.empty() ? network.crossings[k] : name);
      }
    }
    last_crossing = crossing;
    if (const auto k = network.passage[link]; k >= 0) {
      const std::string& name = network.passages[static_cast<std::size_t>(k)];
      if (std::find(route.passages.begin(), route.passages.end(), name) == route.passages.end()) {
        route.passages.push_back(name);
      }
    }
  }
  for (const auto& leg : route.legs) {
    route.km += leg.km;
    route.hours += leg.hours;
    route.usd_per_tonne += leg.usd_per_tonne;
  }
  return route;
}

}  // namespace

namespace {

Router router_on(const ByFamily<std::shared_ptr<const FamilyLayers>>& layers, const Network& network,
                 const LinkCosts& costs, const Travel& travel, int threads) {
  Router router;
  router.mu = travel.shipper.mu;
  router.graphs.resize(kWayFamilies.size());
  const auto weights = std::make_shared<const LinkWeights>(link_weights(network, costs, travel.shipper));
  parallel_for(kWayFamilies.size(), threads, [&](std::size_t f) {
    const auto of =
        layers[f] ? layers[f] : std::make_shared<const FamilyLayers>(make_layers(network, kWayFamilies[f]));
    router.graphs[f] = make_family_graph(costs, of, weights, travel.access_limit[f]);
  });
  return router;
}

}  // namespace

Router make_router(const Network& network, const LinkCosts& costs, const Travel& travel, int threads) {
  return router_on({}, network, costs, travel, threads);
}

Router make_router(const Network& network, const AccessTopology& topology, const LinkCosts& costs,
                   const Travel& travel, int threads) {
  return router_on(topology.layers, network, costs, travel, threads);
}

std::optional<Route> best_route(const Network& network, const LinkCosts& costs, const FamilyGraph& graph,
                                std::uint32_t origin, std::uint32_t destination) {
  double cost = kInfinity;
  const auto steps = least_cost_steps(network, graph, origin, destination, cost);
  if (steps.empty()) return std::nullopt;
  return assemble(network, costs, graph.family(), cost, steps);
}

std::vector<Route> routes(const Network& network, const LinkCosts& costs, const Router& router,
                          std::uint32_t origin, std::uint32_t destination) {
  std::vector<Route> found;
  if (origin == destination) {
    Route stay;
    stay.family = ModeFamily::road;
    stay.reachable = true;
    stay.share = stay.share_tonnes = 1;
    return {stay};
  }
  ByFamily<double> cost, share;
  cost.fill(kInfinity);
  for (const auto& graph : router.graphs) {
    auto best = best_route(network, costs, graph, origin, destination);
    if (!best) continue;
    cost[static_cast<std::size_t>(graph.family())] = best->cost;
    found.push_back(std::move(*best));
  }
  choose(cost, router.mu, share);
  for (auto& route : found) route.share = route.share_tonnes = share[static_cast<std::size_t>(route.family)];
  std::stable_sort(found.begin(), found.end(),
                   [](const Route& a, const Route& b) { return a.cost < b.cost; });
  return found;
}

}  // namespace sogdia
