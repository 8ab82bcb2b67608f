#include <gtest/gtest.h>

#include "sogdia/access/access_limits.h"
#include "sogdia/access/other_routes.h"
#include "sogdia/access/router.h"
#include "sogdia/network/change.h"
#include "toy_map.h"

namespace sogdia::routes_test {

std::vector<Route> between(const Net& net, const char* from, const char* to) {
  return routes(net, net.costs, make_router(net, net.costs, make_travel(net, net.costs)),
                static_cast<std::uint32_t>(net.nodes.at(from)), static_cast<std::uint32_t>(net.nodes.at(to)));
}

const Route* of(const std::vector<Route>& found, ModeFamily family) {
  for (const auto& route : found) {
    if (route.family == family) return &route;
  }
  return nullptr;
}

TEST(Routes, legs_follow_the_chain_and_add_up) {
  const Net net = map_of("A--B=====C");
  const auto found = between(net, "A", "C");
  ASSERT_EQ(found.size(), 1u);
  const Route& route = found[0];
  EXPECT_EQ(route.family, ModeFamily::rail);
  ASSERT_EQ(route.legs.size(), 4u);
  EXPECT_EQ(route.legs[0].mode, Mode::road);
  EXPECT_EQ(route.legs[1].mode, Mode::transfer);
  EXPECT_EQ(route.legs[2].mode, Mode::rail);
  EXPECT_EQ(net.nodes[route.legs[2].to], "rail:C");
  EXPECT_EQ(route.km, 700);
  EXPECT_DOUBLE_EQ(route.hours, 4 + 24 + 12.5 + 24);
  EXPECT_DOUBLE_EQ(route.share, 1);
}

TEST(Routes, borders_are_named_in_the_direction_of_travel) {
  const Net net = map_of("A=#=B=%=C");
  EXPECT_EQ(between(net, "A", "C")[0].borders, (std::vector<std::string>{"A-B", "B-C"}));
  EXPECT_EQ(between(net, "C", "A")[0].borders, (std::vector<std::string>{"C-B", "B-A"}));
}

TEST(Routes, each_change_of_gauge_is_reported_once) {
  EXPECT_EQ(between(map_of("A=%=B=#=C=%=D"), "A", "D")[0].gauge_breaks,
            (std::vector<std::string>{"A-B/rail", "C-D/rail"}));
}

TEST(Routes, passages_come_in_order_and_once) {
  const auto found = between(map_of("A~s~B~~b~~C~s~D"), "A", "D");
  EXPECT_EQ(found[0].passages, (std::vector<std::string>{"s", "b"}));
}

TEST(Routes, the_best_family_comes_first) {
  const auto found = between(map_of(R"(
      A----B
      !    !
      C====D)"),
                             "A", "B");
  ASSERT_FALSE(found.empty());
  for (std::size_t k = 1; k < found.size(); ++k) EXPECT_LE(found[k - 1].cost, found[k].cost);
}

TEST(Routes, of_one_family_it_is_the_same_way) {
  const Net net = map_of(R"(
      A----B~~~E
      !    !
      C====D)");
  const Router router = make_router(net, net.costs, make_travel(net, net.costs));
  for (std::uint32_t a = 0; a < net.nodes.size(); ++a) {
    for (std::uint32_t b = 0; b < net.nodes.size(); ++b) {
      const auto all = routes(net, net.costs, router, a, b);
      for (const FamilyGraph& graph : router.graphs) {
        const auto one = route_by(net, net.costs, router, a, b, graph.family());
        const Route* same = of(all, graph.family());
        ASSERT_EQ(one.has_value(), same != nullptr);
        if (!one) continue;
        EXPECT_EQ(one->cost, same->cost);
        EXPECT_EQ(one->km, same->km);
        EXPECT_EQ(one->legs.size(), same->legs.size());
      }
    }
  }
}

TEST(Routes, an_unreachable_pair_has_no_routes) {
  EXPECT_TRUE(between(map_of("A----B  C----D"), "A", "D").empty());
}

TEST(Routes, a_port_to_a_port_is_the_voyage_alone) {
  const auto found = between(map_of("A~~~~B"), "port:A", "port:B");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].km, 400);
  EXPECT_DOUBLE_EQ(found[0].hours, 16);
}

TEST(Routes, from_a_port_inland_the_goods_leave_through_its_transfer) {
  const auto found = between(map_of("A~~~B----C"), "port:B", "C");
  const Route* road = of(found, ModeFamily::road);
  ASSERT_TRUE(road);
  EXPECT_DOUBLE_EQ(road->hours, 48 + 8);
}

TEST(Routes, to_a_port_by_road_the_goods_end_on_the_quay) {
  const auto found = between(map_of("A~~~B----C"), "C", "port:B");
  const Route* road = of(found, ModeFamily::road);
  ASSERT_TRUE(road);
  EXPECT_DOUBLE_EQ(road->hours, 8 + 48);
}

TEST(Routes, a_place_to_itself_is_no_journey) {
  const auto found = between(map_of("A----B"), "A", "A");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].hours, 0);
  EXPECT_TRUE(found[0].legs.empty());
}

// A ferry of 250 km between two nodes.
void add_ferry(ToyMap& toy, const std::string& id, const std::string& from, const std::string& to,
               double km = 250) {
  for (auto& column : toy.links.columns) {
    if (auto* texts = std::get_if<std::vector<std::string>>(&column.data)) {
      texts->push_back(column.name == "link_id"        ? id
                       : column.name == "from_node_id" ? from
                       : column.name == "to_node_id"   ? to
                       : column.name == "mode"         ? "ferry"
                                                       : "");
    } else {
      std::get<std::vector<double>>(column.data).push_back(km);
    }
  }
}

TEST(Routes, a_train_ferry_carries_the_train_on) {
  ToyMap toy = draw("A====B  C====D");
  add_ferry(toy, "ferry", "rail:B", "rail:C");
  const auto found = between(make(toy), "A", "D");
  const Route* rail = of(found, ModeFamily::rail);
  ASSERT_TRUE(rail);
  EXPECT_DOUBLE_EQ(rail->hours, 24 + 10 + 10 + 10 + 24);
  EXPECT_EQ(rail->legs.size(), 5u);
}

// As the build splits the Caspian ferries: the voyage to a node off the far shore, the border there, and the
// track.
TEST(Routes, a_train_ferry_over_a_border_carries_the_train_on) {
  ToyMap toy = draw("A====B  C====D");
  for (auto& column : toy.nodes.columns) {
    if (auto* texts = std::get_if<std::vector<std::string>>(&column.data))
      texts->push_back(column.name == "node_type" ? "crossing" : column.name == "iso3" ? "B" : "offshore");
    else
      std::get<std::vector<double>>(column.data).push_back(0);
  }
  add_ferry(toy, "voyage", "rail:B", "offshore");
  add_ferry(toy, "landing", "offshore", "rail:C", 0);
  const auto found = between(make(toy), "A", "D");
  const Route* rail = of(found, ModeFamily::rail);
  ASSERT_TRUE(rail);
  EXPECT_DOUBLE_EQ(rail->hours, 24 + 10 + 10 + 10 + 24);
}

TEST(Routes, by_sea_there_is_no_way_over_land_from_port_to_port) {
  // B and C lie on two seas, two days apart by road.
  const Net net = map_of("A~~~B------C~~~D");
  EXPECT_FALSE(of(between(net, "port:A", "port:D"), ModeFamily::sea));
  EXPECT_TRUE(of(between(net, "port:A", "port:B"), ModeFamily::sea));
}

std::uint32_t node(const Net& net, const char* name) {
  return static_cast<std::uint32_t>(net.nodes.at(name));
}

TEST(Routes, by_way_of_a_place_the_two_ways_are_joined_by_family) {
  const Net net = map_of(R"(
      A----B
      |    |
      C----D)");
  const Router router = make_router(net, net.costs, make_travel(net, net.costs));
  const auto found = routes_by_way_of(net, net.costs, router, node(net, "A"), node(net, "C"), node(net, "B"));
  ASSERT_EQ(found.size(), 1u);
  const auto first = between(net, "A", "C"), second = between(net, "C", "B");
  EXPECT_DOUBLE_EQ(found[0].cost, first[0].cost + second[0].cost);
  EXPECT_EQ(found[0].km, first[0].km + second[0].km);
  EXPECT_DOUBLE_EQ(found[0].share, 1);
}

TEST(Routes, alternatives_run_apart_and_cost_what_their_links_cost) {
  const Net net = map_of(R"(
      A----B----E
      |         |
      C---------D)");
  const Travel travel = make_travel(net, net.costs);
  const Router router = make_router(net, net.costs, travel);
  const auto found = alternative_routes(net, net.costs, router, node(net, "A"), node(net, "E"), 3);
  ASSERT_EQ(found.size(), 2u);  // there are two ways and no third
  EXPECT_EQ(found[0].alternative, 1);
  EXPECT_EQ(found[1].alternative, 2);
  EXPECT_EQ(found[0].km, 800);
  EXPECT_GT(found[1].km, 800);
  EXPECT_GT(found[1].cost, found[0].cost);
  EXPECT_DOUBLE_EQ(found[0].share, 1);
  EXPECT_EQ(found[1].share, 0);
  // Money and hours are those of the links, not of the search that made them dearer.
  EXPECT_NEAR(found[1].usd_per_tonne, found[1].km * 0.1, 1e-9);
}

}  // namespace sogdia::routes_test
