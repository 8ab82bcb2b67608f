#include "sogdia/access/land_bridge.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "random_map.h"
#include "sogdia/access/access_limits.h"
#include "toy_map.h"

namespace sogdia::land_bridge_test {

struct Toy {
  Net net;
  Travel travel;
  Router router;

  explicit Toy(Net of)
      : net(std::move(of)),
        travel(make_travel(net, net.costs)),
        router(make_router(net, net.costs, travel)) {}
  std::uint32_t at(const std::string& name) const { return static_cast<std::uint32_t>(net.nodes.at(name)); }
  std::optional<Route> bridge(const std::string& from, const std::string& to) const {
    return land_bridge(net, net.costs, router.graphs[kSea], at(from), at(to));
  }
  std::optional<Route> sea(std::uint32_t from, std::uint32_t to) const {
    return route_by(net, net.costs, router, from, to, ModeFamily::sea);
  }
};

TEST(LandBridge, two_seas_are_joined_by_the_land_between) {
  const Toy toy(map_of("A~~~~B===C~~~D"));
  const auto route = toy.bridge("A", "D");
  ASSERT_TRUE(route);
  EXPECT_TRUE(route->land_bridge);
  EXPECT_EQ(route->family, ModeFamily::sea);
  EXPECT_EQ(route->km, 1000);
  std::vector<Mode> modes;
  for (const Leg& leg : route->legs)
    if (leg.mode != Mode::transfer) modes.push_back(leg.mode);
  EXPECT_EQ(modes, (std::vector<Mode>{Mode::sea, Mode::rail, Mode::sea}));
  EXPECT_FALSE(toy.sea(toy.at("A"), toy.at("D")));
}

TEST(LandBridge, one_ship_is_none) {
  const Toy toy(map_of("A~~~~B===C"));
  EXPECT_FALSE(toy.bridge("A", "C"));
  EXPECT_FALSE(toy.bridge("A", "A"));
}

// Where one ship gets there, two are told of only if they cost less, and then they are the least of all.
RC_GTEST_PROP(LandBridge, costs_less_than_one_ship, ()) {
  const Toy toy(*random_network());
  const auto node = rc::gen::inRange<std::uint32_t>(0, static_cast<std::uint32_t>(toy.net.node_count()));
  const auto from = *node, to = *node;
  const auto bridge = land_bridge(toy.net, toy.net.costs, toy.router.graphs[kSea], from, to);
  const auto ship = toy.sea(from, to);
  if (bridge && ship) RC_ASSERT(bridge->cost < ship->cost * (1 + 1e-12));
}

// The least over all places between of the sea to it and the sea from it, where these are two
// voyages that a place on land joins, is never below the
// bridge.
RC_GTEST_PROP(LandBridge, no_two_voyages_that_meet_at_a_place_cost_less, ()) {
  const Toy toy(*random_network());
  std::vector<std::uint32_t> places;
  for (std::uint32_t n = 0; n < toy.net.node_count(); ++n)
    if (toy.net.node_type[n] == NodeType::place) places.push_back(n);
  const auto from = *rc::gen::elementOf(places), to = *rc::gen::elementOf(places);
  const auto bridge = land_bridge(toy.net, toy.net.costs, toy.router.graphs[kSea], from, to);
  for (const auto between : places) {
    if (between == from || between == to) continue;
    const auto first = toy.sea(from, between), second = toy.sea(between, to);
    if (!first || !second || !bridge) continue;
    RC_ASSERT(bridge->cost <= (first->cost + second->cost) * (1 + 1e-12));
  }
  if (!bridge) return;
  double cost = 0;
  for (const Leg& leg : bridge->legs)
    cost += generalized_cost(leg.usd_per_tonne, leg.hours, toy.travel.shipper);
  RC_ASSERT(std::abs(cost - bridge->cost) < 1e-9 * (1 + cost));
}

}  // namespace sogdia::land_bridge_test
