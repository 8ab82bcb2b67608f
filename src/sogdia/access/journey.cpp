#include "sogdia/access/journey.h"

#include <algorithm>

namespace sogdia {
namespace {

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

std::uint32_t other_end(const Network& network, std::uint32_t link, std::uint32_t node) {
  return network.from[link] == node ? network.to[link] : network.from[link];
}

// The links of a tree on land from its root to `node`.
void append_access(const FamilyGraph& graph, const SearchTree& tree, std::uint32_t node,
                   std::vector<Step>& steps) {
  const std::size_t first = steps.size();
  for (auto v = node; tree.by_arc[v] != kNoState; v = tree.by_vertex[v])
    steps.push_back({graph.land->arcs[tree.by_arc[v]].link, tree.by_vertex[v], v});
  std::reverse(steps.begin() + static_cast<std::ptrdiff_t>(first), steps.end());
}

// The links of a backward tree from `node` on to its root, the destination.
void append_egress(const FamilyGraph& graph, const SearchTree& tree, std::uint32_t node,
                   std::vector<Step>& steps) {
  for (auto v = node; tree.by_arc[v] != kNoState; v = tree.by_vertex[v]) {
    steps.push_back({graph.land_backward->arcs[tree.by_arc[v]].link, v, tree.by_vertex[v]});
  }
}

}  // namespace

const Adjacency& main_part(const FamilyGraph& graph, bool backward) {
  if (graph.family() == ModeFamily::road) return backward ? *graph.land_backward : *graph.land;
  return backward ? graph.haul_backward : graph.haul;
}

std::uint32_t node_of(const FamilyGraph& graph, std::uint32_t vertex) {
  return graph.family() == ModeFamily::road ? vertex : graph.layers->main_nodes[vertex % graph.main_count()];
}

Journey make_journey(const FamilyGraph& graph, std::uint32_t origin, std::uint32_t destination) {
  Journey journey{origin, destination, {}, {}, {}, {}};
  if (graph.family() == ModeFamily::road) {
    journey.starts.push_back({origin, 0, {}, kNoState, kNoState});
    journey.ends = road_ends(graph, destination);
    return journey;
  }
  search_land(graph, origin, false, journey.out);
  journey.starts = terminals(graph, graph.board, origin, journey.out);
  search_land(graph, destination, true, journey.back);
  journey.ends = terminals(graph, graph.alight, destination, journey.back);
  return journey;
}

std::vector<Step> steps_to(const FamilyGraph& graph, const SearchTree& tree, std::uint32_t vertex) {
  const Adjacency& along = main_part(graph);
  std::vector<Step> steps;
  for (auto v = vertex; tree.by_arc[v] != kNoState; v = tree.by_vertex[v])
    steps.push_back({along.arcs[tree.by_arc[v]].link, node_of(graph, tree.by_vertex[v]), node_of(graph, v)});
  std::reverse(steps.begin(), steps.end());
  return steps;
}

std::vector<Step> steps_on(const FamilyGraph& graph, const SearchTree& tree, std::uint32_t vertex) {
  const Adjacency& along = main_part(graph, true);
  std::vector<Step> steps;
  for (auto v = vertex; tree.by_arc[v] != kNoState; v = tree.by_vertex[v])
    steps.push_back({along.arcs[tree.by_arc[v]].link, node_of(graph, v), node_of(graph, tree.by_vertex[v])});
  return steps;
}

std::vector<Step> door_to_door(const Network& network, const FamilyGraph& graph, const Journey& journey,
                               const Seed& start, const std::vector<Step>& main, const Seed& end) {
  std::vector<Step> steps;
  if (start.link != kNoState) {
    append_access(graph, journey.out, start.node, steps);
    steps.push_back({start.link, start.node, other_end(network, start.link, start.node)});
  }
  steps.insert(steps.end(), main.begin(), main.end());
  if (end.link == kNoState) return steps;
  if (graph.family() == ModeFamily::road) {
    steps.push_back({end.link, end.node, journey.destination});
    return steps;
  }
  steps.push_back({end.link, other_end(network, end.link, end.node), end.node});
  append_egress(graph, journey.back, end.node, steps);
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

}  // namespace sogdia
