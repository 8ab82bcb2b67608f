// Ships that do not fit everywhere: which passages and ports they go by, found as searches find it.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "random_map.h"
#include "search_skim.h"
#include "sogdia/access/access_limits.h"
#include "sogdia/access/link_flows.h"
#include "sogdia/core/no_number.h"
#include "toy_map.h"

namespace sogdia::large_ships_test {

Index places(const Net& net) {
  std::vector<std::string> zones;
  for (std::size_t n = 0; n < net.node_count(); ++n)
    if (net.node_type[n] == NodeType::place) zones.push_back(net.nodes[n]);
  return Index(zones);
}

// Ore of which a half goes by large ships.
Travel travel_on(const Net& net) {
  auto choice = std::make_shared<GoodsChoice>();
  GoodsClass ore{"ore", 100, 0, 0.002, true, {}};
  ore.may_go[kSea] = ore.may_go[kRoad] = 1;
  ore.by_large_ship = 0.5;
  choice->classes = {ore};
  choice->countries = net.countries;
  choice->mix.assign(net.countries.size() * net.countries.size(), 1);
  choice->world = {1};
  Travel travel = make_travel(net, net.costs);
  travel.goods = choice;
  return travel;
}

Skim skim_all(const Net& net, int threads = 1) {
  return skim(net, make_access_topology(net, threads), net.costs, travel_on(net), places(net),
              {.km = true, .chains = true}, threads);
}

template <class Matrix>
double at(const Matrix& m, const char* from, const char* to) {
  return m(m.origins.at(from), m.destinations.at(to));
}

// A and C lie on a strait `s`, and on the long way about it.
Net strait(double large_ships, const std::string& small_port = "") {
  ToyMap toy = draw(
      "A~~s~~C\n"
      ":     :\n"
      ":     :\n"
      ":     :\n"
      ":     :\n"
      ":     :\n"
      ":     :\n"
      ":     :\n"
      ":     :\n"
      "B~~~~~D");
  toy.passages.add("large_ships", std::vector<double>{large_ships});
  Table terminals;
  terminals.name = toy.terminals.name;
  const auto &id = toy.terminals.text("terminal_id"), &kind = toy.terminals.text("kind");
  std::vector<std::string> size;
  for (const auto& terminal : id) size.emplace_back(terminal == small_port ? "small" : "large");
  const std::vector<double> hours(size.size(), 48), usd(size.size(), 10);
  terminals.add("terminal_id", id).add("kind", kind).add("size", size);
  terminals.add("dwell_hours", hours).add("handling_usd_per_tonne", usd);
  toy.terminals = terminals;
  return make(toy);
}

TEST(LargeShips, go_round_a_passage_that_they_do_not_fit) {
  const Skim wide = skim_all(strait(1)), narrow = skim_all(strait(0));
  EXPECT_EQ(at(*wide.cost[kLargeShip], "A", "C"), at(*wide.cost[kSea], "A", "C"));
  EXPECT_NEAR(at(*wide.km[kLargeShip], "A", "C"), 500, 1e-9);
  EXPECT_NEAR(at(*narrow.km[kSea], "A", "C"), 500, 1e-9);
  EXPECT_NEAR(at(*narrow.km[kLargeShip], "A", "C"), 800 + 500 + 800, 1e-9);
  EXPECT_LT(at(narrow.share[kLargeShip], "A", "C"), at(wide.share[kLargeShip], "A", "C"));
  EXPECT_NEAR(at(wide.share[kLargeShip], "A", "C"), 0.5, 1e-6);
}

TEST(LargeShips, call_at_no_small_port) {
  const Skim s = skim_all(strait(1, "port:C"));
  EXPECT_LT(at(*s.cost[kSea], "A", "C"), kInfinity);
  EXPECT_EQ(at(*s.cost[kLargeShip], "A", "C"), kInfinity);
  EXPECT_LT(at(*s.cost[kLargeShip], "A", "D"), kInfinity);
  // None go there, so the others carry all.
  EXPECT_NEAR(at(s.share[kSea], "A", "C"), 1, 1e-6);
}

TEST(LargeShips, are_not_looked_for_where_no_goods_go_by_them) {
  const Net net = strait(1);
  Travel travel = travel_on(net);
  auto choice = *travel.goods;
  choice.classes[0].by_large_ship = 0;
  travel.goods = std::make_shared<const GoodsChoice>(choice);
  const Skim s = skim(net, make_access_topology(net, 1), net.costs, travel, places(net), {}, 1);
  EXPECT_LT(at(*s.cost[kSea], "A", "C"), kInfinity);
  EXPECT_EQ(at(*s.cost[kLargeShip], "A", "C"), kInfinity);
}

// A random map on which large ships do not fit some ports and lanes.
Net random_waters() {
  Net net = *random_network();
  for (std::size_t l = 0; l < net.link_count(); ++l)
    if (net.mode[l] == Mode::sea || net.mode[l] == Mode::transfer)
      net.bars_large_ships[l] = *rc::gen::inRange(0, 3) == 0;
  return net;
}

RC_GTEST_PROP(LargeShipsProperty, sweeps_cost_to_the_last_bit_what_searches_cost, ()) {
  const Net net = random_waters();
  const Skim swept = skim_all(net);
  const SearchedSkim searched = search_skim(net, net.costs, travel_on(net), places(net));
  RC_ASSERT(swept.cost[kLargeShip]->values == searched.cost[kLargeShip].values);
  for (const int threads : {2, 3, 8}) {
    const Skim many = skim_all(net, threads);
    RC_ASSERT(many.cost[kLargeShip]->values == swept.cost[kLargeShip]->values);
    RC_ASSERT(many.share[kLargeShip].values == swept.share[kLargeShip].values);
    RC_ASSERT(many.paid.values == swept.paid.values);
  }
}

RC_GTEST_PROP(LargeShipsProperty, what_a_change_cannot_alter_is_as_it_was_to_the_bit, ()) {
  const Net net = random_waters();
  LinkCosts costs = net.costs;
  for (std::size_t l = 0; l < net.link_count(); ++l) {
    const int pick = *rc::gen::inRange(0, 12);
    if (pick == 0) costs.closed_by[l] ^= kByStatus;
    if (pick == 1) costs.hours[l] *= 0.5;
    if (pick == 2) costs.usd_per_tonne[l] *= 2;
  }
  const Travel travel = travel_on(net);
  const Index zones = places(net);
  const AccessTopology topology = make_access_topology(net, 1);
  const AccessMetric was = weigh(topology, weigh_links(net, net.costs, travel.shipper), 1);
  const Skim base = skim(net, topology, was, travel, zones, {true, true}, nullptr, 1);
  const auto changed = differing_links(net.costs, costs);
  const AccessMetric is = reweigh(topology, was, weigh_links(net, costs, travel.shipper), changed, 1);
  const Before some{base, changed, &was}, all{base, changed};
  const Skim touched = skim(net, topology, is, travel, zones, {true, true}, &some, 1),
             whole = skim(net, topology, is, travel, zones, {true, true}, &all, 1);
  RC_ASSERT(touched.cost[kLargeShip]->values == whole.cost[kLargeShip]->values);
  for (const auto of : {&Skim::hours, &Skim::usd_per_tonne, &Skim::km})
    RC_ASSERT((*(touched.*of)[kLargeShip]).values == (*(whole.*of)[kLargeShip]).values);
  RC_ASSERT(touched.share[kLargeShip].values == whole.share[kLargeShip].values);
  RC_ASSERT(touched.paid.values == whole.paid.values);
  const SearchedSkim searched = search_skim(net, costs, travel, zones);
  RC_ASSERT(whole.cost[kLargeShip]->values == searched.cost[kLargeShip].values);
}

// What flows along a link by all families of ships is what they carry along it one by one.
RC_GTEST_PROP(LargeShipsProperty, their_goods_flow_where_they_go, ()) {
  const Net net = random_waters();
  const Travel travel = travel_on(net);
  const Index zones = places(net);
  const AccessTopology topology = make_access_topology(net, 1);
  const AccessMetric metric = weigh(topology, weigh_links(net, net.costs, travel.shipper), 1);
  const Skim ways = skim(net, topology, metric, travel, zones, {.chains = true}, nullptr, 1);
  OdMatrix demand(zones, zones, "USD", 0);
  for (double& cell : demand.values) cell = *rc::gen::inRange(0, 5);
  const LinkFlows flows = link_flows(net, topology, metric, ways, demand, 1);
  const std::vector<double> ships = ship_flows(net, topology, metric, ways, demand, 1);
  double carried = 0, usd = 0;
  for (std::size_t l = 0; l < net.link_count(); ++l) {
    carried += flows.by_family[kLargeShip][l] * metric.links.link.cost[l];
    if (net.bars_large_ships[l] && net.mode[l] == Mode::sea) RC_ASSERT(flows.by_family[kLargeShip][l] == 0);
    if (net.mode[l] == Mode::sea)
      RC_ASSERT(std::abs(ships[l] - flows.by_family[kSea][l] - flows.by_family[kLargeShip][l]) < 1e-9);
  }
  for (std::size_t k = 0; k < demand.values.size(); ++k)
    if (ways.share[kLargeShip].values[k] > 0)
      usd += demand.values[k] * ways.share[kLargeShip].values[k] * ways.cost[kLargeShip]->values[k];
  RC_ASSERT(std::abs(carried - usd) < 1e-9 * std::max(1.0, usd));
}

}  // namespace sogdia::large_ships_test
