#include "sogdia/access/other_routes.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <set>

namespace sogdia {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int kTriesPerWay = 4;  // searches that may give a way too like another

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
           const std::vector<double>& link_cost) {
  const double whole = cost_of(links, link_cost);
  return std::all_of(before.begin(), before.end(), [&](const std::set<std::uint32_t>& other) {
    std::set<std::uint32_t> own;
    std::set_difference(links.begin(), links.end(), other.begin(), other.end(),
                        std::inserter(own, own.end()));
    return cost_of(own, link_cost) >= kApart * whole;
  });
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
                                      const Travel& travel, std::uint32_t origin, std::uint32_t destination,
                                      int count) {
  const LinkWeights& links_weigh = *router.graphs.front().weights;
  const std::vector<double>& link_cost = links_weigh.cost;
  std::vector<Route> found;
  for (const auto& best : routes(network, costs, router, origin, destination)) {
    found.push_back(best);
    if (best.legs.empty()) continue;
    auto penalized = std::make_shared<LinkWeights>(links_weigh);
    std::vector<double>& weight = penalized->cost;
    std::vector<std::set<std::uint32_t>> taken{links_of(best)};
    for (const auto link : taken.front()) weight[link] *= kPenalty;
    const auto f = static_cast<std::size_t>(best.family);
    int alternative = 1;
    for (int tried = 0; alternative < count && tried < kTriesPerWay * count; ++tried) {
      const FamilyGraph graph =
          make_family_graph(costs, router.graphs[f].layers, penalized, travel.access_limit[f]);
      auto other = best_route(network, costs, graph, origin, destination);
      if (!other) break;
      const auto links = links_of(*other);
      for (const auto link : links) weight[link] *= kPenalty;
      if (!apart(links, taken, link_cost)) continue;
      other->cost = cost_of(links, link_cost);
      other->alternative = ++alternative;
      taken.push_back(links);
      found.push_back(std::move(*other));
    }
  }
  return found;
}

}  // namespace sogdia
