#include "sogdia/access/other_routes.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

#include "sogdia/access/via_ways.h"
#include "sogdia/core/no_number.h"

namespace sogdia {
namespace {

void append(std::vector<std::string>& list, const std::vector<std::string>& more) {
  list.insert(list.end(), more.begin(), more.end());
}

Route joined(const Route& first, const Route& second) {
  Route route = first;
  route.cost += second.cost;
  route.hours += second.hours;
  route.usd_per_tonne += second.usd_per_tonne;
  route.km += second.km;
  route.legs.insert(route.legs.end(), second.legs.begin(), second.legs.end());
  append(route.borders, second.borders);
  append(route.gauge_breaks, second.gauge_breaks);
  for (const auto& passage : second.passages) {
    if (std::find(route.passages.begin(), route.passages.end(), passage) == route.passages.end())
      route.passages.push_back(passage);
  }
  return route;
}

void share_out(std::vector<Route>& found, double mu) {
  ByFamily<double> cost, share;
  cost.fill(kInfinity);
  for (const auto& route : found) cost[static_cast<std::size_t>(route.family)] = route.cost;
  choose(cost, mu, share);
  for (auto& route : found) route.share = route.share_tonnes = share[static_cast<std::size_t>(route.family)];
  std::stable_sort(found.begin(), found.end(),
                   [](const Route& a, const Route& b) { return a.cost < b.cost; });
}

std::set<std::uint32_t> links_of(const Route& route) {
  std::set<std::uint32_t> links;
  for (const auto& leg : route.legs) links.insert(leg.links.begin(), leg.links.end());
  return links;
}

double cost_of(const std::set<std::uint32_t>& links, const std::vector<double>& link_cost) {
  double cost = 0;
  for (const auto link : links) cost += link_cost[link];
  return cost;
}

bool apart(const std::set<std::uint32_t>& links, const std::vector<std::set<std::uint32_t>>& before,
           const std::vector<double>& link_cost, double best) {
  return std::all_of(before.begin(), before.end(), [&](const std::set<std::uint32_t>& other) {
    std::set<std::uint32_t> both;
    std::set_intersection(links.begin(), links.end(), other.begin(), other.end(),
                          std::inserter(both, both.end()));
    return cost_of(both, link_cost) <= kShared * best;
  });
}

// Whether it comes to no node twice.
bool simple(const std::vector<Step>& steps) {
  std::set<std::uint32_t> nodes{steps.front().tail};
  return std::all_of(steps.begin(), steps.end(),
                     [&](const Step& step) { return nodes.insert(step.head).second; });
}

// Ways of one family beside its best.
std::vector<Route> others(const Network& network, const LinkCosts& costs, const FamilyGraph& graph,
                          const Journey& journey, const Route& best, std::size_t count) {
  const std::vector<double>& link_cost = graph.weights->cost;
  const double limit = kStretch * best.cost, least_plateau = kPlateau * best.cost;
  std::vector<std::set<std::uint32_t>> taken{links_of(best)};
  std::vector<ViaWay> kept;
  const VisitWay take = [&](ViaWay way) {
    std::set<std::uint32_t> links;
    for (const Step& step : way.steps) links.insert(step.link);
    if (simple(way.steps) && apart(links, taken, link_cost, best.cost)) {
      taken.push_back(std::move(links));
      kept.push_back(std::move(way));
    }
    return kept.size() < count;
  };
  each_via_way(network, graph, journey, limit, least_plateau, take);
  const std::size_t by_one = kept.size();
  for (std::size_t k = 0; k < by_one && kept.size() < count; ++k)
    each_via_way(network, graph, journey, ViaWay(kept[k]), limit, least_plateau, take);
  std::stable_sort(kept.begin(), kept.end(),
                   [](const ViaWay& a, const ViaWay& b) { return a.cost < b.cost; });
  std::vector<Route> routes;
  for (const ViaWay& way : kept) {
    routes.push_back(assemble(network, costs, graph.family(), way.cost, way.steps));
    routes.back().alternative = static_cast<int>(routes.size()) + 1;
  }
  return routes;
}

}  // namespace

std::vector<Route> routes_by_way_of(const Network& network, const LinkCosts& costs, const Router& router,
                                    std::uint32_t origin, std::uint32_t via, std::uint32_t destination) {
  std::vector<Route> found;
  const auto second = routes(network, costs, router, via, destination);
  for (const auto& first : routes(network, costs, router, origin, via)) {
    const auto on = std::find_if(second.begin(), second.end(),
                                 [&](const Route& route) { return route.family == first.family; });
    if (on != second.end()) found.push_back(joined(first, *on));
  }
  share_out(found, router.mu);
  return found;
}

std::vector<Route> alternative_routes(const Network& network, const LinkCosts& costs, const Router& router,
                                      std::uint32_t origin, std::uint32_t destination, int count,
                                      int threads) {
  std::vector<Route> found;
  for (const auto& best : routes(network, costs, router, origin, destination, threads)) {
    found.push_back(best);
    if (best.legs.empty() || count < 2) continue;
    const FamilyGraph& graph = router.graphs[static_cast<std::size_t>(best.family)];
    auto more = others(network, costs, graph, make_journey(graph, origin, destination), best,
                       static_cast<std::size_t>(count) - 1);
    found.insert(found.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  return found;
}

}  // namespace sogdia
