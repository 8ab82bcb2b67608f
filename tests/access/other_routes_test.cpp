#include "sogdia/access/other_routes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "random_map.h"
#include "sogdia/access/access_limits.h"
#include "sogdia/access/journey.h"
#include "sogdia/access/via_ways.h"
#include "sogdia/access/way_difference.h"

namespace sogdia::other_routes_test {

std::vector<std::uint32_t> links_of(const Route& route) {
  std::vector<std::uint32_t> links;
  for (const auto& leg : route.legs) links.insert(links.end(), leg.links.begin(), leg.links.end());
  return links;
}

// The nodes that a way comes to, in order; fails where a link does not begin where the one before it ended.
std::vector<std::uint32_t> nodes_of(const Net& net, const Route& route) {
  std::vector<std::uint32_t> nodes{route.legs.front().from};
  for (const auto link : links_of(route)) {
    RC_ASSERT(net.from[link] == nodes.back() || net.to[link] == nodes.back());
    nodes.push_back(net.from[link] == nodes.back() ? net.to[link] : net.from[link]);
  }
  return nodes;
}

double common_cost(const Route& a, const Route& b, const std::vector<double>& cost) {
  const auto links = links_of(a);
  const std::set<std::uint32_t> of_a(links.begin(), links.end());
  double sum = 0;
  for (const auto link : links_of(b)) sum += of_a.contains(link) ? cost[link] : 0;
  return sum;
}

// Every bound that other_routes.h states, worked out anew from the links.
RC_GTEST_PROP(OtherRoutes, every_alternative_keeps_the_bounds, ()) {
  const Net net = *random_network();
  const Travel travel = make_travel(net, net.costs);
  const Router router = make_router(net, net.costs, travel);
  const std::vector<double> cost = generalized_cost(net.costs, travel.shipper);
  const auto places =
      static_cast<std::uint32_t>(std::count(net.node_type.begin(), net.node_type.end(), NodeType::place));
  const auto from = *rc::gen::inRange<std::uint32_t>(0, places),
             to = *rc::gen::inRange<std::uint32_t>(0, places);
  const auto found = alternative_routes(net, net.costs, router, from, to, 5);
  const auto best = routes(net, net.costs, router, from, to);
  std::map<ModeFamily, std::vector<Route>> by_family;
  for (const Route& route : found) by_family[route.family].push_back(route);
  RC_ASSERT(by_family.size() == best.size());
  std::size_t others = 0;
  for (const auto& [family, ways] : by_family) {
    const Route& first = ways.front();
    RC_ASSERT(ways.size() <= 5u);
    for (std::size_t k = 0; k < ways.size(); ++k) {
      const Route& way = ways[k];
      RC_ASSERT(way.alternative == static_cast<int>(k) + 1);
      if (way.legs.empty()) continue;
      const auto nodes = nodes_of(net, way);
      RC_ASSERT(nodes.front() == from && nodes.back() == to);
      double sum = 0, hours = 0;
      for (const auto link : links_of(way)) {
        RC_ASSERT(net.costs.open(link));
        sum += cost[link];
        hours += net.costs.hours[link];
      }
      RC_ASSERT(way.cost == sum);  // whole numbers of kCostUnit
      RC_ASSERT(std::abs(way.hours - hours) < 1e-9);
      if (k == 0) continue;
      ++others;
      RC_ASSERT(way.cost >= ways[k - 1].cost && way.cost <= kStretch * first.cost);
      RC_ASSERT(std::set<std::uint32_t>(nodes.begin(), nodes.end()).size() == nodes.size());
      for (std::size_t b = 0; b < k; ++b) RC_ASSERT(common_cost(ways[b], way, cost) <= kShared * first.cost);
    }
  }
  RC_CLASSIFY(others > 0, "has others");
}

// By road, where the main part is the whole way: no part of it that costs no more than the plateau has a
// cheaper way around it.
RC_GTEST_PROP(OtherRoutes, a_way_by_a_plateau_has_no_detour, ()) {
  const Net net = *random_network();
  const Router router = make_router(net, net.costs, make_travel(net, net.costs));
  const FamilyGraph& graph = router.graphs[static_cast<std::size_t>(ModeFamily::road)];
  const auto places =
      static_cast<std::uint32_t>(std::count(net.node_type.begin(), net.node_type.end(), NodeType::place));
  const auto from = *rc::gen::inRange<std::uint32_t>(0, places),
             to = *rc::gen::inRange<std::uint32_t>(0, places);
  const Journey journey = make_journey(graph, from, to);
  const auto best = best_route(net, net.costs, graph, journey);
  RC_CLASSIFY(best && !best->legs.empty(), "has a way by road");
  if (!best || best->legs.empty()) return;
  const double plateau = kPlateau * best->cost;
  each_via_way(net, graph, journey, 3 * best->cost, plateau, [&](const ViaWay& way) {
    for (std::size_t i = 0; i < way.steps.size(); ++i) {
      SearchTree tree;
      search_land(graph, way.steps[i].tail, false, tree);
      double cost = 0;
      for (std::size_t j = i; j < way.steps.size(); ++j) {
        cost += graph.weights->cost[way.steps[j].link];
        if (cost >= plateau && j > i) break;
        RC_ASSERT(tree.cost[way.steps[j].head] == cost);
      }
    }
    return true;
  });
}

std::uint32_t node(const Net& net, const char* label) {
  return static_cast<std::uint32_t>(net.nodes.at(label));
}

std::vector<Route> by_mode(const std::vector<Route>& found, ModeFamily family) {
  std::vector<Route> some;
  for (const auto& route : found)
    if (route.family == family) some.push_back(route);
  return some;
}

TEST(OtherRoutes, two_seas_are_two_ways_and_a_detour_into_a_bay_is_none) {
  const Net net = map_of(R"(
      A~~s~~~B~~~~~~E
      :      :      :
      :      F      :
      C~~~~~b~~~~~~~D)");
  const Router router = make_router(net, net.costs, make_travel(net, net.costs));
  const auto sea =
      by_mode(alternative_routes(net, net.costs, router, node(net, "port:A"), node(net, "port:E"), 6),
              ModeFamily::sea);
  ASSERT_EQ(sea.size(), 2u);
  EXPECT_EQ(sea[0].passages, std::vector<std::string>{"s"});
  EXPECT_EQ(sea[1].passages, std::vector<std::string>{"b"});
}

TEST(OtherRoutes, a_way_half_as_dear_again_is_none) {
  const Net net = map_of(R"(
      A---B
      |   |
      |   |
      C---D)");
  const Router router = make_router(net, net.costs, make_travel(net, net.costs));
  EXPECT_EQ(alternative_routes(net, net.costs, router, node(net, "A"), node(net, "B"), 3).size(), 1u);
  EXPECT_EQ(alternative_routes(net, net.costs, router, node(net, "A"), node(net, "D"), 3).size(), 2u);
}

TEST(WayDifference, adds_up_to_the_two_ways_and_names_what_they_stop_for) {
  const Net net = map_of("A--B==%==C--D");
  const Router router = make_router(net, net.costs, make_travel(net, net.costs));
  const auto found = routes(net, net.costs, router, node(net, "A"), node(net, "D"));
  ASSERT_EQ(found.size(), 1u);
  const auto same = difference(net, net.costs, found[0], found[0]);
  ASSERT_EQ(same.stretches.size(), 1u);
  EXPECT_TRUE(same.stretches[0].shared);
  std::vector<std::string> kinds;
  for (const auto& kind : same.kinds) kinds.push_back(kind.kind);
  EXPECT_EQ(kinds, (std::vector<std::string>{"rail", "road", "terminal", "border"}));
  EXPECT_DOUBLE_EQ(same.kinds[3].chosen.hours, 18);  // the border and its change of gauge
  EXPECT_DOUBLE_EQ(same.kinds[2].chosen.hours, 48);  // two terminals
}

// Of any two ways: stretches and kinds add up to each of them.
RC_GTEST_PROP(WayDifference, adds_up, ()) {
  const Net net = *random_network();
  const Router router = make_router(net, net.costs, make_travel(net, net.costs));
  const auto places =
      static_cast<std::uint32_t>(std::count(net.node_type.begin(), net.node_type.end(), NodeType::place));
  const auto found = alternative_routes(net, net.costs, router, *rc::gen::inRange<std::uint32_t>(0, places),
                                        *rc::gen::inRange<std::uint32_t>(0, places), 3);
  for (const Route& a : found) {
    for (const Route& b : found) {
      if (a.legs.empty()) continue;
      const auto apart = difference(net, net.costs, a, b);
      Carried by_stretch[2], by_kind[2], by_item;
      std::uint32_t at = a.legs.front().from;
      for (const auto& stretch : apart.stretches) {
        RC_ASSERT(stretch.from == at);
        at = stretch.to;
        by_stretch[0] = by_stretch[0] + stretch.chosen_takes;
        by_stretch[1] = by_stretch[1] + stretch.other_takes;
        for (const auto& item : stretch.other) by_item = by_item + item.takes;
      }
      RC_ASSERT(at == a.legs.back().to);
      for (const auto& kind : apart.kinds) {
        by_kind[0] = by_kind[0] + kind.chosen;
        by_kind[1] = by_kind[1] + kind.other;
      }
      const auto is = [](const Carried& sum, const Route& way) {
        return std::abs(sum.hours - way.hours) < 1e-9 && std::abs(sum.usd - way.usd_per_tonne) < 1e-9 &&
               std::abs(sum.km - way.km) < 1e-9;
      };
      RC_ASSERT(is(by_stretch[0], a) && is(by_stretch[1], b));
      RC_ASSERT(is(by_kind[0], a) && is(by_kind[1], b) && is(by_item, b));
      if (&a == &b) RC_ASSERT(apart.stretches.size() == 1u && apart.stretches[0].shared);
    }
  }
}

}  // namespace sogdia::other_routes_test
