#include "sogdia/access/pair_ways.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "random_map.h"
#include "sogdia/access/access_limits.h"
#include "sogdia/access/router.h"
#include "toy_map.h"

namespace sogdia::pair_ways_test {

// Queries one by one against the skim of all, to the last bit.
RC_GTEST_PROP(PairWays, pairs_cost_what_the_skim_says, ()) {
  Net net = *random_network();
  const bool any_way = *rc::gen::arbitrary<bool>();
  std::vector<std::string> labels;
  for (std::size_t n = 0; n < net.node_count(); ++n)
    if (net.node_type[n] == NodeType::place) labels.push_back(net.nodes[n]);
  for (std::size_t l = 0; l < net.link_count() && !any_way; ++l)
    net.directed[l] = *rc::gen::arbitrary<bool>();
  for (auto& type : net.node_type)
    if (!any_way && type == NodeType::place && *rc::gen::inRange(0, 3) == 0) type = NodeType::zone;
  const Index zones(labels);
  const Travel travel = make_travel(net, net.costs);
  const AccessTopology topology = make_access_topology(net, 1);
  const AccessMetric metric = weigh(topology, weigh_links(net, net.costs, travel.shipper), 1);
  const Skim all = skim(net, topology, metric, travel, zones, {.km = true}, nullptr, 1);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (const auto& i : labels)
    for (const auto& j : labels)
      pairs.emplace_back(static_cast<std::uint32_t>(net.nodes.at(i)),
                         static_cast<std::uint32_t>(net.nodes.at(j)));
  const auto found = pair_ways(topology, metric, travel.access_limit, pairs, 2);
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    for (std::size_t f = 0; f < kWayFamilies.size(); ++f) {
      RC_ASSERT(found[k][f].cost == all.cost[f]->values[k]);
      if (std::isinf(found[k][f].cost)) continue;
      const Carried& carried = found[k][f].carried;
      RC_ASSERT(std::abs(carried.hours - all.hours[f]->values[k]) < 1e-6 * (1 + carried.hours));
      RC_ASSERT(std::abs(carried.km - all.km[f]->values[k]) < 1e-6 * (1 + carried.km));
    }
  }
}

TEST(PairWays, the_shortest_way_may_be_another_than_the_quickest) {
  const Net net = map_of(R"(
      A----B----E
      |         |
      C---------D)");
  LinkCosts costs = net.costs;
  costs.hours[net.links.at("A-B/road")] *= 100;
  const AccessTopology topology = make_access_topology(net, 1);
  const auto node = [&](const char* label) { return static_cast<std::uint32_t>(net.nodes.at(label)); };
  const auto least = [&](LeastOf what) {
    const AccessMetric metric = weigh(topology, weigh_links(net, costs, {}, what));
    return pair_ways(topology, metric, {}, {{node("A"), node("E")}})[0][kRoad];
  };
  const PairWay shortest = least(LeastOf::length), quickest = least(LeastOf::hours);
  EXPECT_EQ(shortest.cost, shortest.carried.km);
  EXPECT_LT(shortest.carried.km, quickest.carried.km);
  EXPECT_GT(shortest.carried.hours, quickest.carried.hours);
  EXPECT_NEAR(quickest.cost, quickest.carried.hours, 1e-5);
}

}  // namespace sogdia::pair_ways_test
