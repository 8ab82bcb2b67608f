#include "sogdia/access/link_flows.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "random_map.h"
#include "sogdia/access/access_limits.h"
#include "sogdia/access/link_users.h"
#include "sogdia/access/router.h"
#include "toy_map.h"

namespace sogdia::link_flows_test {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr AccessLimits kNoLimits{kInfinity, kInfinity, kInfinity};

Index places(const Net& net) {
  std::vector<std::string> zones;
  for (std::size_t n = 0; n < net.node_count(); ++n)
    if (net.node_type[n] == NodeType::place) zones.push_back(net.nodes[n]);
  return Index(zones);
}

struct Loaded {
  Skim skim;
  LinkFlows flows;
};
Loaded load(const Net& net, const std::vector<std::tuple<std::string, std::string, double>>& trips,
            int threads = 1) {
  const AccessTopology topology = make_access_topology(net, 1);
  const Travel travel = make_travel(net, net.costs, {}, kNoLimits);
  const Index zones = places(net);
  OdMatrix demand(zones, zones, "USD", 0);
  for (const auto& [from, to, usd] : trips) demand(zones.at(from), zones.at(to)) += usd;
  const AccessMetric metric = weigh(topology, weigh_links(net, net.costs, travel.shipper), 1);
  Loaded loaded{skim(net, topology, metric, travel, zones, {true, true}, nullptr, 1), {}};
  loaded.flows = link_flows(net, topology, metric, loaded.skim, demand, threads);
  return loaded;
}

TEST(LinkFlows, goods_go_along_every_link_of_their_way) {
  const Net net = map_of("A----B----C");
  const Loaded loaded = load(net, {{"A", "C", 7}, {"B", "C", 2}, {"C", "A", 1}});
  EXPECT_DOUBLE_EQ(loaded.flows.of(net.links.at("A-B/road")), 8);
  EXPECT_DOUBLE_EQ(loaded.flows.of(net.links.at("B-C/road")), 10);
}

TEST(LinkFlows, a_chain_pays_its_transfers_and_its_main_haul) {
  const Net net = map_of("A----B=====C");
  const Loaded loaded = load(net, {{"A", "C", 5}});
  const auto rail = static_cast<std::size_t>(ModeFamily::rail);
  std::size_t transfers = 0;
  for (std::size_t l = 0; l < net.link_count(); ++l) {
    if (net.mode[l] == Mode::transfer) transfers += loaded.flows.by_family[rail][l] == 5;
    if (net.mode[l] == Mode::rail || net.mode[l] == Mode::road) {
      EXPECT_DOUBLE_EQ(loaded.flows.by_family[rail][l], 5);
    }
  }
  EXPECT_EQ(transfers, 2u);
}

// Goods that a pair sends, times what its ways cost, are what flows along links, times what they cost.
void expect_cost_conserved(const Net& net, const Index& zones, const AccessTopology& topology) {
  const Travel travel = make_travel(net, net.costs, {}, kNoLimits);
  const AccessMetric metric = weigh(topology, weigh_links(net, net.costs, travel.shipper), 1);
  const Skim ways = skim(net, topology, metric, travel, zones, {true, true}, nullptr, 1);
  OdMatrix demand(zones, zones, "USD", 0);
  for (double& cell : demand.values) cell = *rc::gen::inRange(0, 5);
  const LinkFlows flows = link_flows(net, topology, metric, ways, demand, 1);
  const std::vector<double> link_cost = generalized_cost(net.costs, travel.shipper);
  for (std::size_t f = 0; f < kWayFamilies.size(); ++f) {
    double pairs = 0, links = 0, km_pairs = 0, km_links = 0;
    for (std::size_t i = 0; i < zones.size(); ++i) {
      for (std::size_t j = 0; j < zones.size(); ++j) {
        const double goods = demand(i, j) * ways.share[f](i, j);
        if (i == j || !(goods > 0)) continue;
        pairs += goods * ways.cost[f](i, j);
        km_pairs += goods * ways.km[f](i, j);
      }
    }
    for (std::size_t l = 0; l < net.link_count(); ++l) {
      links += flows.by_family[f][l] * link_cost[l];
      km_links += flows.by_family[f][l] * net.length_km[l];
      if (!net.costs.open(l)) RC_ASSERT(flows.by_family[f][l] == 0);
    }
    RC_ASSERT(std::abs(pairs - links) < 1e-9 * (1 + pairs));
    RC_ASSERT(std::abs(km_pairs - km_links) < 1e-9 * (1 + km_pairs));
  }
  for (const int threads : {3, 8}) {
    const LinkFlows many = link_flows(net, topology, metric, ways, demand, threads);
    for (std::size_t f = 0; f < kWayFamilies.size(); ++f) RC_ASSERT(many.by_family[f] == flows.by_family[f]);
  }
}

RC_GTEST_PROP(LinkFlowsProperty, what_flows_costs_what_the_ways_cost, ()) {
  const Net net = *random_network();
  expect_cost_conserved(net, places(net), make_access_topology(net, 1));
}

RC_GTEST_PROP(LinkFlowsProperty, one_way_links_and_zones_conserve_it_too, ()) {
  Net net = *random_network();
  const Index zones = places(net);
  for (std::size_t l = 0; l < net.link_count(); ++l) {
    net.directed[l] = *rc::gen::arbitrary<bool>();
    if (*rc::gen::inRange(0, 8) == 0) net.costs.closed_by[l] |= kByStatus;
  }
  for (auto& type : net.node_type)
    if (type == NodeType::place && *rc::gen::inRange(0, 3) == 0) type = NodeType::zone;
  expect_cost_conserved(net, zones, make_access_topology(net, 1));
}

// Where ways tie both count as users; and a chain may go along a link twice, to its terminal and from
// another.
RC_GTEST_PROP(LinkUsersProperty, users_of_a_link_are_those_whose_goods_flow_along_it, ()) {
  Net net = *random_network();
  if (*rc::gen::arbitrary<bool>())
    for (std::size_t l = 0; l < net.link_count(); ++l) net.directed[l] = *rc::gen::arbitrary<bool>();
  // Lengths that no two ways share.
  for (std::size_t l = 0; l < net.link_count(); ++l)
    net.costs.hours[l] *= 1 + 0.001 * static_cast<double>(1u << (l % 20)) / 1048576;
  const AccessTopology topology = make_access_topology(net, 1);
  const Travel travel = make_travel(net, net.costs, {}, kNoLimits);
  const AccessMetric metric = weigh(topology, weigh_links(net, net.costs, travel.shipper), 1);
  const Index zones = places(net);
  const Skim ways = skim(net, topology, metric, travel, zones, {.chains = true}, nullptr, 1);
  OdMatrix demand(zones, zones, "USD", 0);
  for (double& cell : demand.values) cell = *rc::gen::inRange(0, 5);
  const LinkFlows flows = link_flows(net, topology, metric, ways, demand, 1);
  for (std::uint32_t l = 0; l < net.link_count(); ++l) {
    const LinkUsers users = link_users(net, topology, metric, ways, demand, l, 1);
    double sum = 0;
    for (const double usd : users.demand.values) sum += usd;
    RC_ASSERT(2 * sum >= flows.of(l) - 1e-9);
    RC_ASSERT((sum > 0) || (flows.of(l) == 0));
    for (std::size_t f = 0; f < kWayFamilies.size(); ++f)
      RC_ASSERT(2 * users.by_family[f] >= flows.by_family[f][l] - 1e-9);
  }
}

TEST(LinkUsers, only_who_goes_along_a_link_is_counted) {
  const Net net = map_of("A----B----C");
  const Loaded loaded = load(net, {{"A", "C", 7}, {"B", "C", 2}, {"C", "A", 1}});
  const AccessTopology topology = make_access_topology(net, 1);
  const AccessMetric metric = weigh(topology, weigh_links(net, net.costs, {}), 1);
  OdMatrix demand(loaded.skim.zones, loaded.skim.zones, "USD", 1);
  const LinkUsers users = link_users(net, topology, metric, loaded.skim, demand,
                                     static_cast<std::uint32_t>(net.links.at("A-B/road")), 1);
  const auto at = [&](const char* i, const char* j) {
    return users.demand(loaded.skim.zones.at(i), loaded.skim.zones.at(j));
  };
  EXPECT_DOUBLE_EQ(at("A", "C"), 1);
  EXPECT_DOUBLE_EQ(at("B", "A"), 1);
  EXPECT_EQ(at("B", "C"), 0);
}

}  // namespace sogdia::link_flows_test
