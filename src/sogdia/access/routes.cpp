#include <algorithm>
#include <limits>

#include "sogdia/access/router.h"

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

Route trace(const Network& network, const FamilyGraph& graph, const SearchTree& tree, std::uint32_t end) {
  Route route;
  route.family = graph.family;
  route.reachable = true;
  route.cost = tree.cost[end];
  std::vector<std::uint32_t> states;
  for (auto s = end; tree.by_arc[s] != kNoState; s = tree.by_state[s]) states.push_back(s);
  std::reverse(states.begin(), states.end());

  std::int32_t last_country = -1;
  std::int32_t last_crossing = -1;
  for (const auto s : states) {
    const std::uint32_t link = graph.arcs[tree.by_arc[s]].link;
    const std::uint32_t tail = graph.state_node[tree.by_state[s]], head = graph.state_node[s];
    const Mode mode = network.mode[link];
    if (route.legs.empty() || route.legs.back().mode != mode) {
      route.legs.push_back({mode, tail, head, 0, 0, 0, {}});
    }
    Leg& leg = route.legs.back();
    leg.to = head;
    leg.km += network.length_km[link];
    leg.hours += network.hours[link];
    leg.usd_per_tonne += network.usd_per_tonne[link];
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

Router make_router(const Network& network, const Shipper& shipper) {
  Router router;
  router.mu = shipper.mu;
  const auto link_cost = generalized_cost(network, shipper);
  for (const auto family : kFamilies) router.graphs.push_back(make_family_graph(network, family, link_cost));
  return router;
}

std::vector<Route> routes(const Network& network, const Router& router, std::uint32_t origin,
                          std::uint32_t destination) {
  std::vector<Route> found;
  if (origin == destination) {
    Route stay;
    stay.family = Family::road;
    stay.reachable = true;
    stay.share = 1;
    return {stay};
  }
  std::array<double, 4> cost, share;
  cost.fill(kInfinity);
  SearchTree tree;
  for (const auto& graph : router.graphs) {
    std::vector<std::uint8_t> wanted(graph.state_count(), 0);
    std::size_t wanted_count = 0;
    for (const auto s : graph.end[destination]) {
      if (s == kNoState) continue;
      wanted[s] = 1;
      ++wanted_count;
    }
    if (wanted_count == 0) continue;
    search(graph, origin, &wanted, wanted_count, tree);
    const std::uint32_t end = best_end(graph, tree, destination);
    if (end == kNoState) continue;
    found.push_back(trace(network, graph, tree, end));
    cost[static_cast<std::size_t>(graph.family)] = found.back().cost;
  }
  choose(cost, router.mu, share);
  for (auto& route : found) route.share = share[static_cast<std::size_t>(route.family)];
  std::stable_sort(found.begin(), found.end(),
                   [](const Route& a, const Route& b) { return a.cost < b.cost; });
  return found;
}

std::vector<Route> routes(const Network& network, std::uint32_t origin, std::uint32_t destination,
                          const SkimOptions& options) {
  return routes(network, make_router(network, options.shipper), origin, destination);
}

}  // namespace sogdia
